"""The roll-up adds member returns cell by cell."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai import forms
from gongkai.returns import Agency, InputError, Return, empty_cells
from gongkai.returns.rollup import AMOUNT, rollup


def member(id_: str, year: int = 2021, value: int = 0, **cells: object) -> Return:
    """A return whose cells are all ``value`` but for the given ones (``__`` for a dot)."""
    filled = dict.fromkeys(empty_cells(forms.edition_for(year)), value)
    unit = cells.pop("unit", None)
    for path, given in cells.items():
        filled[path.replace("__", ".")] = given
    agency = Agency(id=id_, name=id_, level="department")
    return Return(agency=agency, year=year, cells=filled, procurement_unit=unit)


def test_sum_of_every_cell() -> None:
    """Every cell of the roll-up is the sum of its members' cells."""
    cells = rollup([member("a", value=1), member("b", value=2)])
    assert set(cells.values()) == {3}
    assert list(cells) == list(forms.edition("2021").cells)


def test_missing_is_missing() -> None:
    """A cell that one member has not filled in is missing in the sum, the others are not."""
    cells = rollup([member("a", requests__new__natural=None), member("b", value=2)])
    assert cells["requests.new.natural"] is None
    assert cells["requests.new.business"] == 2


def test_amounts_are_exact() -> None:
    """Fees are added as decimals, without a rounding error."""
    path = "disclosure.fees.amount"
    parts = [Decimal("0.1"), Decimal("0.2")]
    cells = rollup([member(str(i), disclosure__fees__amount=part) for i, part in enumerate(parts)])
    assert cells[path] == Decimal("0.3")


def test_change_may_be_negative() -> None:
    """本年增/减 is added with its sign."""
    cells = rollup([member("a", 2020, disclosure__penalty__change=-3), member("b", 2020, value=1)])
    assert cells["disclosure.penalty.change"] == -2


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
    members = [member(str(i), 2020, 20000, unit=unit) for i, unit in enumerate(units)]
    assert rollup(members, target)[AMOUNT] == expected


def test_zero_needs_no_unit() -> None:
    """A member without procurement takes part without giving a unit."""
    members = [member("a", 2020), member("b", 2020, 5, unit="元")]
    assert rollup(members)[AMOUNT] == 5
    assert rollup([member("a", 2020)])[AMOUNT] == 0


def test_no_members() -> None:
    """A roll-up without members is refused."""
    with pytest.raises(InputError, match="至少要有一个成员单位"):
        rollup([])


def test_years_differ() -> None:
    """Members of different years are refused."""
    with pytest.raises(InputError, match="这里有2020、2021年"):
        rollup([member("a", 2020), member("b", 2021)])


def test_organ_twice() -> None:
    """The same organ twice is refused by name."""
    with pytest.raises(InputError, match="“a”列了两次"):
        rollup([member("a"), member("a")])
