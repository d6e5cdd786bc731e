"""A sheet that shows a return: the tables of the form with its numbers, the numbers outside the form, and the texts."""

from __future__ import annotations

from math import ceil
from typing import TYPE_CHECKING, Any

from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from gongkai.excel import style
from gongkai.excel.layout import FACTS, TEXTS
from gongkai.excel.supplementary_read import LONGEST, clean, text_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.cell import Cell

    from gongkai import forms
    from gongkai.returns.model import Number, Return

GENERATED = "（没有写，按数据生成）"
_WIDTHS = (16.0, 16.0, 40.0)
_NUMBER_WIDTH = 11.0
_LEFT = 3
"""Columns that are wide enough for labels; a text goes over all that a table has."""


def draw(sheet: Any, record: Return, published: Mapping[str, str]) -> dict[str, Cell]:
    """Draw a return on an empty sheet.

    Args:
        sheet: The sheet.
        record: The return.
        published: Texts as they will be published, by key path; the organ's own text is shown where there is none.

    Returns:
        The cell of each key path: cells of the form, rows and tables (where they begin), ``facts.<id>``, and texts
        (``sections.problems``, ``sections.overview.platform``); an empty path is the title.
    """
    cells: dict[str, Cell] = {"": sheet.cell(1, 1)}
    wide = max(table.grid.width for table in record.edition.tables.values())
    for index in range(wide):
        width = _WIDTHS[index] if index < _LEFT else _NUMBER_WIDTH
        sheet.column_dimensions[get_column_letter(index + 1)].width = width
    _line(sheet, 1, record.title, size=16)
    at = 4
    for table in record.edition.tables.values():
        title = next(section.title for section in record.edition.sections if section.table == table.id)
        cells[table.id] = _line(sheet, at, title, size=14)
        _table(sheet, at + 1, table, record, cells)
        at += table.grid.height + 2
    at = _facts(sheet, at, record, cells)
    _texts(sheet, at, wide, record, published, cells)
    sheet.freeze_panes = "A3"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True
    return cells


def nearest(cells: dict[str, Cell], path: str) -> Cell | None:
    """The cell of a key path or of what it is part of.

    Args:
        cells: Cells by key path, as :func:`draw` returns them.
        path: A key path, as findings name it.

    Returns:
        The cell of the path, of the longest beginning of it that has one, or of the first cell below that; the title
        if there is none of these; ``None`` if the path is another return's (``2023:requests.new``).
    """
    if ":" in path:
        return None
    parts = path.split(".")
    for end in range(len(parts), 0, -1):
        above = ".".join(parts[:end])
        if above in cells:
            return cells[above]
        below = next((cell for other, cell in cells.items() if other.startswith(f"{above}.")), None)
        if below is not None and end > 1:
            return below
    return cells[""]


def value(cell: Any, number: Number | None) -> None:
    """Write a number into an Excel cell.

    Args:
        cell: The cell.
        number: Its number in the unit of the form; ``None``, not filled in, leaves the cell empty. Decimals become
            floats, as Excel knows no others.
    """
    if number is not None:
        cell.value = number if isinstance(number, int) else float(number)


def _line(sheet: Any, row: int, text: str, size: int) -> Any:
    cell = sheet.cell(row, 1)
    style.plain(cell, text, size=size, bold=True)
    style.one_line(cell)
    sheet.row_dimensions[row].height = size + 10
    return cell


def _table(sheet: Any, top: int, table: forms.Table, record: Return, cells: dict[str, Cell]) -> None:
    heights = [18.0] * table.grid.height
    for printed in table.grid.cells:
        row, column = top + printed.row, 1 + printed.column
        last_row, last_column = row + printed.row_span - 1, column + printed.column_span - 1
        for each in range(row, last_row + 1):
            for beside in range(column, last_column + 1):
                kind = "head" if printed.path is None else "input"
                style.paint(sheet.cell(each, beside), kind, bold=printed.role == "title", left=printed.role == "row")
        first = sheet.cell(row, column)
        if printed.path is None:
            style.text(first, printed.text)
            width = sum(
                _WIDTHS[index] if index < _LEFT else _NUMBER_WIDTH
                for index in range(printed.column, printed.column + printed.column_span)
            )
            wanted = (15.0 * ceil(2 * len(printed.text) / (width - 2)) + 4) / printed.row_span
            heights[printed.row] = max(heights[printed.row], wanted)
        else:
            value(first, record.cells[printed.path])
            cells[printed.path] = first
            cells.setdefault(printed.path.rpartition(".")[0], first)
        if (last_row, last_column) != (row, column):
            sheet.merge_cells(start_row=row, start_column=column, end_row=last_row, end_column=last_column)
    for index, height in enumerate(heights):
        sheet.row_dimensions[top + index].height = round(height, 1)


def _facts(sheet: Any, at: int, record: Return, cells: dict[str, Cell]) -> int:
    """The numbers outside the form; the next free row."""
    if not record.facts:
        return at
    cells["facts"] = _line(sheet, at, FACTS, size=14)
    for row, (id_, fact) in enumerate(record.facts.items(), at + 1):
        for column, text in ((1, id_), (3, fact.label), (5, fact.unit)):
            style.paint(sheet.cell(row, column), "head", left=True)
            style.text(sheet.cell(row, column), clean(text)[:LONGEST])
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        style.paint(sheet.cell(row, 4), "input")
        value(sheet.cell(row, 4), fact.value)
        cells[f"facts.{id_}"] = sheet.cell(row, 4)
    return at + len(record.facts) + 2


def _texts(
    sheet: Any, at: int, wide: int, record: Return, published: Mapping[str, str], cells: dict[str, Cell]
) -> None:
    cells["sections"] = _line(sheet, at, TEXTS, size=14)
    width = sum(_WIDTHS[2:]) + _NUMBER_WIDTH * (wide - _LEFT)
    for row, item in enumerate(text_rows(record.edition, record.sections), at + 1):
        head, cell = sheet.cell(row, 1), sheet.cell(row, _LEFT)
        style.paint(head, "head", left=True)
        style.text(head, clean(item.where)[:LONGEST])
        sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=2)
        style.paint(cell, "input", left=True)
        text = clean(published.get(f"sections.{item.key}") or item.text or GENERATED)[:LONGEST]
        style.text(cell, text)
        cell.alignment = Alignment(horizontal="left", vertical="top", wrap_text=True)
        sheet.merge_cells(start_row=row, start_column=_LEFT, end_row=row, end_column=wide)
        lines = sum(max(1, ceil(2 * len(line) / width)) for line in text.split("\n"))
        sheet.row_dimensions[row].height = min(400.0, max(34.0, 15.0 * lines + 4))
        cells[f"sections.{item.key}"] = cell
