"""Numerals and dates are written and read as Chinese does."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.parsing.dates import calendar_day, chinese
from gongkai.parsing.numerals import number, numeral


@given(st.integers(1, 99))
def test_round_trip(value):
    """A numeral that was written is read back."""
    assert value == number(numeral(value))


@pytest.mark.parametrize(
    ("value", "said"), [(1, "一"), (10, "十"), (12, "十二"), (20, "二十"), (35, "三十五"), (99, "九十九")]
)
def test_numeral(value, said):
    """Numbers of parts are written without 一 before 十."""
    assert said == numeral(value)


@pytest.mark.parametrize("value", [0, -1, 100])
def test_no_numeral(value):
    """What no list of parts reaches is refused."""
    with pytest.raises(ValueError, match="not from 1 to 99"):
        numeral(value)


def test_date():
    """Month and day have no leading zero."""
    assert "2021年1月5日" == chinese(dt.date(2021, 1, 5))


@given(st.integers(-1, 10_000), st.integers(-1, 14), st.integers(-1, 33))
def test_calendar_day(year, month, day):
    """A day is one of the calendar with these numbers, or none."""
    found = calendar_day(year, month, day)
    assert found is None or (year, month, day) == (found.year, found.month, found.day)
    assert (found is not None) == (1 <= year <= 9999 and 1 <= month <= 12 and 1 <= day <= days(year, month))


def days(year, month):
    """Days of a month by the rule of leap years."""
    if month == 2:
        return 29 if year % 4 == 0 and (year % 100 != 0 or year % 400 == 0) else 28
    return 30 if month in {4, 6, 9, 11} else 31
