"""Kinds of reply and applicant, working days, and the fee."""

from __future__ import annotations

import datetime as dt
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import forms
from gongkai.forms.kinds import applicant_column, applicants, replies, reply_row
from gongkai.ledger import add_working_days, fee
from gongkai.ledger.deadline import CalendarError, deadlines
from gongkai.ledger.fee import Fee, fees
from gongkai.ledger.register import Entry

TABLE = forms.edition("2021").tables["requests"]


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_every_result_row_has_a_reply(edition: str) -> None:
    """Each result row of the form can be reached by a kind of reply, by its label and by its id."""
    table = forms.edition(edition).tables["requests"]
    rows = [row for row in table.rows if row.groups and row.id != "total"]
    assert [reply_row(row.names[0], table) for row in replies(table)] == [row.id for row in rows]
    assert [reply_row(row.label, table) for row in rows] == [row.id for row in rows]
    assert [reply_row(row.id, table) for row in rows] == [row.id for row in rows]


@pytest.mark.parametrize(
    ("reply", "row"),
    [
        ("不予公开（属于国家秘密）", "refused_1"),
        ("（三）不予公开-7.属于行政执法案卷", "refused_7"),
        ("信息不存在", "unavailable_1"),
        ("不属于本机关公开", "unavailable_1"),
        (" 申请人 撤回 ", "other_3"),
        ("危及“三安全一稳定”", "refused_3"),
        ("不予公开（重复申请）", None),
        ("不予公开", None),
        ("转办", None),
    ],
)
def test_reply_names(reply: str, row: str | None) -> None:
    """Replies are known as registers write them; what leaves the row open is not guessed."""
    assert reply_row(reply, TABLE) == row


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_reply_names_are_unique(edition: str) -> None:
    """No name means two kinds of reply."""
    names = [name for row in replies(forms.edition(edition).tables["requests"]) for name in row.names]
    assert len(names) == len(set(names))


@pytest.mark.parametrize(
    ("applicant", "column"),
    [
        ("公民", "natural"),
        ("法人或其他组织—商业企业", "business"),
        ("法人或其他组织（其他）", "other"),
        ("律所", "legal_service"),
        ("法人或其他组织", None),
        ("张三", None),
        *[(names[0], column) for names, column in ((item.names, item.id) for item in applicants(TABLE))],
    ],
)
def test_applicant_names(applicant: str, column: str | None) -> None:
    """Applicants are known as registers write them; 法人或其他组织 alone leaves the column open."""
    assert applicant_column(applicant, TABLE) == column


@pytest.mark.parametrize(
    ("start", "days", "due"),
    [
        (dt.date(2024, 3, 4), 20, dt.date(2024, 4, 1)),
        (dt.date(2024, 9, 20), 20, dt.date(2024, 10, 23)),
        (dt.date(2024, 2, 6), 5, dt.date(2024, 2, 19)),
        (dt.date(2024, 3, 4), 0, dt.date(2024, 3, 4)),
    ],
)
def test_working_days(start: dt.date, days: int, due: dt.date) -> None:
    """The day of receipt does not count; holidays and the working days that make up for them do as arranged."""
    assert add_working_days(start, days) == due


def test_calendar_ends() -> None:
    """Beyond the calendar's data there is no due day."""
    with pytest.raises(CalendarError, match="日历数据没有2099年"):
        add_working_days(dt.date(2099, 1, 1), 1)


@pytest.mark.parametrize(
    ("requests", "amount"),
    [(0, 0), (10, 0), (11, 100), (30, 2000), (31, 2200), (40, 4000), (41, 4300), (50, 7000), (51, 7400)],
)
def test_fee(requests: int, amount: int) -> None:
    """Ten requests are free, the next twenty cost 100 each, then every ten cost 100 more each."""
    assert fee(requests) == amount


@given(st.integers(0, 500))
def test_fee_rises(requests: int) -> None:
    """One request more never costs less, and the price of the next never falls."""
    first, second, third = fee(requests), fee(requests + 1), fee(requests + 2)
    assert 0 <= second - first <= third - second


def test_negative_number_of_requests() -> None:
    """There is no fee for a negative number."""
    with pytest.raises(ValueError, match="-1"):
        fee(-1)


def request(received: dt.date, replied: dt.date | None = None, **more: Any) -> Entry:
    """A request of a person."""
    return Entry(1, None, received, "natural", None, replied, **more)


def test_fees_begin_with_the_eleventh_request() -> None:
    """Ten requests of an applicant in a month cost nothing and are not listed; eleven are, by month and applicant."""
    march, april, before = dt.date(2024, 3, 1), dt.date(2024, 4, 1), dt.date(2023, 3, 1)
    entries = [request(march, code="A")] * 10 + [request(march, code="B")] * 11 + [request(april, code="B")] * 11
    entries += [request(april, code=None)] * 20 + [request(before, code="C")] * 20 + [request(april, code="A")] * 10
    assert (Fee("2024-03", "B", 11, 100), Fee("2024-04", "B", 11, 100)) == fees(entries, 2024)


@pytest.mark.parametrize(
    ("received", "replied", "expected"),
    [
        (dt.date(2024, 3, 4), dt.date(2024, 4, 1), "in_time"),
        (dt.date(2024, 3, 4), dt.date(2024, 4, 2), "late"),
        (dt.date(2024, 3, 4), dt.date(2024, 3, 4), "in_time"),
        (dt.date(2024, 12, 3), None, "overdue"),
        (dt.date(2024, 12, 4), None, "running"),
        (dt.date(2024, 12, 3), dt.date(2024, 12, 31), "in_time"),
        (dt.date(2024, 12, 3), dt.date(2025, 1, 1), "overdue"),
        (dt.date(2024, 12, 4), dt.date(2025, 1, 1), "running"),
        (dt.date(2024, 12, 2), dt.date(2024, 12, 31), "late"),
    ],
)
def test_last_day(received: dt.date, replied: dt.date | None, expected: str) -> None:
    """A reply on the last day is in time, on the next late; what is due on 31 December and not answered is overdue."""
    (found,) = deadlines([request(received, replied)], 2024)
    assert expected == found.status


def test_due_days_of_the_test_above() -> None:
    """The examples above are what they are meant to be: due on 31 December, and on the working day after."""
    found = deadlines([request(dt.date(2024, 12, 3)), request(dt.date(2024, 12, 4))], 2024)
    assert [dt.date(2024, 12, 31), dt.date(2025, 1, 2)] == [deadline.due for deadline in found]


def test_extended_deadlines() -> None:
    """Extension and excluded days put the last day off; a correction begins the period again."""
    received, again = dt.date(2024, 3, 4), dt.date(2024, 5, 6)
    entries = [request(received, extension=20), request(received, excluded=5), request(received, restart=again)]
    wanted = [add_working_days(received, 40), add_working_days(received, 25), add_working_days(again, 20)]
    assert wanted == [deadline.due for deadline in deadlines(entries, 2024)]


def test_deadline_beyond_the_calendar() -> None:
    """Where the calendar ends nothing is said but the year that it lacks."""
    (found,) = deadlines([request(dt.date(2098, 12, 31))], 2098)
    assert (None, "unknown", 2099) == (found.due, found.status, found.missing_year)
