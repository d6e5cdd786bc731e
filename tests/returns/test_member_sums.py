"""Corrections of a roll-up's sums hold as long as what they correct is as it was."""

from __future__ import annotations

import datetime as dt

import pytest

from gongkai import forms
from gongkai.returns import Agency, Return, empty_cells
from gongkai.returns.member_sums import add_up
from gongkai.returns.members import Correction

CELL = "requests.new.total"


def made(id_: str, value: int | None, *corrections: Correction, members: tuple[str, ...] = ()) -> Return:
    """A return of 2024 with one number."""
    agency = Agency.model_validate({"id": id_, "name": id_, "level": "county", "members": list(members)})
    cells = {**empty_cells(forms.edition_for(2024)), CELL: value}
    return Return(agency=agency, year=2024, cells=cells, corrections=corrections)


@pytest.mark.parametrize(
    ("was", "reported", "total", "fallen"),
    [(5, ("a", "b"), 9, []), (4, ("a", "b"), 5, [5]), (6, ("a", "b"), 5, [5]), (5, ("a",), None, [])],
)
def test_correction_of_a_sum(was: int, reported: tuple[str, ...], total: int | None, fallen: list[int]) -> None:
    """A corrected sum counts if it was what was corrected; else the correction falls, but not while a member is missing."""
    correction = Correction(cell=CELL, was=was, value=9, reason="口径", by="张三", date=dt.date(2025, 1, 10))
    numbers = {"a": 2, "b": 3}
    sums = add_up(made("x", None, correction, members=("a", "b")), [made(id_, numbers[id_]) for id_ in reported])
    assert (total, fallen) == (sums.cells[CELL].total, [item.now for item in sums.fallen])


PENALTY, COERCION = "disclosure.penalty.decisions", "disclosure.coercion.decisions"


def corrected(cell: str, was: int | None, value: int, member: str | None = None) -> Correction:
    """A correction."""
    return Correction(
        cell=cell, was=was, value=value, member=member, reason="口径", by="张三", date=dt.date(2025, 1, 10)
    )


def test_what_is_known_and_what_is_blank() -> None:
    """A sum is known in part while a member has left its cell blank, and has a total when none has."""
    sums = add_up(made("x", None, members=("a", "b", "c")), [made("a", 2), made("b", None), made("c", 3)])
    reported = sums.cells[CELL]
    assert (["a", "c"], ("b",)) == ([item.agency.id for item, _ in reported.parts], sums.absent)
    assert (5, (), False, None, None) == (
        reported.known, reported.blank, reported.complete, reported.uncorrected, reported.total,
    )  # fmt: skip
    one, other = made("a", 2), made("b", None).model_copy(update={"cells": made("b", None).cells | {PENALTY: 1}})
    both = add_up(made("x", None, members=("a", "b")), [one, other]).cells
    assert [(2, None, (other,), True), (1, None, (one,), True), (0, None, (one, other), True)] == [
        (both[path].known, both[path].total, both[path].blank, both[path].complete)
        for path in (CELL, PENALTY, COERCION)
    ]


def test_who_counts() -> None:
    """Reports of other years and of organs that are no members are left out; without a list of members all count."""
    last = made("b", 4).model_copy(update={"year": 2023})
    given = [made("a", 2), last, made("z", 8), made("c", 0)]
    sums = add_up(made("x", None, members=("a", "b", "c")), given)
    assert (("b",), 2, None) == (sums.absent, sums.cells[CELL].known, sums.cells[CELL].total)
    assert 10 == add_up(made("x", None), given).cells[CELL].total


def test_corrections_of_members() -> None:
    """A member's number counts as corrected while it is what was corrected; the others fall, in the order of the list."""
    corrections = (
        corrected(CELL, 7, 9),
        corrected(CELL, 2, 6, "a"),
        corrected(CELL, 2, 5, "b"),
        corrected(CELL, None, 5, "c"),
        corrected(PENALTY, None, 1, "b"),
        corrected(CELL, 4, 5, "b"),
    )
    sums = add_up(made("x", None, *corrections, members=("a", "b", "c")), [made("a", 2), made("b", 3)])
    assert [6, 3] == [value for _, value in sums.cells[CELL].parts]
    assert [None, 1] == [value for _, value in sums.cells[PENALTY].parts]
    assert [(2, 3, "b", False), (3, None, None, True), (5, 3, "b", False)] == [
        (item.index, item.now, item.member and item.member.agency.id, item.gone) for item in sums.fallen
    ]
    all_there = add_up(made("x", None, *corrections, members=("a", "b")), [made("a", 2), made("b", 3)])
    assert [0, 2, 3, 5] == [item.index for item in all_there.fallen]
    assert (9, None) == (all_there.cells[CELL].total, all_there.cells[CELL].correction)


def test_two_corrections_of_a_sum() -> None:
    """Of two corrections of the same sum the second one falls, also while a member is missing."""
    first, second = corrected(CELL, 5, 9), corrected(CELL, 5, 8)
    members = [made("a", 2), made("b", 3)]
    sums = add_up(made("x", None, first, second, members=("a", "b")), members)
    assert (9, first, [1]) == (
        sums.cells[CELL].total, sums.cells[CELL].correction, [item.index for item in sums.fallen],
    )  # fmt: skip
    blank = corrected(CELL, None, 9), corrected(CELL, None, 8)
    sums = add_up(made("x", None, *blank, members=("a", "b")), members[:1])
    assert (9, [1]) == (sums.cells[CELL].total, [item.index for item in sums.fallen])


PROCUREMENT, ROW = "disclosure.procurement.amount", "disclosure.procurement"


def bought(id_: str, amount: int | None, unit: str | None) -> Return:
    """A return of 2020 with procurement."""
    agency = Agency.model_validate({"id": id_, "name": id_, "level": "county"})
    cells = {**empty_cells(forms.edition_for(2020)), PROCUREMENT: amount, "requests.new.total": 1}
    return Return(agency=agency, year=2020, cells=cells, units={ROW: unit} if unit else {})


@pytest.mark.parametrize(
    ("own", "given", "unit", "total"),
    [
        ("元", [(2, "万元"), (3, "万元")], "元", 50_000),
        (None, [(2, "万元"), (3, "万元")], "万元", 5),
        (None, [(20_000, "元"), (3, "万元")], "万元", 5),
        (None, [(2, "元"), (0, None)], "元", 2),
        (None, [(2, "元"), (3, None)], None, None),
        (None, [(2, "元"), (None, None)], "元", None),
        (None, [(2, "万元"), (2, "元"), (None, None)], "万元", None),
        (None, [(2, "元"), (3, "万元"), (3, None)], None, None),
        (None, [(0, None), (0, None)], "万元", 0),
        (None, [(0, None), (3, None)], None, None),
    ],
)
def test_unit_of_a_sum(
    own: str | None, given: list[tuple[int | None, str | None]], unit: str | None, total: int | None
) -> None:
    """Where the form prints no unit a sum has that of the roll-up, or of all members, or the largest; a 0 needs none."""
    members = [bought(f"m{number}", *one) for number, one in enumerate(given)]
    sums = add_up(bought("x", None, own), members)
    assert (unit, total) == (sums.units.get(ROW), sums.cells[PROCUREMENT].total)


def test_zero_without_a_unit() -> None:
    """While no unit is known, those that have 0 are known all the same."""
    sums = add_up(bought("x", None, None), [bought("a", 0, None), bought("b", 3, None), bought("c", 3, "元")])
    assert [0, None, None] == [value for _, value in sums.cells[PROCUREMENT].parts]


def test_other_forms() -> None:
    """Members whose report uses another edition than the year demands are known."""
    used = [
        made(id_, 1).model_copy(update={"form_used": form})
        for id_, form in zip("abc", (None, "2021", "2019"), strict=True)
    ]
    assert ["c"] == [item.agency.id for item in add_up(made("x", None), used).other_forms]
