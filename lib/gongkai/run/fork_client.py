"""Client of a fork server: requests children and receives their messages."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
from typing import TYPE_CHECKING

from gongkai.run import messages

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping
    from multiprocessing.connection import Connection

    from gongkai.run.messages import Message


_LOST = "the fork server is gone"


class Unavailable(RuntimeError):
    """There is no fork server, or it must not fork; the message says why."""


class Lost(Unavailable):
    """The fork server has ended, and its children with it: another one may do the same again."""


class Child:
    """A child of a fork server, identified by the connection on which it and the server send messages.

    Attributes:
        pid: Its process id, also that of its group.
        returncode: Its exit code, negative for a signal; ``None`` until it has ended and its exit code has arrived.
        connection: The connection; closed once the child has ended or :meth:`end` was called.
    """

    def __init__(self, connection: Connection, pid: int, on_close: Callable[[Child], None] = lambda _: None) -> None:
        """Take ownership of a connection.

        Args:
            connection: The connection.
            pid: The child's first message.
            on_close: Called when the connection is closed.
        """
        self.connection, self.pid = connection, pid
        self.returncode: int | None = None
        self._on_close = on_close

    def receive(self) -> Message | None:
        """The child's next message; ``None`` if it has ended.

        Raises:
            Lost: The server has ended, and the child with it.
            TimeoutError: No message arrived in time.
        """
        message = messages.receive(self.connection)
        if message is None or "ended" in message:
            self.returncode = message["ended"] if message else -signal.SIGKILL
            self._close()
            if message is None:
                raise Lost(_LOST)
            return None
        return message

    def end(self) -> None:
        """Kill it and every process that it has started."""
        self._close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def _close(self) -> None:
        self.connection.close()
        self._on_close(self)


class Server:
    """A fork server listening on a socket, possibly started by another process.

    Attributes:
        path: The socket.
    """

    def __init__(self, path: str) -> None:
        """Use the server listening on a socket."""
        self.path = path
        self._children: set[Child] = set()

    @property
    def is_busy(self) -> bool:
        """Whether a child requested by this process is running, according to the messages received so far."""
        return bool(self._children)

    def fork(self, request: Mapping[str, object], timeout: float | None = None) -> Child:
        """Request a child.

        Args:
            request: See :mod:`gongkai.run.fork_server`.
            timeout: Seconds that the child may take from one message to the next; without limit by default.

        Raises:
            Lost: The server has ended.
            Unavailable: It must not fork.
            TimeoutError: It did not answer in time.
        """
        unconnected = socket.socket(socket.AF_UNIX)
        try:
            unconnected.connect(self.path)
        except OSError as error:
            unconnected.close()
            raise Lost(_LOST) from error
        connection = messages.wrap(unconnected, timeout)
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # refused: the reply says why
                messages.send(connection, request)
            answer = messages.receive(connection)
        except BaseException:
            connection.close()
            raise
        if answer is None or "pid" not in answer:
            connection.close()
            if answer is None:
                raise Lost(_LOST)
            raise Unavailable(answer.get("refused", "the fork server gave no child"))
        child = Child(connection, answer["pid"], self._children.discard)
        self._children.add(child)
        return child
