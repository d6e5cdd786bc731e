"""Whether requests were answered in time: 20 working days, extended by at most 20 (条例 33)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.ledger.register import Entry

PERIOD = 20
"""Working days in which a request is answered."""

Status = Literal["in_time", "late", "overdue", "running", "unknown"]


@dataclass(frozen=True, slots=True)
class Deadline:
    """When a request was due.

    Attributes:
        entry: The request.
        due: Last day of the period; ``None`` when the calendar does not reach so far.
        status: ``in_time``, ``late`` (answered after ``due``), ``overdue`` (not answered by the end of the year though
            due), ``running`` (not due by the end of the year) or ``unknown``.
        missing_year: The year whose holidays are not in the calendar, for ``unknown``.
    """

    entry: Entry
    due: dt.date | None
    status: Status
    missing_year: int | None = None


class CalendarError(LookupError):
    """The calendar does not know a year's holidays."""

    def __init__(self, year: int) -> None:
        """Name the year."""
        self.year = year
        super().__init__(f"日历数据没有{year}年的节假日安排")


@lru_cache(maxsize=4096)
def add_working_days(start: dt.date, days: int) -> dt.date:
    """The day that is ``days`` working days after ``start``, by the State Council's yearly holiday arrangements.

    The day itself does not count: the period begins on the day after.

    Raises:
        CalendarError: The calendar does not know a year on the way.
    """
    import chinese_calendar

    day = start
    while days > 0:
        day += dt.timedelta(days=1)
        try:
            days -= chinese_calendar.is_workday(day)
        except NotImplementedError:
            raise CalendarError(day.year) from None
    return day


def deadlines(entries: Iterable[Entry], year: int) -> tuple[Deadline, ...]:
    """The deadline of each request, as seen on 31 December of the report year (条例 33).

    It is 20 working days after the request was received, or the period began again, plus its extension and the days that
    do not count.

    Args:
        entries: Requests of a register.
        year: The report year.

    Returns:
        A deadline for each request, in their order; of unknown status where the calendar lacks a year on the way.
    """
    end = dt.date(year, 12, 31)
    found = []
    for entry in entries:
        try:
            due = add_working_days(entry.restart or entry.received, PERIOD + entry.extension + entry.excluded)
        except CalendarError as error:
            found.append(Deadline(entry, None, "unknown", error.year))
            continue
        status: Status
        if entry.replied is not None and entry.replied <= end:
            status = "in_time" if entry.replied <= due else "late"
        else:
            status = "overdue" if due <= end else "running"
        found.append(Deadline(entry, due, status))
    return tuple(found)
