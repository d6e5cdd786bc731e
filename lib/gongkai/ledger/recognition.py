"""Whether a file is a register of requests, given where another kind of file is expected."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.ledger import table
from gongkai.ledger.register import COLUMNS, REQUIRED
from gongkai.parsing import watchdog
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

SUFFIXES = frozenset({".xlsx", ".csv"})
"""The kinds of file that are looked into."""


def is_register(path: Path) -> bool:
    """Whether a file has a row with the headers that every register has; read in a process of its own, with limits."""
    if path.suffix.lower() not in SUFFIXES:
        return False
    try:
        return watchdog.read(_has_headers, path)
    except (InputError, OSError):
        return False


def _has_headers(path: Path) -> bool:
    """Whether it has them.

    Raises:
        InputError: It has not, or cannot be read.
    """
    table.read(path, COLUMNS, REQUIRED)
    return True
