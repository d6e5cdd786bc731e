"""A year started from the last."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal

import pytest
from hypothesis import given, settings

from gongkai.drafting.carry import carried, hints, scaffold, start
from gongkai.drafting.scaffold import compose
from gongkai.parsing import yaml
from gongkai.returns import (
    Fact,
    Figure,
    InputError,
    Issue,
    Passage,
    Return,
    Sections,
    SourceMap,
    Waiver,
    load,
)
from tests.samples import AGENCY, YEARS, record, returns


def again(new: Return, previous: Return | None) -> Return:
    """What loading the new year's text gives."""
    data, lines = yaml.parse(compose(new, previous, hints(previous, new.year)), "new.yaml")
    return load.build(data, AGENCY, SourceMap(file="new.yaml", lines=lines))


def test_carried_over_column_by_column() -> None:
    """二、上年结转 is last year's 四、结转下年度, column by column; a blank stays blank."""
    last = record(2023, 0, requests__carried_out__natural=2, requests__carried_out__research=None)
    assert start(last, 2024).row("requests.carried_in") == [2, 0, None, 0, 0, 0, 0]


def test_nothing_else_is_carried() -> None:
    """No other figure is taken over, above all none as 0."""
    new = start(record(2023, 5), 2024)
    assert {value for path, value in new.cells.items() if "carried_in" not in path} == {None}


def test_item_counts_of_form_2019() -> None:
    """上一年项目数量 is last year's with its 增/减, missing where one of them is."""
    last = record(2019, 0, disclosure__penalty__previous_items=10, disclosure__penalty__change=-3)
    last.cells["disclosure.licensing.change"] = None
    new = start(last, 2020)
    assert new.cells["disclosure.penalty.previous_items"] == 7
    assert new.cells["disclosure.licensing.previous_items"] is None
    assert new.cells["disclosure.penalty.change"] is None


def test_change_of_form() -> None:
    """From form 2019 to 2021 the carry-over is taken, and the numbers in force are reported as not comparable."""
    last = record(2020, 4)
    assert start(last, 2021).row("requests.carried_in") == [4] * 7
    assert "口径不同，不能比照" in hints(last, 2021)["disclosure.regulations.in_force"]


def test_hints() -> None:
    """What last year says about numbers in force, and how this year's follow from it (R7, R9)."""
    last = record(2023, 0, disclosure__normative_documents__in_force=12, disclosure__regulations__in_force=None)
    assert hints(last, 2024) == {
        "disclosure.normative_documents.in_force": "上年现行有效12件；今年应等于该数＋本年制发－本年废止。",
        "disclosure.regulations.in_force": "上年没有填写现行有效件数，不能比照，请清理后填写。",
    }
    found = hints(record(2019, 7), 2020)["disclosure.regulations.total_disclosed"]
    assert found == "上年对外公开总数量为7件；今年应等于该数＋本年新公开数量。"
    assert hints(None, 2024) == {}


def test_headings_are_kept_and_texts_are_not() -> None:
    """Headings, charts, what facts count and the signature are kept; texts, values, photos and dates are not."""
    last = record(2023, 0).model_copy(
        update={
            "sections": Sections(
                preface="旧",
                overview=(Passage(id="x", heading="2023年工作亮点", text="旧"), Passage(id="summary", text="旧")),
                problems="旧",
            ),
            "facts": {
                "items": Fact(value=334, unit="条", label="2023年公开信息"),
                "web": Fact(value=1, unit="条", label="网站", part_of="items"),
            },
            "figures": (
                Figure(id="a", kind="channels", caption="2023年各渠道", alt="旧", after="overview.disclosure"),
                Figure(id="b", kind="photo", caption="照片", file="a.jpg"),
            ),
            "signed": dt.date(2024, 1, 20),
            "signature": "某局（印章）",
            "waivers": (Waiver(rule="R22", reason="机构改革", by="审核人", date=dt.date(2024, 1, 10)),),
            "issues": (Issue(path="requests.new", kind="blank"),),
            "rest": ("requests.new.total",),
        }
    )
    new = start(last, 2024)
    assert new.sections == Sections(overview=(Passage(id="x", heading="2024年工作亮点"), Passage(id="summary")))
    assert new.facts == {
        "items": Fact(value=None, unit="条", label="2024年公开信息"),
        "web": Fact(value=None, unit="条", label="网站", part_of="items"),
    }
    assert new.figures == (Figure(id="a", kind="channels", caption="2024年各渠道", after="overview.disclosure"),)
    assert (new.signed, new.signature, new.waivers, new.issues, new.rest) == (None, "某局（印章）", (), (), ())
    assert "旧" not in compose(new, last, {})


def test_not_the_year_before() -> None:
    """Only the year before can be carried over."""
    with pytest.raises(InputError, match="2024年应当从2023年结转，给出的是2022年的数据"):
        start(record(2022), 2024)


def test_unit_is_kept_while_the_form_has_it() -> None:
    """The unit of the procurement amount goes on in form 2019 only."""
    last = record(2019, 0).model_copy(update={"units": {"disclosure.procurement": "万元"}})
    assert start(last, 2020).units == {"disclosure.procurement": "万元"}
    assert start(last.model_copy(update={"year": 2020}), 2021).units == {}


@pytest.mark.parametrize("year", YEARS)
def test_scaffold_loads(year: int) -> None:
    """A year without a year before has every row, and loads as not filled in."""
    new = scaffold(AGENCY, year)
    assert again(new, None) == new
    text = compose(new, None, {})
    assert all(
        f"  {row.id}: " in text and f"# {row.label}" in text
        for table in new.edition.tables.values()
        for row in table.rows
    )


@settings(max_examples=30, deadline=None)
@given(returns())
def test_text_of_the_new_year_loads(last: Return) -> None:
    """Whatever last year was, the new year's text loads as the return it was made from."""
    new = start(last, last.year + 1)
    assert again(new, last) == new


def test_decimals_are_written_plainly() -> None:
    """A decimal carry-over is written without an exponent."""
    new = start(record(2023, 0, requests__carried_out__natural=Decimal("1E+2")), 2024)
    assert "carried_in: [100, 0" in compose(new, None, {})


def test_carried_names_only_cells_of_the_form() -> None:
    """What is carried are cells of the new year's form."""
    assert set(carried(record(2020), 2021)) == {path for path in scaffold(AGENCY, 2021).cells if "carried_in" in path}
