"""Which years a report can be on."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai.returns import InputError, years

TODAY = dt.date(2026, 1, 5)


@pytest.mark.parametrize("year", [2008, 2019, 2026, 2027])
def test_possible(year: int) -> None:
    """From the year of the Regulations to next year, every year can be reported on."""
    years.check(year, TODAY)


@pytest.mark.parametrize(
    ("year", "said"),
    [
        (2007, "年度写的是2007：《政府信息公开条例》2008年5月1日起施行，此前没有年度报告；请核对。"),
        (1, "年度写的是1：《政府信息公开条例》2008年5月1日起施行，此前没有年度报告；请核对。"),
        (2028, "年度写的是2028：还没有到，最晚可以写2027；请核对。"),
        (20222, "年度写的是20222：还没有到，最晚可以写2027；请核对。"),
    ],
)
def test_impossible(year: int, said: str) -> None:
    """A year before the Regulations or later than next year is refused with what can be written."""
    with pytest.raises(InputError) as caught:
        years.check(year, TODAY)
    assert said == str(caught.value)


@pytest.mark.parametrize("today", [dt.date(2026, 12, 31), dt.date(2027, 1, 1)])
def test_next_year(today: dt.date) -> None:
    """Next year is the last that can be written, in odd years and in even ones."""
    years.check(today.year + 1, today)
    with pytest.raises(InputError, match=f"最晚可以写{today.year + 1}；"):
        years.check(today.year + 2, today)
