"""How requests were answered."""

from __future__ import annotations

from tests.sections.charts.made import REQUESTS, draw


def test_kinds_of_results():
    """A bar per kind of result, those under a head added up."""
    assert (
        "条形图，政府信息公开申请办理结果：予以公开1件（20.0%）；部分公开0件；不予公开2件（40.0%）；无法提供0件；不予处理0件；其他处理2件（40.0%）。"
    ) == draw("results", REQUESTS).alt
