"""Text without what labels vary in, and the way back to where each character stood."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

CELL = "\x1f"
"""Stands before every cell of a table whose cells are known apart."""
END = "\x1e"
"""Stands after such a table."""


@dataclass(frozen=True)
class OffsetText:
    """A text reduced to letters and digits, half width.

    Attributes:
        raw: The text as it stood.
        text: The reduced text.
        offsets: For each character of ``text``, its position in ``raw``.
    """

    raw: str
    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Positions in ``raw`` of a piece of ``text``; closing punctuation that belongs to it included."""
        return self.offsets[start], self.offsets[end - 1] + 1


def normalize(raw: str) -> OffsetText:
    """Reduce a text: NFKC, white space and punctuation dropped.

    Args:
        raw: Any text.
    """
    kept: list[str] = []
    offsets: list[int] = []
    for at, char in enumerate(raw):
        for part in unicodedata.normalize("NFKC", char) if char > "\x7f" else char:
            if part.isalnum():
                kept.append(part)
                offsets.append(at)
    return OffsetText(raw, "".join(kept), tuple(offsets))


def plain(raw: str) -> str:
    """The reduced text alone; two labels are the same when these are equal."""
    return normalize(raw).text
