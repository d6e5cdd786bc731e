"""Tables in print: a rectangle of cells, widths of columns, font size."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.document.blocks import Cell, plain
from gongkai.document.grid import grid

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.document.blocks import Table
    from gongkai.document.grid import PlacedCell

_SIZES = (10.5, 10.0, 9.0, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
"""Font sizes in points, 五号 first; the largest that fits is used."""


_LONGEST = 19
"""Maximum length of a word that is never broken."""

MM = 25.4 / 72
"""Millimetres in a point."""

_WORD = re.compile(r"[!-~]+")


def measure(table: Table, width: float, *, draft: bool) -> tuple[float, float, list[float], bool]:
    """Font size in points, cell inset and column widths in mm, and whether words must be broken.

    Chooses the largest font size at which none need be.
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
    """Minimum width in mm of each column: its longest word (a number, a Latin word), or two hanzi of its text."""
    needed = [0.0] * count
    for placed in grid(table):
        cell = placed.cell
        words = [min(len(word), _LONGEST) * 0.58 for word in _WORD.findall(plain(cell.content))]
        least = max([*words, min(2.05, len(plain(cell.content)))]) * size * MM + 2 * inset + 0.2
        least += size * MM if cell.mark and draft else 0.0
        if cell.column_span == 1 and placed.column < count:
            needed[placed.column] = max(needed[placed.column], least)
    return needed


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
    return sum(_needed(table, max(table.width, 1), size, inset, draft=False))


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
