"""What a roll-up says, compared with the sums of its members; each difference traced to what makes it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gongkai.returns.member_sums import add_up
from gongkai.returns.model import Return, empty_cells
from gongkai.rollup.tree import refuse_circle
from gongkai.rules.rollup import impossible, is_broken

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongkai.returns.member_sums import CellSum, Sums
    from gongkai.returns.model import Number
    from gongkai.returns.params import Params


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell in which a roll-up and the sum of its members differ.

    Attributes:
        path: The cell.
        typed: What the roll-up says.
        total: The sum of the members, as corrected; of those that are known if ``partial``.
        partial: Whether numbers are missing, so that the true sum is larger still.
        parts: Members with a number other than 0, the largest first.
        makers: Members with a negative number where there can be none; else those whose numbers together are exactly the
            difference: one, or the only pair there is.
        below: Members that are governments whose own roll-up differs in this cell, with that difference.
    """

    path: str
    typed: Number
    total: Number
    partial: bool
    parts: tuple[tuple[Return, Number], ...]
    makers: tuple[tuple[Return, Number], ...]
    below: tuple[tuple[Return, Difference], ...]

    @property
    def gap(self) -> Number:
        """What was typed less the sum."""
        gap: Number = self.typed - self.total
        return gap


@dataclass(frozen=True)
class RollUp:
    """The roll-up of a government for a year.

    Attributes:
        sums: What the members add up to.
        has_return: Whether the government has a return of its own for the year.
        lower: The roll-ups of members that are governments, by id, whether or not they have reported.
    """

    sums: Sums
    has_return: bool
    lower: Mapping[str, RollUp]

    @property
    def record(self) -> Return:
        """The government's own return; without one, an empty return."""
        return self.sums.record

    @cached_property
    def differences(self) -> tuple[Difference, ...]:
        """Cells that differ from the sum, or are less than what is known of it; the largest difference first."""
        return tuple(sorted(self._differences(), key=lambda item: _size(item.gap), reverse=True))

    def _differences(self) -> Iterator[Difference]:
        for path, found in self.sums.cells.items():
            typed = self.record.cells[path]
            if typed is not None and is_broken(found, typed, signed=self.record.edition.cells[path].kind == "signed"):
                yield self._difference(found, typed)

    def _difference(self, found: CellSum, typed: Number) -> Difference:
        total = found.known if found.total is None else found.total
        parts = [(member, value) for member, value in found.parts if value]
        parts.sort(key=lambda part: _size(part[1]), reverse=True)
        below = tuple(
            (member, difference)
            for member, _ in found.parts
            if (lower := self.lower.get(member.agency.id)) is not None
            for difference in lower.differences
            if difference.path == found.path
        )
        wrong = impossible(parts, signed=self.record.edition.cells[found.path].kind == "signed")
        makers = wrong or _makers(parts, _size(typed - total))
        return Difference(found.path, typed, total, found.total is None, tuple(parts), makers, below)

    @cached_property
    def unfilled(self) -> tuple[CellSum, ...]:
        """Cells that the government has not filled in, though their sum is known."""
        return tuple(
            found
            for path, found in self.sums.cells.items()
            if self.record.cells[path] is None and found.total is not None
        )

    @cached_property
    def blank(self) -> tuple[CellSum, ...]:
        """Cells that a member has left blank, so that they do not add up."""
        return tuple(found for found in self.sums.cells.values() if found.total is None and found.blank)

    @property
    def obstacles(self) -> bool:
        """Whether anything keeps it from being final: a member or a number is missing, or a correction has fallen."""
        return bool(self.sums.absent or self.blank or self.sums.fallen or not self.sums.members)


def _size(value: Number) -> Number:
    """A number without its sign; :func:`abs` of a union is only an object to the type checker."""
    return value if value >= 0 else -value


def _makers(parts: list[tuple[Return, Number]], gap: Number) -> tuple[tuple[Return, Number], ...]:
    """Members whose numbers are exactly the gap: all that are so alone, else the only pair whose sum is."""
    alone = tuple(part for part in parts if part[1] == gap)
    if alone:
        return alone
    having = Counter(value for _, value in parts)
    pairs = [part for part in parts if having[gap - part[1]] - (gap - part[1] == part[1]) > 0]
    return tuple(pairs) if len(pairs) == 2 else ()


def roll_up(params: Params, agency: str, year: int, above: tuple[str, ...] = ()) -> RollUp:
    """Add up the members of a government for a year, and those of the governments below it.

    Args:
        params: The folder of inputs.
        agency: Id of the government.
        year: Report year.
        above: The governments above it that are being added up, highest first.

    Raises:
        InputError: A member is not an organ in the folder, a return cannot be read, or a government is below itself.
    """
    refuse_circle(params, agency, above)
    has_return = year in params.years(agency)
    record = params.load(agency, year) if has_return else empty(params, agency, year)
    lower = {
        id_: roll_up(params, id_, year, (*above, agency))
        for id_ in params.member_ids(agency, year)
        if params.agency(id_).members
    }
    return RollUp(add_up(record, params.members(agency, year)), has_return, lower)


def empty(params: Params, agency: str, year: int) -> Return:
    """A return of a year with nothing in it.

    Raises:
        FormError: No edition is in force for the year.
    """
    organ = params.agency(agency)
    record = Return(agency=organ, year=year, cells={})
    return record.model_copy(update={"cells": empty_cells(record.edition)})
