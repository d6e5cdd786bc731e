"""Dates as reports write them."""

from __future__ import annotations

import datetime as dt


def chinese(day: dt.date) -> str:
    """A date in a sentence: ``2021年1月5日``."""
    return f"{day.year}年{day.month}月{day.day}日"


def calendar_day(year: int, month: int, day: int) -> dt.date | None:
    """The day; ``None`` if the calendar has none (30 February)."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
