"""The fork server: what it refuses, and what it reports of its children."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from types import SimpleNamespace

import pytest

from gongkai.run import environment, fork_executor, fork_server, servers
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


class Patient(servers.ForkServer):
    """A fork server that waits for its clients as long as a test may take."""

    def _command(self, kind):
        code = (
            "import sys; from gongkai.run import fork_server; fork_server._REQUEST_TIMEOUT = 3600; "
            "fork_server.serve(*sys.argv[1:])"
        )
        return [sys.executable, "-c", code, self.path, kind]


def test_slow_clients_keep_nobody_waiting(monkeypatch):
    """While clients that say nothing, or half a request, are being waited for, another one gets its child."""
    server = Patient("notebook")
    monkeypatch.setattr(servers, "notebook_server", lambda: server)
    server.wait()
    slow = [socket.socket(socket.AF_UNIX) for _ in range(3)]
    try:
        for client, said in zip(slow, (b"", b"\x00\x00", b"\x00\x00\x00\x20{"), strict=True):
            client.connect(server.path)
            client.sendall(said)
        running = child("1")
        while running.receive() is not None:
            pass
        assert 0 == running.returncode
        for client in slow:
            client.setblocking(False)
            with pytest.raises(BlockingIOError):  # not hung up on: the child was forked before
                client.recv(1)
    finally:
        for client in slow:
            client.close()
        server.close()


@pytest.mark.parametrize(
    ("said", "forked", "refused"),
    [(b"", 0, 1), (b"\x00\x00", 0, 0), (b'\x00\x00\x00\x1f{"cwd": "/", "environment": {}}', 1, 0)],
    ids=["nothing", "a part", "a request"],
)
def test_what_arrived_while_the_server_was_busy(said, forked, refused):
    """A client whose time is up is heard before it is hung up on: the server may have been at something else."""
    ours, theirs = socket.socketpair()
    with ours, theirs:
        client = fork_server._Client(ours)
        client.deadline = 0
        theirs.sendall(said)
        found: dict[str, list[object]] = {"forked": [], "refused": []}
        server = SimpleNamespace(
            clients=[client],
            fork=lambda request, _: found["forked"].append(request),
            refuse=found["refused"].append,
        )
        fork_server._Server.listen(server, client)  # type: ignore[arg-type]
        assert (forked, refused) == (len(found["forked"]), len(found["refused"]))


@pytest.mark.parametrize(
    "said",
    [
        b"\x7f\xff\xff\xff",
        b"\xff\xff\xff\xff\x00\x00\x00\xff\x00\x00\x00\x00",
        b"\x00\x00\x00\x02[]",
        b"\x00\x00\x00\x02{}",
        b'\x00\x00\x00\x1f{"cwd": 1, "environment": {"a":1}}',
        b"\x00\x01\x86\xa0" + b"[" * 100_000,
        b"GET / HTTP/1.1\r\n\r\n",
    ],
    ids=["2 GB", "1 TB", "list", "empty", "wrong types", "nested", "web"],
)
def test_nonsense_is_hung_up_on(said):
    """A client that sends anything but a request of a bounded length is hung up on, and the server goes on."""
    server = servers.notebook_server()
    assert isinstance(server, servers.ForkServer)
    server.wait()
    with socket.socket(socket.AF_UNIX) as client:
        client.connect(server.path)
        client.sendall(said)
        client.settimeout(60)
        try:
            answer = client.recv(1)
        except ConnectionResetError:  # as closing with unread bytes is seen
            answer = b""
        assert b"" == answer
    running = child("1")
    assert {"start": 0} == running.receive()
    running.end()
    assert server is servers.notebook_server()


def test_killed_server_is_replaced_while_a_notebook_runs(tmp_path):
    """When the server is killed during a cell, another one executes the notebook from its first cell."""
    mark = tmp_path / "mark"
    source = (
        "import os, pathlib, signal, time\n"
        f"mark = pathlib.Path({str(mark)!r})\n"
        "if not mark.exists():\n"
        "    mark.touch()\n"
        "    os.kill(os.getppid(), signal.SIGKILL)\n"
        "    time.sleep(60)\n"
        "print(1)"
    )
    found = fork_executor.execute(write(tmp_path / "03_x.ipynb", source), {}, {})
    assert ("fork server", "1\n") == (found.metadata.engine, found.cells[-1].outputs[0].text)


def test_killed_borrowed_server_is_replaced(tmp_path):
    """A process that uses the server of another, which is killed, starts one of its own."""
    lent = servers.ForkServer("notebook")
    lent.wait()
    servers.borrow(lent.path)
    try:
        path = write(tmp_path / "03_x.ipynb", "import os\nprint(os.getppid())")
        first = fork_executor.execute(path, {}, {})
        assert f"{lent.process.pid}\n" == first.cells[-1].outputs[0].text
        lent.process.kill()
        lent.process.wait()
        second = fork_executor.execute(path, {}, {})
        assert "fork server" == second.metadata.engine
        assert f"{servers._NOTEBOOKS.current().process.pid}\n" == second.cells[-1].outputs[0].text
    finally:
        servers.borrow(None)
        lent.close()


def test_end_kills_a_child_that_is_just_being_started(tmp_path):
    """A server that ends does not wait for a child that has not yet become a group of processes."""
    mark = tmp_path / "lived on"
    code = "import pathlib, sys, time; time.sleep(60); pathlib.Path(sys.argv[1]).touch()"
    with subprocess.Popen([sys.executable, "-c", code, str(mark)]) as started:
        fork_server._Server.end(SimpleNamespace(children={started.pid: None}))  # type: ignore[arg-type]
    assert not mark.exists()


BUSY = """
import sys, time
from gongkai.run import fork_server

class Busy:
    def __init__(self, *_):
        if sys.argv.pop() == "imports":
            self.work()

    def __del__(self):
        self.work()

    def work(self):
        print("busy", flush=True)
        time.sleep(300)

fork_server._kind = lambda *_: Busy() and None
fork_server.serve(*sys.argv[1:3])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the end is seen when the server next waits")
@pytest.mark.parametrize("what", ["imports", "removes an object"])
def test_server_ends_while_it_is_busy(capfd, what):
    """A server whose parent closes its input ends without a word, also where an exception could not be passed on."""

    class Server(servers.ForkServer):
        def _command(self, kind):
            return [sys.executable, "-c", BUSY, self.path, kind, what]

    server = Server("notebook")
    assert server.process.stdout is not None
    assert server.process.stdin is not None
    assert b"busy\n" == server.process.stdout.readline()
    server.process.stdin.close()
    assert 0 == server.process.wait(60)
    assert (False, "") == (server.folder.exists(), capfd.readouterr().err)
    server.close()
