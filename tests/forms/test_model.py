"""Editions of the form."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai import forms
from gongkai.forms import FormError, registry
from gongkai.forms.read import read
from gongkai.forms.registry import in_order


@pytest.mark.parametrize(("edition", "counts"), [("2019", [22, 161, 15]), ("2021", [10, 175, 15])])
def test_cells_per_table(edition, counts):
    """The form of 2019 carries 198 numbers, that of 2021 carries 200, each in its table."""
    assert counts == [len(table.cells) for table in forms.edition(edition).tables.values()]


@pytest.mark.parametrize(("year", "edition"), [(2019, "2019"), (2020, "2019"), (2021, "2021"), (2035, "2021")])
def test_edition_in_force(year, edition):
    """The report year decides which edition is in force."""
    assert edition == forms.edition_for(year).id


def test_years_before_2019_are_refused():
    """A year before the forms known here is refused with a sentence."""
    with pytest.raises(FormError, match="2018年没有适用的表式"):
        forms.edition_for(2018)


def test_unknown_edition_is_refused():
    """An edition that does not exist is refused, and the existing ones are named."""
    with pytest.raises(FormError, match="2019、2021"):
        forms.edition("2022")


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_section_titles(edition):
    """The six titles are exact in both editions."""
    expected = [
        "一、总体情况",
        "二、主动公开政府信息情况",
        "三、收到和处理政府信息公开申请情况",
        "四、政府信息公开行政复议、行政诉讼情况",
        "五、存在的主要问题及改进情况",
        "六、其他需要报告的事项",
    ]
    assert expected == [section.title for section in forms.edition(edition).sections]


def test_unknown_cell_names_the_nearest():
    """A cell that the edition lacks is refused with the nearest one that it has."""
    with pytest.raises(FormError, match=r"requests\.new\.total"):
        forms.edition("2021").cell("requests.new.totl")


def test_editions_differ_in_other_results():
    """The row （六）其他处理 of 2019 became three rows in 2021."""
    rows = {key: [row.id for row in item.tables["requests"].rows] for key, item in forms.editions().items()}
    assert {"other"} == set(rows["2019"]) - set(rows["2021"])
    assert {"other_1", "other_2", "other_3"} == set(rows["2021"]) - set(rows["2019"])


def test_groups():
    """A header gives the rows below it, a row's own id that row."""
    table = forms.edition("2021").tables["requests"]
    assert [f"refused_{n}" for n in range(1, 9)] == [row.id for row in table.group("refused")]
    assert ["granted"] == [row.id for row in table.group("granted")]
    assert 22 == len(table.group("results"))


def test_kinds_of_numbers():
    """Fees and the procurement amount may have decimals, 本年增/减 may be negative, all else counts."""
    kinds = {
        path: cell.kind
        for item in forms.editions().values()
        for path, cell in item.cells.items()
        if cell.kind != "integer"
    }
    signed = {f"disclosure.{row}.change" for row in ("licensing", "other_management", "penalty", "coercion", "fees")}
    assert (
        dict.fromkeys(signed, "signed")
        | {
            "disclosure.procurement.amount": "decimal",
            "disclosure.fees.amount": "decimal",
        }
        == kinds
    )


MINIMAL = """
edition: "2099"
source: 示例
years: {first: 2099, last: null}
sections: [{id: disputes, title: 一、示例, table: disputes}]
tables:
  disputes:
    caption: 示例
    layout: line
    unit: 件
    groups: [{id: a, label: 甲}, {id: b, label: 乙}]
    columns: [{id: x, label: 一}, {id: total, label: 总计}]
"""


def test_new_edition_is_a_new_file():
    """A new edition is read from its file alone."""
    edition = read(MINIMAL)
    assert ["disputes.a.x", "disputes.a.total", "disputes.b.x", "disputes.b.total"] == list(edition.cells)
    assert (2, 4) == (edition.tables["disputes"].grid.height - 1, edition.tables["disputes"].grid.width)


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{id: b, label: 乙}", "{id: a, label: 乙}", "行的代号“a”写了两次"),
        ("{id: total, label: 总计}", "{id: x, label: 总计}", "列的代号“x”写了两次"),
        ("layout: line", "layout: spiral", "“layout”的值“spiral”不认识"),
        ("table: disputes}", "table: requests}", "各部分里的表应当依次是disputes"),
        ("columns: [{id: x, label: 一}, {id: total, label: 总计}]", "", "缺少“columns”"),
    ],
)
def test_contradictions_are_refused(old, new, message):
    """An inconsistent form file is refused."""
    with pytest.raises(FormError, match=message):
        read(MINIMAL.replace(old, new))


def test_newest_edition_wins(monkeypatch):
    """A new file supersedes the open-ended edition before it."""
    later = replace(forms.edition("2021"), id="2027", first_year=2027)
    monkeypatch.setattr(registry, "editions", lambda: in_order([later, *forms.editions().values()]))
    assert ["2019", "2021", "2027"] == list(registry.editions())
    assert ["2021", "2021", "2027", "2027"] == [registry.edition_for(year).id for year in (2021, 2026, 2027, 2030)]


@pytest.mark.parametrize("first", [2020, 2021])
def test_overlapping_editions(first):
    """Two editions that name the same year are refused."""
    other = replace(forms.edition("2021"), id="x", first_year=first)
    with pytest.raises(FormError, match=f"x版表式自{first}年度起适用|也适用于{first}年度"):
        in_order([other, *forms.editions().values()])
