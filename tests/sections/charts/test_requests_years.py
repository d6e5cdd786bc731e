"""Requests over the years."""

from __future__ import annotations

from tests.sections.charts.made import REQUESTS, draw, read


def test_earlier_years():
    """Requests over the years take earlier returns, of another edition too."""
    earlier = read(REQUESTS.replace("2021", "2020").replace("other_3", "other"))
    assert (
        "条形图，历年政府信息公开申请：2020年新收6件、办结5件；2021年新收6件、办结5件。"
        == draw("requests_years", REQUESTS, history=[earlier]).alt
    )
