"""Projects and amounts of 政府集中采购 in form 2019."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai import forms, rules
from gongkai.reading.binding import Sure
from gongkai.reading.report import bind_claims
from gongkai.reading.scope import Organ
from gongkai.reading.sentences import split_sentences
from gongkai.returns import Agency, Number, Return, Sections, empty_cells

ITEMS, AMOUNT = "disclosure.procurement.items", "disclosure.procurement.amount"


def read(text: str, unit: str = "万元", edition: str = "2019") -> list[tuple[str, Number, Sure]]:
    """Quantity, value and certainty of each claim, where the return gives this unit."""
    organ = Organ(
        2020, "清河市水利局", ("我局",), rolled=False, units=(("disclosure.procurement", unit),) if unit else ()
    )
    found = bind_claims(split_sentences(text, "sections.overview", "overview", "disclosure"), organ, edition)
    return [(claim.options[0], claim.value, claim.sure) for claim in found]


@pytest.mark.parametrize(
    ("text", "unit", "expected"),
    [
        (
            "政府集中采购项目12个，采购总金额345.6万元。",
            "万元",
            [(ITEMS, 12, "certain"), (AMOUNT, Decimal("345.6"), "certain")],
        ),
        ("政府集中采购项目12个，采购总金额3456000元。", "元", [(ITEMS, 12, "certain"), (AMOUNT, 3456000, "certain")]),
        ("政府集中采购项目12个，采购总金额345.6万元。", "", [(ITEMS, 12, "certain"), (AMOUNT, 3456000, "likely")]),
        ("政府采购项目5个，金额20万元。", "万元", [(ITEMS, 5, "likely"), (AMOUNT, 20, "likely")]),
        ("公开政府采购信息20条，罚没金额20万元。", "万元", []),
        ("公开政府集中采购信息12条，成交总额65万元。", "万元", [(ITEMS, 12, "likely"), (AMOUNT, 65, "certain")]),
        ("本年度及历年均没有政府集中采购项目。", "万元", [(ITEMS, 0, "likely"), (AMOUNT, 0, "likely")]),
        ("全年未开展政府集中采购。", "万元", [(ITEMS, 0, "likely"), (AMOUNT, 0, "likely")]),
        ("上年度没有政府集中采购项目。", "万元", []),
    ],
)
def test_procurement(text: str, unit: str, expected: list[tuple[str, Number, Sure]]) -> None:
    """What was bought centrally is compared with the table in its own unit; without one, or if bought otherwise, a hint."""
    assert read(text, unit) == expected


@pytest.mark.parametrize(
    ("text", "amount", "expected"),
    [
        ("政府集中采购总金额345.6万元。", 3456000, []),
        ("政府集中采购总金额345.6万元。", Decimal("345.6"), []),
        ("政府集中采购总金额345.6万元。", 345, [("hint", Decimal(3450000), Decimal(6000), "按元或万元计都不相等")]),
        ("政府集中采购项目2个，货物采购金额300万元，服务采购金额200万元。", 500, []),
    ],
)
def test_amount_without_a_unit(text: str, amount: Number, expected: list[tuple[str, Number, Number, str]]) -> None:
    """Where the return gives no unit, an amount is a hint if it is the table's in none of those that the form allows."""
    edition = forms.edition("2019")
    record = Return(
        agency=Agency(id="a", name="清河市水利局", level="department"), year=2020,
        cells=empty_cells(edition) | {AMOUNT: amount}, sections=Sections(overview=text),
    )  # fmt: skip
    found = [item for item in rules.check(record, None, ()) if item.rule == "R14" and item.outcome == "fail"]
    said = [
        (item.level, item.value("right"), item.value("difference"), note)
        for item in found for note in ("按元或万元计都不相等",) if note in item.message
    ]  # fmt: skip
    assert (len(found), said) == (len(expected), expected)


def test_a_form_without_procurement() -> None:
    """Where the form has no such row nothing is compared."""
    assert read("政府集中采购项目12个，采购总金额345.6万元。", edition="2021") == []
