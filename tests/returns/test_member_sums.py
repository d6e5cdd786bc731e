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
