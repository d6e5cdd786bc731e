"""Servers that tests start: a port for them, and JupyterLab once it answers."""

from __future__ import annotations

import json
import random
import socket
from contextlib import suppress
from typing import TYPE_CHECKING, Any

from tests.waiting import until

if TYPE_CHECKING:
    from pathlib import Path

_PORTS = range(10_000, 32_000)
"""Ports that the system gives to nobody who does not name them: between two uses of one nobody else gets it by chance."""


def free_port() -> int:
    """A port of this machine on which nothing listens."""
    while True:
        port = random.SystemRandom().choice(_PORTS)
        with socket.socket() as tried, suppress(OSError):
            tried.bind(("127.0.0.1", port))
            return port


def jupyter(runtime: Path) -> dict[str, Any]:
    """What a Jupyter server says of itself in its runtime folder, once it answers: it does so before it listens."""
    found = until(lambda: [path for path in runtime.glob("jpserver-*.json") if path.read_text()])
    assert found, "the server did not start"
    about: dict[str, Any] = json.loads(found[0].read_text())
    assert until(lambda: _listens(about["port"])), "the server does not answer"
    return about


def _listens(port: int) -> bool:
    with suppress(OSError), socket.create_connection(("localhost", port), 60):
        return True
    return False
