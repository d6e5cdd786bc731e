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
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

from gongkai.run import environment, liveness, messages

if TYPE_CHECKING:
    from collections.abc import Mapping
    from multiprocessing.connection import Connection

    from gongkai.run.messages import Message

_REQUEST_TIMEOUT = 10
"""Seconds that a client may take to send the next part of its request."""

_BACKLOG = 64
"""Clients that may connect before the server is ready, and that may be sending their requests at a time."""

_CHUNK = 1 << 20
"""Bytes of a request received at a time."""


class ChildKind(Protocol):
    """A kind of child; the constructor imports what children need and starts no thread."""

    def prepare(self, request: Mapping[str, Any]) -> None:
        """Do in the server the work that this child and its siblings would otherwise repeat."""

    def run(self, request: Mapping[str, Any], connection: Connection) -> int:
        """Handle the request in the child; returns the exit code."""


def _kind(name: str, folder: Path) -> ChildKind:
    if name == "notebook":
        from gongkai.run.notebook_child import NotebookChild

        return NotebookChild(folder)
    from gongkai.run.kernel_child import KernelChild

    return KernelChild()


def serve(path: str, kind: str) -> None:
    """Accept connections on a socket and fork a child for each, until standard input is closed.

    Args:
        path: The socket; its folder is removed at the end.
        kind: ``notebook`` or ``kernel``.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    folder = Path(path).parent
    server = None

    def end() -> None:
        if server is not None:
            server.end()
        shutil.rmtree(folder, ignore_errors=True)

    try:
        liveness.exit_on_eof(sys.stdin.fileno(), end)
        with socket.socket(socket.AF_UNIX) as listener:
            listener.bind(path)
            listener.listen(_BACKLOG)
            server = _Server(listener, _kind(kind, folder))
            server.run()
    finally:
        liveness.ignore()
        end()


class _Client:
    """A client that has connected and not yet sent its whole request."""

    def __init__(self, connected: socket.socket) -> None:
        connected.setblocking(False)
        self.socket = connected
        self._incoming = messages.Incoming()
        self._wait()

    def _wait(self) -> None:
        self.deadline = time.monotonic() + _REQUEST_TIMEOUT

    def fileno(self) -> int:
        return self.socket.fileno()

    def receive(self) -> Message | None:
        """Its request, if it is complete.

        Raises:
            ValueError: It sent something else, or went away.
        """
        try:
            data = self.socket.recv(_CHUNK)
        except BlockingIOError:
            return None
        except OSError as error:
            raise ValueError(str(error)) from error
        if not data:
            msg = "gone"
            raise ValueError(msg)
        self._wait()
        return self._incoming.take(data)


class _Server:
    def __init__(self, listener: socket.socket, kind: ChildKind) -> None:
        self.listener, self.kind = listener, kind
        self.clients: list[_Client] = []
        self.children: dict[int, Connection] = {}
        self.woken, self.wakes = socket.socketpair()  # a signal makes ``select`` return
        for end in (self.listener, self.woken, self.wakes):
            end.setblocking(False)
        signal.set_wakeup_fd(self.wakes.fileno(), warn_on_full_buffer=False)
        signal.signal(signal.SIGCHLD, lambda *_: None)

    def run(self) -> None:
        sys.stdout.write("ready\n")
        sys.stdout.flush()
        while True:
            ready, _, _ = select.select([self.listener, sys.stdin, self.woken, *self.clients], [], [], self.patience())
            if self.woken in ready:
                self.woken.recv(1 << 10)
                self.reap()
            if sys.stdin in ready:
                return
            if self.listener in ready:
                self.accept()
            for client in list(self.clients):
                self.listen(client)

    def end(self) -> None:
        """Kill all children and the processes that their cells have started; wait for the former, which may just be writing."""
        for pid in self.children:
            kill_group(pid)
        for pid in self.children:
            with contextlib.suppress(ChildProcessError, ProcessLookupError):
                os.kill(pid, signal.SIGKILL)  # it may not have become a group yet
                os.waitpid(pid, 0)

    def patience(self) -> float | None:
        """Seconds until a client has taken too long."""
        return max(0.0, min(client.deadline for client in self.clients) - time.monotonic()) if self.clients else None

    def accept(self) -> None:
        """Begin to listen to a client."""
        with contextlib.suppress(OSError):  # it went away, or there are too many open files
            self.clients.append(_Client(self.listener.accept()[0]))
        if len(self.clients) > _BACKLOG:
            self.refuse(self.clients[0])

    def listen(self, client: _Client) -> None:
        """Fork the child that a client requests, once its request is complete.

        What has arrived is read before it is asked whether the client took too long: the server itself may have been busy,
        preparing the child of another.
        """
        try:
            request = client.receive()
            if request is None and time.monotonic() < client.deadline:
                return
        except ValueError:
            request = None
        if request is None or not _is_request(request):
            self.refuse(client)
            return
        self.clients.remove(client)
        self.fork(request, client.socket)

    def refuse(self, client: _Client) -> None:
        """Hang up on a client that sent no request."""
        self.clients.remove(client)
        client.socket.close()

    def fork(self, request: Message, connected: socket.socket) -> None:
        """Fork a child."""
        connected.setblocking(True)
        connection = messages.wrap(connected)
        self.kind.prepare(request)
        if threads() > 1:  # locks held by another thread would stay locked in the child
            with contextlib.suppress(OSError):
                messages.send(connection, {"refused": "threads"})
            connection.close()
            return
        server, pid = os.getpid(), os.fork()
        if pid == 0:
            self.become_child(request, connection, server)
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

    def become_child(self, request: Mapping[str, Any], connection: Connection, server: int) -> None:
        """Run as a child and exit; never returns."""
        code = 1
        try:
            signal.set_wakeup_fd(-1)
            for end in (self.listener, self.woken, self.wakes, *(client.socket for client in self.clients)):
                end.close()
            for other in self.children.values():
                other.close()
            _die_with_parent(server)
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            if hasattr(signal, "SIGIO"):
                signal.signal(signal.SIGIO, signal.SIG_DFL)
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


def _die_with_parent(server: int) -> None:
    """Ask Linux to kill this process when its parent, the server, ends."""
    if sys.platform == "linux":
        import ctypes

        with contextlib.suppress(OSError, AttributeError):
            ctypes.CDLL(None).prctl(1, signal.SIGKILL)
        if os.getppid() != server:  # it ended before it was asked
            os._exit(1)


def _is_request(message: Mapping[str, Any]) -> bool:
    """Whether a message has what every request has; the rest is the child's affair, whose failure harms no other."""
    variables = message.get("environment")
    return (
        isinstance(message.get("cwd"), str)
        and isinstance(variables, dict)
        and all(isinstance(value, str) for value in variables.values())
    )


if __name__ == "__main__":
    sys.path[:] = [path for path in sys.path if path not in {"", "/"}]  # a kernel's working directory comes last
    try:
        serve(*sys.argv[1:])
    finally:
        os._exit(0)  # what libraries do at exit takes longer than a killed parent should be outlived
