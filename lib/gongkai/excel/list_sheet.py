"""A plain list as a workbook: a row of headers that stays in sight, a filter, texts that no program takes for formulas."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.styles import Alignment, Font
from openpyxl.utils import get_column_letter

from gongkai.excel import style
from gongkai.excel.package import pack
from gongkai.excel.supplementary_read import LONGEST, clean

if TYPE_CHECKING:
    from collections.abc import Sequence


def workbook(
    title: str, headers: Sequence[str], rows: Sequence[Sequence[str | int | None]], widths: Sequence[int]
) -> bytes:
    """The bytes of a workbook with one sheet; the same rows give the same bytes.

    Args:
        title: Name of the sheet.
        headers: Headers of the columns.
        rows: The cells of each row.
        widths: Width of each column in characters.
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = title
    for number, row in enumerate([headers, *rows], 1):
        for column, value in enumerate(row, 1):
            cell = sheet.cell(number, column)
            if isinstance(value, str):
                style.text(cell, clean(value)[:LONGEST])
            else:
                cell.value = value
            cell.font = Font(name=style.FONT, size=11, bold=number == 1)
            cell.border = style.BORDER
            cell.alignment = Alignment(vertical="top", wrap_text=True)
    for column, width in enumerate(widths, 1):
        sheet.column_dimensions[get_column_letter(column)].width = width
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(headers))}{len(rows) + 1}"
    return pack(book, {})
