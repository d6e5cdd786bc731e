"""The fork server: a process that has imported what notebooks need and forks a fresh, isolated child for each request.

``python -m gongkai.run.fork_server SOCKET KIND`` serves until its standard input is closed. ``KIND`` is what its
children do, which decides what is imported: ``notebook`` runs the cells of a build's notebook, ``kernel`` becomes an
interactive ipykernel. Each connection is for one child and carries (see :mod:`gongkai.run.messages`)

- from the client, one request: ``environment``, ``cwd`` and what the kind requires;
- from the server ``{"refused": why}``, or from the child ``{"pid": number}`` and then its own messages;
- from the server, once the child is reaped, ``{"ended": exit code}``.
"""

from __future__ import annotations

import contextlib
import os
import select
import shutil
import signal
import socket
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from gongkai.run import environment, messages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from multiprocessing.connection import Connection

_REQUEST_TIMEOUT = 10
"""Seconds that a client may take to send its request."""

_BACKLOG = 64
"""Clients that may connect before the server is ready."""


class ChildKind(Protocol):
    """A kind of child; the constructor imports what children need and starts no thread."""

    def prepare(self, request: Mapping[str, Any]) -> None:
        """Do in the server the work that this child and its siblings would otherwise repeat."""

    def run(self, request: Mapping[str, Any], connection: Connection) -> int:
        """Handle the request in the child; returns the exit code."""


def _kind(name: str) -> ChildKind:
    if name == "notebook":
        from gongkai.run.notebook_child import NotebookChild

        return NotebookChild()
    from gongkai.run.kernel_child import KernelChild

    return KernelChild()


def serve(path: str, kind: str) -> None:
    """Accept connections on a socket and fork a child for each, until standard input is closed.

    Args:
        path: The socket; its folder is removed at the end.
        kind: ``notebook`` or ``kernel``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(path)
        listener.listen(_BACKLOG)
        _Server(listener, _kind(kind)).run()
    shutil.rmtree(Path(path).parent, ignore_errors=True)


class _Server:
    def __init__(self, listener: socket.socket, kind: ChildKind) -> None:
        self.listener, self.kind = listener, kind
        self.children: dict[int, Connection] = {}
        self.woken, self.wakes = socket.socketpair()  # a signal makes ``select`` return
        for end in (self.woken, self.wakes):
            end.setblocking(False)
        signal.set_wakeup_fd(self.wakes.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def run(self) -> None:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            ready, _, _ = select.select([self.listener, sys.stdin, self.woken], [], [])
            if self.woken in ready:
                self.woken.recv(1 << 10)
                self.reap()
            if sys.stdin in ready:
                for pid in self.children:
                    kill_group(pid)
                return
            if self.listener in ready:
                self.accept()

    def accept(self) -> None:
        """Read a request and fork its child."""
        connection = messages.wrap(self.listener.accept()[0], _REQUEST_TIMEOUT)
        request = None
        with contextlib.suppress(TimeoutError):
            request = messages.receive(connection)
        if request is None:
            connection.close()
            return
        self.kind.prepare(request)
        if threads() > 1:  # locks held by another thread would stay locked in the child
            with contextlib.suppress(OSError):
                messages.send(connection, {"refused": "threads"})
            connection.close()
            return
        pid = os.fork()
        if pid == 0:
            self.become_child(request, connection)
        self.children[pid] = connection

    def reap(self) -> None:
        """Report the children that have ended; reaping adds their CPU time to the server's."""
        with contextlib.suppress(ChildProcessError):
            while (found := os.waitpid(-1, os.WNOHANG))[0]:
                pid, status = found
                if (connection := self.children.pop(pid, None)) is None:
                    continue
                with contextlib.suppress(OSError):  # the client is gone, or has not read the child's messages
                    os.set_blocking(connection.fileno(), False)
                    messages.send(connection, {"ended": os.waitstatus_to_exitcode(status)})
                connection.close()

    def become_child(self, request: Mapping[str, Any], connection: Connection) -> None:
        """Run as a child and exit; never returns."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for end in (self.listener, self.woken, self.wakes):
                end.close()
            for other in self.children.values():
                other.close()
            _die_with_parent()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            signal.signal(signal.SIGINT, signal.default_int_handler)
            os.setsid()  # so that processes started by a cell can be ended with it
            os.dup2(null := os.open(os.devnull, os.O_RDWR), 0)
            os.close(null)
            os.dup2(2, 1)  # the server's own standard output is a pipe to its parent
            messages.send(connection, {"pid": os.getpid()})
            environment.replace(request["environment"])
            os.chdir(request["cwd"])
            code = self.kind.run(request, connection)
        finally:
            # No clean-up: buffers, temporary folders and exit handlers belong to the server.
            os._exit(code)


def kill_group(pid: int) -> None:
    """Kill a child and the processes that its cells have started."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(pid, signal.SIGKILL)


def threads() -> int:
    """Number of threads of this process, as counted by the system if possible."""
    try:
        return sum(1 for _ in Path("/proc/self/task").iterdir())
    except OSError:
        import threading

        return threading.active_count()


def _die_with_parent() -> None:
    """Ask Linux to kill this process when its parent, the server, ends."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)


if __name__ == "__main__":
    sys.path[:] = [path for path in sys.path if path not in {"", "/"}]  # a kernel's working directory comes last
    serve(*sys.argv[1:])
