"""Numbers of the prose compared with the tables, and how a number was understood."""

from __future__ import annotations

import pytest

from gongkai.reading.explain import explain
from gongkai.rules.base import Context
from gongkai.rules.compare import nearest, read_report
from gongkai.rules.number_meaning import meaning
from tests.rules.build import findings, outcomes, record

DISPUTES = """
disputes: {only: true, reconsideration: {upheld: 3, total: 3}, rest: 0}
sections: {problems: 因政府信息公开引起的行政复议%s。}
"""


def test_nearest() -> None:
    """Of several values the one with the least difference is compared, whatever its sign."""
    assert [10, 3, -4] == [nearest([-4, 3, 10], to) for to in (8, 2, -9)]


@pytest.mark.parametrize(("said", "expected"), [("3件", []), ("2件", ["fail hint"]), ("0件", ["fail hint"])])
def test_number_of_cases(said: str, expected: list[str]) -> None:
    """R13 compares every number of cases with table 4, also a zero that is written as a number."""
    assert expected == outcomes("R13", record(DISPUTES % said))


@pytest.mark.parametrize(("said", "result"), [("3件", "相符"), ("2件", "不相符（表中为3）")])
def test_meaning_of_a_number(said: str, result: str) -> None:
    """How a number was understood ends with what came of the comparison."""
    this = record(DISPUTES % said)
    numbers = [n for n in explain(read_report(Context(this))) if n.claims and n.sentence.path == "sections.problems"]
    assert [result] == [meaning(this, number).rpartition("，")[2] for number in numbers]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (DISPUTES % "3件", "可能是表四“行政复议”“总计”，相符"),
        (
            "sections: {overview: {requests: 我局收到政府信息公开申请0件。}}",
            "表三“一、本年新收政府信息公开申请数量”“总计”，相符",
        ),
    ],
)
def test_how_sure_a_meaning_is(text: str, expected: str) -> None:
    """A number that is only likely to be a cell's is said to be so."""
    this = record(text)
    written = "sections.problems" if "problems" in text else "sections.overview.requests"
    numbers = [n for n in explain(read_report(Context(this))) if n.claims and n.sentence.path == written]
    assert [expected] == [meaning(this, number) for number in numbers]


@pytest.mark.parametrize(
    ("new", "carried_out", "expected"), [(3, 0, []), (2, 0, ["fail hint"]), (5, 0, []), (4, 0, []), (0, 0, [])]
)
def test_partial_in_the_balance(new: int, carried_out: int, expected: list[str]) -> None:
    """R21 suspects requests granted in part where there are more results than requests, not where there are fewer or as many."""
    text = f"requests: {{new: {{natural: {new}, total: {new}}}, granted: {{natural: 2, total: 2}}, partial: {{natural: 1, total: 1}}, "
    text += f"total: {{natural: 3, total: 3}}, carried_out: {{natural: {carried_out}}}, rest: 0}}"
    assert expected == outcomes("R21", record(text))
    assert all(1 == finding.value("difference") for finding in findings("R21", record(text)))
