"""What a planted defect is, and the registry of plants: one for each rule that a single return can break."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai.returns import Passage

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from random import Random

    from gongkai import forms
    from gongkai.demo.organs import Organ
    from gongkai.returns import Number, Return


@dataclass(frozen=True)
class Site:
    """An organ and year in which a defect may be planted.

    Attributes:
        organ: The organ.
        year: The year.
        edition: The form of the year.
        before: The form of the year before; ``None`` if the organ did not report then.
        after: The form of the year after; ``None`` if the organ does not report then.
    """

    organ: Organ
    year: int
    edition: forms.Edition
    before: forms.Edition | None
    after: forms.Edition | None

    @property
    def is_merged(self) -> bool:
        """Whether it is the organ's last year before another reports in its place."""
        return self.organ.successor is not None and self.year == self.organ.last

    def has(self, *cells: str) -> bool:
        """Whether the form has these cells."""
        return all(cell in self.edition.cells for cell in cells)


@dataclass(frozen=True)
class Case:
    """A return without a defect, and what the rules compare it with."""

    site: Site
    record: Return
    previous: Return | None
    members: tuple[Return, ...]


@dataclass(frozen=True)
class Planted:
    """A return with a defect.

    Attributes:
        record: The return.
        places: Where the rule must find it: paths of cells or texts, at least one of which its finding names.
        said: The defect in a Chinese sentence.
        also: Rules that the same defect breaks in the same return, for example R1 a request that is counted twice (R20).
        after: Rules that it breaks in the return of the year after.
        moves_sums: Whether it changes a number, so that the sum of the government is off (R18); a blank leaves it open.
    """

    record: Return
    places: tuple[str, ...]
    said: str
    also: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    moves_sums: bool = False


@dataclass(frozen=True)
class Plant:
    """How defects of a rule are planted.

    Attributes:
        rule: Id of the rule.
        function: Makes the defect.
        fits: Whether a site has what the defect needs.
        floors: The least that cells must hold before it is planted.
    """

    rule: str
    function: Callable[[Random, Case], Planted] = field(repr=False)
    fits: Callable[[Site], bool] = field(repr=False)
    floors: Mapping[str, int]


PLANTS: dict[str, Plant] = {}
"""All plants by rule, filled by :func:`plant` when the modules of this package are imported."""


def anywhere(site: Site) -> bool:  # noqa: ARG001 - one of the predicates
    """Every site fits."""
    return True


def no_government(site: Site) -> bool:
    """A site whose tables nobody adds up from members."""
    return not site.organ.is_government


def plant(
    rule: str, *, fits: Callable[[Site], bool] = anywhere, floors: Mapping[str, int] | None = None
) -> Callable[[Callable[[Random, Case], Planted]], Callable[[Random, Case], Planted]]:
    """Register how defects of a rule are planted."""

    def register(function: Callable[[Random, Case], Planted]) -> Callable[[Random, Case], Planted]:
        PLANTS[rule] = Plant(rule, function, fits, floors or {})
        return function

    return register


def with_cells(record: Return, changes: Mapping[str, Number | None]) -> Return:
    """The return with other values in some cells."""
    return record.model_copy(update={"cells": {**record.cells, **changes}})


def more(record: Return, by: int, paths: Iterable[str]) -> Return:
    """The return with each of these cells larger by a number."""
    return with_cells(record, {path: (record.cells[path] or 0) + by for path in paths})


def with_sentence(record: Return, passage: str, text: str) -> Return:
    """The return with a paragraph after a passage of section one."""
    overview = record.sections.overview
    assert isinstance(overview, tuple)
    passages = tuple(
        Passage(id=item.id, heading=item.heading, text=f"{item.text}\n\n{text}") if item.id == passage else item
        for item in overview
    )
    return with_texts(record, overview=passages)


def with_texts(record: Return, **texts: str | tuple[Passage, ...] | None) -> Return:
    """The return with other sections."""
    return record.model_copy(update={"sections": record.sections.model_copy(update=texts)})
