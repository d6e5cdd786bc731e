"""Titles of sections: which are taken for one, and how sure they are."""

from __future__ import annotations

import pytest

from gongkai import forms
from gongkai.forms.labels import normalize
from gongkai.importers.core import sections
from gongkai.importers.core.delimiters import CELL, END
from gongkai.importers.core.table_read import TableRead

NEW = forms.edition("2021")


def found(raw: str) -> list[tuple[str, str, bool]]:
    """Section, text and exactness of the titles in a text."""
    return [(title.id, title.raw, title.exact) for title in sections.titles(normalize(raw), NEW)]


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("一、总体情况\n甲", [("overview", "一、总体情况", True)]),
        ("一.总体情况\n甲", [("overview", "一.总体情况", True)]),
        ("一、总体工作情况\n甲", [("overview", "一、总体工作情况", False)]),
        ("甲一、总体工作情况\n甲", [("overview", "一、总体工作情况", False)]),
        ("第一、总体工作情况\n甲", []),
        ("（一、总体工作情况\n甲", []),
        ("(一、总体工作情况\n甲", []),
        ("二、总体工作情况\n甲", []),
        ("一、工作安排\n甲", []),
        ("总体工作情况\n甲", [("overview", "总体工作情况", False)]),
        ("（总体工作情况\n甲", []),
        (f"总体工作情况{CELL}\n甲", []),
        (f"总体工作情况{END}\n甲", []),
        ("今年的总体工作情况是好的\n甲", []),
        ("一、总体工作情况。全年公开", [("overview", "一、总体工作情况", False)]),
        ("一、总体工作情况；全年公开", [("overview", "一、总体工作情况", False)]),
        ("", []),
    ],
)
def test_titles(raw: str, expected: list[tuple[str, str, bool]]) -> None:
    """A title has its number, or is a line of its own that is like it; a number in brackets or behind 第 is none."""
    assert expected == found(raw)


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [
        ("", "", 2.0), ("甲\n", "\n甲", 2.0), ("甲", "甲", 1.0), ("甲。", "甲", 1.5), ("甲； ", "甲", 1.5), ("甲：", "甲", 1.5), ("甲:", "甲", 1.5),
        (f"甲{CELL}", "甲", 1.5), (f"甲{END}\u3000", "甲", 1.5), ("3", "甲", 1.5), ("甲", f"{CELL}", 1.5), ("甲", END, 1.5),
        ("甲", "；", 0.2), ("甲", ";", 0.2), ("甲", "，", 0.2), ("甲", ",", 0.2), ("甲", "、", 0.2), ("甲", "”", 0.2), ("\n", "》", 0.7),
    ],
)  # fmt: skip
def test_how_sure(before: str, after: str, expected: float) -> None:
    """A title is surer at the beginning and at the end of a line, and less sure before a mark within a sentence."""
    assert expected == pytest.approx(sections._worth(f"{before}一、总体情况{after}", len(before), len(before) + 6))


def test_order() -> None:
    """Titles are in the form's order: of one that is twice the surer, or else the later, is taken."""
    rest = "\n二、主动公开政府信息情况\n表\n三、收到和处理政府信息公开申请情况\n表"
    both = f"一、总体情况\n目录\n一、总体情况\n正文{rest}"
    starts = [title.start for title in sections.titles(normalize(both), NEW)]
    assert [10, 20, 35] == starts
    assert ["overview", "disclosure", "requests"] == [id_ for id_, _, _ in found(both)]
    assert ["disclosure", "requests"] == [id_ for id_, _, _ in found(f"{rest}\n一、总体情况")]


@pytest.mark.parametrize(("length", "is_title"), [(4, True), (3, False)])
def test_shortest_line(length: int, is_title: bool) -> None:
    """A line of less than four characters is no title without its number."""
    assert is_title == (found(f"{'总体情况'[:length]}\n甲") != [])


@pytest.mark.parametrize(("number", "is_found"), [(299, True), (300, False)])
def test_numbers_of_a_section(number: int, is_found: bool) -> None:
    """Of the places with the number of a section the first three hundred are looked at."""
    text = "一、甲\n" * number + "二、乙\n" * 5 + "一、总体工作情况\n甲"
    assert is_found == (found(text) != [])


@pytest.mark.parametrize(("number", "is_found"), [(5_999, True), (6_000, False)])
def test_lines_without_numbers(number: int, is_found: bool) -> None:
    """Of the lines that could be a title without its number the first six thousand are looked at."""
    assert is_found == (found("\n" * number + "总体工作情况\n甲") != [])


def test_absent_table() -> None:
    """A table that was not found is at no place, and worse than any other."""
    read = TableRead(NEW, "requests")
    assert (read.start, float("-inf"), False) == (read.end, read.score, read.is_complete)
