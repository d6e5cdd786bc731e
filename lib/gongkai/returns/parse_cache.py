"""Cache of parsed files: reading YAML with line numbers takes tens of milliseconds per file."""

from __future__ import annotations

import pickle
from collections import OrderedDict
from collections.abc import Callable
from pathlib import Path
from threading import Lock
from typing import Any, TypeVar

T = TypeVar("T")


class ParseCache:
    """Parsed files by path, content and other arguments that affect the result; evicts the oldest first.

    Attributes:
        limit: Maximum number of files.
    """

    def __init__(self, limit: int) -> None:
        """Keep up to ``limit`` files."""
        self.limit = limit
        self._found: OrderedDict[tuple[Any, ...], Any] = OrderedDict()
        self._lock = Lock()

    def get(self, path: Path, given: tuple[Any, ...], parse: Callable[[], T]) -> T:
        """A file, parsed once for the same path, content and further values in ``given``.

        Raises:
            ReturnError: Raised by ``parse``; nothing is cached then.
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
        """Keys of the cached files in a folder: path, content and further values."""
        with self._lock:
            return frozenset(key for key in self._found if key[0].parent == folder)

    def below(self, folder: Path) -> bytes:
        """The cached files in a folder, for :meth:`take` in another Gongkai process."""
        with self._lock:
            return pickle.dumps([(key, made) for key, made in self._found.items() if key[0].parent == folder])

    def take(self, data: bytes) -> None:
        """Add the result of :meth:`below` from another Gongkai process; other data must not be unpickled."""
        for key, made in pickle.loads(data):  # noqa: S301 - only between a command and its own fork server
            self._keep(key, made)


FEW = 64
"""Cache size for a process that builds one report after another, which reads most files once."""

CACHE = ParseCache(4096)
"""The files that this process has parsed."""
