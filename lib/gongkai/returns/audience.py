"""Who reads a message: someone at a command line, who has options, or in a notebook, who has parameters."""

from __future__ import annotations

from contextlib import contextmanager
from contextvars import ContextVar
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_NOTEBOOK: ContextVar[bool] = ContextVar("notebook", default=False)


@contextmanager
def notebook() -> Iterator[None]:
    """Word messages for the reader of a notebook, inside the block."""
    token = _NOTEBOOK.set(True)
    try:
        yield
    finally:
        _NOTEBOOK.reset(token)


def either(command: str, notebook: str) -> str:
    """The wording that fits: ``command`` at a command line, ``notebook`` in a notebook."""
    return notebook if _NOTEBOOK.get() else command
