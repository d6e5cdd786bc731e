"""The sheets 其他数据 and 文字材料: writing them, and their columns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl.worksheet.datavalidation import DataValidation

from gongkai.excel import style
from gongkai.excel.layout import FACTS, TEXTS
from gongkai.excel.supplementary_read import encode, text_rows

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.workbook import Workbook

    from gongkai import forms
    from gongkai.returns.model import Fact, Sections

FIRST = 4
"""Excel row of the first line of both sheets; the headers are above it."""
SPARE = 20
"""Empty lines for facts that an organ adds."""
FACT_HEADS = ("代号", "名称", "数值", "单位")
TEXT_HEADS = ("代号", "位置", "小标题", "文字")
_FACT_WIDTHS = (18, 48, 16, 12)
_TEXT_WIDTHS = (4, 34, 28, 90)


def fill(book: Workbook, facts: Mapping[str, Fact]) -> None:
    """Add the sheet of numbers outside the form.

    Raises:
        InputError: A label or unit is longer than a cell can hold.
    """
    sheet: Any = book.create_sheet(FACTS)
    _begin(
        sheet,
        FACTS,
        "表外的数：名称、数值、单位。新增的写在下面的空行，代号不必填：没有代号的用名称作代号。",
        FACT_HEADS,
        _FACT_WIDTHS,
    )
    rule = DataValidation(type="decimal", operator="between", formula1="-999999999999", formula2="999999999999",
                          allow_blank=True, showErrorMessage=True, error="这里要填数字。")  # fmt: skip
    for index, (id_, fact) in enumerate([*facts.items(), *[(None, None)] * SPARE]):
        row = FIRST + index
        for column in range(1, len(FACT_HEADS) + 1):
            style.paint(
                sheet.cell(row, column),
                "input" if (fact is None and column > 1) or column == 3 else "head",
                left=column == 2,
            )
        rule.add(sheet.cell(row, 3).coordinate)
        if fact is None or id_ is None:
            continue
        style.text(sheet.cell(row, 1), encode(id_, FACTS))
        style.text(sheet.cell(row, 2), encode(fact.label, FACTS))
        style.text(sheet.cell(row, 4), encode(fact.unit, FACTS))
        if fact.value is not None:
            sheet.cell(row, 3).value = fact.value if isinstance(fact.value, int) else float(fact.value)
    sheet.add_data_validation(rule)


def fill_texts(book: Workbook, edition: forms.Edition, sections: Sections) -> None:
    """Add the sheet of texts.

    Raises:
        InputError: A text is longer than a cell can hold.
    """
    sheet: Any = book.create_sheet(TEXTS)
    hint = "各部分的文字；分段请在单元格内换行（Alt+Enter），两段之间空一行。"
    _begin(sheet, TEXTS, hint, TEXT_HEADS, _TEXT_WIDTHS)
    sheet.column_dimensions["A"].hidden = True
    for row, item in enumerate(text_rows(edition, sections), FIRST):
        for column in range(1, len(TEXT_HEADS) + 1):
            passage = column == 3 and item.key.startswith("overview.")
            style.paint(sheet.cell(row, column), "input" if column == 4 or passage else "head", left=True)
        style.text(sheet.cell(row, 1), encode(item.key, item.where))
        style.text(sheet.cell(row, 2), encode(item.where, item.where))
        style.text(sheet.cell(row, 3), encode(item.heading, item.where))
        style.text(sheet.cell(row, 4), encode(item.text, item.where))
        sheet.row_dimensions[row].height = 60


def _begin(sheet: Any, title: str, hint: str, headers: tuple[str, ...], widths: tuple[int, ...]) -> None:
    style.plain(sheet.cell(1, 2), title, size=16, bold=True)
    style.plain(sheet.cell(2, 2), hint)
    for row in (1, 2):
        style.one_line(sheet.cell(row, 2))
    for column, (head, width) in enumerate(zip(headers, widths, strict=True), 1):
        style.paint(sheet.cell(FIRST - 1, column), "head", bold=True)
        style.text(sheet.cell(FIRST - 1, column), head)
        sheet.column_dimensions[sheet.cell(1, column).column_letter].width = width
    sheet.freeze_panes = f"A{FIRST}"
    sheet.protection.sheet = True
    sheet.protection.formatRows = sheet.protection.formatColumns = False
