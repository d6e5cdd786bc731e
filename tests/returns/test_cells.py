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
