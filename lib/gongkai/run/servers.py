"""The fork servers of this process: started on demand, replaced when out of date, ended with the process.

Imports little beyond the standard library, so that starting one can be the first thing that a command does.
"""

from __future__ import annotations

import atexit
import contextlib
import os
import select
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.run import environment, stamp
from gongkai.run.fork_client import Lost, Server, Unavailable

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.run.fork_client import Child


_REAP_TIMEOUT = 10
"""Seconds from the end of a server's connections to the end of its process, as long as a busy machine may take."""


_REMOVALS, _PAUSE = 20, 0.05
"""How often the folder of a server is removed, and seconds between: children of one that was killed live on for a moment, and may
just be writing there."""


class ForkServer(Server):
    """A fork server started by this process.

    Attributes:
        process: The process.
        folder: Its folder, removed when it ends.
        stamp: See :mod:`gongkai.run.stamp`.
    """

    def __init__(self, kind: str, variables: Mapping[str, str] | None = None) -> None:
        """Start the process without waiting for it.

        Args:
            kind: What its children do; see :mod:`gongkai.run.fork_server`.
            variables: Its environment; by default that of a kernel of a build.

        Raises:
            Unavailable: The platform has no ``fork``.
        """
        if not hasattr(os, "fork") or not hasattr(socket, "AF_UNIX"):
            msg = "no fork on this system"
            raise Unavailable(msg)
        self.stamp = stamp.lib_stamp(variables)
        self.folder = Path(tempfile.mkdtemp(prefix="gongkai-"))
        super().__init__(str(self.folder / "socket"))
        if variables is None:
            variables = {
                **environment.of_kernel(),
                "IPYTHONDIR": str(self.folder),
                "PYTHONPATH": environment.search_path(),
            }
        self.process = subprocess.Popen(  # noqa: S603 - our own interpreter and module
            self._command(kind), stdin=subprocess.PIPE, stdout=subprocess.PIPE, start_new_session=True,
            cwd="/",  # an empty folder, without files that a library would read
            env={**variables, **environment.SINGLE_THREADED},
        )  # fmt: skip
        self._owner = os.getpid()
        self._ready = threading.Lock()
        self._is_ready = False

    def _command(self, kind: str) -> list[str]:
        return [sys.executable, "-m", "gongkai.run.fork_server", self.path, kind]

    @property
    def is_alive(self) -> bool:
        """Whether it is running and was started by this process rather than by its parent before a fork."""
        return self._owner == os.getpid() and self.process.poll() is None

    def wait(self) -> None:
        """Wait until it accepts requests.

        Raises:
            Lost: It ended before accepting any.
        """
        with self._ready:
            if self._is_ready:
                return
            assert self.process.stdout is not None
            if self.process.stdout.readline() != b"ready\n":
                msg = "the fork server did not start"
                raise Lost(msg)
            self._is_ready = True

    def fork(self, request: Mapping[str, object], timeout: float | None = None) -> Child:
        """Wait until it accepts requests, then request a child; see :meth:`Server.fork`."""
        self.wait()
        return super().fork(request, timeout)

    def close(self) -> None:
        """End it and its children."""
        if os.getpid() != self._owner:
            return
        said = self.process.stdout
        if not self._is_ready and said is not None and not select.select([said], [], [], 0)[0]:
            self.process.kill()  # still importing: nothing depends on it yet
        for pipe in (self.process.stdin, self.process.stdout):
            if pipe is not None:
                with contextlib.suppress(OSError):
                    pipe.close()
        try:
            self.process.wait(5)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()
        for _ in range(_REMOVALS):
            shutil.rmtree(self.folder, ignore_errors=True)
            if not self.folder.exists():
                break
            time.sleep(_PAUSE)


class Servers:
    """The fork servers of this process for one kind of child; they end with it."""

    def __init__(self, kind: str) -> None:
        """Start none yet."""
        self._kind = kind
        self._lock = threading.Lock()
        self._servers: list[ForkServer] = []
        atexit.register(self.stop)

    def current(self, variables: Mapping[str, str] | None = None) -> ForkServer:
        """The server for an environment and the package's current state, started on first use.

        A server that is out of date is ended once none of its children are running.

        Args:
            variables: The environment; by default that of a kernel of a build.

        Raises:
            Unavailable: See :class:`ForkServer`.
        """
        with self._lock:
            wanted = stamp.lib_stamp(variables)
            for server in list(self._servers):
                if server.is_alive and server.stamp == wanted:
                    return server
                if not server.is_alive or not server.is_busy:
                    server.close()
                    self._servers.remove(server)
            self._servers.append(ForkServer(self._kind, variables))
            return self._servers[-1]

    def stop(self) -> None:
        """End all, with their children."""
        with self._lock:
            for server in self._servers:
                server.close()
            self._servers.clear()


_NOTEBOOKS = Servers("notebook")
_BORROWED: list[Server] = []


def borrow(path: str | None) -> None:
    """Use the fork server listening on a socket instead of one of this process; ``None`` reverts to the latter."""
    _BORROWED[:] = [Server(path)] if path is not None else []


def notebook_server() -> Server:
    """The fork server for a build's notebooks: the borrowed one until it is found dead, else one of this process.

    Raises:
        Unavailable: See :class:`ForkServer`.
    """
    if _BORROWED and Path(_BORROWED[0].path).exists():
        return _BORROWED[0]
    return _NOTEBOOKS.current()


def give_up(server: Server) -> None:
    """Replace a server that seems to have ended: one of this process once it has been reaped, a borrowed one at once."""
    if server in _BORROWED:
        borrow(None)
    elif isinstance(server, ForkServer):
        with contextlib.suppress(subprocess.TimeoutExpired):
            server.process.wait(_REAP_TIMEOUT)


stop = _NOTEBOOKS.stop
"""End the fork server for notebooks of this process."""
