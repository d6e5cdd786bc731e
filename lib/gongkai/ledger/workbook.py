"""The register's template as a workbook: columns with lists to choose from, notes, and example rows that do not count."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, Protection
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from gongkai.excel import style
from gongkai.excel.package import pack
from gongkai.forms import kinds
from gongkai.ledger import templates
from gongkai.ledger.register import COLUMNS, EARLIEST, EXAMPLE, EXTENSION, MOST_EXCLUDED, REQUIRED

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai import forms

SHEET, NOTES, CHOICES = "台账", "填写说明", "选项"
"""The sheets of the template."""
HEAD = 3
"""Row of the headers; a title and a hint are above it."""
ROWS = 2_000
"""Rows for which there are lists to choose from; more can be typed or pasted."""

_COLUMNS = (
    "serial", "received", "applicant", "code", "reply", "replied", "carried", "extension", "excluded", "restart",
)  # fmt: skip
HEADS = dict(zip(_COLUMNS, templates.text("ledger-template.csv").strip().split(","), strict=True))
"""The header of each column, as in the template in CSV."""
_WIDTHS = (16, 14, 18, 14, 40, 14, 12, 14, 18, 16)
_DATES = ("received", "replied", "restart")
_NOTES = {
    "serial": "本机关的登记编号。没有的可以空着。",
    "received": "收到申请的日期，写成2025-03-05。必填。",
    "applicant": "从列表里选，按最终的申请人归类；律师事务所选法律服务机构。必填。",
    "code": "匿名代码（字母和数字），用来算每月的信息处理费。不要写姓名、电话、证件号码。可以空着。",
    "reply": "从列表里选，一件申请只选一个最终结果。没有办结的空着。",
    "replied": "答复的日期。没有办结的空着。",
    "carried": "上一年收到、本年办理的选“是”。可以空着，按收到日期判断。",
    "extension": f"延长了几个工作日，最多{EXTENSION}。没有延长的空着。",
    "excluded": "征求第三方意见等不计入期限的工作日数。没有的空着。",
    "restart": "补正的，写收到补正的日期，期限从这一天起算。没有的空着。",
}


def template(year: int, requests: forms.Table) -> bytes:
    """An empty register for a year; the same year and form give the same bytes.

    Args:
        year: Report year, for the title and the examples.
        requests: Table 3 of the year's form, whose names are in the lists.
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    choices = {"applicant": applicants(requests), "reply": replies(requests), "carried": ["是", "否"]}
    _head(sheet, year)
    _examples(sheet, year, choices)
    _rows(sheet, choices)
    _notes(book.create_sheet(NOTES), requests, choices)
    _choices(book.create_sheet(CHOICES), choices)
    return pack(book, {})


def applicants(requests: forms.Table) -> list[str]:
    """The kinds of applicants as the form names them, in its order; :mod:`gongkai.forms.kinds` reads each back.

    Args:
        requests: Table 3 of an edition.
    """
    return [_readable([column.label, *column.names], column.id, requests) for column in kinds.applicants(requests)]


def _readable(names: Sequence[str], column: str, requests: forms.Table) -> str:
    return next(name for name in names if kinds.applicant_column(name, requests) == column)


def replies(requests: forms.Table) -> list[str]:
    """The kinds of replies as the form names them, with the header above them: ``不予公开—属于国家秘密``.

    Args:
        requests: Table 3 of an edition.

    Returns:
        A name for each row of results, at most 20 characters where the form knows one so short; each is read back.
    """
    found = []
    for row in kinds.replies(requests):
        head = f"{kinds.plain(row.headers[-1])}—" if len(row.headers) > 1 else ""
        names = (kinds.plain(row.label), *row.names, row.label)
        short = [f"{head}{name}" for name in names if len(name) <= _LONGEST] + [*names]
        found.append(next(name for name in short if kinds.reply_row(name, requests) == row.id))
    return found


_LONGEST = 20
"""Maximum number of characters of a name in a list; a longer one is replaced by a shorter one that the form knows."""


def _head(sheet: Any, year: int) -> None:
    style.plain(sheet.cell(1, 1), f"{year}年政府信息公开申请登记台账", size=16, bold=True)
    style.plain(
        sheet.cell(2, 1),
        "每件申请一行，从示例下面的空行写起；示例行不计数，可以删去。可以增加姓名、内容等列，统计时不读取。",
    )
    for row in (1, 2):
        style.one_line(sheet.cell(row, 1))
    for index, (column, width) in enumerate(zip(_COLUMNS, _WIDTHS, strict=True), 1):
        cell = sheet.cell(HEAD, index)
        style.paint(cell, "head", bold=True)
        style.text(cell, HEADS[column])
        cell.comment = Comment(_NOTES[column], "gongkai", height=80, width=260)
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.row_dimensions[HEAD].height = 24
    sheet.freeze_panes = f"A{HEAD + 1}"
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    _landscape(sheet)


def _landscape(sheet: Any) -> None:
    """Print on A4, the whole width on a page."""
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _examples(sheet: Any, year: int, choices: dict[str, list[str]]) -> None:
    """Rows that show how each column is filled in; the word at the beginning keeps them from being counted."""
    who, what = choices["applicant"], choices["reply"]
    rows: tuple[tuple[str | int | dt.date | None, ...], ...] = (
        (dt.date(year, 1, 8), who[0], "Z001", what[0], dt.date(year, 1, 25), "否", None, None, None),
        (dt.date(year - 1, 12, 20), who[1], "Q001", what[1], dt.date(year, 1, 12), "是", None, None, None),
        (dt.date(year, 3, 4), who[-2], None, what[2], dt.date(year, 4, 28), "否", 20, 15, None),
        (dt.date(year, 6, 11), who[0], None, what[-1], dt.date(year, 7, 26), "否", None, None, dt.date(year, 7, 1)),
        (dt.date(year, 12, 24), who[-1], None, None, None, None, None, None, None),
    )
    for number, values in enumerate(rows, 1):
        for index, value in enumerate((f"{EXAMPLE}{number}", *values), 1):
            cell = sheet.cell(HEAD + number, index)
            style.paint(cell, "head")
            cell.font = Font(name=style.FONT, size=11, italic=True, color="808080")
            if isinstance(value, str):
                style.text(cell, value)
            else:
                cell.value = value
            if isinstance(value, dt.date):
                cell.number_format = _DATE_FORMAT


_EXAMPLE_ROWS = 5
_DATE_FORMAT = "yyyy-mm-dd"


def _rows(sheet: Any, choices: dict[str, list[str]]) -> None:
    """Lists, limits and formats of the rows to be filled in."""
    first, last = HEAD + 1, HEAD + ROWS
    for index, column in enumerate(_COLUMNS, 1):
        letter = get_column_letter(index)
        rule = _validation(column, choices)
        if rule is not None:
            rule.add(f"{letter}{first}:{letter}{last}")
            sheet.add_data_validation(rule)
        for row in range(HEAD + 1 + _EXAMPLE_ROWS, HEAD + 1 + _EXAMPLE_ROWS + _PAINTED):
            cell = sheet.cell(row, index)
            style.paint(cell, "input", left=column == "reply")
            cell.number_format = (
                _DATE_FORMAT if column in _DATES else "@" if column in {"serial", "code"} else "General"
            )


_PAINTED = 100
"""Rows that look like those of a form; the lists go further."""


def _validation(column: str, choices: dict[str, list[str]]) -> DataValidation | None:
    head = HEADS[column]
    if column in choices:
        letter = get_column_letter(list(choices).index(column) + 1)
        formula = f"{CHOICES}!${letter}$2:${letter}${len(choices[column]) + 1}"
        rule = DataValidation(type="list", formula1=formula)
        rule.error = f"“{head}”请从列表里选。"
    elif column in _DATES:
        rule = DataValidation(type="date", operator="between", formula1=_serial(EARLIEST), formula2=_serial(_LATEST))
        rule.error = f"“{head}”要填日期，例如2025-03-05。"
    elif column in {"extension", "excluded"}:
        most = EXTENSION if column == "extension" else MOST_EXCLUDED
        rule = DataValidation(type="whole", operator="between", formula1="0", formula2=str(most))
        rule.error = f"“{head}”要填0到{most}的整数。"
    else:
        return None
    rule.allow_blank, rule.showErrorMessage, rule.errorTitle, rule.errorStyle = True, True, head, "stop"
    return rule


_LATEST = dt.date(2099, 12, 31)


def _serial(day: dt.date) -> str:
    """A date as workbooks count them."""
    return str((day - dt.date(1899, 12, 30)).days)


def _notes(sheet: Any, requests: forms.Table, choices: dict[str, list[str]]) -> None:
    sheet.column_dimensions["A"].width = 34
    sheet.column_dimensions["B"].width = 100
    style.plain(sheet.cell(1, 1), NOTES, size=16, bold=True)
    style.one_line(sheet.cell(1, 1))
    for row, (subject, text) in enumerate(_lines(requests, choices), 3):
        style.plain(sheet.cell(row, 1), subject, bold=True)
        style.plain(sheet.cell(row, 2), text)
        sheet.row_dimensions[row].height = 18 * (1 + 2 * len(text) // 98)
    sheet.protection.sheet = True
    _landscape(sheet)


def _lines(requests: forms.Table, choices: dict[str, list[str]]) -> Iterator[tuple[str, str]]:
    yield "怎么填", "每件申请一行。带列表的格点一下右边的箭头选；日期写成2025-03-05。标题行、合计行和示例行不计数。"
    yield (
        "怎么统计",
        "填好以后运行：gongkai ledger 文件 --agency 机关 --year 年度。姓名、电话、内容等列不读取，可以删去。",
    )
    required = "、".join(HEADS[column] for column in REQUIRED)
    yield (
        "必须有的列",
        f"{required}。列可以换次序，列名也可以用常见的别名，例如“{'”“'.join(COLUMNS['received'][1:4])}”。",
    )
    for column in _COLUMNS:
        yield HEADS[column], _NOTES[column]
    for choice, row in zip(choices["reply"], kinds.replies(requests), strict=True):
        others = [name for name in row.names if name not in choice][:5]
        said = f"；也可以写：{'、'.join(others)}" if others else ""
        yield choice, f"计入表三“{row.label}”{said}。"


def _choices(sheet: Any, choices: dict[str, list[str]]) -> None:
    """The lists to choose from, a column each."""
    for index, (column, names) in enumerate(choices.items(), 1):
        style.paint(sheet.cell(1, index), "head", bold=True)
        style.text(sheet.cell(1, index), HEADS[column])
        sheet.column_dimensions[get_column_letter(index)].width = 12 if column == "carried" else 44
        for row, name in enumerate(names, 2):
            cell = sheet.cell(row, index)
            style.text(cell, name)
            cell.font = Font(name=style.FONT, size=11)
            cell.alignment = Alignment(wrap_text=True)
            cell.protection = Protection(locked=True)
    sheet.freeze_panes = "A2"
    sheet.protection.sheet = True
