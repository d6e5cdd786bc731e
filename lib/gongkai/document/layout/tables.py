"""Tables as they are printed: a rectangle of cells, widths of columns, size of type."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.document.blocks import Cell, plain

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.document.blocks import Table

WIDTH = {False: 156.0, True: 225.0}
"""Width of the type area in mm, upright and landscape."""

_SIZES = (10.5, 10.0, 9.0, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
"""Sizes of type in points, 五号 first; the largest that fits is taken."""


_LONGEST = 19
"""Characters of a word that is kept whole; a longer one is divided anyway."""

MM = 25.4 / 72
"""Millimetres in a point."""

_WORD = re.compile(r"[!-~]+")


def measure(table: Table, width: float, *, draft: bool) -> tuple[float, float, list[float], bool]:
    """Size of type in points, inset and widths of the columns in mm, and whether words must be divided.

    The largest type is taken at which none need be.
    """
    count = max(table.width, 1)
    given = table.widths if table.widths and len(table.widths) == count else (1.0,) * count
    total = sum(given)
    wanted = [width * each / total for each in given]
    for size in _SIZES[2:] if count >= 8 else _SIZES:
        inset = 1.0 if size > 9 else 0.6
        needed = _needed(table, count, size, inset, draft=draft)
        if sum(needed) <= width:
            return size, inset, _fitted(wanted, needed, width), False
    return size, inset, [round(width * each / sum(needed), 3) for each in needed], True


def _needed(table: Table, count: int, size: float, inset: float, *, draft: bool) -> list[float]:
    """Least width in mm of each column: its longest word (a number, a Latin word) and three hanzi."""
    needed = [0.0] * count
    for row, starts in zip(table.rows, columns_of(table), strict=True):
        for cell, at in zip(row, starts, strict=True):
            words = [min(len(word), _LONGEST) * 0.58 for word in _WORD.findall(plain(cell.content))]
            least = max([*words, min(2.05, len(plain(cell.content)))]) * size * MM + 2 * inset + 0.2
            least += size * MM if cell.mark and draft else 0.0
            if cell.column_span == 1 and at < count:
                needed[at] = max(needed[at], least)
    return needed


def _fitted(wanted: Sequence[float], needed: Sequence[float], width: float) -> list[float]:
    """Widths as wanted, no column narrower than it needs; what is missing is taken from the others in proportion."""
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


def columns_of(table: Table) -> list[list[int]]:
    """Grid column in which each cell starts, by row."""
    taken: dict[int, set[int]] = {}
    found: list[list[int]] = []
    for number, row in enumerate(table.rows):
        at, starts = 0, []
        for cell in row:
            while at in taken.get(number, set()):
                at += 1
            starts.append(at)
            for below in range(number, number + cell.row_span):
                taken.setdefault(below, set()).update(range(at, at + cell.column_span))
            at += cell.column_span
        found.append(starts)
    return found


def squared(table: Table) -> Table:
    """The table closed to a rectangle: short rows filled up, spans that reach over others or out of it cut."""
    height = len(table.rows)
    taken: list[set[int]] = [set() for _ in table.rows]
    rows: list[list[Cell]] = []
    for number, row in enumerate(table.rows):
        at, cells = 0, []
        for cell in row:
            while at in taken[number]:
                at += 1
            across = next((n for n in range(1, cell.column_span) if at + n in taken[number]), cell.column_span)
            down = min(cell.row_span, height - number)
            fitting = (down, across) == (cell.row_span, cell.column_span)
            cells.append(cell if fitting else cell.model_copy(update={"row_span": down, "column_span": across}))
            for below in range(number, number + down):
                taken[below].update(range(at, at + across))
            at += across
        rows.append(cells)
    width = max((max(columns) + 1 for columns in taken if columns), default=0)
    for number, columns in enumerate(taken):
        rows[number] += [Cell() for at in range(width) if at not in columns]
    squared_rows = tuple(tuple(cells) for cells in rows)
    return table if squared_rows == table.rows else table.model_copy(update={"rows": squared_rows})


def too_wide(table: Table) -> bool:
    """Whether an upright page would need type under 7 points or break words."""
    count = max(table.width, 1)
    return sum(_needed(table, count, 7.0, 0.6, draft=False)) > WIDTH[False]
