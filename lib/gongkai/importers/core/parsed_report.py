"""What an importer makes of a file: paragraphs and tables in reading order, in which the report is still to be found."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.forms.table_match import PositionedCell

__all__ = ["Block", "DelimitedText", "ParsedReport", "ParsedTable", "PositionedCell", "SpannedCell"]

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.importers.core.leftovers import Leftover

WIDEST = 200
"""Maximum number of grid columns of a table; wider spans are cut."""


@dataclass(frozen=True, slots=True)
class SpannedCell:
    """A cell of a table whose position follows from the spans of the cells before it, as in HTML.

    Attributes:
        text: Its text.
        height, width: How many rows and columns it covers, at least 1.
    """

    text: str
    height: int = 1
    width: int = 1


@dataclass(frozen=True, slots=True)
class ParsedTable:
    """A table.

    Attributes:
        rows: The cells row by row, left to right; a merged cell once, in the row and column where it begins.
    """

    rows: tuple[tuple[PositionedCell, ...], ...]

    @property
    def area(self) -> int:
        """Cells of its grid: rows times columns, merged cells and gaps included."""
        return len(self.rows) * max((cell.column + cell.width for row in self.rows for cell in row), default=0)

    @staticmethod
    def from_spans(rows: Iterable[Sequence[SpannedCell]]) -> ParsedTable:
        """A table out of its spans, each cell in the first free column, as HTML lays out a table."""
        below: dict[int, int] = {}
        found: list[tuple[PositionedCell, ...]] = []
        for row in rows:
            taken = {column for column, left in below.items() if left > 0}
            below = {column: left - 1 for column, left in below.items() if left > 1}
            placed: list[PositionedCell] = []
            column = 0
            for cell in row:
                while column in taken:
                    column += 1
                if column >= WIDEST:
                    placed.append(PositionedCell(cell.text, WIDEST))
                    continue
                width = max(1, min(cell.width, WIDEST - column))
                placed.append(PositionedCell(cell.text, column, width))
                if cell.height > 1:
                    below |= dict.fromkeys(range(column, column + width), cell.height - 1)
                column += width
            found.append(tuple(placed))
        return ParsedTable(tuple(found))


@dataclass(frozen=True, slots=True)
class DelimitedText:
    """Running text with tables in it whose cells are delimited by the marks of :mod:`~gongkai.importers.core.delimiters`.

    Only plain text needs it, where a table is known by tabs or bars alone and its borders are not sure.
    """

    text: str


Block = str | ParsedTable | DelimitedText
"""Running text (one paragraph per line), or a table."""


@dataclass(frozen=True)
class ParsedReport:
    """A file as paragraphs and tables.

    Attributes:
        file: Name of the file, for messages.
        blocks: What the file says, in reading order.
        title: Title of the page or document, or ``None``.
        head: What is printed around the report and may say when it was published.
        wrapped: The width in columns at which lines were broken, 0 if they were not.
        paged: Whether tables go over pages, and labels may be repeated there.
        draft: Whether the file carries the mark of a Gongkai draft (``gongkai build --draft``).
        published: Publication date if the format gives it.
        leftovers: What the file holds beside its blocks: images, attachments, headers.
    """

    file: str
    blocks: tuple[Block, ...]
    title: str | None = None
    head: str = ""
    wrapped: int = 0
    published: dt.date | None = None
    paged: bool = False
    draft: bool = False
    leftovers: tuple[Leftover, ...] = ()
