"""Numbers of cells, and sums of which only the whole is known."""

from __future__ import annotations

import pytest

from gongkai.returns import cells
from tests.rules.build import record

OTHERS = ("requests.other_1", "requests.other_2", "requests.other_3")


def issue(path: str, values: list[int | None], kind: str = "extra", more: str = "") -> str:
    said = ", ".join("null" if value is None else str(value) for value in values)
    return f"issues:\n- {{path: {path}, kind: {kind}, raw: a, candidates: [[{said}]{more}]}}"


@pytest.mark.parametrize(
    ("keys", "expected"),
    [
        (issue("requests.other", [1, None, 0, 0, 0, 0, 1]), {"natural": 1, "research": 0, "public_interest": 0, "legal_service": 0, "other": 0, "total": 1}),
        (issue("requests.other.total", [4]), {"total": 4}),
        (issue("requests.granted", [1, 0, 0, 0, 0, 0, 1]), {}),
        (issue("requests.other", [1, 0, 0, 0, 0, 0, 1], kind="note"), {}),
        (issue("requests.other.total", [4], more=", [5]"), {}),
        (issue("disputes.other", [4]), {}),
    ],
)  # fmt: skip
def test_known_sums(keys, expected):
    """A row that the form splits gives the sum of its three rows, where it was read in one way."""
    wanted = {tuple(f"{row}.{column}" for row in OTHERS): value for column, value in expected.items()}
    assert wanted == cells.known_sums(record(keys))


def test_values_or_none():
    """Numbers come in the order of their paths; one that is missing makes them all unknown."""
    numbers = {"a": 1, "b": 0, "c": None}
    assert [0, 1] == cells.values_or_none(numbers, ("b", "a"))
    assert None is cells.values_or_none(numbers, ("a", "c"))


@pytest.mark.parametrize(
    ("given", "paths", "expected"),
    [
        ((None, None, None), OTHERS, 4),
        ((1, None, None), OTHERS, 4),
        ((1, 2, 3), OTHERS, 6),
        ((None, None, None), (*OTHERS, "requests.granted"), 6),
        ((None, None, None), OTHERS[:2], None),
        ((1, 2, None), OTHERS[:2], 3),
    ],
)
def test_sum_of_which_only_the_whole_is_known(given, paths, expected):
    """Cells count by the known sum of their row where one of them is missing and all are wanted."""
    this = record(issue("requests.other.total", [4]))
    numbers = dict(zip((f"{row}.total" for row in OTHERS), given, strict=True)) | {"requests.granted.total": 2}
    this = this.model_copy(update={"cells": this.cells | numbers})
    assert expected == cells.sum_or_none(this, [f"{path}.total" for path in paths])


@pytest.mark.parametrize(
    ("at", "kinds", "expected"),
    [
        ("requests.new.total", ("blank",), True),
        ("requests.new", ("blank",), True),
        ("requests", ("note", "blank"), True),
        ("requests.new.total", ("note",), False),
        ("requests.new.natural", ("blank",), False),
        ("requests.granted", ("blank",), False),
        ("disputes", ("blank",), False),
    ],
)
def test_issue_about_a_cell(at, kinds, expected):
    """A cell's issue is one of the kinds asked for, about the cell, its row or its table."""
    this = record(f"issues: [{{path: disclosure, kind: note}}, {{path: {at}, kind: blank}}]")
    assert expected == (cells.issue_at(this, "requests.new.total", kinds) is not None)


@pytest.mark.parametrize(
    ("entry", "expected"),
    [
        ("{path: disclosure.penalty.decisions, kind: blank, candidates: [[3]]}", [3]),
        ("{path: facts.items, kind: blank, candidates: [[5]]}", [5]),
        ("{path: disclosure.penalty.decisions, kind: invalid, candidates: [[3]]}", []),
        ("{path: disclosure.penalty.decisions, kind: blank, candidates: [[4]]}", []),
        ("{path: disclosure.penalty.decisions, kind: blank, candidates: [[3], [3]]}", []),
        ("{path: disclosure.penalty.decisions, kind: blank}", []),
        ("{path: disclosure.licensing.decisions, kind: blank, candidates: [[null]]}", []),
        ("{path: facts.none, kind: blank, candidates: [[5]]}", []),
    ],
)
def test_number_that_stayed(entry, expected):
    """A number stayed as long as it is the one that the issue names, in a cell or a fact."""
    keys = "disclosure: {penalty: [3], licensing: [null]}\nfacts: {items: {label: 主动公开, unit: 条, value: 5}}\n"
    assert expected == [value for _, value in cells.stayed(record(f"{keys}issues: [{entry}]"), "blank")]


ROW = "disclosure.normative_documents"


@pytest.mark.parametrize(
    ("typed", "entries", "expected"),
    [
        ("[1, 2, 3]", f"[{{path: {ROW}, kind: ambiguous, candidates: [[4, 5, 6]]}}]", [(1, 2, 3)]),
        ("[1, null, 3]", "[]", [(1, None, 3)]),
        ("[1, null, 3]", f"[{{path: {ROW}, kind: blank, candidates: [[1, 2, 3]]}}]", [(1, None, 3)]),
        ("[1, null, 3]", f"[{{path: {ROW}, kind: ambiguous}}]", [(1, None, 3)]),
        ("null", f"[{{path: {ROW}, kind: ambiguous, candidates: [[1, 2, 3], [12, 3, 0], [1, 23]]}}]", [(1, 2, 3), (12, 3, 0)]),
        ("[1, null, null]", f"[{{path: {ROW}, kind: ambiguous, candidates: [[1, 2, 3], [12, 3, 0]]}}]", [(1, 2, 3)]),
        ("[7, null, null]", f"[{{path: {ROW}, kind: ambiguous, candidates: [[1, 2, 3], [12, 3, 0]]}}]", [(7, None, None)]),
        ("[1, null, 3]", f"[{{path: {ROW}.repealed, kind: ambiguous, candidates: [[8], [9], [1, 2]]}}]", [(1, 8, 3), (1, 9, 3)]),
        ("[1, null, null]", f"[{{path: {ROW}.repealed, kind: ambiguous, candidates: [[8], [9]]}}, {{path: {ROW}.in_force, kind: ambiguous, candidates: [[5]]}}]", [(1, 8, 5), (1, 9, 5)]),
        ("[1, null, 3]", f"[{{path: {ROW}.none, kind: ambiguous, candidates: [[8]]}}]", [(1, None, 3)]),
        ("[1, null, 3]", "[{path: disclosure.regulations.repealed, kind: ambiguous, candidates: [[8]]}]", [(1, None, 3)]),
    ],
)  # fmt: skip
def test_readings_of_a_row(typed, entries, expected):
    """A row has the readings of its source that go with what has been typed since, each of its cells in turn."""
    assert expected == cells.readings(record(f"disclosure: {{normative_documents: {typed}}}\nissues: {entries}"), ROW)


def test_values_that_a_cell_may_have():
    """A cell that is filled in may have one value, one that is ambiguous those of its readings."""
    entries = f"[{{path: {ROW}, kind: ambiguous, candidates: [[1, 2, 3], [1, 9, 3]]}}]"
    this = record(f"disclosure: {{normative_documents: [1, null, 3]}}\nissues: {entries}")
    assert [{1}, {2, 9}, {3}] == [cells.possible(this, f"{ROW}.{id_}") for id_ in ("made", "repealed", "in_force")]


@pytest.mark.parametrize(
    ("count", "expected"),
    [(0, ""), (1, "甲0"), (6, "甲0、甲1、甲2、甲3、甲4、甲5"), (7, "甲0、甲1、甲2、甲3、甲4、甲5等7个")],
)
def test_long_list(count, expected):
    """Of more than six names six are listed, and how many there are."""
    assert expected == cells.named([f"甲{number}" for number in range(count)])


def test_why_a_number_is_missing():
    """A number is missing because it was not filled in, or because one of them could not be read for certain."""
    this = record(f"issues: [{{path: {ROW}, kind: ambiguous}}, {{path: requests.new, kind: blank}}]")
    assert "未填写" == cells.missing_reason(this, ["requests.new.total", "requests.new.natural"])
    assert "原文未能读定" == cells.missing_reason(this, ["requests.new.total", f"{ROW}.made"])
