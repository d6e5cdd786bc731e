"""Lines of a PDF into paragraphs: what goes on with a paragraph, at the borders of what may differ."""

from __future__ import annotations

from dataclasses import replace

import pytest

from gongkai.importers.core.parsed_report import Block, ParsedTable, PositionedCell
from gongkai.importers.formats import pdf

FIRST = pdf._Line("甲行", top=0, left=124, right=400, size=12)
NEXT = pdf._Line("乙行", top=20, left=100, right=400, size=12)
REST = [pdf._Line("正文", top=40 + 20 * n, left=100, right=400, size=12) for n in range(3)]
TABLE = ParsedTable(((PositionedCell("1", 0),),))


def paragraphs(*lines: pdf._Line) -> list[Block]:
    """Paragraphs of lines, and what stands behind them at the margin."""
    return list(pdf._paragraphs([[*lines, replace(REST[0], right=300), *REST]]))[: len(lines)]


@pytest.mark.parametrize(
    ("first", "following", "is_joined"),
    [
        ({}, {}, True),
        ({}, {"left": 113}, True),
        ({}, {"left": 114}, False),
        ({}, {"left": 91}, True),
        ({}, {"left": 90}, False),
        ({"right": 371}, {}, True),
        ({"right": 370}, {}, False),
        ({}, {"size": 12.9}, True),
        ({}, {"size": 13}, False),
        ({}, {"size": 11}, False),
    ],
)
def test_which_lines_go_on(first: dict[str, float], following: dict[str, float], is_joined: bool) -> None:
    """A line goes on with a paragraph if it begins at the margin (to half a character), the one before is full, and the type is as large."""
    found = paragraphs(replace(FIRST, **first), replace(NEXT, **following))  # type: ignore[arg-type]
    assert is_joined == str(found[0]).startswith("甲行乙行")


@pytest.mark.parametrize(("size", "is_kept"), [(8.5, True), (8.3, False)])
def test_small_type(size: float, is_kept: bool) -> None:
    """Lines in a type of less than seven tenths are labels of a chart, and left out."""
    assert is_kept == ("小字" in str(paragraphs(FIRST, replace(NEXT, text="小字", size=size))))


@pytest.mark.parametrize(
    ("before", "after", "expected"),
    [("use of", "data", "use of data"), ("第1", "2号", "第1 2号"), ("甲", "data", "甲data"), ("data", "乙", "data乙")],
)
def test_words_over_two_lines(before: str, after: str, expected: str) -> None:
    """Latin words and numbers are kept apart where a line ends between them."""
    found = paragraphs(replace(FIRST, text=before), replace(NEXT, text=after))
    assert str(found[0]).startswith(expected)


def test_over_a_table() -> None:
    """Nothing goes on over a table; without any text the tables are all there is."""
    table = replace(NEXT, text="", table=TABLE)
    assert ["甲行", TABLE, "乙行"] == [
        block if isinstance(block, ParsedTable) else str(block)[:2] for block in paragraphs(FIRST, table, NEXT)
    ]
    assert (TABLE, TABLE) == pdf._paragraphs([[table], [table]])
    assert () == pdf._paragraphs([[]])


@pytest.mark.parametrize(
    ("lefts", "expected"),
    [
        ([100, 124, 124], 126), ([100, 100, 124, 124], 102), ([100, 124], 102), ([60, *[100] * 30, *[124] * 30], 102),
        ([*[60] * 5, *[100] * 30, *[124] * 30], 102), ([*[60] * 6, *[100] * 27, *[124] * 27], 60),
    ],
)  # fmt: skip
def test_margin(lefts: list[float], expected: float) -> None:
    """The margin is the leftmost place where at least two lines, and a tenth of all, begin; else where the leftmost does."""
    found = pdf._margin([replace(NEXT, left=left) for left in lefts], 12)
    assert expected == found
