"""Figures carried between editions whose units differ."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

import pytest

from gongkai import forms
from gongkai.returns import correspond

OPEN = forms.edition("2019").cells["disclosure.procurement.amount"]


@pytest.mark.parametrize(
    ("value", "source", "given", "target", "expected"),
    [
        (20_000, None, "元", "万元", (2, True)),
        (2, None, "万元", "元", (20_000, True)),
        (5, None, "元", "元", (5, True)),
        (Decimal("1.50"), None, "万元", "万元", (Decimal("1.50"), True)),
        (5, None, "元", None, (5, True)),
        (20_000, "元", None, "万元", (2, True)),
        (5, None, None, "万元", (None, False)),
        (5, None, "亿元", "万元", (None, False)),
        (0, None, None, "万元", (0, True)),
        (None, None, None, "万元", (None, True)),
    ],
)
def test_amount_in_another_unit(value, source, given, target, expected):
    """An amount is converted to the unit that the target prints; one of unknown unit cannot be, unless it is 0 or blank."""
    found = correspond._amount(
        value, replace(OPEN, unit=source), replace(OPEN, unit=target), {OPEN.row_path: given} if given else {}
    )
    assert (expected, str(expected[0])) == (found, str(found[0]))


@pytest.mark.parametrize(
    ("own", "given", "expected"),
    [("元", None, "元"), ("元", "万元", "元"), (None, "万元", "万元"), (None, "亿元", None), (None, None, None)],
)
def test_unit_of_an_open_row(own, given, expected):
    """An open row of the target has the unit that the source printed, else the one that was given, if it can be chosen there."""
    source: Any = SimpleNamespace(cells={OPEN.path: replace(OPEN, unit=own)})
    units = correspond._units(source, forms.edition("2019"), {OPEN.row_path: given} if given else {})
    assert expected == units.get(OPEN.row_path)
