"""Documents in force over the years."""

from __future__ import annotations

from tests.sections.charts.made import draw, read, texts


def test_another_edition_is_left_out():
    """Documents in force are compared within one edition of the form only."""
    text = "year: {}\ndisclosure: {{{}: [1, 0, 4], normative_documents: [2, 1, 9]}}\n"
    earlier = [read(text.format(2020, "regulations")), read(text.format(2021, "regulations"))]
    figure = draw("documents", text.format(2022, "regulations"), history=earlier)
    assert figure.alt.startswith("条形图，规章和行政规范性文件现行有效件数：2021年规章4件、行政规范性文件9件；2022年")


def test_a_series_of_zeros_is_a_sentence_under_the_bars():
    """A series of nothing but zeros takes no room: a line says it."""
    text = "year: {}\ndisclosure: {{regulations: [0, 0, 0], normative_documents: [2, 1, {}]}}\n"
    figure = draw("documents", text.format(2022, 9), history=[read(text.format(2021, 8))])
    assert ["2021年", "2022年", "8件", "9件", "行政规范性文件", "规章均为0件。"] == texts(figure)
    assert "2021年规章0件、行政规范性文件8件" in figure.alt
