"""Findings, and the pending findings that rule functions yield."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Literal, get_args

from gongkai.document.blocks import MARKS

if TYPE_CHECKING:
    from gongkai.returns import Number, Waiver

Level = Literal["error", "warning", "hint"]
Outcome = Literal["pass", "fail", "not_checked"]

LEVELS: dict[Level, str] = {level: MARKS[level] for level in get_args(Level)}
"""Levels of a finding, most severe first, with their Chinese names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in a return. Immutable; can be pickled and compared.

    Attributes:
        rule: Id of the rule (``R1``).
        level: ``error``, ``warning`` or ``hint``.
        outcome: ``pass``, ``fail``, or ``not_checked`` when an input is missing (the message says which).
        agency, year: Whose return.
        message: A Chinese sentence: what is wrong, with the values.
        values: Named values; where two sides are compared ``left``, ``right`` and ``difference`` (left - right), the
            table of ``gongkai check`` shows those.
        cells: Paths of all cells concerned: ``requests.new.total``; last year's ``2019:requests.carried_out.total``;
            a member's ``<agency id>:requests.new.total``; texts ``sections.overview.platform``. This year's first.
        todo: A Chinese sentence: what to do.
        where: ``file:line`` of the first cell, where known.
        waived: The record by which it was accepted.
        applicable: False if the rule was not checked because the form lacks the cells that it needs. There is nothing to
            do then, so reports, working papers and counts leave the finding out.
    """

    rule: str
    level: Level
    outcome: Outcome
    agency: str
    year: int
    message: str
    values: tuple[tuple[str, Number | str | None], ...] = ()
    cells: tuple[str, ...] = ()
    todo: str = ""
    where: str | None = None
    waived: Waiver | None = None
    applicable: bool = True

    def value(self, name: str) -> Number | str | None:
        """The named value; ``None`` if there is none of that name."""
        return dict(self.values).get(name)

    @property
    def blocking(self) -> bool:
        """Whether it is an error that nobody has accepted."""
        return self.outcome == "fail" and self.level == "error" and self.waived is None

    def to_json(self) -> dict[str, Any]:
        """JSON data; numbers are int or Decimal (write them with :func:`gongkai.returns.canonical.dumps`)."""
        return {
            "rule": self.rule,
            "level": self.level,
            "outcome": self.outcome,
            "agency": self.agency,
            "year": self.year,
            "message": self.message,
            "values": dict(self.values),
            "cells": list(self.cells),
            "where": self.where,
            "todo": self.todo,
            "waived": self.waived.to_json() if self.waived else None,
        }


@dataclass(frozen=True, slots=True)
class PendingFinding:
    """What a rule function yields: a finding before organ, year, location and message are filled in.

    Attributes:
        outcome: ``fail``, ``not_checked``, or ``pass`` if the values of a kept rule are worth showing.
        template: Chinese sentence with ``{names}`` of values.
        cells: See :class:`Finding`.
        values: Named values.
        level: Level, if not the rule's own.
        todo: What to do, if not the rule's own.
        where: ``file:line``, if more exact than the line of the first cell.
        applicable: See :class:`Finding`.
    """

    outcome: Outcome
    template: str
    cells: tuple[str, ...]
    values: dict[str, Any]
    level: Level | None = None
    todo: str | None = None
    where: str | None = None
    applicable: bool = True

    def as_pass(self) -> PendingFinding:
        """The same values as a pass, because they are worth showing."""
        return replace(self, outcome="pass", todo="")


def fail(
    template: str,
    cells: tuple[str, ...],
    /,
    *,
    level: Level | None = None,
    todo: str | None = None,
    where: str | None = None,
    **values: Any,
) -> PendingFinding:
    """A violation: a sentence with ``{names}``, the cells concerned, and the values by name.

    Raises:
        ValueError: There is no such level.
    """
    if level is not None and level not in LEVELS:
        msg = f"no level {level!r}: one of {[*LEVELS]}"
        raise ValueError(msg)
    return PendingFinding("fail", template, cells, values, level, todo, where)


def not_checked(
    template: str,
    cells: tuple[str, ...] = (),
    /,
    *,
    todo: str | None = None,
    applicable: bool = True,
    **values: Any,
) -> PendingFinding:
    """A rule that could not be checked: a sentence that names the missing input."""
    return PendingFinding("not_checked", template, cells, values, None, todo, None, applicable)
