"""Real offices' pages vary: the same report in many shapes gives the same return."""

from __future__ import annotations

from random import Random

import pytest

from gongkai.importers.core.assemble import assemble
from gongkai.importers.formats import html
from gongkai.returns import Agency, Return
from tests.accuracy.generate import consistent
from tests.importers import pages
from tests.importers.pages import SAME, Style, page

BLANK = (
    "requests.refused_2.",
    "requests.granted.business",
    "disputes.litigation_direct.total",
    "disclosure.regulations.",
)


def record(year: int) -> Return:
    """A return with some cells not filled in."""
    made = consistent(Random(5), year)
    return made.model_copy(
        update={"cells": {path: None if path.startswith(BLANK) else value for path, value in made.cells.items()}}
    )


def read(wanted: Return, style: Style) -> Return:
    """The page of a return, read back."""

    def organ(name: str | None) -> Agency:
        return Agency(id="a", name=name or "", level="department")

    return assemble(html.from_bytes(page(wanted, style), "page.html"), organ).record


@pytest.mark.parametrize("year", [2020, 2023])
@pytest.mark.parametrize("shape", SAME)
def test_a_page_in_any_shape_is_read_alike(year, shape):
    """Cells, organ, year, date and texts come out the same, and nothing but blank cells needs a look."""
    wanted = record(year)
    found = read(wanted, SAME[shape])
    assert wanted.cells == found.cells
    assert (pages.ORGAN, year, f"{year + 1}-01-20") == (found.agency.name, found.year, str(found.signed))
    assert {"blank"} == {issue.kind for issue in found.issues}
    assert "### （一）主动公开情况\n\n全年主动公开政府信息120条。" in str(found.sections.overview)
    assert (None, None, None) == (found.sections.disclosure, found.sections.requests, found.sections.disputes)
    assert found.sections.preface.startswith("根据《中华人民共和国政府信息公开条例》")
    assert "没有收取信息处理费。" == found.sections.other


@pytest.mark.parametrize(
    ("old", "new", "path", "expected"),
    [
        ("科研机构", "科研单位", "requests", "科研机构"),
        ("4.保护第三方合法权益", "4.保护第三方合法权利", "requests.refused_4", "4.保护第三方合法权益"),
        ("（七）总计", "（八）总计", "requests.total", "（七）总计"),
        ("结果纠正", "纠正", "disputes", "结果纠正"),
    ],
)
def test_another_wording_is_read_and_named(old, new, path, expected):
    """A label that differs from the form's is read all the same, with an issue that gives both."""
    wanted = record(2023)
    found = read(wanted, Style(labels=((old, new),)))
    assert wanted.cells == found.cells
    assert (new, expected) in [(i.raw, i.expected) for i in found.issues if i.kind == "mislabelled" and i.path == path]


def test_a_cell_that_is_no_number_is_named_with_its_text():
    """The issue has the text of that cell; the others are read."""
    wanted = record(2023)
    mark = wanted.cells["requests.new.total"]
    found = read(wanted, Style(table=lambda _r, _i, html: html.replace(f"<p>{mark}</p>", "<p>暂无数据</p>", 1)))
    assert [("requests.new.total", "暂无数据")] == [(i.path, i.raw) for i in found.issues if i.kind == "invalid"]
    assert found.cells["requests.new.total"] is None


def test_a_table_that_is_a_picture_is_absent():
    """A table that is not there leaves its cells empty, with one issue."""
    found = read(record(2023), Style(table=lambda _r, table, html: "<img src='x'>" if table == "disputes" else html))
    assert ["disputes"] == [issue.path for issue in found.issues if issue.kind == "absent"]


def test_the_year_may_stand_before_the_organ():
    """2023年度…局政府信息公开工作年度报告 names organ and year as well."""
    title = f"{pages.ORGAN}2023年政府信息公开工作年度报告"
    other = f"2023年度{pages.ORGAN}政府信息公开工作年度报告"
    found = read(record(2023), Style(page=lambda html: html.replace(title, other)))
    assert (pages.ORGAN, 2023) == (found.agency.name, found.year)


@pytest.mark.parametrize("seed", [*range(20), 45])
def test_a_damaged_table_gives_no_number_to_another_cell(seed):
    """A number that is read is in its own cell; whatever is not read has an issue."""
    wanted = record(2020 if seed % 2 else 2023)
    found = read(wanted, Style(table=pages.damaged(Random(seed))))
    other = {path for path, value in found.cells.items() if value != wanted.cells[path]}
    assert set() == {path for path in other if found.cells[path] is not None}
    named = {issue.path for issue in found.issues}
    assert set() == {path for path in other if not named & {path, path.rpartition(".")[0], path.split(".")[0]}}
