"""R24: claims of all or none, each by itself."""

from __future__ import annotations

import pytest

from tests.rules.build import findings, outcomes, record


def test_every_claim_is_compared():
    """A claim that is right does not end the search: the wrong one after it is found."""
    keys = (
        "requests:\n  only: true\n  new: {natural: 2, total: 2}\n  granted: {natural: 1, total: 1}\n"
        "  total: {natural: 1, total: 1}\n  carried_out: {natural: 1, total: 1}\n  rest: 0\n"
        "sections:\n  overview:\n    requests: 未发生因政府信息公开引起的行政复议。我局收到政府信息公开申请2件，办结率100%。\n"
    )
    assert ["办结率100%"] == [dict(found.values)["quote"] for found in findings("R24", record(keys))]


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        ("全部办结", "fail error"), ("均按时办结", "fail error"), ("办结率100%", "fail error"),
        ("按时办结率100%", "fail hint"), ("均已答复", "fail hint"),
    ],
)  # fmt: skip
def test_what_was_carried_over_is_not_handled(claim, expected):
    """All handled is wrong while a request is carried over; a rate of those that were due, or answered, need not be."""
    keys = (
        "requests:\n  only: true\n  new: {natural: 2, total: 2}\n  granted: {natural: 1, total: 1}\n"
        "  total: {natural: 1, total: 1}\n  carried_out: {natural: 1, total: 1}\n  rest: 0\n"
    )
    text = f"sections:\n  overview:\n    requests: 我局收到政府信息公开申请2件，{claim}。\n"
    assert [expected] == outcomes("R24", record(keys + text))


CASES = (
    "requests:\n  only: true\n  new: {natural: 2, total: 2}\n  granted: {natural: 1, total: 1}\n"
    "  total: {natural: 1, total: 1}\n  carried_out: {natural: 1, total: 1}\n  rest: 0\n"
    "disputes: {only: true, litigation_direct: {pending: 1, total: 1}, rest: 0}\n"
    "sections:\n  overview:\n    requests: %s\n"
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("政府信息公开行政复议均已审结。我局收到政府信息公开申请2件，全部办结。", [("全部办结", "carried_out")]),
        ("政府信息公开行政诉讼均已审结。我局收到政府信息公开申请2件，全部办结。",
         [("政府信息公开行政诉讼均已审结", "litigation_direct"), ("全部办结", "carried_out")]),
        ("政府信息公开行政复议、行政诉讼均已审结。", [("行政诉讼均已审结", "litigation_direct")]),
        ("政府信息公开行政复议均已审结。", []),
    ],
)  # fmt: skip
def test_each_claim_by_itself(text: str, expected: list[tuple[str, str]]) -> None:
    """Of several claims each wrong one is found, with the quantity that contradicts it, not with one that agrees."""
    found = findings("R24", record(CASES % text))
    assert expected == [(item.value("quote"), item.cells[0].split(".")[1]) for item in found]
    assert all((0, 1, -1) == tuple(map(item.value, ("left", "right", "difference"))) for item in found)
