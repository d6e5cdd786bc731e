"""Tables in print: a rectangle of cells, widths of columns, font size, heights of rows."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING

from gongkai.document import labels
from gongkai.document.blocks import Cell, plain
from gongkai.document.grid import grid
from gongkai.document.text import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.document.blocks import Table
    from gongkai.document.grid import PlacedCell, TableGrid

MM = 25.4 / 72
"""Millimetres in a point."""

_SIZES = (10.5, 10.0, 9.5, 9.0, 8.5, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
"""Font sizes in points, 五号 first; the largest that fits is used."""

_LEAST_SIZE = 9.0
"""Size of type down to which a table is set smaller to be on one page."""

LEAST_AIR = 0.15
"""Least space above and below the text of a cell, in em."""

_AIR = LEAST_AIR, 0.42
"""Least and usual space above and below the text of a cell, in em."""

_LEADING = 1.35
"""Distance of lines in a cell, in em."""

_RULE = 0.2
"""Height of a rule between rows in mm."""

_LONGEST = 19
"""Maximum length of a word that is never broken."""

_DIGIT = 0.58
"""Width of a letter or digit in em, at most."""

_LINES = 3
"""Lines that a long row label may take."""

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

_LONG_LABEL = 17.0
"""Width in em up to which a row label is not broken where there is room."""

_LONGEST_LABEL = 60
"""Characters of a header up to which its lines are broken between words."""

_BESIDE = 0.4
"""Space beside a number in em."""

_LABEL = 12.0
"""Width in em that a row label needs at most."""

_WORD = re.compile(r"[!-~]+")
_FIGURE = re.compile(r"[-+−]?[\d,]+(?:\.\d+)?[%％]?|")


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


def row_height(lines: int, size: float, air: float) -> float:
    """Height in mm of a row of so many lines; size in points, ``air`` in em."""
    return (1 + (lines - 1) * _LEADING + 2 * air) * size * MM + _RULE


def plan(table: Table, width: float, height: float, *, draft: bool) -> TablePlan:
    """Choose size of type, widths of columns and heights of rows.

    The largest size is taken at which no word is broken and, if 9 points are enough for that, the table is on one page.

    Args:
        table: The table, a rectangle.
        width: Width in mm.
        height: Height of a page in mm.
        draft: Whether marks of cells are shown.
    """
    placed = grid(table)
    found: TablePlan | None = None
    for size in _SIZES:
        inset = 0.8 if size > 9 and max(map(len, table.rows), default=0) < _MANY else 0.6
        needed = _needed(table, placed, size, inset, draft=draft)
        if sum(needed) > width and size != _SIZES[-1]:
            continue
        narrow = sum(needed) > width
        if narrow:
            columns = tuple(round(width * each / sum(needed), 3) for each in needed)
        else:
            columns = tuple(_fitted(_wanted(table, placed, size, inset, needed, width), needed, width))
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


def cell_lines(cell: Cell, room: float) -> int:
    """Number of lines that a cell's text takes in a width given in characters."""
    if breaks_as_label(cell):
        return len(labels.lines(plain(cell.content), room))
    return max(1, sum(_wrapped(line, room) for line in plain(cell.content).split("\n")))


def breaks_as_label(cell: Cell) -> bool:
    """Whether a cell's text is broken as a label: a header without a style of its own."""
    return cell.header and len(cell.content) == 1 and len(cell.content[0].text) <= _LONGEST_LABEL


def is_figure(cell: Cell) -> bool:
    """Whether a cell holds a number or nothing."""
    return not cell.header and _FIGURE.fullmatch(plain(cell.content).strip()) is not None


def figure_widths(placed: TableGrid) -> dict[tuple[int, int], float]:
    """Width in em of the longest number of each column of numbers, by first and last grid column.

    Only where there are two or more that are centred: they are aligned at the right, and as a whole centred.
    """
    found: dict[tuple[int, int], list[PlacedCell]] = {}
    for at in placed:
        if not at.cell.header:
            found.setdefault((at.column, at.end), []).append(at)
    return {
        span: max(text_width(plain(at.cell.content)) for at in cells)
        for span, cells in found.items()
        if len(cells) > 1 and all(is_figure(at.cell) and at.cell.align == "center" for at in cells)
    }


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


def _wrapped(line: str, room: float) -> int:
    return max(1, -(-int(10 * text_width(line)) // max(10, int(10 * room + 0.5))))


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


def _least(cell: Cell) -> float:
    """Width in em below which a cell's text would be broken inside a word, or a row label be very tall."""
    text = plain(cell.content)
    words = [min(len(word), _LONGEST) * _DIGIT for word in _WORD.findall(text)]
    label = min(text_width(text) / _LINES, _LABEL) if cell.header and cell.align != "center" else 0.0
    if breaks_as_label(cell):
        return max([*words, min(labels.least_room(text), _LONGEST * _DIGIT), label])
    # A number does not touch the rules beside it.
    return max([*(word + _BESIDE for word in words if is_figure(cell)), *words, min(2.05, len(text)), label])


def _needed(table: Table, placed: TableGrid, size: float, inset: float, *, draft: bool) -> list[float]:
    """Minimum width in mm of each column."""
    needed = [0.0] * max(table.width, placed.width, 1)
    for at in sorted(placed, key=lambda at: at.width):
        least = _least(at.cell) * size * MM + 2 * inset + 0.2
        least += size * MM if at.cell.mark and draft else 0.0
        _widen(needed, at, least)
    return needed


def _widen(widths: list[float], at: PlacedCell, least: float) -> None:
    """Widen the columns that a cell covers to a minimum, in proportion, equally if they have no width."""
    given = widths[at.column : at.end]
    short = least - sum(given)
    if short > 0 and given:
        total = sum(given)
        for n, width in enumerate(given, at.column):
            widths[n] += short * (width / total if total else 1 / len(given))


def _wanted(
    table: Table, placed: TableGrid, size: float, inset: float, needed: Sequence[float], width: float
) -> list[float]:
    """The desired width in mm of each column: as given, else by content."""
    count = len(needed)
    given = table.widths if table.widths and len(table.widths) == count and min(table.widths) > 0 else None
    single = [[at for at in placed if at.width == 1 and at.column == n] for n in range(count)]
    if not any(chain.from_iterable(single)):
        return [width * each / sum(given) for each in given] if given else [width / count] * count
    natural = [max((_natural(at.cell, size, inset) for at in column), default=0.0) for column in single]
    numeric = [_is_numeric(column) for column in single]
    natural = [max(each, need) for each, need in zip(natural, needed, strict=True)]
    if given is not None:
        return _shifted([width * each / sum(given) for each in given], natural, numeric)
    # Columns of numbers are equally wide.
    longest = max((each for each, number in zip(natural, numeric, strict=True) if number), default=0.0)
    natural = [longest if number else each for each, number in zip(natural, numeric, strict=True)]
    total = sum(natural)
    return [width * each / total for each in natural] if total <= width else _levelled(natural, needed, width)


def _levelled(natural: Sequence[float], needed: Sequence[float], width: float) -> list[float]:
    """Widths of columns that do not fit: the widest give way until they do, the others keep what they need."""
    low, high = 0.0, max(natural)
    for _ in range(40):
        level = (low + high) / 2
        found = [max(need, min(each, level)) for each, need in zip(natural, needed, strict=True)]
        low, high = (level, high) if sum(found) < width else (low, level)
    return found


def _shifted(given: list[float], natural: Sequence[float], numeric: Sequence[bool]) -> list[float]:
    """Given widths, of which columns of numbers lend what they do not need to columns of text that need more."""
    spare = [
        max(0.0, has - wants) if number else 0.0 for has, wants, number in zip(given, natural, numeric, strict=True)
    ]
    short = [
        0.0 if number else max(0.0, wants - has) for has, wants, number in zip(given, natural, numeric, strict=True)
    ]
    moved = min(sum(spare), sum(short))
    if not moved:
        return given
    return [
        has - lent * moved / sum(spare) + lacks * moved / sum(short)
        for has, lent, lacks in zip(given, spare, short, strict=True)
    ]


def _is_numeric(column: Iterable[PlacedCell]) -> bool:
    body = [at.cell for at in column if not at.cell.header]
    return bool(body) and all(map(is_figure, body))


def _natural(cell: Cell, size: float, inset: float) -> float:
    """Width in mm of a cell whose text is not broken; that of a header may be, and that of a long label."""
    width = max(text_width(line, _DIGIT) for line in plain(cell.content).split("\n"))
    if cell.header:
        width = (
            min(width, max(2.05, labels.least_room(plain(cell.content))))
            if breaks_as_label(cell) and cell.align == "center"
            else min(width, _LONG_LABEL)
        )
    return width * size * MM + 2 * inset + 0.2


def _fitted(wanted: Sequence[float], needed: Sequence[float], width: float) -> list[float]:
    """The desired widths with no column below its minimum; the difference is taken from the others in proportion."""
    fixed = [False] * len(wanted)
    while True:
        free = width - sum(need for need, fix in zip(needed, fixed, strict=True) if fix)
        base = sum(want for want, fix in zip(wanted, fixed, strict=True) if not fix) or 1.0
        widths = [need if fix else want * free / base for want, need, fix in zip(wanted, needed, fixed, strict=True)]
        short = [i for i, (got, need) in enumerate(zip(widths, needed, strict=True)) if got < need - 1e-9]
        if not short:
            return [round(each, 3) for each in widths]
        for i in short:
            fixed[i] = True


def least_width(table: Table, size: float, inset: float) -> float:
    """Width in mm below which words would be broken, for a font size in points and an inset in mm."""
    return sum(_needed(table, grid(table), size, inset, draft=False))


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
