"""Waiting for what another process does: as long as a busy machine may take, and no longer than needed."""

from __future__ import annotations

import time
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

PATIENCE = 150
"""Seconds after which what is waited for will not come; a test may take longer, see ``timeout`` in pyproject.toml."""

_PAUSE = 0.05


def until(ask: Callable[[], T]) -> T:
    """The first true answer to a question that is asked again and again; the last one, if none is true in time."""
    end = time.monotonic() + PATIENCE
    while not (answer := ask()) and time.monotonic() < end:
        time.sleep(_PAUSE)
    return answer


def gone(pid: int | str) -> bool:
    """Whether a process has ended, or does in time (Linux)."""
    return until(lambda: not Path(f"/proc/{pid}").exists())
