"""What the members of a roll-up add up to, cell by cell.

The rules and ``gongkai rollup`` use the same sums. A sum is missing as long as a member has not reported or has left the cell
blank; a correction that still holds goes before what the members say.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gongkai.returns.reported import has_reported
from gongkai.returns.sums import add, amount_in, common_unit

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from gongkai.returns.members import Correction
    from gongkai.returns.model import Number, Return


@dataclass(frozen=True, slots=True)
class CellSum:
    """What a cell adds up to.

    Attributes:
        path: The cell.
        parts: Each member that has reported, with its number in the unit of the roll-up.
        complete: Whether all members have reported.
        correction: The correction of the sum, if there is one that holds.
    """

    path: str
    parts: tuple[tuple[Return, Number | None], ...]
    complete: bool
    correction: Correction | None = None

    @property
    def known(self) -> Number:
        """Sum of the numbers that are there."""
        return sum((value for _, value in self.parts if value is not None), 0)

    @property
    def blank(self) -> tuple[Return, ...]:
        """The members that have left the cell blank, or whose amount has no unit."""
        return tuple(member for member, value in self.parts if value is None)

    @property
    def uncorrected(self) -> Number | None:
        """Sum of all members; ``None`` while a number is missing."""
        return add([value for _, value in self.parts]) if self.complete else None

    @property
    def total(self) -> Number | None:
        """What the roll-up should say; ``None`` while a number is missing."""
        return self.uncorrected if self.correction is None else self.correction.value


@dataclass(frozen=True, slots=True)
class Fallen:
    """A correction that does not hold any more.

    Attributes:
        index: Its number in the list, from 0.
        correction: The correction.
        now: The number that is there now.
        member: The member, if it has reported.
        gone: Whether the member it is about does not count in the year, or has not reported.
    """

    index: int
    correction: Correction
    now: Number | None = None
    member: Return | None = None
    gone: bool = False


@dataclass(frozen=True)
class Sums:
    """What the members of a roll-up add up to.

    Attributes:
        record: The roll-up's own return.
        members: The returns that count, with the corrections of their numbers.
        absent: Ids of the members that have not reported: they have no return, or one in which nothing is filled in.
        units: The units of the sums where the form prints none, by row.
        cells: The sum of each cell.
        fallen: Corrections that do not hold any more.
    """

    record: Return
    members: tuple[Return, ...]
    absent: tuple[str, ...]
    units: Mapping[str, str]
    cells: Mapping[str, CellSum]
    fallen: tuple[Fallen, ...]

    @cached_property
    def other_forms(self) -> tuple[Return, ...]:
        """Members whose report uses another edition of the form than the year demands."""
        return tuple(item for item in self.members if item.form_used not in {None, item.edition.id})


def add_up(record: Return, members: Sequence[Return]) -> Sums:
    """Add up the members of a roll-up.

    Args:
        record: The roll-up's own return, with its corrections; the units that it gives are those of the sums.
        members: Returns of members; those of other years, and of organs that do not count in the year, are left out, and
            those in which nothing has been filled in yet.
    """
    ids = record.agency.member_ids(record.year)
    counted = [
        item
        for item in members
        if item.year == record.year and (not ids or item.agency.id in ids) and has_reported(item)
    ]
    reported = {item.agency.id for item in counted}
    absent = tuple(id_ for id_ in ids if id_ not in reported)
    corrected, fallen = _correct_members(record, counted)
    units = {}
    for row, cell in record.edition.open_rows.items():
        if (unit := _unit(record, corrected, cell.path)) is not None:
            units[row] = unit
    cells = {}
    for path, cell in record.edition.cells.items():
        of_cell = _parts(path, corrected, units.get(cell.row_path), is_open=cell.unit is None)
        cells[path] = CellSum(path, of_cell, complete=not absent)
    for index, correction in enumerate(record.corrections):
        if correction.member is not None or correction.cell not in cells:
            continue
        found = cells[correction.cell]
        if found.uncorrected == correction.was and found.correction is None:
            cells[correction.cell] = CellSum(found.path, found.parts, found.complete, correction)
        elif not absent or found.correction is not None:  # else it may hold again when all have reported
            fallen.append(Fallen(index, correction, found.uncorrected))
    fallen.sort(key=lambda item: item.index)
    return Sums(record, tuple(corrected), absent, units, cells, tuple(fallen))


def _correct_members(record: Return, members: Sequence[Return]) -> tuple[list[Return], list[Fallen]]:
    """The members with the corrections of their numbers, and the corrections that do not hold."""
    by_id = {member.agency.id: member for member in members}
    fallen = []
    for index, correction in enumerate(record.corrections):
        if correction.member is None:
            continue
        member = by_id.get(correction.member)
        if member is None:
            fallen.append(Fallen(index, correction, gone=True))
        elif (now := member.cells.get(correction.cell)) != correction.was:
            fallen.append(Fallen(index, correction, now, member))
        else:
            cells = member.cells | {correction.cell: correction.value}
            by_id[correction.member] = member.model_copy(update={"cells": cells})
    return list(by_id.values()), fallen


def _unit(record: Return, members: Sequence[Return], path: str) -> str | None:
    """The unit in which a cell is added up where the form prints none.

    That of the roll-up; else the one that all members give; else, if each gives one, the largest of them.
    """
    unit = record.unit(path) or common_unit(members, path)
    if unit is not None:
        return unit
    given = {member.unit(path) for member in members if member.cells.get(path) not in {0, None}}
    sizes = dict(record.edition.cell(path).units)
    return (
        max((item for item in given if item), key=lambda item: sizes[item], default=None) if None not in given else None
    )


def _parts(
    path: str, members: Sequence[Return], unit: str | None, *, is_open: bool
) -> tuple[tuple[Return, Number | None], ...]:
    """Each member with its number; where the form prints no unit, in the unit of the sum."""
    if not is_open:
        return tuple((member, member.cells.get(path)) for member in members)
    return tuple((member, amount_in(member, path, unit) if unit else _zero(member, path)) for member in members)


def _zero(member: Return, path: str) -> Number | None:
    """A member's amount if it is 0, which needs no unit."""
    return 0 if member.cells.get(path) == 0 else None
