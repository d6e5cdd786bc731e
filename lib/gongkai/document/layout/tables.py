"""Tables in print: a rectangle of cells, font size, heights of rows, which rows stay together."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gongkai.document.blocks import Cell
from gongkai.document.grid import grid
from gongkai.document.layout.cells import MM, cell_lines
from gongkai.document.layout.columns import DIGIT, fitted_widths, needed_widths, wanted_widths

if TYPE_CHECKING:
    from gongkai.document.blocks import Table
    from gongkai.document.grid import PlacedCell, TableGrid

SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
"""Font sizes in points, 五号 first; the largest that fits is used."""

LARGE_SIZES = (12.0, 11.5, 11.0)
"""Font sizes in points, 小四 first, for a table with room to spare."""

_LEAST_SIZE = 9.0
"""Size of type down to which a table is set smaller to be on one page."""

LEAST_AIR = 0.15
"""Minimum space above and below the text of a cell, in em."""

_AIR = LEAST_AIR, 0.42
"""Minimum and usual space above and below the text of a cell, in em."""

_LEADING = 1.35
"""Distance of lines in a cell, in em."""

_RULE = 0.2
"""Height of a rule between rows in mm."""

_MANY = 8
"""Cells in a row from which they have less space at their sides."""

SHORT = 70.0
"""Maximum height in mm of a table that is kept on one page, whatever the room that is left before it."""

LONG = 150.0
"""Height in mm from which a table that fits a page has one of its own."""

_GROUP = 3
"""Rows of a group that is never parted."""

_MOST_KEPT = 100.0
"""Height in mm of rows that are kept together at most."""


@dataclass(frozen=True)
class TablePlan:
    """How a table is set.

    Attributes:
        size: Font size in points.
        inset: Space left and right of a cell's text in mm.
        columns: Widths of the grid columns in mm.
        narrow: Whether words must be broken.
        air: Space above and below a cell's text in em.
        lines: Lines of text that each row needs.
        least: Height in mm with the least air.
        whole: Whether it is meant to be on one page.
    """

    size: float
    inset: float
    columns: tuple[float, ...]
    narrow: bool
    air: float
    lines: tuple[int, ...]
    whole: bool
    least: float = 0.0

    @property
    def heights(self) -> tuple[float, ...]:
        """Height of each row in mm."""
        return tuple(row_height(count, self.size, self.air) for count in self.lines)

    def room(self, placed: PlacedCell) -> float:
        """Width of a cell's text in characters of the font size."""
        return (sum(self.columns[placed.column : placed.end]) - 2 * self.inset) / MM / self.size


def is_kept_whole(planned: TablePlan) -> bool:
    """Whether a table is never parted: a short one, or one that fills a page; one in between is, between groups."""
    return planned.whole and not SHORT < sum(planned.heights) < LONG


def needs_a_page(planned: TablePlan) -> bool:
    """Whether a table is on one page and leaves too little room there for a table before it."""
    return planned.whole and sum(planned.heights) >= LONG


def row_height(lines: int, size: float, air: float) -> float:
    """Height in mm of a row of so many lines; size in points, ``air`` in em."""
    return (1 + (lines - 1) * _LEADING + 2 * air) * size * MM + _RULE


def plan(table: Table, width: float, height: float, *, draft: bool, digit: float = DIGIT) -> TablePlan:
    """Choose size of type, widths of columns and heights of rows.

    The largest size is taken at which no word is broken and, if 9 points are enough for that, the table is on one page.

    Args:
        table: The table, a rectangle.
        width: Width in mm.
        height: Height of a page in mm.
        draft: Whether marks of cells are shown.
        digit: Width in em of a digit of a number, at most.
    """
    placed = grid(table)
    found: TablePlan | None = None
    for size in SIZES:
        inset = 0.8 if size > 9 and max(map(len, table.rows), default=0) < _MANY else 0.6
        needed = needed_widths(table, placed, size, inset, draft=draft, digit=digit)
        if sum(needed) > width and size != SIZES[-1]:
            continue
        narrow = sum(needed) > width
        if narrow:
            columns = tuple(round(width * each / sum(needed), 3) for each in needed)
        else:
            columns = tuple(fitted_widths(wanted_widths(table, placed, size, inset, needed, width), needed, width))
        tried = TablePlan(size, inset, columns, narrow, _AIR[1], (), whole=False)
        lines = _row_lines(placed, tried)
        least = sum(row_height(count, size, _AIR[0]) for count in lines)
        air, whole = _AIR[1], least <= height
        if whole:
            # As airy as the page allows.
            free = (height - least) / (2 * size * MM * max(1, len(lines)))
            air = round(min(_AIR[1], _AIR[0] + free), 3)
        tried = TablePlan(size, inset, columns, narrow, air, lines, whole, least)
        if whole:
            return tried
        found = found or tried
        if size <= _LEAST_SIZE:
            break
    assert found is not None
    return found


def largest_size(table: Table, planned: TablePlan, *, draft: bool, digit: float = DIGIT) -> float:
    """Largest size of type at which every text of a planned table has the lines that it has now, in the same columns."""
    placed = grid(table)
    for size in LARGE_SIZES:
        needed = needed_widths(table, placed, size, planned.inset, draft=draft, digit=digit)
        if all(need <= has for need, has in zip(needed, planned.columns, strict=True)):
            lines = [cell_lines(at.cell, replace(planned, size=size).room(at)) for at in placed]
            if lines == [cell_lines(at.cell, planned.room(at)) for at in placed]:
                return size
    return planned.size


def kept_rows(table: Table, planned: TablePlan) -> list[tuple[int, int]]:
    """Ranges of rows (first, end) that a page break does not part.

    A label that spans rows has enough of them on both pages for its text; a short group and the first and last two
    rows of a long one stay together.
    """
    placed, heights, count = grid(table), planned.heights, len(table.rows)
    body = [row for row in range(table.header_rows, count) if not all(at.cell.header for at in placed.rows[row])]
    ranges: list[tuple[int, int]] = []
    for row in body:
        if row - 1 not in body:
            end = next(n for n in range(row, count + 1) if n not in body)
            ranges += [(row, end)] if end - row <= _GROUP else [(row, row + 2), (end - 2, end)]
    for at in placed:
        if at.height < 2 or at.row < table.header_rows:
            continue
        end, need = at.row + at.height, row_height(cell_lines(at.cell, planned.room(at)), planned.size, planned.air)
        first = next((n for n in range(at.row + 2, end) if sum(heights[at.row : n]) >= need), end)
        last = next((n for n in range(end - 2, at.row, -1) if sum(heights[n:end]) >= need), at.row)
        ranges += [(at.row, end)] if at.height <= _GROUP or first > last else [(at.row, first), (last, end)]
    merged: list[tuple[int, int]] = []
    for start, end in sorted(ranges):
        if merged and start < merged[-1][1]:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [(start, end) for start, end in merged if end - start > 1 and sum(heights[start:end]) <= _MOST_KEPT]


def _row_lines(placed: TableGrid, planned: TablePlan) -> tuple[int, ...]:
    lines = [max((cell_lines(c.cell, planned.room(c)) for c in row if c.height == 1), default=1) for row in placed.rows]
    for at in placed:
        # A label over rows that are not enough for it makes the last of them higher.
        if at.height > 1:
            rows = range(at.row, at.row + at.height)
            room = sum(1 + (lines[row] - 1) * _LEADING + 2 * _AIR[0] for row in rows)
            count = cell_lines(at.cell, planned.room(at))
            while 1 + (count - 1) * _LEADING + 2 * _AIR[0] > room:
                lines[rows[-1]] += 1
                room += _LEADING
    return tuple(lines)


def squared(table: Table) -> Table:
    """The table completed to a rectangle: short rows padded, overlapping or overflowing spans clipped."""
    placed = grid(table)
    rows: list[tuple[Cell, ...]] = []
    for row, gaps in zip(placed.rows, placed.gaps, strict=True):
        rows.append((*map(_cut, row), *(Cell() for _ in gaps)))
    return table if tuple(rows) == table.rows else table.model_copy(update={"rows": tuple(rows)})


def _cut(placed: PlacedCell) -> Cell:
    """A cell with its spans reduced to what it covers."""
    if (placed.height, placed.width) == (placed.cell.row_span, placed.cell.column_span):
        return placed.cell
    return placed.cell.model_copy(update={"row_span": placed.height, "column_span": placed.width})
