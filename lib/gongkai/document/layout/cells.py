"""Cells of tables in print: how many lines their texts take, which are numbers, which break as labels."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.document import labels
from gongkai.document.blocks import plain
from gongkai.document.text import text_width

if TYPE_CHECKING:
    from gongkai.document.blocks import Cell
    from gongkai.document.grid import PlacedCell, TableGrid

MM = 25.4 / 72
"""Millimetres in a point."""

_LONGEST_LABEL = 60
"""Characters of a header up to which its lines are broken between words."""

_FIGURE = re.compile(r"[-+−]?[\d,]+(?:\.\d+)?[%％]?|")


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


def _wrapped(line: str, room: float) -> int:
    return max(1, -(-int(10 * text_width(line)) // max(10, int(10 * room + 0.5))))
