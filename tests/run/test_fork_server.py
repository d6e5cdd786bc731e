"""The fork server: what it refuses, and what it reports of its children."""

from __future__ import annotations

import os
import signal
import socket
import sys

import pytest

from gongkai.run import environment, fork_executor, servers
from tests.run.test_papermill_executor import write

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


class WithThread(servers.ForkServer):
    """A fork server that has a second thread."""

    def _command(self, kind):
        code = (
            "import sys, threading, time; from gongkai.run import fork_server; "
            "threading.Thread(target=time.sleep, args=(60,), daemon=True).start(); fork_server.serve(*sys.argv[1:])"
        )
        return [sys.executable, "-c", code, self.path, kind]


def test_threads_refuse_to_fork(tmp_path, monkeypatch):
    """A server that has threads does not fork: the plain kernel executes the notebook."""
    server = WithThread("notebook")
    monkeypatch.setattr(fork_executor, "notebook_server", lambda: server)
    try:
        assert (
            "papermill (threads)" == fork_executor.execute(write(tmp_path / "03_x.ipynb", "1"), {}, {}).metadata.engine
        )
    finally:
        server.close()


def child(source):
    """A child of the fork server that is about to run a cell."""
    request = {"cells": [(0, source)], "cwd": "/", "seed": None, "environment": environment.of_kernel(), "inputs": {}}
    return servers.notebook_server().fork(request, timeout=60)


@pytest.mark.parametrize(
    ("source", "code"),
    [
        ("1", 0),
        ("import os\nos._exit(3)", 3),
        ("import os, signal\nos.kill(os.getpid(), signal.SIGKILL)", -signal.SIGKILL),
    ],
    ids=["done", "exit", "killed"],
)
def test_how_a_child_ended_is_reported(source, code):
    """The client receives the exit code of a child, or the signal that killed it."""
    running = child(source)
    while running.receive() is not None:
        pass
    assert code == running.returncode


def test_death_is_seen_though_a_grandchild_lives():
    """A process that a cell has forked, and that holds the connection too, does not hide that the child died."""
    running = child("import os, time\nif os.fork() == 0:\n    time.sleep(60)\nos._exit(4)")
    while running.receive() is not None:
        pass
    running.end()
    assert 4 == running.returncode


def test_client_that_says_nothing():
    """A client that connects and goes away, or sends something else than a request, leaves the server as it was."""
    server = servers.notebook_server()
    assert isinstance(server, servers.ForkServer)
    server.wait()
    for said in (b"", b"\x00\x00\x00\x04{}"):
        with socket.socket(socket.AF_UNIX) as client:
            client.connect(server.path)
            client.sendall(said)
    running = child("1")
    assert {"start": 0} == running.receive()
    running.end()
    assert server is servers.notebook_server()
