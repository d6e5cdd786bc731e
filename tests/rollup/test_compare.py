"""A roll-up is compared with the sums of its members, and each difference is traced to what makes it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import forms
from gongkai.returns import Agency, InputError, Params, Return, empty_cells
from gongkai.returns.member_sums import add_up
from gongkai.returns.members import Correction, Member
from gongkai.rollup.compare import roll_up
from gongkai.rollup.draft import figures
from gongkai.rollup.tree import absent, governments
from tests.jurisdiction import YEAR, city, organ

if TYPE_CHECKING:
    from pathlib import Path

NEW = "requests.new.natural"
LICENSING = "disclosure.licensing.decisions"


def makers(folder: Path, cell: str = NEW, agency: str = "xian") -> tuple[object, list[str]]:
    """The gap of a cell and the members that make it."""
    found = next(item for item in roll_up(Params(folder), agency, YEAR).differences if item.path == cell)
    return found.gap, [member.agency.id for member, _ in found.makers]


def test_right(tmp_path: Path) -> None:
    """Where every cell is the sum of its members, nothing differs, and the figures to write are those that are there."""
    rolled = roll_up(Params(city(tmp_path)), "shi", YEAR)
    assert ((), (), (), False) == (rolled.differences, rolled.unfilled, rolled.blank, rolled.obstacles)
    assert rolled.record.cells == figures(rolled).cells


@pytest.mark.parametrize(
    ("typed", "gap", "named"),
    [
        (18, -5, ["jiaoyu"]),
        (30, 7, ["minzheng"]),
        (11, -12, ["minzheng", "jiaoyu"]),
        (24, 1, []),
    ],
)
def test_makers(tmp_path: Path, typed: int, gap: int, named: list[str]) -> None:
    """The member, or the only two, whose numbers are exactly the difference make it."""
    organ(city(tmp_path), "xian", typed, "60")
    assert (gap, named) == makers(tmp_path)


def test_a_negative_number_makes_the_difference(tmp_path: Path) -> None:
    """A member's negative number, where none can be, explains a difference, not a number that happens to be as large."""
    folder = city(tmp_path)
    organ(folder, "jiaoyu", -5, "20")
    gap, named = makers(folder)
    assert ["jiaoyu"] == named
    assert 10 == gap


def test_largest_first(tmp_path: Path) -> None:
    """Differences are listed by their size."""
    organ(city(tmp_path), "xian", 20, "100")
    gaps = [item.gap for item in roll_up(Params(tmp_path), "xian", YEAR).differences]
    assert [40, -3, -3, -3, -3, -3, -3] == gaps


def test_traced_through_levels(tmp_path: Path) -> None:
    """A difference at the city is followed into the county whose own roll-up differs, down to the department."""
    organ(city(tmp_path), "xian", 18, "60")
    found = roll_up(Params(tmp_path), "shi", YEAR).differences[0]
    assert (28, 23) == (found.typed, found.total)
    county, below = found.below[0]
    assert ("xian", -5, ["jiaoyu"]) == (county.agency.id, below.gap, [m.agency.id for m, _ in below.makers])


def test_missing_stays_missing(tmp_path: Path) -> None:
    """A blank cell of a member makes the sum missing, never smaller; it is named, and nothing is written there."""
    organ(city(tmp_path), "minzheng", 7, "null")
    rolled = roll_up(Params(tmp_path), "xian", YEAR)
    assert [(LICENSING, ["minzheng"])] == [(c.path, [m.agency.id for m in c.blank]) for c in rolled.blank]
    assert (None, 23) == (figures(rolled).cells[LICENSING], figures(rolled).cells[NEW])
    assert figures(rolled, partial=True).cells[LICENSING] is None
    assert rolled.obstacles
    assert () == rolled.differences
    organ(tmp_path, "xian", 23, "39")
    assert [(39, 40, True)] == [
        (d.typed, d.total, d.partial) for d in roll_up(Params(tmp_path), "xian", YEAR).differences
    ]


def test_not_reported(tmp_path: Path) -> None:
    """Without one member's return no sum is known; a draft may take those of the others."""
    params = city(tmp_path)
    (params / "gongan" / f"{YEAR}.yaml").unlink()
    rolled = roll_up(Params(params), "xian", YEAR)
    assert ("gongan",) == rolled.sums.absent == absent(Params(params), "xian", YEAR)
    assert {None} == set(figures(rolled).cells.values())
    assert 12 == figures(rolled, partial=True).cells[NEW]


def test_nobody_has_reported(tmp_path: Path) -> None:
    """Without any return there is nothing to write, not even zeros."""
    for id_ in ("jiaoyu", "minzheng", "gongan", "xian"):
        organ(tmp_path, id_, None)
    rolled = roll_up(Params(tmp_path), "xian", YEAR)
    assert not rolled.has_return
    assert {None} == set(figures(rolled, partial=True).cells.values())


def test_only_started(tmp_path: Path) -> None:
    """A member whose file was only started has not reported, also if last year's carry-over stands in it already."""
    params = city(tmp_path)
    organ(params, "gongan", None)
    for text in ("schema: 1\nyear: 2024\n", "schema: 1\nyear: 2024\nrequests: {carried_in: [1, 0, 0, 0, 0, 0, 1]}\n"):
        (params / "gongan" / f"{YEAR}.yaml").write_text(text, "utf-8")
        rolled = roll_up(Params(params), "xian", YEAR)
        assert ("gongan",) == rolled.sums.absent == absent(Params(params), "xian", YEAR)
        assert (2, ()) == (len(rolled.sums.members), rolled.blank)
    (params / "gongan" / f"{YEAR}.yaml").write_text("schema: 1\nyear: 2024\ndisputes: {rest: 0}\n", "utf-8")
    assert () == absent(Params(params), "xian", YEAR)


def test_order_of_governments(tmp_path: Path) -> None:
    """Lower governments come first; a circle is refused with its chain."""
    params = city(tmp_path)
    assert ("xian", "shi") == governments(Params(params), "shi", YEAR)
    assert () == governments(Params(params), "jiaoyu", YEAR)
    (params / "gongan" / "agency.yaml").write_text("name: 东山县公安局\nlevel: department\nmembers: [shi]\n", "utf-8")
    for call in (governments, roll_up):
        with pytest.raises(InputError, match="成员绕了一圈（shi → xian → gongan → shi）"):
            call(Params(params), "shi", YEAR)


def test_amounts_without_a_printed_unit() -> None:
    """Amounts are added in the unit of the roll-up, else in the members' own, else in the largest."""
    edition = forms.edition_for(2020)
    amount = "disclosure.procurement.amount"

    def member(id_: str, value: int, unit: str) -> Return:
        cells = {**empty_cells(edition), amount: value}
        units = {"disclosure.procurement": unit}
        return Return(agency=Agency(id=id_, name=id_, level="department"), year=2020, cells=cells, units=units)

    whole = Agency(id="w", name="w", level="county", members=(Member(id="a"), Member(id="b")))
    record = Return(agency=whole, year=2020, cells=empty_cells(edition))
    sums = add_up(record, [member("a", 30_000, "元"), member("b", 2, "万元")])
    assert ("万元", 5) == (sums.units["disclosure.procurement"], sums.cells[amount].total)
    own = record.model_copy(update={"units": {"disclosure.procurement": "元"}})
    assert 50_000 == add_up(own, [member("a", 30_000, "元"), member("b", 2, "万元")]).cells[amount].total


values = st.one_of(st.none(), st.integers(0, 99))


@given(st.lists(values, min_size=1, max_size=6), st.integers(0, 2**32))
def test_sums(numbers: list[int | None], seed: int) -> None:
    """A sum is that of all members, or missing; a correction of it holds exactly while it is as it was."""
    edition = forms.edition_for(YEAR)
    members = [
        Return(
            agency=Agency(id=f"m{n}", name=f"m{n}", level="department"),
            year=YEAR,
            cells={**empty_cells(edition), NEW: value, LICENSING: 0},
        )
        for n, value in enumerate(numbers)
    ]
    whole = Agency(id="w", name="w", level="county", members=tuple(Member(id=m.agency.id) for m in members))
    record = Return(agency=whole, year=YEAR, cells=empty_cells(edition))
    known = [value for value in numbers if value is not None]
    expected = sum(known) if len(known) == len(numbers) else None
    assert (expected, sum(known)) == (
        add_up(record, members).cells[NEW].total,
        add_up(record, members).cells[NEW].known,
    )

    was = (None, expected, sum(known))[seed % 3]
    correction = Correction.model_validate(
        {"cell": NEW, "was": was, "value": 7, "reason": "重复", "by": "张三", "date": "2025-02-01"}
    )
    corrected = add_up(record.model_copy(update={"corrections": (correction,)}), members)
    assert (7 if was == expected else expected) == corrected.cells[NEW].total
    assert (was != expected) == bool(corrected.fallen)
