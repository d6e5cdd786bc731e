"""The findings as a workbook with links into the cells of the returns."""

from __future__ import annotations

from decimal import Decimal
from io import BytesIO
from typing import TYPE_CHECKING, Any

import pytest
from openpyxl import load_workbook

from gongkai import rules
from gongkai.commands.check import run_check
from gongkai.excel.return_sheet import draw
from gongkai.excel.supplementary_read import LONGEST
from gongkai.prose import render_texts
from gongkai.returns import Agency, Fact, Sections, Waiver
from gongkai.review import findings_workbook
from gongkai.review.check import Checked
from gongkai.review.findings_workbook import FILLS, HEAD, SHEET, UNBUILDABLE, UNCHECKED, UNREADABLE, WAIVED, workbook
from tests.office import recalculated
from tests.samples import record

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from gongkai.returns import Return

WRONG = record(
    2024, requests__new__natural=3, requests__new__total=5, requests__total__total=2, disclosure__fees__amount=Decimal("1.5")
).model_copy(
    update={
        "facts": {"all": Fact(value=5, unit="条", label="全部"), "web": Fact(value=4, unit="条", label="网站", part_of="all")},
        "sections": Sections(problems="=1+1\n\n本年收到政府信息公开申请9件。", other="收取信息处理费{{ facts.all }}元。"),
    }
)  # fmt: skip


def checked(given: Return) -> Checked:
    """A return with its findings."""
    prose = render_texts(given)
    return Checked(given, tuple(rules.check(given, prose=prose, passes=True)), prose=prose)


def opened(*items: Checked) -> Workbook:
    """The workbook of returns."""
    return load_workbook(BytesIO(workbook(items)))


def listed(book: Workbook) -> list[dict[str, Any]]:
    """The rows of the list by header; links as the value that they lead to."""
    sheet = book[SHEET]
    headers = [str(cell.value) for cell in sheet[HEAD]]
    return [dict(zip(headers, row, strict=True)) for row in sheet.iter_rows(min_row=HEAD + 1)]


def target(book: Workbook, cell: Any) -> Any:
    """The cell that a link leads to."""
    sheet, _, at = cell.hyperlink.location.rpartition("!")
    return book[sheet.strip("'")][at]


def test_every_finding_is_listed_and_linked() -> None:
    """Each finding has a row with its words and values, a link to its cells, and each cell is highlighted and explained."""
    item = checked(WRONG)
    book = opened(item)
    sheet, rows = book[SHEET], listed(book)
    failed = [(finding.rule, finding.message, finding.todo) for finding in item.failed]
    assert failed == [tuple(row[key].value or "" for key in ("规则", "问题", "处理")) for row in rows[: len(failed)]]
    assert {"R1", "R3", "R12", "R15"} <= {rule for rule, _, _ in failed}
    finding = next(finding for finding in item.failed if finding.rule == "R3")
    r3 = next(row for row in rows if row["问题"].value == finding.message)
    first = sheet.cell(r3["规则"].row, 10)
    assert WRONG.cells[finding.cells[0]] == target(book, first).value
    assert FILLS["error"].fgColor.rgb == target(book, first).fill.fgColor.rgb
    assert f"R3 错误：{finding.message}" in target(book, first).comment.text
    assert [finding.value(name) for name in ("left", "right", "difference")] == [
        r3[key].value for key in ("左边", "右边", "相差")
    ]
    r15 = next(finding for finding in item.failed if finding.cells and finding.cells[0].startswith("facts."))
    row = next(row for row in rows if row["问题"].value == r15.message)
    assert 5 == target(book, sheet.cell(row["规则"].row, 10)).value
    r12 = next(finding for finding in item.failed if finding.rule == "R12")
    row = next(row for row in rows if row["问题"].value == r12.message)
    links = [sheet.cell(row["规则"].row, 10 + at) for at in range(len(r12.cells))]
    assert "=1+1\n\n本年收到政府信息公开申请9件。" == target(book, links[r12.cells.index("sections.problems")]).value


def test_numbers_and_texts_of_the_return() -> None:
    """The sheet has every number of the form in its cell, empty where not filled in, and the texts as published."""
    given = WRONG.model_copy(update={"cells": WRONG.cells | {"requests.granted.natural": None}})
    sheet: Any = load_workbook(BytesIO(workbook([checked(given)]))).worksheets[1]
    drawn = draw(load_workbook(BytesIO(workbook([]))).active, given, {})
    for path, value in given.cells.items():
        assert value == sheet[drawn[path].coordinate].value, path
    assert "收取信息处理费5元。" == sheet[drawn["sections.other"].coordinate].value


def test_waived_and_unchecked() -> None:
    """Accepted findings have their reason, rules that could not be checked why; neither is highlighted."""
    waiver = Waiver(rule="R3", reason="核对过", by="张三", date="2025-01-05")
    item = checked(WRONG.model_copy(update={"waivers": (waiver,)}))
    rows = listed(opened(item))
    states = {row["级别"].value for row in rows}
    assert {"错误", WAIVED, UNCHECKED} <= states
    (accepted, *_) = [row for row in rows if row["级别"].value == WAIVED]
    assert "R3" == accepted["规则"].value
    assert accepted["问题"].value.endswith("理由：核对过（张三，2025-01-05）")
    assert "00000000" == accepted["级别"].fill.fgColor.rgb


def test_other_returns_cells_have_no_link() -> None:
    """A cell of last year is named, not linked to this year's."""
    last = record(2023, requests__carried_out__total=7, requests__carried_out__natural=7)
    found = rules.check(WRONG, last, passes=True)
    rows = listed(opened(Checked(WRONG, tuple(found))))
    (row, *_) = [row for row in rows if row["规则"].value == "R6"]
    cells = [row["规则"].parent.cell(row["规则"].row, 10 + at) for at in range(4)]
    ours = [cell for cell in cells if cell.value and cell.value.startswith("2023：")]
    assert ours
    assert all(cell.hyperlink is None for cell in ours)
    assert any(cell.hyperlink is not None for cell in cells)


@pytest.mark.parametrize("name", ["某局/一科[1]:*?", "很" * 60 + "局", "'=1+1"])
def test_names_of_sheets(name: str) -> None:
    """Any name of an organ gives a valid name of a sheet, and no two are the same."""
    given = WRONG.model_copy(update={"agency": Agency(id="a", name=name, level="department")})
    item = checked(given)
    book = opened(item, item, item)
    assert 4 == len({sheet.casefold() for sheet in book.sheetnames})
    assert all(len(sheet) <= 31 for sheet in book.sheetnames)
    for row in listed(book):
        link = row["规则"].parent.cell(row["规则"].row, 10)
        assert link.hyperlink is None or target(book, link).parent.title in book.sheetnames


def test_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    """Long texts are cut to what a cell holds, and beyond a number of returns findings are listed without a sheet."""
    monkeypatch.setattr(findings_workbook, "MOST_SHEETS", 1)
    given = WRONG.model_copy(update={"sections": Sections(problems="长" * (LONGEST + 5))})
    book = opened(checked(given), checked(WRONG))
    assert 2 == len(book.sheetnames)
    assert LONGEST == max(len(str(cell.value or "")) for row in book.worksheets[1].iter_rows() for cell in row)
    assert {2} == {len({row["规则"].parent.cell(row["规则"].row, 10).hyperlink is None for row in listed(book)})}


def test_unreadable_returns_are_listed() -> None:
    """A return that cannot be read, and what would prevent a report, are rows of the list too."""
    item = checked(WRONG)
    item = Checked(item.record, item.findings, ("a.yaml:3：没有这张照片。",), item.prose)
    book = load_workbook(BytesIO(workbook([item], [("b", 2023, "b.yaml:1：缺少年度。\nb.yaml:2：=不对。")])))
    rows = [[row[key].value for key in ("机关", "年度", "级别", "问题")] for row in listed(book)]
    assert [
        ["b", 2023, UNREADABLE, "b.yaml:1：缺少年度。"],
        ["b", 2023, UNREADABLE, "b.yaml:2：=不对。"],
        ["某市某区试验局", 2024, UNBUILDABLE, "a.yaml:3：没有这张照片。"],
    ] == rows[:3]


def test_same_findings_same_bytes() -> None:
    """The same findings give the same bytes; no findings an empty list."""
    item = checked(WRONG)
    assert workbook([item]) == workbook([item])
    assert [] == listed(opened())


def test_libreoffice_keeps_links_and_texts(tmp_path: Path) -> None:
    """LibreOffice opens the workbook: links lead to the cells, numbers are numbers, texts are no formulas."""
    path = tmp_path / "findings.xlsx"
    path.write_bytes(workbook([checked(WRONG)]))
    ours = load_workbook(path)
    book, shown = recalculated(path, tmp_path)
    links = [cell for row in ours[SHEET].iter_rows() for cell in row if cell.hyperlink]
    assert len(links) > 5
    for cell in links:
        there = book[SHEET][cell.coordinate]
        assert cell.hyperlink.location.replace("'", "") == there.hyperlink.location.lstrip("#").replace("'", "")
        assert target(ours, cell).value == shown[target(ours, cell).parent.title][target(ours, cell).coordinate].value
    formulas = [
        cell.value for sheet in book.worksheets for row in sheet.iter_rows() for cell in row if cell.data_type == "f"
    ]
    assert [] == formulas
    assert any("=1+1" in str(cell.value) for row in shown.worksheets[1].iter_rows() for cell in row)


def test_command(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """``gongkai check --xlsx`` writes the workbook beside its other output; a wrong name or place is refused."""
    organ = tmp_path / "params" / "a"
    organ.mkdir(parents=True)
    (organ / "agency.yaml").write_text("name: 某市某区试验局\nlevel: department\n", "utf-8")
    (organ / "2024.yaml").write_text("year: 2024\nrequests:\n  new: [1, 0, 0, 0, 0, 0, 2]\n  rest: 0\n", "utf-8")
    file = tmp_path / "核对.xlsx"
    assert run_check([], [], tmp_path / "params", None, xlsx=file) == 1
    (organ / "2025.yaml").write_text("year: 2025\nreqests: {}\n", "utf-8")
    assert run_check([], [], tmp_path / "params", None, xlsx=file) == 2
    assert f"核对结果已写入{file}。" in capsys.readouterr().err.replace("\n", "")
    assert any("是不是“requests”" in str(row["问题"].value) for row in listed(load_workbook(file)))
    assert any(
        row["规则"].value == "R3" and row["机关"].value == "某市某区试验局" for row in listed(load_workbook(file))
    )
    assert run_check([], [], tmp_path / "params", None, xlsx=tmp_path / "核对.docx") == 2
    assert "请把文件名写成核对.xlsx" in capsys.readouterr().err
    (tmp_path / "是文件夹.xlsx").mkdir()
    assert run_check([], [], tmp_path / "params", None, xlsx=tmp_path / "是文件夹.xlsx") == 2
    assert "请换一个位置" in capsys.readouterr().err
