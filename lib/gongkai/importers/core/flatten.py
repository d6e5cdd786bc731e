"""Paragraphs and tables as one text in which titles and labels are looked for, with marks between the cells."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.importers.core.delimiters import CELL, END
from gongkai.importers.core.parsed_report import DelimitedText, ParsedTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.importers.core.parsed_report import Block, PositionedCell

_MARKS = re.compile(f"[{CELL}{END}]")


@dataclass(frozen=True, slots=True)
class LocatedTable:
    """A table, and where the flat text has it.

    Attributes:
        table: The table.
        rows: Start and end of each row in the text.
    """

    table: ParsedTable
    rows: tuple[tuple[int, int], ...]

    @property
    def start(self) -> int:
        """Where its first row begins."""
        return self.rows[0][0]

    @property
    def end(self) -> int:
        """Where its last row ends."""
        return self.rows[-1][1]


@dataclass(frozen=True, slots=True)
class FlatText:
    """Blocks as one text.

    Attributes:
        text: A paragraph or a row of a table a line.
        tables: The tables in it that have a row, in order.
    """

    text: str
    tables: tuple[LocatedTable, ...]


def flatten(blocks: Sequence[Block], *, paged: bool = False) -> FlatText:
    """The blocks as one text.

    Args:
        blocks: The blocks in reading order.
        paged: Whether tables that follow each other are one table that goes over a page.
    """
    parts: list[str] = []
    tables: list[LocatedTable] = []
    length = 0
    for at, block in enumerate(blocks):
        if isinstance(block, ParsedTable):
            text, rows = _table(block, length)
            if rows:
                tables.append(LocatedTable(block, rows))
            goes_on = paged and at + 1 < len(blocks) and isinstance(blocks[at + 1], ParsedTable)
            parts.append(text + ("" if goes_on else END))
        else:
            parts.append(block.text if isinstance(block, DelimitedText) else clean(block))
        length += len(parts[-1]) + 1
    return FlatText("\n".join(parts), tuple(tables))


def clean(text: str) -> str:
    """A text from outside without the characters that mark cells."""
    return _MARKS.sub(" ", text)


def cells(row: Sequence[PositionedCell | None]) -> str:
    """The cells of a row, each after a mark and on one line; ``None`` is an empty one."""
    return "".join(CELL + re.sub(r"\s+", " ", clean(cell.text if cell else "")).strip() for cell in row)


def _table(table: ParsedTable, start: int) -> tuple[str, tuple[tuple[int, int], ...]]:
    """The text of a table that begins at ``start``, and where its rows are; a row without cells takes no line."""
    lines: list[str] = []
    spans: list[tuple[int, int]] = []
    for row in table.rows:
        line = cells(row)
        spans.append((start, start + len(line)))
        if line:
            lines.append(line)
            start += len(line) + 1
    return "\n".join(lines), tuple(spans)
