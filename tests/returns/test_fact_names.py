"""Ids that are made from labels."""

from __future__ import annotations

import pytest

from gongkai.returns import Fact, fact_names


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("《公报》（期数）", "公报期数"),
        ("12345热线", "项12345热线"),
        ("ＡＢ", "AB"),
        ("_甲_", "甲"),
        ("——", ""),
        ("", ""),
    ],
)
def test_from_label(label: str, expected: str) -> None:
    """A label is reduced to its letters and digits, and does not begin with a digit."""
    assert expected == fact_names.from_label(label)


@pytest.mark.parametrize(
    ("label", "taken", "expected"),
    [
        ("公报", [], "公报"), ("公报", ["公报"], "公报_2"), ("公报", ["公报", "公报_2"], "公报_3"), ("——", [], "added_1"),
        ("——", ["added_1"], "added_2"),
    ],
)  # fmt: skip
def test_unused(label: str, taken: list[str], expected: str) -> None:
    """An id that is taken gets a number behind it; a label without letters is numbered from 1."""
    assert expected == fact_names.unused(label, taken)


def test_labelled() -> None:
    """A placeholder names facts by their label, in any width."""
    facts = {
        "a": Fact(label="公报（ＡＢ）", value=1, unit="期"),
        "b": Fact(label="公报AB", value=2, unit="期"),
        "c": Fact(label="公报", value=3, unit="期"),
    }
    assert ["a", "b"] == fact_names.labelled(facts, "公报ＡＢ")
