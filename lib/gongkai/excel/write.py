"""Write the Excel form that an organ fills in."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from openpyxl import Workbook
from openpyxl.comments import Comment
from openpyxl.formatting.rule import Rule
from openpyxl.styles import Protection
from openpyxl.styles.differential import DifferentialStyle
from openpyxl.worksheet.datavalidation import DataValidation

from gongkai import files, forms
from gongkai.drafting.carry import hints
from gongkai.excel import instructions, meta, style
from gongkai.excel.cell_specs import CellSpec, cell_specs
from gongkai.excel.layout import EXPLANATION, YES, CellRef, FormLayout, cell_ref, layout
from gongkai.excel.package import pack
from gongkai.excel.supplementary_write import fill as fill_facts
from gongkai.excel.supplementary_write import fill_texts
from gongkai.excel.totals import balance, balance_formula, formula
from gongkai.returns.errors import InputError
from gongkai.returns.model import Sections

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.returns.model import Agency, Number, Return

_LIMIT = 999_999_999_999
_CHECK = "校验：第一项＋第二项－第三项－第四项（应为0）"
_LEGEND = "只填浅黄色单元格；浅蓝色自动求和，深灰色为上年带入。没有发生的填0。"


def write_form(record: Return | None, agency: Agency, year: int, previous: Return | None, path: Path) -> None:
    """Write the form of an organ and year; the same inputs give the same bytes.

    Args:
        record: What is filled in already; ``None`` for an empty form.
        agency: The organ.
        year: Report year.
        previous: Last year's return, for the carry-over; ``None`` if absent.
        path: The ``.xlsx`` file.

    Raises:
        InputError: ``record`` or ``previous`` is for another year, or a text is longer than a cell can hold.
        FormError: No edition is in force for the year.
    """
    files.write(path, form_bytes(record, agency, year, previous))


def form_bytes(record: Return | None, agency: Agency, year: int, previous: Return | None) -> bytes:
    """The form as the bytes of a workbook; the same inputs give the same bytes.

    Args and errors are those of :func:`write_form`.
    """
    if record is not None and record.year != year:
        msg = f"要生成{year}年的填报表，给出的是{record.year}年的数据。"
        raise InputError(msg)
    form = layout(forms.edition_for(year).id)
    filled = cell_specs(record, year, previous)
    book = Workbook()
    sheet: Any = book.active
    sheet.title = EXPLANATION
    _explanation(sheet, agency, year, form)
    values: dict[str, dict[str, Number | str | None]] = {}
    remarks = hints(previous, year)
    for table in form.edition.tables.values():
        sheet = book.create_sheet(form.sheets[table.id])
        _table(sheet, table, form, filled)
        _heading(sheet, form.sheets[table.id], f"{agency.name}　{year}年　单位：件（另有注明的除外）")
        values[sheet.title] = {
            form.cells[at].at: spec.value
            for at, spec in filled.items()
            if spec.kind == "total" and form.cells[at].sheet == sheet.title
        }
        if table.id == "requests":
            _balance(sheet, form, filled, values[sheet.title])
        rest = form.rest(table.id)
        _choice(sheet, rest, "本表空着的格全部为0（请选择）", (YES,), None)
        below = rest.row
        for row, at in form.units.items():
            if at.sheet == sheet.title:
                said = f"{form.unit_label(row)}（请选择）"
                _choice(sheet, at, said, form.edition.open_rows[row].choices, record.units.get(row) if record else None)
                below = at.row
        own = [(form.edition.cells[at].label, text) for at, text in remarks.items() if at.startswith(f"{table.id}.")]
        for index, (label, text) in enumerate(own):
            sheet.merge_cells(
                start_row=below + 1 + index, end_row=below + 1 + index, start_column=1, end_column=table.grid.width
            )
            style.plain(sheet.cell(below + 1 + index, 1), f"提示：{label}，{text}")
            sheet.row_dimensions[below + 1 + index].height = 32
    fill_facts(book, record.facts if record else {})
    fill_texts(book, form.edition, record.sections if record else Sections())
    meta.write(book, agency, year, record)
    book.active = 0
    return pack(book, values)


def _heading(sheet: Any, title: str, line: str) -> None:
    style.plain(sheet.cell(1, 1), title, size=16, bold=True)
    style.plain(sheet.cell(2, 1), line)
    style.plain(sheet.cell(3, 1), _LEGEND)
    for row, height in ((1, 26), (2, 18), (3, 18)):
        style.one_line(sheet.cell(row, 1))
        sheet.row_dimensions[row].height = height
    sheet.protection.sheet = True
    sheet.page_setup.orientation = "landscape"
    sheet.page_setup.paperSize = 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True


def _table(sheet: Any, table: forms.Table, form: FormLayout, filled: dict[str, CellSpec]) -> None:
    style.size(sheet, table.grid)
    for cell in table.grid.cells:
        at = cell_ref(sheet.title, cell)
        last_row, last_column = at.row + cell.row_span - 1, at.column + cell.column_span - 1
        spec = filled[cell.path] if cell.path else None
        for row in range(at.row, last_row + 1):
            for column in range(at.column, last_column + 1):
                style.paint(
                    sheet.cell(row, column),
                    spec.kind if spec else "head",
                    bold=cell.role == "title",
                    left=cell.role == "row",
                )
        if spec is None:
            style.text(sheet.cell(at.row, at.column), cell.text)
        else:
            _value(sheet.cell(at.row, at.column), spec, form.edition, cell.path or "")
        if (last_row, last_column) != (at.row, at.column):
            sheet.merge_cells(start_row=at.row, start_column=at.column, end_row=last_row, end_column=last_column)
    for kind, rule in _validations().items():
        cells = [
            path for path, spec in filled.items() if spec.kind == "input" and form.cells[path].sheet == sheet.title
        ]
        for path in cells:
            if form.edition.cells[path].kind == kind:
                rule.add(form.cells[path].at)
        if rule.sqref:
            sheet.add_data_validation(rule)
    if table.grid.header_rows:
        first = min((form.cells[item.path] for item in table.cells), key=lambda at: (at.row, at.column))
        sheet.freeze_panes = first.at if first.column <= 4 else f"A{first.row}"


def _value(cell: Any, spec: CellSpec, edition: forms.Edition, path: str) -> None:
    if spec.kind == "total":
        cell.value = formula(edition.id, path)
    elif spec.value is not None:
        cell.value = spec.value if isinstance(spec.value, int) else float(spec.value)
    if spec.note:
        cell.comment = Comment(spec.note, "gongkai", height=60, width=240)


def _validations() -> dict[str, DataValidation]:
    found = {}
    for kind, lowest, what in (
        ("integer", 0, "非负整数，没有发生的填0"),
        ("signed", -_LIMIT, "整数，减少的填负数"),
        ("decimal", 0, "非负数，可以有小数"),
    ):
        found[kind] = DataValidation(
            type="decimal" if kind == "decimal" else "whole", operator="between", formula1=str(lowest),
            formula2=str(_LIMIT), allow_blank=True, showErrorMessage=True, errorStyle="stop",
            errorTitle="数字不对", error=f"这里要填{what}。",
        )  # fmt: skip
    return found


def _balance(sheet: Any, form: FormLayout, filled: dict[str, CellSpec], values: dict[str, Number | str | None]) -> None:
    """The live R1 check below table 3."""
    table = form.edition.tables["requests"]
    row = form.below("requests")
    cells = {path: spec.value for path, spec in filled.items()}
    columns = [column.id for column in table.rows[0].columns]
    first = form.cells[f"requests.new.{columns[0]}"].column
    for head in range(1, first):
        style.paint(sheet.cell(row, head), "head", left=True)
    sheet.cell(row, 1).value = _CHECK
    sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=first - 1)
    sheet.row_dimensions[row].height = 24
    for index, column in enumerate(columns):
        cell = sheet.cell(row, first + index)
        style.paint(cell, "head")
        cell.value = balance_formula(form.edition.id, column)
        values[cell.coordinate] = balance(cells, column)
    area = f"{sheet.cell(row, first).coordinate}:{sheet.cell(row, first + len(columns) - 1).coordinate}"
    at = sheet.cell(row, first).coordinate
    for test, fill in (("=", style.GOOD), ("<>", style.BAD)):
        rule = Rule(type="expression", dxf=DifferentialStyle(fill=fill), formula=[f"AND(ISNUMBER({at}),{at}{test}0)"])
        sheet.conditional_formatting.add(area, rule)


def _choice(sheet: Any, at: CellRef, label: str, options: tuple[str, ...], value: str | None) -> None:
    """A labelled cell below a table with a list to choose from."""
    for column in range(1, at.column):
        style.paint(sheet.cell(at.row, column), "head", left=True)
    style.text(sheet.cell(at.row, 1), label)
    sheet.merge_cells(start_row=at.row, start_column=1, end_row=at.row, end_column=at.column - 1)
    style.paint(sheet.cell(at.row, at.column), "input")
    style.text(sheet.cell(at.row, at.column), value)
    sheet.row_dimensions[at.row].height = 24
    rule = DataValidation(type="list", formula1=f'"{",".join(options)}"', allow_blank=True, showErrorMessage=True)
    rule.error = f"请选“{'”或“'.join(options)}”。"
    rule.add(at.at)
    sheet.add_data_validation(rule)


def _explanation(sheet: Any, agency: Agency, year: int, form: FormLayout) -> None:
    sheet.column_dimensions["A"].width = 14
    sheet.column_dimensions["B"].width = 96
    style.plain(sheet.cell(1, 1), EXPLANATION, size=16, bold=True)
    style.one_line(sheet.cell(1, 1))
    for row, (subject, text) in enumerate(instructions.lines(agency, year, form.edition), 3):
        style.plain(sheet.cell(row, 1), subject, bold=True)
        style.plain(sheet.cell(row, 2), text)
        sheet.cell(row, 1).protection = sheet.cell(row, 2).protection = Protection(locked=True)
        sheet.row_dimensions[row].height = 18 if 2 * len(text) <= 94 else 34
    sheet.protection.sheet = True
    sheet.page_setup.orientation = "landscape"
