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
        message: Message = json.loads(connection.recv_bytes().decode(errors="surrogatepass"))
    except BlockingIOError:
        raise TimeoutError from None
    except (EOFError, OSError, ValueError):  # a message that was cut off is not JSON
        return None
    return message
