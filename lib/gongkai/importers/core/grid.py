"""Tables whose cells are known apart, as text for the core."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.importers.core.normalization import CELL, END

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_MARKS = re.compile(f"[{CELL}{END}]")


def clean(text: str) -> str:
    """A text from outside without the characters that stand for cells."""
    return _MARKS.sub(" ", text)


def emit(rows: Iterable[Sequence[str]]) -> str:
    """The cells of a table, row by row, each once where it begins; a line a row."""
    lines = ["".join(CELL + re.sub(r"\s+", " ", clean(cell)).strip() for cell in row) for row in rows]
    return "\n" + "\n".join(line for line in lines if line) + END + "\n"
