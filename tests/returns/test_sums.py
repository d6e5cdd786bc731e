"""Figures of several returns are added up exactly, or not at all."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai import forms
from gongkai.returns import Agency, Return, empty_cells
from gongkai.returns.sums import add, amount_in, common_unit, convert

AMOUNT = "disclosure.procurement.amount"


def member(amount: int, unit: str | None) -> Return:
    """A return of 2020 with nothing in it but the procurement amount."""
    cells = {**empty_cells(forms.edition_for(2020)), AMOUNT: amount}
    agency = Agency(id="a", name="a", level="department")
    return Return(agency=agency, year=2020, cells=cells, units={"disclosure.procurement": unit} if unit else {})


@pytest.mark.parametrize(
    ("values", "total"),
    [
        ([1, 2], 3),
        ([], 0),
        ([1, None], None),
        ([-3, 1], -2),
        ([Decimal("0.1"), Decimal("0.2")], Decimal("0.3")),
    ],
)
def test_sum(values: list[int | Decimal | None], total: object) -> None:
    """Numbers are added with their signs and without rounding errors; a missing one makes the sum missing."""
    assert total == add(values)


@pytest.mark.parametrize(
    ("units", "target", "expected"),
    [
        (("元", "元"), None, 40000),
        (("元", "万元"), "万元", Decimal(20002)),
        (("元", "万元"), "元", Decimal(200020000)),
        (("元", "万元"), None, None),
        (("元", None), None, None),
        (("元", None), "元", None),
    ],
)
def test_procurement_units(units: tuple[str | None, ...], target: str | None, expected: object) -> None:
    """The procurement amount is added in one unit, or is missing where a unit is."""
    members = [member(20000, unit) for unit in units]
    unit = target or common_unit(members, AMOUNT)
    assert expected == (None if unit is None else add([amount_in(item, AMOUNT, unit) for item in members]))


def test_zero_needs_no_unit() -> None:
    """A member without procurement takes part without giving a unit."""
    members = [member(0, None), member(5, "元")]
    assert "元" == common_unit(members, AMOUNT)
    assert 5 == add([amount_in(item, AMOUNT, "元") for item in members])
    assert "万元" == common_unit([member(0, None)], AMOUNT)


SIZES = (("元", 1), ("万元", 10_000))


@pytest.mark.parametrize(
    ("value", "own", "unit", "expected"),
    [
        (15_000, "元", "万元", Decimal("1.5")), (20_000, "元", "万元", 2), (Decimal("1.5"), "万元", "元", Decimal(15_000)),
        (2, "万元", "元", 20_000), (1, "箱", "元", None), (1, "元", "箱", None), (1, None, "元", None),
    ],
)  # fmt: skip
def test_convert(value: int | Decimal, own: str | None, unit: str, expected: int | Decimal | None) -> None:
    """An amount is converted exactly, stays an int where it can, and is left alone where a unit is unknown."""
    found = convert(value, own, unit, SIZES)
    assert (expected, type(expected)) == (found, type(found))
