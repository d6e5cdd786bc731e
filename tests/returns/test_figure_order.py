"""Figures are numbered as they follow each other in the report."""

from __future__ import annotations

import pytest

from gongkai.returns import Figure
from gongkai.returns.figure_order import in_reading_order
from gongkai.returns.model import Passage, Sections
from tests.returns.test_load import read


def figure(id_: str, after: str | None = None) -> Figure:
    return Figure(id=id_, kind="photo", caption=id_, after=after)


@pytest.mark.parametrize(
    ("figures", "expected"),
    [
        ((figure("c", "disputes"), figure("a", "requests"), figure("b", "requests")), "a b c"),
        ((figure("text2"), figure("text1")), "text1 text2"),
        ((figure("end"), figure("p", "overview.platform"), figure("q", "overview.requests")), "q p end"),
        ((figure("q", "overview.requests"), figure("p", "overview.disclosure")), "p q"),
        ((figure("d", "disclosure"), figure("u"), figure("text1")), "text1 u d"),
        ((figure("x", "nowhere"), figure("o", "other")), "o x"),
        ((), ""),
    ],
)
def test_order(figures: tuple[Figure, ...], expected: str) -> None:
    """Figures in a text come first, then those after its passage, then those at the end of the section."""
    passages = (
        Passage(id="disclosure", text="![](figure:text1)"), Passage(id="platform", text="甲\n\n![](figure:text2)"),
    )  # fmt: skip
    sections = Sections(overview=passages, problems="![](figure:gone)")
    assert expected == " ".join(item.id for item in in_reading_order(figures, sections))


def test_text_of_section_one_as_a_whole() -> None:
    """Figures that name section one, or nothing, follow its text."""
    figures = (figure("b"), figure("a"))
    assert ["a", "b"] == [item.id for item in in_reading_order(figures, Sections(overview="![](figure:a)"))]


def test_numbers_follow_the_report() -> None:
    """A return has its figures in the order of the report, whatever the order of its file."""
    record = read("""
year: 2020
figures:
  late: {kind: photo, caption: 后, after: disputes}
  early: {kind: photo, caption: 先, after: overview.disclosure}
""")
    assert ["early", "late"] == [item.id for item in record.figures]
