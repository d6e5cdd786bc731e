"""Dates as reports write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import datetime as dt


def chinese(day: dt.date) -> str:
    """A date in a sentence: ``2021年1月5日``."""
    return f"{day.year}年{day.month}月{day.day}日"
