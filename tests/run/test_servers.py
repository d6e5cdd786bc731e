"""Fork servers of a process: when one is started, replaced, ended."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from gongkai.run import environment, fork_executor, servers, stamp
from tests.run.test_papermill_executor import write
from tests.waiting import gone

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


def current() -> servers.ForkServer:
    """The server of notebooks, where it is of this process."""
    found = servers.notebook_server()
    assert isinstance(found, servers.ForkServer)
    return found


def test_changed_lib_makes_a_new_server(monkeypatch):
    """When the package's files change, the next notebook gets a new server."""
    first = current()
    assert first is current()
    monkeypatch.setattr(stamp, "lib_stamp", lambda _=None: (0, 0))
    second = current()
    assert first is not second
    assert first.process.poll() is not None


def test_changed_environment_makes_a_new_server(monkeypatch):
    """When a variable changes that an interpreter reads at its start, the next notebook gets a new server."""
    first = current()
    monkeypatch.setenv("UNRELATED", "1")
    assert first is current()
    monkeypatch.setenv("PYTHONOPTIMIZE", "")
    assert first is not current()


def test_outdated_server_ends_with_its_last_child(monkeypatch):
    """When the package's files change, a notebook that is running is not cut off; its server ends once it is done."""
    first = current()
    request = {"cells": [(0, "1")], "cwd": "/", "seed": None, "environment": environment.of_kernel(), "inputs": {}}
    running = first.fork(request)
    monkeypatch.setattr(stamp, "lib_stamp", lambda _=None: (0, 0))
    second = current()
    assert (False, True) == (first is second, first.is_alive)
    while running.receive() is not None:
        pass
    monkeypatch.setattr(stamp, "lib_stamp", lambda _=None: (0, 1))
    current()
    assert (False, False) == (first.is_alive, second.is_alive)


def test_dead_server_is_replaced(tmp_path):
    """A server that was killed is replaced."""
    running = current()
    running.wait()
    running.process.send_signal(signal.SIGKILL)
    running.process.wait()
    found = fork_executor.execute(write(tmp_path / "03_x.ipynb", "print(1)"), {}, {})
    assert "fork server" == found.metadata.engine


def test_folder_goes_though_something_is_just_written_there(monkeypatch):
    """A child of a killed server that is still writing while the server's folder is removed leaves nothing behind."""
    server = servers.ForkServer("notebook")
    remove, late = shutil.rmtree, ["profile", "history"]

    def removed(folder, **options):
        remove(folder, **options)
        if folder == server.folder and late:
            (folder / late.pop()).mkdir(parents=True)

    monkeypatch.setattr(shutil, "rmtree", removed)
    server.process.kill()
    server.close()
    assert ([], False) == (late, server.folder.exists())


def test_server_ends_with_its_process():
    """Neither the server nor its folder stays when the process that started it ends, also when it is killed."""
    code = "from gongkai.run import servers; z = servers.notebook_server(); z.wait(); print(z.process.pid, z.folder, flush=True); import time; time.sleep(60)"
    owner = subprocess.Popen([sys.executable, "-c", code], stdout=subprocess.PIPE, text=True)
    pid, folder = owner.stdout.readline().split()
    owner.kill()
    owner.wait()
    assert (True, False) == (gone(pid), Path(folder).exists())
