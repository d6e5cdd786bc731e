"""Messages between a fork server, its children and its clients: JSON objects over a local socket.

:class:`multiprocessing.connection.Connection` does the framing. The payload is JSON and never a pickle: a notebook's
outputs are data.
"""

from __future__ import annotations

import json
import socket
import struct
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping
    from multiprocessing.connection import Connection

Message = dict[str, Any]

LONGEST = 256 << 20
"""Maximum bytes of a message."""

_HEADER = struct.Struct("!i")
"""Length of a message before it, as :class:`multiprocessing.connection.Connection` writes it up to 2 GB."""


def wrap(connected: socket.socket, timeout: float | None = None) -> Connection:
    """Wrap a connected socket, taking ownership of it, in a connection for messages.

    Args:
        connected: The socket.
        timeout: Seconds that :func:`receive` waits for the next bytes; without limit by default.
    """
    from multiprocessing.connection import Connection  # imported after the command's first process was started

    seconds, rest = divmod(timeout or 0, 1)
    connected.setsockopt(socket.SOL_SOCKET, socket.SO_RCVTIMEO, struct.pack("@ll", int(seconds), int(rest * 1e6)))
    return Connection(connected.detach())


def send(connection: Connection, message: Mapping[str, Any]) -> None:
    """Send a message; values that JSON cannot represent are sent as their ``str``.

    Raises:
        OSError: The peer is gone.
    """
    text = json.dumps(message, ensure_ascii=False, default=str)
    connection.send_bytes(text.encode(errors="surrogatepass"))  # for environment variables that are not text


def receive(connection: Connection) -> Message | None:
    """The next message; ``None`` if the peer is gone, even in the middle of a message.

    Raises:
        TimeoutError: Nothing arrived within the seconds given to :func:`wrap`.
    """
    try:
        message = decode(connection.recv_bytes())
    except BlockingIOError:
        raise TimeoutError from None
    except (EOFError, OSError, ValueError):  # a message that was cut off is not JSON
        return None
    return message


def decode(data: bytes | bytearray) -> Message:
    """The message in its bytes.

    Raises:
        ValueError: They are not a JSON object.
    """
    try:
        message = json.loads(data.decode(errors="surrogatepass"))
    except RecursionError as error:
        raise ValueError(str(error)) from error
    if not isinstance(message, dict):
        msg = "not an object"
        raise ValueError(msg)
    return message


class Incoming:
    """The bytes of one message that arrive by and by, from a peer that nobody waits for."""

    def __init__(self, longest: int = LONGEST) -> None:
        """Nothing has arrived yet; ``longest`` is the maximum number of bytes."""
        self._data = bytearray()
        self._longest = longest

    def take(self, data: bytes) -> Message | None:
        """Add bytes; the message once it is complete, else ``None``.

        Raises:
            ValueError: It is too long or no message.
        """
        self._data += data
        if len(self._data) < _HEADER.size:
            return None
        (length,) = _HEADER.unpack_from(self._data)
        if not 0 <= length <= self._longest:
            msg = "a message of an impossible length"
            raise ValueError(msg)
        end = _HEADER.size + length
        return decode(self._data[_HEADER.size : end]) if len(self._data) >= end else None
