"""How the cells of the form look."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment, Border, Font, PatternFill, Protection, Side
from openpyxl.utils import get_column_letter

from gongkai.excel.layout import TOP

if TYPE_CHECKING:
    from openpyxl.cell import Cell

    from gongkai.forms import Grid

FONT = "宋体"
_EDGE = Side(style="thin", color="808080")
BORDER = Border(left=_EDGE, right=_EDGE, top=_EDGE, bottom=_EDGE)
FILLS = {
    "head": PatternFill("solid", fgColor="E7E6E6"),
    "input": PatternFill("solid", fgColor="FFF9DB"),
    "total": PatternFill("solid", fgColor="DDEBF7"),
    "carried": PatternFill("solid", fgColor="D9D9D9"),
}
"""Fill by kind of cell: header, typed, formula, last year's."""
GOOD = PatternFill("solid", bgColor="C6EFCE")
BAD = PatternFill("solid", bgColor="FFC7CE")
_TABLE_WIDTH = 96
_WIDEST, _GROUP = 46.0, 14.0


def paint(cell: Cell, kind: str, *, bold: bool = False, left: bool = False) -> None:
    """Set fill, border, font, alignment and lock of a cell of a table.

    Args:
        cell: The cell.
        kind: A key of :data:`FILLS`; only ``input`` is left unlocked.
        bold: Whether its text is bold.
        left: Whether its text is at the left, else centred.
    """
    cell.fill = FILLS[kind]
    cell.border = BORDER
    cell.font = Font(name=FONT, size=11, bold=bold)
    cell.alignment = Alignment(horizontal="left" if left else "center", vertical="center", wrap_text=True)
    cell.protection = Protection(locked=kind != "input")


_FORMULA_SIGNS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")
"""How texts begin that a spreadsheet may run as a formula."""


def text(cell: Any, value: str | None) -> None:
    """Write a text that is never taken for a formula, not even when somebody edits the cell.

    Args:
        cell: The cell.
        value: The text, without characters that XML does not allow; empty or ``None`` leaves the cell empty.
    """
    if not value:
        return
    cell.value = value
    cell.data_type = "s"
    if value.startswith(_FORMULA_SIGNS):
        cell.quotePrefix = True


def plain(cell: Cell, value: str, *, size: int = 11, bold: bool = False) -> None:
    """Write a text outside the tables, wrapped and locked.

    Args:
        cell: The cell.
        value: The text.
        size: Font size in points.
        bold: Whether it is bold.
    """
    text(cell, value)
    cell.font = Font(name=FONT, size=size, bold=bold)
    cell.alignment = Alignment(vertical="top", wrap_text=True)


def one_line(cell: Cell) -> None:
    """Let a text run over the cells beside it."""
    cell.alignment = Alignment(vertical="center")


def size(sheet: Any, grid: Grid) -> None:
    """Set column widths and row heights in which every label of the grid can be read.

    Args:
        sheet: The sheet; the grid begins in its row :data:`TOP`.
        grid: The printed table.
    """
    widths = [_TABLE_WIDTH / grid.width if not grid.header_rows else 10.0] * grid.width
    for cell in grid.cells:
        if cell.role == "row" and grid.header_rows and cell.column_span == 1:
            wanted = _GROUP if cell.row_span > 1 else min(_WIDEST, 2 * len(cell.text) + 2)
            widths[cell.column] = max(widths[cell.column], wanted)
    for index, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(index)].width = round(width, 1)
    heights = [18.0] * grid.height
    for cell in grid.cells:
        width = sum(widths[cell.column : cell.column + cell.column_span])
        lines = ceil(2 * len(cell.text) / max(width - 2, 2))
        if cell.is_header:
            heights[cell.row] = max(heights[cell.row], (15.0 * lines + 4) / cell.row_span)
    for index, height in enumerate(heights):
        sheet.row_dimensions[TOP + index].height = round(height, 1)
