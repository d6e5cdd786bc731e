"""Statutory tables typed in Excel without the Gongkai form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import Workbook

from gongkai import forms
from gongkai.importers.base import Expected
from gongkai.importers.formats import xlsx
from gongkai.returns import InputError, Return
from tests.samples import AGENCY

if TYPE_CHECKING:
    from pathlib import Path


def typed(path: Path, edition: str, *, one_sheet: bool = False, title: str | None = None) -> Path:
    """The tables as an office types them: printed grid, numbers 1, 2, 3 … in printed order."""
    book = Workbook()
    sheet: Any = book.active
    if title:
        sheet.cell(1, 1, title)
    top = 3
    count = 0
    for index, table in enumerate(forms.edition(edition).tables.values()):
        if index and not one_sheet:
            sheet, top = book.create_sheet(), 2
        for cell in table.grid.cells:
            row, column = top + cell.row, 2 + cell.column
            if cell.path:
                count += 1
            sheet.cell(row, column, count if cell.path else cell.text)
            last = (row + cell.row_span - 1, column + cell.column_span - 1)
            if last != (row, column):
                sheet.merge_cells(start_row=row, start_column=column, end_row=last[0], end_column=last[1])
        top += table.grid.height + 2
    book.save(path)
    return path


def numbered(edition: str) -> dict[str, int]:
    """The numbers that :func:`typed` writes."""
    cells = [cell for table in forms.edition(edition).tables.values() for cell in table.grid.cells if cell.path]
    return {str(cell.path): number for number, cell in enumerate(cells, 1)}


def read(path: Path, year: int | None = 2024) -> Return:
    """Read a workbook of the sample organ."""
    return xlsx.read(path, Expected(AGENCY, year)).record


@pytest.mark.parametrize(("edition", "year"), [("2019", 2020), ("2021", 2024)])
@pytest.mark.parametrize("one_sheet", [True, False])
def test_every_cell(tmp_path: Path, edition: str, year: int, one_sheet: bool) -> None:
    """All cells are found by their labels, on one sheet or several, wherever the tables are."""
    found = read(typed(tmp_path / "a.xlsx", edition, one_sheet=one_sheet), year)
    assert found.cells == numbered(edition)
    assert (found.issues, found.form_used) == ((), None)


def test_year_from_the_title(tmp_path: Path) -> None:
    """The report year is read from the title where it is not given."""
    path = typed(tmp_path / "a.xlsx", "2021", title="某局 2022 年政府信息公开工作年度报告")
    assert read(path, None).year == 2022


def test_other_edition_is_carried_and_told(tmp_path: Path) -> None:
    """Tables in another edition than the year demands are carried as far as they mean the same."""
    found = read(typed(tmp_path / "a.xlsx", "2019"), 2021)
    numbers = numbered("2019")
    assert found.form_used == "2019"
    assert found.cells["requests.new.natural"] == numbers["requests.new.natural"]
    assert found.cells["requests.other_1.natural"] is None
    assert found.cells["disclosure.normative_documents.in_force"] is None
    kinds = {issue.path: issue.kind for issue in found.issues}
    assert kinds[""] == "form"
    assert kinds["disclosure.procurement.items"] == "extra"
    assert kinds["disclosure.fees.amount"] == "absent"


def change(path: Path, old: str, new: Any) -> Path:
    """Replace the cells of a workbook that hold a text."""
    from openpyxl import load_workbook

    book = load_workbook(path)
    for sheet in book:
        for row in sheet.iter_rows():
            for cell in row:
                if cell.value == old:
                    cell.value = new
    book.save(path)
    return path


def test_label_that_differs(tmp_path: Path) -> None:
    """A label that is nearly the form's is read and reported."""
    path = change(typed(tmp_path / "a.xlsx", "2021"), "7.属于行政执法案卷", "7.行政执法案卷")
    found = read(path)
    assert found.cells == numbered("2021")
    assert [(i.path, i.kind, i.raw, i.expected) for i in found.issues] == [
        ("requests.refused_7", "mislabelled", "7.行政执法案卷", "7.属于行政执法案卷")
    ]


def test_row_that_is_absent(tmp_path: Path) -> None:
    """A row whose label is absent is missing and reported, and so is a row of numbers that the form lacks."""
    found = read(change(typed(tmp_path / "a.xlsx", "2021"), "2.重复申请", "（删去）"))
    assert found.row("requests.unprocessed_2") == [None] * 7
    assert [(i.path, i.kind, i.message) for i in found.issues] == [
        ("requests", "extra", "规定表式中没有工作表“Sheet1”第21行的“（删去）”，没有读入。"),
        ("requests.unprocessed_2", "absent", "表“收到和处理政府信息公开申请情况”中没有找到“2.重复申请”。"),
    ]


def test_header_that_differs(tmp_path: Path) -> None:
    """A column is recognised by its place if its header differs, which is reported."""
    found = read(change(typed(tmp_path / "a.xlsx", "2021"), "结果维持", "维持原判"))
    assert found.cells == numbered("2021")
    assert [(i.path, i.kind, i.raw, i.expected) for i in found.issues] == [
        ("disputes", "mislabelled", "维持原判", "结果维持")
    ]


def test_table_that_is_absent(tmp_path: Path) -> None:
    """An absent table is missing and reported once."""
    path = typed(tmp_path / "a.xlsx", "2021")
    from openpyxl import load_workbook

    book = load_workbook(path)
    del book["Sheet2"]
    book.save(path)
    found = read(path)
    assert found.row("disputes.reconsideration") == [None] * 5
    assert [(i.path, i.kind) for i in found.issues] == [("disputes", "absent")]


def test_blank_and_text(tmp_path: Path) -> None:
    """A blank cell is reported as blank, a text in place of a number with its sheet and cell."""
    numbers = numbered("2021")
    path = change(typed(tmp_path / "a.xlsx", "2021"), numbers["requests.new.natural"], None)  # type: ignore[arg-type]
    path = change(path, numbers["requests.new.business"], "若干")  # type: ignore[arg-type]
    found = read(path)
    assert found.row("requests.new")[:3] == [None, None, numbers["requests.new.research"]]
    assert [(i.path, i.kind, i.raw) for i in found.issues] == [
        ("requests.new.natural", "blank", ""),
        ("requests.new.business", "invalid", "若干"),
    ]
    assert (found.issues[1].message or "").startswith("工作表“Sheet1”的单元格F5里是文字“若干”")


def test_row_twice(tmp_path: Path) -> None:
    """A table that occurs twice is read once, which is reported."""
    path = typed(tmp_path / "a.xlsx", "2021")
    from openpyxl import load_workbook

    book = load_workbook(path)
    book.copy_worksheet(book.worksheets[2])
    book.save(path)
    found = read(path)
    assert found.cells == numbered("2021")
    assert {issue.kind for issue in found.issues} == {"note"}


def test_without_organ(tmp_path: Path) -> None:
    """Whose tables they are must be said."""
    with pytest.raises(InputError, match="请用 --agency 指明机关"):
        xlsx.read(typed(tmp_path / "a.xlsx", "2021"), Expected(year=2024))


def test_without_year(tmp_path: Path) -> None:
    """Of which year they are must be said, by a title or the caller."""
    with pytest.raises(InputError, match="请写明年度（import写 --year 年度，read写在文件后面）"):
        read(typed(tmp_path / "a.xlsx", "2021"), None)


def test_year_without_form(tmp_path: Path) -> None:
    """A year before the forms is refused."""
    with pytest.raises(InputError, match="2017年没有适用的表式"):
        read(typed(tmp_path / "a.xlsx", "2021"), 2017)


def test_no_table(tmp_path: Path) -> None:
    """A workbook without a statutory table is refused."""
    book = Workbook()
    book.active["A1"] = "值班表"  # type: ignore[index]
    book.save(tmp_path / "a.xlsx")
    with pytest.raises(InputError, match="没有找到年度报告的表格"):
        read(tmp_path / "a.xlsx")
