"""The findings as a workbook: a list whose rows link to the cells they are about, and a sheet for each return."""

from __future__ import annotations

import re
from collections import defaultdict
from math import ceil
from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.hyperlink import Hyperlink

from gongkai.excel import return_sheet, style
from gongkai.excel.package import pack
from gongkai.excel.supplementary_read import LONGEST, clean
from gongkai.returns.labels import describe_path
from gongkai.rules import LEVELS, RULES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from openpyxl.cell import Cell

    from gongkai.returns import Number, Return
    from gongkai.review.check import Checked
    from gongkai.rules import Finding
    from gongkai.rules.finding import Level

SHEET = "核对结果"
HEAD = 3
"""Row of the headers of the list."""
LINKS = 4
"""Maximum number of cells of a finding that the list links to; each of the others is highlighted too."""
MOST_SHEETS = 300
"""Maximum number of returns that get a sheet; findings of further ones are listed without links."""
FILLS = {
    "error": PatternFill("solid", fgColor="FFC7CE"),
    "warning": PatternFill("solid", fgColor="FFEB9C"),
    "hint": PatternFill("solid", fgColor="BDD7EE"),
}
"""Fill of cells by the level of the most severe finding about them."""
UNREADABLE, UNBUILDABLE = "读不了", "不能生成"
"""What is said instead of a level of returns that cannot be read, and of what would prevent a report."""
WAIVED, UNCHECKED = "已认可", "没有核对"
"""States of findings that need nothing to be done, or something else first."""

_HEADS = (
    "机关",
    "年度",
    "规则",
    "级别",
    "问题",
    "处理",
    "左边",
    "右边",
    "相差",
    *("单元格",) * LINKS,
    "文件和行",
    "依据",
)
_WIDTHS = (24, 8, 8, 10, 60, 36, 12, 12, 12, *(26,) * LINKS, 34, 36)
_LINK = Font(name=style.FONT, size=11, color="0563C1", underline="single")
_LONGEST_NOTE = 1_500
_UNFIT = re.compile(r"[\[\]:*?/\\'\x00-\x1f]")


def workbook(checked: Sequence[Checked], refused: Sequence[tuple[str, int, str]] = ()) -> bytes:
    """The findings of returns; the same findings give the same bytes.

    Args:
        checked: The returns with their findings, in the order of the list.
        refused: Returns that could not be read: organ, year and why, a line for each problem.
    """
    book = Workbook()
    sheet: Any = book.active
    sheet.title = SHEET
    _head(sheet, checked)
    names: set[str] = {SHEET.casefold()}
    row = HEAD + 1
    for organ, year, problems in refused:
        for problem in problems.splitlines():
            _write(sheet, row, [organ, year, None, UNREADABLE, problem], "error")
            row += 1
    for item in checked:
        for problem in item.problems:
            _write(sheet, row, [item.record.agency.name, item.record.year, None, UNBUILDABLE, problem], "error")
            row += 1
        listed = [*_listed(item)]
        drawn: dict[str, Cell] = {}
        if listed and len(names) <= MOST_SHEETS:
            drawn = _sheet(book, item, names, [finding for finding, state in listed if not state])
        for finding, state in listed:
            _row(sheet, row, item.record, finding, state, drawn)
            row += 1
    last = get_column_letter(len(_HEADS))
    sheet.auto_filter.ref = f"A{HEAD}:{last}{max(row - 1, HEAD)}"
    book.active = 0
    return pack(book, {})


def _listed(item: Checked) -> Iterator[tuple[Finding, str]]:
    """The findings worth listing, most severe first, with their state; empty if something is to be done."""
    for finding in item.failed:
        yield finding, ""
    for finding in item.waived:
        yield finding, WAIVED
    for finding in item.open:
        yield finding, UNCHECKED


def _head(sheet: Any, checked: Sequence[Checked]) -> None:
    style.plain(sheet.cell(1, 1), "核对结果", size=16, bold=True)
    counts = {level: sum(f.level == level for item in checked for f in item.failed) for level in LEVELS}
    said = "、".join(f"{name}{counts[level]}处" for level, name in LEVELS.items())
    waived, unchecked = sum(len(item.waived) for item in checked), sum(len(item.open) for item in checked)
    style.plain(
        sheet.cell(2, 1),
        f"共{len(checked)}份报告：{said}；{WAIVED}{waived}处，{UNCHECKED}{unchecked}项。点“单元格”一栏，跳到表里有问题的格。",
    )
    for row in (1, 2):
        style.one_line(sheet.cell(row, 1))
    for index, (head, width) in enumerate(zip(_HEADS, _WIDTHS, strict=True), 1):
        style.paint(sheet.cell(HEAD, index), "head", bold=True)
        style.text(sheet.cell(HEAD, index), head)
        sheet.column_dimensions[get_column_letter(index)].width = width
    sheet.freeze_panes = f"A{HEAD + 1}"
    sheet.print_title_rows = f"{HEAD}:{HEAD}"
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _row(sheet: Any, row: int, record: Return, finding: Finding, state: str, drawn: dict[str, Cell]) -> None:
    waiver = finding.waived
    message = f"{finding.message}理由：{waiver.reason}（{waiver.by}，{waiver.date}）" if waiver else finding.message
    values = [finding.value(name) for name in ("left", "right", "difference")]
    more = len(finding.cells) - LINKS
    texts: list[Number | str | None] = [
        record.agency.name, record.year, finding.rule, state or LEVELS[finding.level], message, finding.todo, *values,
        *[_name(record, path) for path in finding.cells[:LINKS]], *[None] * -more,
        finding.where, RULES[finding.rule].cite(record.edition),
    ]  # fmt: skip
    _write(sheet, row, texts, None if state else finding.level)
    for index, path in enumerate(finding.cells[:LINKS]):
        cell, target = sheet.cell(row, 10 + index), return_sheet.nearest(drawn, path) if drawn else None
        if index == LINKS - 1 and more > 0:
            style.text(cell, f"{cell.value} 等{len(finding.cells)}处")
        if target is not None:
            cell.hyperlink = Hyperlink(ref="", location=f"'{target.parent.title}'!{target.coordinate}")
            cell.font = _LINK


def _write(sheet: Any, row: int, texts: Sequence[Number | str | None], level: Level | None) -> None:
    """Write a row of the list; its level is coloured."""
    for column, text in enumerate([*texts, *[None] * (len(_HEADS) - len(texts))], 1):
        cell = sheet.cell(row, column)
        cell.border = style.BORDER
        cell.font = Font(name=style.FONT, size=11)
        cell.alignment = Alignment(vertical="top", wrap_text=True)
        if isinstance(text, str):
            style.text(cell, clean(text)[:LONGEST])
        else:
            return_sheet.value(cell, text)
    lines = max(ceil(2.1 * len(str(text)) / width) for text, width in zip(texts, _WIDTHS, strict=False) if text)
    sheet.row_dimensions[row].height = min(400.0, 15.0 * lines + 4)
    if level is not None:
        sheet.cell(row, 4).fill = FILLS[level]


def _name(record: Return, path: str) -> str:
    """A cell in the words of the form; one of another year or organ with that before it."""
    owner, _, own = path.rpartition(":")
    return f"{owner}：{describe_path(record, own)}" if owner else describe_path(record, own)


def _sheet(book: Workbook, item: Checked, names: set[str], findings: Sequence[Finding]) -> dict[str, Cell]:
    """The sheet of a return with what is unresolved highlighted; the cell of each path."""
    sheet: Any = book.create_sheet(_title(item.record, names))
    published: dict[str, str] = {}
    for passage in item.prose.passages if item.prose is not None else ():
        published[passage.path] = f"{published.get(passage.path, '')}\n\n{passage.markdown}".strip()
    drawn = return_sheet.draw(sheet, item.record, published)
    back = sheet.cell(2, 1)
    style.plain(back, f"回到“{SHEET}”")
    style.one_line(back)
    back.hyperlink = Hyperlink(ref="", location=f"'{SHEET}'!A{HEAD + 1}")
    back.font = _LINK
    about: dict[str, list[Finding]] = defaultdict(list)
    for finding in findings:
        for path in finding.cells:
            target = return_sheet.nearest(drawn, path)
            if target is not None and finding not in about[target.coordinate]:
                about[target.coordinate].append(finding)
    order = list(LEVELS)
    for at, found in about.items():
        sheet[at].fill = FILLS[min((finding.level for finding in found), key=order.index)]
        note = "\n".join(f"{finding.rule} {LEVELS[finding.level]}：{finding.message}" for finding in found)
        sheet[at].comment = Comment(clean(note)[:_LONGEST_NOTE], "gongkai", height=120, width=360)
    return drawn


def _title(record: Return, names: set[str]) -> str:
    """A name for the sheet of a return, not taken yet, within what workbooks allow."""
    organ = _UNFIT.sub("", record.agency.short_name or record.agency.name) or "机关"
    number = 1
    while True:
        end = f"{record.year}" if number == 1 else f"{record.year}_{number}"
        name = f"{organ[: 31 - len(end)]}{end}"
        if name.casefold() not in names:
            names.add(name.casefold())
            return name
        number += 1
