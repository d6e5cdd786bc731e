"""R24: claims of all or none, each by itself."""

from __future__ import annotations

from tests.rules.build import findings, record


def test_every_claim_is_compared():
    """A claim that is right does not end the search: the wrong one after it is found."""
    keys = (
        "requests:\n  only: true\n  new: {natural: 2, total: 2}\n  granted: {natural: 1, total: 1}\n"
        "  total: {natural: 1, total: 1}\n  carried_out: {natural: 1, total: 1}\n  rest: 0\n"
        "sections:\n  overview:\n    requests: 未发生因政府信息公开引起的行政复议。我局收到政府信息公开申请2件，办结率100%。\n"
    )
    assert ["办结率100%"] == [dict(found.values)["quote"] for found in findings("R24", record(keys))]
