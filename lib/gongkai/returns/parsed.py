"""What has been parsed stays parsed: reading YAML with line numbers takes tens of milliseconds a file."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class Parsed:
    """Parsed files by path, content and whatever else decides what is read; the oldest go first.

    Attributes:
        limit: How many are kept.
    """

    def __init__(self, limit: int) -> None:
        """Keep up to ``limit`` files."""
        self.limit = limit
        self._found: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._lock = Lock()

    def get(self, path: Path, given: tuple[Any, ...], parse: Callable[[], T]) -> T:
        """A file, parsed once for the same path, content and rest of ``given``.

        Raises:
            ReturnError: Whatever ``parse`` raises; nothing is kept then.
        """
        key = (path, *given)
        with self._lock:
            if key in self._found:
                self._found.move_to_end(key)
                found: T = self._found[key]
                return found
        made = parse()
        self._keep(key, made)
        return made

    def _keep(self, key: tuple[Any, ...], made: Any) -> None:
        with self._lock:
            self._found[key] = made
            while len(self._found) > self.limit:
                self._found.popitem(last=False)

    def keys(self, folder: Path) -> frozenset[tuple[Any, ...]]:
        """Which files in a folder are kept: path, content and the rest."""
        with self._lock:
            return frozenset(key for key in self._found if key[0].parent == folder)

    def below(self, folder: Path) -> bytes:
        """What is kept of the files in a folder, for :meth:`take` in another process of ours."""
        with self._lock:
            return pickle.dumps([(key, made) for key, made in self._found.items() if key[0].parent == folder])

    def take(self, data: bytes) -> None:
        """Keep what :meth:`below` gave in a process of ours; never anything from elsewhere."""
        for key, made in pickle.loads(data):  # noqa: S301 - only between a command and its own fork server
            self._keep(key, made)


FEW = 64
"""What is enough for a process that builds one report after the other: it sees most files once."""

PARSED = Parsed(4096)
"""The files that this process has parsed."""
