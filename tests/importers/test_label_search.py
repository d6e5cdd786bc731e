"""Labels of a table found in a text: which occurrences are taken, and what is like a label."""

from __future__ import annotations

import pytest

from gongkai.forms.labels import normalize, plain
from gongkai.importers.core import label_search
from gongkai.importers.core.delimiters import CELL, END
from gongkai.importers.core.label_search import Label, LabelMatch, TableMatch


def label(text: str, *cells: str) -> Label:
    return Label(text, plain(text), cells, "row")


A, B, C = label("行政许可", "a"), label("行政处罚", "b"), label("行政强制", "c")


def chain(raw: str, low: int = 0, high: int | None = None) -> list[tuple[int, int, int]]:
    """Index, start and end of the labels that are taken."""
    high = len(raw) if high is None else high
    return [(item.index, item.start, item.end) for item in label_search._chain((A, B), normalize(raw), low, high)]


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [(0, 9, [(0, 0, 4), (1, 5, 9)]), (1, 9, [(1, 5, 9)]), (5, 9, [(1, 5, 9)]), (6, 9, []), (0, 8, [(0, 0, 4)])],
)
def test_where_labels_are_looked_for(low, high, expected):
    """A label counts if all of it is between the limits."""
    assert expected == chain("行政许可5行政处罚6", low, high)


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("行政许可行政处罚", [(0, 0, 4), (1, 4, 8)]),
        ("行政处罚行政许可", [(1, 0, 4)]),
        ("行政许可行政许可", [(0, 0, 4)]),
        ("行政许可行政许可5", [(0, 4, 8)]),
        ("行政处罚行政许可行政处罚", [(0, 4, 8), (1, 8, 12)]),
        ("", []),
    ],
)
def test_order_of_labels(raw, expected):
    """Labels are taken in the form's order, each once, one that numbers follow before one without."""
    assert expected == chain(raw)


@pytest.mark.parametrize(("distance", "start"), [(120, 0), (121, 121)])
def test_labels_near_each_other(distance, start):
    """Of two alike the first is taken, unless it is farther from the next label than the labels of a table are."""
    assert [start, distance + 4] == [place for _, place, _ in chain(f"行政许可{'。' * (distance - 4)}行政许可行政处罚")]


@pytest.mark.parametrize(("distance", "expected"), [(201, 2), (203, 1)])
def test_labels_too_far_from_each_other(distance, expected):
    """Two labels so far from each other that it outweighs one of them are not of one table."""
    assert expected == len(chain(f"行政许可{'。' * distance}行政处罚"))


@pytest.mark.parametrize(("number", "start"), [(1_999, 5 * 1_999), (2_000, 0)])
def test_occurrences_that_are_looked_at(number, start):
    """Two thousand occurrences of a label are looked at."""
    assert [(0, start, start + 4)] == chain(f"{'行政许可。' * number}行政许可5")


@pytest.mark.parametrize(("number", "start"), [(39, 38 * 5), (40, 39 * 5), (41, 39 * 5)])
def test_occurrences_that_are_weighed(number, start):
    """Forty occurrences of a label are weighed."""
    assert [start, number * 5 + 150] == [place for _, place, _ in chain(f"{'行政许可。' * number}{'。' * 150}行政处罚")]


@pytest.mark.parametrize(
    ("raw", "start", "expected"),
    [
        ("3 补正", 0, False), ("33 补正", 1, True), ("3补正", 0, False), ("33补正", 1, False), ("号3 补正", 1, False),
        (f"3{CELL}补正", 0, True), (f"3 {CELL}补正", 0, True), (f"3{END}补正", 0, False), (f"33{END}补正", 1, True),
    ],
)  # fmt: skip
def test_number_before_a_label(raw, start, expected):
    """A digit is no part of a label if it is the end of a number or a cell by itself."""
    assert expected == label_search._torn(raw, start)


@pytest.mark.parametrize("mark", "）)”\"'’")
def test_mark_that_closes_a_label(mark):
    """A label takes in the marks that close it if the form's does, up to the end of the text."""
    raw = f"公开（只计{mark}{mark}"
    assert 7 == label_search._closed(raw, 5, label("公开（只计）"))
    assert 7 == label_search._closed(f"{raw}5", 5, label("公开（只计）"))
    assert 5 == label_search._closed(raw, 5, label("公开只计"))
    assert 2 == label_search._closed("公开。", 2, label("公开（只计）"))


@pytest.mark.parametrize(
    ("before", "after", "cells", "expected"),
    [
        ("", "", ("a",), 4.1), ("", "", (), 4.0), ("甲", "5", ("a",), 6.1), ("甲", "5", (), 4.0), ("甲", "/", ("a",), 6.1),
        ("甲", "-", ("a",), 6.1), ("甲", "+", ("a",), 4.1), ("甲", CELL, ("a",), 6.1), (CELL, CELL, ("a",), 8.1), (CELL, CELL, (), 6.0),
        (CELL, END, (), 6.0), (CELL, "", (), 6.0), (CELL, "", ("a",), 6.1), (CELL, "甲", ("a",), 4.1), ("", CELL, (), 4.0),
        (CELL, "5", ("a",), 6.1), ("", " \t\n\u3000\xa0）)”\"'5", ("a",), 6.1),
        (f"{CELL}{' ' * 199}", "", (), 6.0), (f"{CELL}{' ' * 200}", "", (), 4.0),
        ("", f"{' ' * 199}5", ("a",), 6.1), ("", f"{' ' * 200}5", ("a",), 4.1),
    ],
)  # fmt: skip
def test_worth_of_a_label(before, after, cells, expected):
    """A label is worth more if cells follow it in the form, more if it fills its cell here, and more if numbers follow it."""
    start = len(before)
    assert expected == label_search._worth(f"{before}行政许可{after}", start, start + 4, label("行政许可", *cells))


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("甲乙 5丙", ["甲乙 ", "丙"]), (f"甲{CELL}乙{END}丙|丁", ["甲", "乙", "丙", "丁"]), ("1.甲2、乙", ["1.甲", "2、乙"]),
        ("11.甲", ["1.甲"]), ("0.甲", [".甲"]), ("1.5甲", ["甲"]), ("。5，", []), ("", []), ("/甲-乙", ["甲-乙"]),
    ],
)  # fmt: skip
def test_words_between_numbers(raw, expected):
    """Runs of words end at numbers and cells; the number of a row belongs to its words."""
    assert expected == [raw[start:end] for start, end in label_search.chunks(raw, 0, len(raw))]


def likely(raw: str, *found: tuple[int, str], high: int | None = None) -> list[tuple[int, str | None]]:
    """Index and spelling of the labels after looking for what is like the missing ones."""
    spots = [LabelMatch(index, raw.index(text), raw.index(text) + len(text)) for index, text in found]
    match = TableMatch((A, B, C), spots)
    label_search._likely(match, raw, len(raw) if high is None else high)
    return [(item.index, item.raw) for item in match.matches]


@pytest.mark.parametrize(
    ("raw", "found", "expected"),
    [
        ("行政许可5行正处罚6行政强制7", [(0, "行政许可"), (2, "行政强制")], [(0, None), (1, "行正处罚"), (2, None)]),
        ("行政许可5另行告知6行政强制7", [(0, "行政许可"), (2, "行政强制")], [(0, None), (2, None)]),
        ("行政许可5行政处罚6行正强制7", [(0, "行政许可"), (1, "行政处罚")], [(0, None), (1, None), (2, "行正强制")]),
        ("行政许可5行正处罚6行正强制7", [(0, "行政许可")], [(0, None), (1, "行正处罚"), (2, "行正强制")]),
        ("行政许可5行正强制7行正处罚6", [(0, "行政许可")], [(0, None), (2, "行正强制")]),
    ],
)
def test_what_is_like_a_label(raw, found, expected):
    """Between labels that were found, and behind the last one, what is like a missing one is taken for it, in order."""
    assert expected == likely(raw, *found)


@pytest.mark.parametrize(("cells", "is_found"), [(394, True), (396, True), (398, False), (500, False)])
def test_how_far_behind_the_last_label(cells, is_found):
    """Behind the last label of a table others are looked for in 400 characters."""
    raw = f"行政许可{'1 ' * (cells // 2)}行正处罚"
    assert is_found == (len(likely(raw, (0, "行政许可"))) == 2)


def test_behind_the_end_of_a_table():
    """What is behind the end of the part that is looked at is not taken."""
    raw = "行政许可5行正处罚6"
    assert 2 == len(likely(raw, (0, "行政许可"), high=len(raw)))
    assert 1 == len(likely(raw, (0, "行政许可"), high=5))
