"""Asking a fork server for children, and receiving what they report."""

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


class Unavailable(RuntimeError):
    """There is no fork server here, or it must not fork; the message says why."""


class Child:
    """A child of a fork server, known by the connection on which it and the server report.

    Attributes:
        pid: Its process id, also that of its group.
        returncode: Its exit code, negative for a signal; ``None`` until it has ended and that was received.
        connection: The connection; closed once the child has ended or :meth:`end` was called.
    """

    def __init__(self, connection: Connection, pid: int, on_close: Callable[[Child], None] = lambda _: None) -> None:
        """Take over a connection.

        Args:
            connection: The connection.
            pid: What the child reported first.
            on_close: Called when the connection is closed.
        """
        self.connection, self.pid = connection, pid
        self.returncode: int | None = None
        self._on_close = on_close

    def receive(self) -> Message | None:
        """What the child reports next; ``None`` if it has ended.

        Raises:
            TimeoutError: It reported nothing for as long as it was given.
        """
        message = messages.receive(self.connection)
        if message is None or "ended" in message:
            # Without a message the server has ended, and its children with it.
            self.returncode = message["ended"] if message else -signal.SIGKILL
            self._close()
            return None
        return message

    def end(self) -> None:
        """Kill it, and whatever it has started."""
        self._close()
        with contextlib.suppress(ProcessLookupError, PermissionError):
            os.killpg(self.pid, signal.SIGKILL)

    def _close(self) -> None:
        self.connection.close()
        self._on_close(self)


class Server:
    """A fork server behind a socket, perhaps started by another process.

    Attributes:
        path: The socket.
    """

    def __init__(self, path: str) -> None:
        """Use the server behind a socket."""
        self.path = path
        self._children: set[Child] = set()

    @property
    def is_busy(self) -> bool:
        """Whether a child that this process has asked for is running, as far as its messages were received."""
        return bool(self._children)

    def fork(self, request: Mapping[str, object], timeout: float | None = None) -> Child:
        """Have it fork a child.

        Args:
            request: See :mod:`gongkai.run.fork_server`.
            timeout: Seconds that the child may take from one message to the next; without limit by default.

        Raises:
            Unavailable: It is gone, or it must not fork.
            TimeoutError: It did not get to it in time.
        """
        unconnected = socket.socket(socket.AF_UNIX)
        try:
            unconnected.connect(self.path)
        except OSError as error:
            unconnected.close()
            msg = "the fork server is gone"
            raise Unavailable(msg) from error
        connection = messages.wrap(unconnected, timeout)
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # refused: the answer says why
                messages.send(connection, request)
            answer = messages.receive(connection)
        except BaseException:
            connection.close()
            raise
        if answer is None or "pid" not in answer:
            connection.close()
            raise Unavailable((answer or {}).get("refused", "the fork server gave no child"))
        child = Child(connection, answer["pid"], self._children.discard)
        self._children.add(child)
        return child
