"""Outcomes of reconsiderations and lawsuits."""

from __future__ import annotations

from tests.sections.charts.made import REQUESTS, draw, texts


def test_outcomes():
    """A pair of bars per outcome; lawsuits of both kinds are added up."""
    figure = draw("disputes", REQUESTS)
    assert (
        "条形图，政府信息公开行政复议、行政诉讼结果：行政复议中，结果维持1件、结果纠正0件、其他结果0件、尚未审结2件；行政诉讼中，结果维持3件、结果纠正0件、其他结果0件、尚未审结0件。"
    ) == figure.alt
    assert {"行政复议", "行政诉讼", "结果维持", "3件"} <= set(texts(figure))
