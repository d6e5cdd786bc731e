"""Text without what labels vary in, and the way back to where each character stood."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

CELL = "\x1f"
"""Stands before every cell of a table whose cells are known apart."""
END = "\x1e"
"""Stands after such a table."""


@dataclass(frozen=True)
class Normal:
    """A text reduced to letters and digits, half width.

    Attributes:
        raw: The text as it stood.
        text: The reduced text.
        spots: For each character of ``text``, its position in ``raw``.
    """

    raw: str
    text: str
    spots: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Positions in ``raw`` of a piece of ``text``; closing punctuation that belongs to it included."""
        return self.spots[start], self.spots[end - 1] + 1


def normal(raw: str) -> Normal:
    """Reduce a text: NFKC, white space and punctuation dropped.

    Args:
        raw: Any text.
    """
    kept: list[str] = []
    spots: list[int] = []
    for at, char in enumerate(raw):
        for part in unicodedata.normalize("NFKC", char) if char > "\x7f" else char:
            if part.isalnum():
                kept.append(part)
                spots.append(at)
    return Normal(raw, "".join(kept), tuple(spots))


def plain(raw: str) -> str:
    """The reduced text alone; two labels are the same when these are equal."""
    return normal(raw).text
