"""Patterns of cells: what they match in an edition, and what an edition lacks of them."""

from __future__ import annotations

import pytest

from gongkai import forms
from gongkai.forms import patterns

OLD, NEW = forms.edition("2019"), forms.edition("2021")


@pytest.mark.parametrize(
    ("pattern", "found"),
    [
        ("requests.new.total", [["requests.new.total"]]),
        ("requests.{new,total}.total", [["requests.new.total", "requests.total.total"]]),
        ("requests.others.total", [[f"requests.other_{n}.total" for n in (1, 2, 3)]]),
        ("disclosure.*.decisions", [[f"disclosure.{row}.decisions"] for row in ("licensing", "penalty", "coercion")]),
        ("disclosure.*.{in_force,made}", [["disclosure.regulations.in_force", "disclosure.regulations.made"],
                                          ["disclosure.normative_documents.in_force", "disclosure.normative_documents.made"]]),
        ("disclosure.regulations.*", [[f"disclosure.regulations.{column}"] for column in ("made", "repealed", "in_force")]),
        ("disclosure.*.disclosed", []),
        ("disclosure.*.{made,decisions}", []),
        ("nothing.*.*", []),
    ],
)  # fmt: skip
def test_matches(pattern: str, found: list[list[str]]) -> None:
    """A star binds one row or column at a time, braces ask for all, a group is all its rows."""
    assert found == [list(paths) for paths in patterns.matches(NEW, pattern)]


def test_groups() -> None:
    """A group of rows is without its total, a group of columns all of its columns."""
    [results] = patterns.matches(OLD, "requests.results.natural")
    assert (19, False) == (len(results), "requests.total.natural" in results)
    [columns] = patterns.matches(OLD, "requests.new.organizations")
    assert ["business", "research", "public_interest", "legal_service", "other"] == [p.split(".")[2] for p in columns]


@pytest.mark.parametrize(
    ("pattern", "old", "new"),
    [
        ("disclosure.*.{made,disclosed}", (), ("disclosure.*.disclosed",)),
        ("disclosure.*.disclosed | disclosure.*.in_force", (), ()),
        ("disclosure.*.{made,decisions}", ("disclosure.*.{made,decisions}",), ("disclosure.*.{made,decisions}",)),
        ("requests.{other,other_1}.total", ("requests.other_1.total",), ("requests.other.total",)),
        ("sections.overview", (), ()),
        ("sections.overview.max_characters", ("sections.overview.max_characters",), ()),
        ("sections.nothing", ("sections.nothing",), ("sections.nothing",)),
    ],
)
def test_lacking(pattern: str, old: tuple[str, ...], new: tuple[str, ...]) -> None:
    """What an edition lacks is named cell by cell; one of several alternatives is enough."""
    assert (old, new) == (patterns.lacking(OLD, pattern), patterns.lacking(NEW, pattern))


@pytest.mark.parametrize(
    ("path", "same"),
    [
        ("requests.new.total", True),
        ("disputes.reconsideration.upheld", True),
        ("disclosure.normative_documents.made", False),
        ("disclosure.licensing.decisions", False),
        ("disclosure.fees.amount", False),
    ],
)
def test_alike(path: str, same: bool) -> None:
    """Cells are alike if both editions print the same words at them."""
    assert same == patterns.alike(OLD, NEW, path) == patterns.alike(NEW, OLD, path)


@pytest.mark.parametrize("pattern", ["", "requests", "requests.new", "a.b.c.d", "requests.{new}x.total", "requests.*.{}",
                                     "sections", "x | requests.new.total", "Requests.new.total"])  # fmt: skip
def test_not_a_pattern(pattern: str) -> None:
    """Anything else is refused."""
    with pytest.raises(ValueError, match="not a pattern of cells"):
        patterns.check(pattern)
