"""Columns of an HTML table: sticky row headers, widths on wide screens, phones and paper."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate, pairwise
from typing import TYPE_CHECKING

from gongkai.document import labels
from gongkai.document.blocks import plain
from gongkai.document.grid import grid
from gongkai.document.text import text_width

if TYPE_CHECKING:
    from gongkai.document.blocks import Cell, Table
    from gongkai.document.grid import PlacedCell, TableGrid

FITS = 4
"""Maximum number of cells per row for a table to fit on a phone; wider ones scroll in their frame."""
_PAGE = 44.0
"""Width of a table on a wide screen, in em of its text."""
_PHONE = 24.0
"""Width of a table on a phone, in em of its text."""
_PAPER = 54.0
"""Width of a table on paper, in em of its text; one whose numbers need more is set smaller."""
PAGE_ROWS = 40
"""Maximum number of rows of a table that no page break parts: it fits on a page of paper."""
_FEW_ROWS = 12
"""Maximum number of rows of a group that no page break parts in a longer table."""
_TOGETHER = 3
"""Number of rows at the beginning and at the end of a table that no page break parts."""
_HEADERS = (2.7, 3.8), 6.8
"""Minimum width of the first and of further levels of row headers, and maximum of any on a phone, in em."""
_NUMBER = 3.5
"""Minimum width of a column of numbers on a phone, in em."""
_WIDE_NUMBER = 2.9
"""The same on a wide screen."""
_TEXT = 8.0
"""Maximum width of a column of text before its lines wrap, in em."""
SHORT = 4.5
"""Maximum width in em of a text kept on one line if the browser sets the columns; a phone has room for four."""
_LABEL = 16.0
"""Maximum width in em of a text in a cell whose lines end between words."""
_ADDRESS = re.compile(r"[@/.]")
_SOLID = re.compile(r"[\d.,％%+-]+")
_WORD = 4.0
"""Maximum width in em of a word of a header that a column is made wide enough for."""
_LATIN = 0.6
"""Width of a letter or digit in em."""


def is_number(cell: Cell) -> bool:
    """Whether a cell holds a number and nothing else: it is never broken."""
    return _SOLID.fullmatch(plain(cell.content).strip()) is not None


def is_short_text(cell: Cell) -> bool:
    """Whether a cell holds a few hanzi, which like a header are divided between words only."""
    return em(cell) <= _LABEL and not _ADDRESS.search(plain(cell.content))


def em(cell: Cell) -> float:
    """Width of a cell's text on one line, in em."""
    return text_width(plain(cell.content), _LATIN)


@dataclass(frozen=True)
class TableLayout:
    """Position of each cell of a table, and the required widths of its columns.

    Attributes:
        table: The table.
    """

    table: Table

    @cached_property
    def _merged(self) -> tuple[TableGrid, tuple[int, ...]]:
        return grid(self.table, sections=True).without_idle_columns()

    @property
    def grid(self) -> TableGrid:
        """The cells and their positions: none spans from the header rows into the body, one begins in each column."""
        return self._merged[0]

    @property
    def rows(self) -> tuple[tuple[PlacedCell, ...], ...]:
        """For each row the cells that start in it."""
        return self.grid.rows

    @property
    def width(self) -> int:
        """Grid columns."""
        return self.grid.width

    @cached_property
    def header_columns(self) -> int:
        """Number of leading grid columns that hold row headers only."""
        body = [row for row in self.rows[self.table.header_rows :] if any(not placed.cell.header for placed in row)]
        if not body:
            return 0
        found = self.width
        for row in body:
            found = min(found, *(placed.column for placed in row if not placed.cell.header))
        return found

    @cached_property
    def cells_across(self) -> int:
        """Largest number of cells beside the row headers in a row."""
        first = self.header_columns
        return max((sum(placed.column >= first for placed in row) for row in self.rows), default=0)

    @cached_property
    def wide(self) -> bool:
        """Whether it scrolls on a phone."""
        headers = sum(max(needed, _HEADERS[0][0]) for needed in self.needed[: self.levels])
        return self.cells_across + self.levels > FITS or headers + sum(self.needed[self.levels :]) > _PHONE

    @property
    def whole(self) -> bool:
        """Whether no page break parts it on paper."""
        return len(self.rows) <= PAGE_ROWS

    @cached_property
    def kept(self) -> frozenset[int]:
        """Rows that no page break on paper follows, where the table is too long for a page.

        A group of few rows under or beside its header stays together, a row of headers with the next one, and so do the last
        rows, and the header rows with the first: to the end of the first group beside a header if that is near.
        """
        first, count = self.table.header_rows, len(self.rows)
        beside = [(at.row, at.row + at.height) for at in self.grid if at.row >= first and at.height > 1]
        groups = [(start, end) for start, end in (*beside, *self.bodies) if end - start <= _FEW_ROWS]
        groups += [(at, at + 2) for at, row in enumerate(self.rows) if all(placed.cell.header for placed in row)]
        near = min((end for _, end in beside if end - first <= _FEW_ROWS), default=0)
        groups += [(0, max(near, first + _TOGETHER)), (count - _TOGETHER, count)]
        return frozenset(row for start, end in groups for row in range(max(0, start), min(end, count) - 1))

    @property
    def always(self) -> bool:
        """Whether it scrolls on wide screens too."""
        return self.wide and self._least > _PAGE

    @property
    def _least(self) -> float:
        """Width in em below which it scrolls on a wide screen."""
        if not self.fixed:
            return sum(min(_TEXT, width) + 0.7 for width in self.longest)
        return self._extent(self._header_widths(desk=True), _WIDE_NUMBER)

    @cached_property
    def levels(self) -> int:
        """Grid columns in which sticky row headers start."""
        starts = {
            placed.column
            for row in self.rows[self.table.header_rows :]
            for placed in row
            if placed.cell.header and placed.column < self.header_columns
        }
        return max(starts) + 1 if starts else 0

    @cached_property
    def fixed(self) -> bool:
        """Whether column widths are set rather than left to the browser."""
        spans = any(cell.column_span > 1 for row in self.table.rows for cell in row)
        return bool(self.table.widths) or self.levels > 1 or spans

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """Width of each grid column as a fraction of the whole."""
        parts, given = self._merged[1], self.table.widths
        if not given or len(given) != sum(parts) or min(given) <= 0:
            headers = self.levels if self.levels > 1 else 0
            given = (*[2.2] * headers, *map(float, parts[headers:]))
        else:
            edges = list(accumulate(parts, initial=0))
            given = tuple(sum(given[at:end]) for at, end in pairwise(edges))
        return tuple(width / sum(given) for width in given)

    @property
    def widened(self) -> tuple[float, ...]:
        """Width of each grid column in em where nothing scrolls: its share of a page, or what it needs."""
        return tuple(max(_PAGE * share, needed) for share, needed in zip(self.shares, self.needed, strict=True))

    @cached_property
    def bodies(self) -> tuple[tuple[int, int], ...]:
        """First and last row of each ``tbody``: rows grouped by a header to their left or above them."""
        found: list[tuple[int, int]] = []
        start = reach = self.table.header_rows
        grouped = False
        for at, row in enumerate(self.rows[start:], start):
            first = row[0] if row and row[0].column == 0 and row[0].cell.header else None
            over = first is not None and first.width == self.width
            beside = first is not None and first.height > 1
            if start < at >= reach and (over or beside or grouped):
                found.append((start, at))
                start, grouped = at, False
            grouped = grouped or (at == start and beside)
            reach = max(reach, *(at + placed.height for placed in row), at)
        if start < len(self.rows):
            found.append((start, len(self.rows)))
        return tuple(found)

    @cached_property
    def column_groups(self) -> tuple[int, ...]:
        """Extent of each ``colgroup``: the headers of the first row."""
        if not self.table.header_rows or not self.rows:
            return (self.width,) if self.width else ()
        groups = [placed.width for placed in self.rows[0]]
        rest = self.width - sum(groups)
        return (*groups, rest) if rest > 0 else tuple(groups)

    def rules(self) -> str:
        """Style rules of its columns: phone, wide screen, print; ``&`` stands for the table."""
        if not self.fixed:
            scrolls = f"&{{min-width:{self._least:.2f}em}}@media print{{&{{min-width:0}}}}"
            return "& .s0{max-width:9em}" + (scrolls if self.wide else "")
        wide = self._columns(self._header_widths(desk=True), _WIDE_NUMBER)
        narrow = self._columns(self._header_widths(desk=False), _NUMBER)
        paper = self.widened
        printed = "".join(f"& .c{n}{{width:{width / sum(paper) * 100:.3f}%}}" for n, width in enumerate(paper))
        size = f";font-size:{_PAPER / sum(paper) * 100:.1f}%" if sum(paper) > _PAPER else ""
        on_screen = f"@media (min-width:48rem){{{wide}}}" if wide else ""
        return f"{narrow}{on_screen}@media print{{{printed}&{{min-width:0{size}}}}}"

    def _header_widths(self, *, desk: bool) -> list[float]:
        """Width in em of each column as one of row headers, on a wide screen or on a phone."""
        low, high = _HEADERS
        least = [max(low[min(n, 1)], needed) for n, needed in enumerate(self.needed)]
        if desk:
            found = [max(least[n], _PAGE * share) for n, share in enumerate(self.shares)]
            if self.levels:  # labels take more lines before numbers are out of view
                last, excess = self.levels - 1, max(0.0, self._extent(found, _WIDE_NUMBER) - _PAGE)
                found[last] = max(least[last], min(found[last], _TEXT), found[last] - excess)
            return found
        return [max(least[n], min(high, _PAGE * share * 0.66)) for n, share in enumerate(self.shares)]

    def _extent(self, widths: list[float], least: float) -> float:
        """Width in em that a wide table needs, with columns of numbers of at least ``least`` em."""
        across = sum(max(needed, least) for needed in self.needed[self.levels :])
        spread = min(1.0, (self.cells_across + 1) / max(1, self.width - self.levels))
        return sum(widths[: self.levels]) + across * spread

    def _columns(self, widths: list[float], least: float) -> str:
        """Style rules of columns.

        In a wide table, columns of row headers (whose width positions the sticky ones) and columns of long numbers
        have a width in em; the others share the rest, each at least ``least`` em.
        """
        if not self.wide:
            room = _PAGE if least == _WIDE_NUMBER else _PHONE
            shared = [max(room * share, needed) for share, needed in zip(self.shares, self.needed, strict=True)]
            if not self.table.widths and len(set(self._merged[1])) < 2 and sum(shared) <= room:
                return ""
            return "".join(f"& .c{n}{{width:{width / sum(shared) * 100:.3f}%}}" for n, width in enumerate(shared))
        left, found = 0.0, []
        for n in range(self.levels):
            found.append(f"& .c{n}{{width:{widths[n]:.2f}em}}")
            if n:
                found.append(f"& .s{n}{{left:{left:.2f}em}}")
            left += widths[n]
        if left:
            found.append(f"& .stay{{left:{left + 0.5:.2f}em}}")
        even = (_PAGE - left) / max(1, self.cells_across) if least == _WIDE_NUMBER else least
        for n in range(self.levels, self.width):
            needed = self.needed[n]
            if needed > max(least, even):
                found.append(f"& .c{n}{{width:{needed:.2f}em}}")
        found.append(f"&{{min-width:{self._extent(widths, least):.2f}em}}")
        return "".join(found)

    @cached_property
    def longest(self) -> tuple[float, ...]:
        """Width of the longest text in each grid column, in em of the text."""
        found = [0.0] * self.width
        for placed in self.grid:
            if placed.width == 1:
                found[placed.column] = max(found[placed.column], em(placed.cell))
        return tuple(found)

    @cached_property
    def needed(self) -> tuple[float, ...]:
        """Width of the longest number or word of a header in each grid column, in em; 0 if it has none."""
        found = [0.0] * self.width
        for placed in self.grid:
            if placed.width == 1:
                text = plain(placed.cell.content)
                if placed.cell.header:
                    longest = min(labels.least_room(text), _WORD)
                else:
                    longest = max(map(len, _SOLID.findall(text)), default=0) * _LATIN
                found[placed.column] = max(found[placed.column], longest + 0.8 if longest else 0.0)
        return tuple(found)
