"""Numbers with their units in cells of the form."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.forms import edition
from gongkai.returns import quantity

FEES = edition("2021").cells["disclosure.fees.amount"]
COUNT = edition("2021").cells["requests.new.total"]
OPEN = edition("2019").cells["disclosure.procurement.amount"]


@pytest.mark.parametrize(
    ("text", "cell", "value", "unit", "converted"),
    [
        ("2笔", COUNT, 2, None, False),
        ("1,234 件", COUNT, 1234, None, False),
        ("3人次", COUNT, 3, None, False),
        ("2笔，984361元", COUNT, 2, None, False),
        ("0元", COUNT, 0, None, False),
        ("984361元", FEES, Decimal("98.4361"), "元", True),
        ("984,361元", FEES, Decimal("98.4361"), "元", True),
        ("2笔，984361元", FEES, Decimal("98.4361"), "元", True),
        ("20000（元）", FEES, 2, "元", True),
        ("0.5亿元", FEES, 5000, "亿元", True),
        ("12.5万元", FEES, Decimal("12.5"), "万元", False),
        ("0元", FEES, 0, "元", False),
        ("12.5万元", OPEN, Decimal("12.5"), "万元", False),
        ("12.5", OPEN, Decimal("12.5"), None, False),
        ("/", COUNT, None, None, False),
    ],
)
def test_numbers_with_units(text, cell, value, unit, converted):
    """An amount is given in the unit of its cell, a count without its word."""
    assert quantity.Quantity(value, unit, converted) == quantity.read(text, cell)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("3万元", COUNT), ("2笔", FEES), ("288件", FEES), ("1件2件", COUNT), ("1元，2万元", FEES), ("约3件", COUNT),
        ("3件左右", COUNT), ("3台套", COUNT), ("元", FEES), ("1" * 99 + "件", COUNT),
    ],
)  # fmt: skip
def test_what_is_not_one_number(text, cell):
    """A unit that does not fit, two numbers, and any other word are not read."""
    with pytest.raises(ValueError, match=r".*"):
        quantity.read(text, cell)


@pytest.mark.parametrize(("length", "is_read"), [(59, True), (60, True), (61, False), (62, False)])
def test_longest(length, is_read):
    """The text of a cell is looked through for a number with a unit if it is no longer than such texts are."""
    text = f"3{' ' * (length - 2)}件"
    if is_read:
        assert 3 == quantity.read(text, COUNT).value
    else:
        with pytest.raises(ValueError, match="件"):
            quantity.read(text, COUNT)


@given(st.decimals(0, 10**9, places=2), st.sampled_from(sorted(quantity.MONEY)))
def test_conversion_is_exact(amount, unit):
    """No digit is lost between units."""
    found = quantity.read(f"{amount:f}{unit}", FEES)
    assert found.value is not None
    assert amount * quantity.MONEY[unit] == found.value * quantity.MONEY["万元"]
