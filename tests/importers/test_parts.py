"""Limits and comparisons inside the importers, each at its border."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from gongkai import forms
from gongkai.excel import write_form
from gongkai.importers.base import Expected
from gongkai.importers.core import leftovers, values
from gongkai.importers.core.delimiters import CELL, END
from gongkai.importers.core.legacy_forms import LegacyFormError, refuse
from gongkai.importers.core.parsed_report import DelimitedText, ParsedReport
from gongkai.importers.formats import html, report_json, text, xlsx
from gongkai.importers.organ import Organs
from gongkai.returns import Agency
from gongkai.returns.canonical import dumps, to_json
from tests.importers.test_round_trip import AGENCY, consistent

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.parametrize(("cells", "expected"), [((), 0), (("A1",), 0), (("A1", "B1"), 1), (("A1", "A2"), 1)])
def test_sheet_that_was_added(tmp_path: Path, cells: tuple[str, ...], expected: int) -> None:
    """A sheet beside the form's is listed if more than one of its cells is filled in."""
    path = tmp_path / "form.xlsx"
    write_form(consistent(1, 2024), AGENCY, 2024, None, path)
    book = load_workbook(path)
    sheet = book.create_sheet("说明")
    for cell in cells:
        sheet[cell] = "另附"
    book.save(path)
    assert expected == len(xlsx.IMPORTER.read(path, Expected(AGENCY, 2024)).leftovers)


@pytest.mark.parametrize(("length", "is_kept"), [(1, False), (299, False), (300, True)])
def test_hidden_text_of_a_page(length: int, is_kept: bool) -> None:
    """What a page hides is not read, unless it is as long as a page whose style sheet shows it."""
    page = f"<html><p>{'政府信息公开' * 9}</p><p hidden>{'藏' * length}</p></html>"
    assert is_kept == any("藏" in str(block) for block in html.from_bytes(page.encode(), "a.html").blocks)


@pytest.mark.parametrize(("name", "number"), [(AGENCY.name, 0), ("一局", 1), ("龥局", 1)])
def test_organ_of_a_report_json(tmp_path: Path, name: str, number: int) -> None:
    """A ``report.json`` of another organ than the expected one is taken with a note, whichever name sorts first."""
    record = consistent(1, 2024)
    path = tmp_path / "report.json"
    path.write_text(dumps(to_json(record, record.sections.model_dump())), "utf-8")
    found = report_json.read(path, Expected(Agency(id="other", name=name, level="department"), 2024)).record
    assert number == sum(issue.path == "agency.name" for issue in found.issues)
    assert ("other", name) == (found.agency.id, found.agency.name)


@pytest.mark.parametrize(("titles", "is_old"), [(1, False), (2, True), (3, True)])
def test_titles_of_older_forms(titles: int, is_old: bool) -> None:
    """Two titles of the forms before 2019 show an old report where no year says what it is; one does not."""
    old = ["一、概述", "二、主动公开政府信息情况", "三、收费及减免"][:titles]
    said = "\n".join(f"{title}\n正文。" for title in old)
    source = ParsedReport("a.txt", (DelimitedText(said),))
    if is_old:
        with pytest.raises(LegacyFormError, match="2019年以前的表式"):
            refuse(source, said, None, [])
    else:
        refuse(source, said, None, [])
    refuse(source, said, 2019, [])
    with pytest.raises(LegacyFormError, match="2018年的报告"):
        refuse(source, said, 2018, [])


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("清河市东山区财政局", 0),
        ("东山区财政局", 0),
        ("财政局", 0),
        ("清河市东山区财政局办公室", 0),
        ("税务局", 1),
        (None, 0),
    ],
)
def test_organ_that_was_given(printed: str | None, number: int) -> None:
    """The name in a title may be shorter or longer than the organ's; another name is noted."""
    agency = Agency(id="cz", name="清河市东山区财政局", short_name="东山区财政局", level="department")
    organs = Organs("a.txt", agency, None)
    assert agency == organs.find(printed)
    assert number == len(organs.issues)


@pytest.mark.parametrize("spare", [-1, 0, 1])
def test_bars_in_a_text(spare: int) -> None:
    """Bars delimit cells where enough lines have two of them; fewer are punctuation."""
    lines = ["甲|乙|丙"] * (text._FEWEST_CELLS // 4 + spare)
    (block,) = text.from_text("\n".join([*lines, "丁"]), "a.txt").blocks
    assert isinstance(block, DelimitedText)
    assert (spare >= 0) == (f"甲{CELL}乙{CELL}丙{END}" in block.text)


def test_most_leftovers() -> None:
    """Forty lines behind a report are listed, and forty fields before it."""
    assert 40 == len(list(leftovers.behind("\n".join(["又及一行"] * 41))))
    assert 40 == len(list(leftovers.before("文号：甲〔2025〕1号\n" * 41, "")))


@pytest.mark.parametrize(
    ("written", "amount", "converted"),
    [("1.5万元", "1.5", ()), ("15000元", "1.5", (0,)), ("20000元", "2", (0,)), ("3", "3", ()), ("0元", "0", ())],
)
def test_unit_of_an_amount(written: str, amount: str, converted: tuple[int, ...]) -> None:
    """An amount in the unit of its column is taken as it is, one in another is converted and listed as such."""
    table = forms.edition("2021").tables["disclosure"]
    cells = [cell for cell in table.cells if cell.path == "disclosure.fees.amount"]
    columns = [column for row in table.rows if row.id == "fees" for column in row.columns]
    found = values.read(f" {written} ", cells, columns, (1,), last=False)
    assert ((Decimal(amount),), converted) == (found.numbers, found.converted)
