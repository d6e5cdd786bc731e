"""Plain text: what is no part of it, and which of its signs delimit cells."""

from __future__ import annotations

import pytest

from gongkai.importers.core.delimiters import CELL, END
from gongkai.importers.core.parsed_report import DelimitedText
from gongkai.importers.formats import text


def read(given: str) -> str:
    """The text that is read."""
    (block,) = text.from_text(given, "a.txt").blocks
    assert isinstance(block, DelimitedText)
    return block.text


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("甲<!-- x -->乙", "甲乙"), ("甲<!---->乙<!--\n-->丙", "甲乙丙"), ("甲<!-- 乙", "甲<!-- 乙"), ("甲<!-- x -->乙<!-- 丙", "甲乙<!-- 丙"), ("<!--x-->甲", "甲"),
        ("甲-->乙", "甲-->乙"), ("甲<!-->乙", "甲<!-->乙"), ("甲<!-->乙-->丙", "甲丙"),
    ],
)  # fmt: skip
def test_comments(given: str, expected: str) -> None:
    """What is between the marks of a comment is left out; a comment that is not closed is text."""
    assert expected == read(given)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("甲\r\n乙\r丙\0丁", "甲\n乙\n丙丁"), (f"甲{CELL}乙{END}丙", "甲 乙 丙"), ("甲\n第 3 页 共 9 页\n乙", "甲\n乙"), ("甲\n- 12 -\n乙", "甲\n乙"), ("甲\n[第1页]\n乙", "甲\n乙"),
        ("甲\n- 1234 -\n乙", "甲\n- 1234 -\n乙"), ("甲\n第3页说明\n乙", "甲\n第3页说明\n乙"), ("甲\n 12 \f乙", "甲\n\n乙"), ("甲\f乙", "甲\n乙"), ("甲\n1234\f乙", "甲\n1234\n乙"),
    ],
)  # fmt: skip
def test_pages(given: str, expected: str) -> None:
    """Numbers of pages, marks of cells and zero bytes are left out; any line end is one."""
    assert expected == read(given)


@pytest.mark.parametrize(
    ("line", "is_draft"),
    [
        ("草稿", True),
        (" 草稿", True),
        ("草稿：尚未审核签发，不得外传", True),
        ("草稿:尚未审核签发", True),
        ("草稿说明", False),
        ("本草稿", False),
    ],
)
def test_draft(line: str, is_draft: bool) -> None:
    """A line of a draft's own is its mark."""
    assert is_draft == text.from_text(f"某局报告\n{line}\n正文", "a.txt").draft


def test_bars() -> None:
    """Where bars delimit cells, each of their lines is a row, and lines of a Markdown table's header are left out."""
    lines = ["甲|乙|丙", "|---|:--:|--|", "一|二", "句子。"] + ["1|2|3"] * 4
    marked = read("\n".join(lines)).split("\n")
    assert [f"甲{CELL}乙{CELL}丙{END}", f"一{CELL}二{END}", "句子。", f"1{CELL}2{CELL}3{END}"] == marked[:4]
    assert "甲|乙|丙" == read("甲|乙|丙")


@pytest.mark.parametrize(("tabs", "is_table"), [(19, False), (20, True)])
def test_tabs(tabs: int, is_table: bool) -> None:
    """Twenty tabs delimit cells, up to a line after an empty one."""
    table = "\n".join(["甲\t1"] * tabs)
    found = read(f"前文\n{table}\n续\n\n后文\n又")
    mark = CELL if is_table else "\t"
    assert f"前文\n甲{mark}1" == found[: len("前文\n甲\t1")]
    assert found.endswith(f"\n续\n\n{END if is_table else ''}后文\n又")


@pytest.mark.parametrize(
    ("lines", "broken", "is_wrapped"), [(7, 7, False), (8, 8, True), (8, 5, True), (8, 4, False), (9, 5, True)]
)
def test_wrapped(lines: int, broken: int, is_wrapped: bool) -> None:
    """Lines were broken if of eight long ones at least more than half end within a sentence."""
    given = ["甲" * 30] * broken + ["甲" * 29 + "。"] * (lines - broken) + ["甲" * 19] * 9
    assert is_wrapped == bool(text.from_text("\n".join(given), "a.txt").wrapped)
