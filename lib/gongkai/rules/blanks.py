"""What blank cells may be, and what they must be when the rest is right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.forms import patterns
from gongkai.returns.cells import possible
from gongkai.rules.sums import BLANK, SIGNED, Equation, Interval, exactly, solve

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongkai.returns import Return
    from gongkai.rules.base import Context

IMPOSSIBLE = "（有{blanks}格未填或未能读定，不论是多少都不能相等）"
"""Why a rule fails although cells are blank."""

_BALANCE = "requests.{new,carried_in,total,carried_out}.*"
_RESULTS = "requests.{total,results}.*"
_DOCUMENTS = "disclosure.*.{made,repealed,in_force}"


def interval(record: Return, path: str) -> Interval:
    """What a cell may be: its number, the readings of the source, or anything from 0 up."""
    value = record.cells.get(path)
    if value is not None:
        return exactly(value)
    cell = record.edition.cells.get(path)
    blank = SIGNED if cell is not None and cell.kind == "signed" else BLANK
    if path not in record.cells or not record.issues:
        return blank
    read = possible(record, path)
    found = [value for value in read if value is not None]
    return blank if None in read or not found else Interval(min(found), max(found))


def intervals(record: Return, paths: Iterable[str]) -> dict[str, Interval]:
    """What each of these cells may be."""
    return {path: interval(record, path) for path in paths}


def intervals_of_years(context: Context, paths: Iterable[str]) -> dict[str, Interval]:
    """What each of these cells may be, those of last year with their owner before their path."""
    found: dict[str, Interval] = {}
    for path in paths:
        owner, _, cell = path.rpartition(":")
        found[path] = interval(context.ends[owner] if owner else context.record, cell)
    return found


def equations(context: Context) -> Iterator[Equation]:
    """What R1 to R4, R6 and R7 say of the cells of a return; those of last year have their owner before their path."""
    edition = context.record.edition
    for new, carried_in, total, carried_out in patterns.matches(edition, _BALANCE):
        yield Equation((new, carried_in), (total, carried_out))
    for total, *parts in patterns.matches(edition, _RESULTS):
        yield Equation((total,), tuple(parts))
    for table in edition.tables.values():
        for row in table.rows:
            columns = [column.id for column in row.columns]
            if table.id in {"requests", "disputes"} and "total" in columns and len(columns) > 1:
                path = f"{table.id}.{row.id}"
                yield Equation((f"{path}.total",), tuple(f"{path}.{id_}" for id_ in columns if id_ != "total"))
    ends = context.ends
    if not ends:
        return
    for _, carried_in, _, _ in patterns.matches(edition, _BALANCE):
        there = carried_in.replace("carried_in", "carried_out")
        if all(there in record.cells for record in ends.values()):
            yield Equation((carried_in, *context.of_ends(there, left=True)), context.of_ends(there))
    if all(record.edition.id == edition.id for record in ends.values()):
        for made, repealed, in_force in patterns.matches(edition, _DOCUMENTS):
            gone = context.of_ends(in_force, left=True)
            yield Equation((in_force, repealed, *gone), (*context.of_ends(in_force), made))


def suggestions(context: Context) -> dict[str, Interval]:
    """The range of each blank cell when everything else is right; cells of which nothing follows are left out."""
    record = context.record
    blank = {path for path, value in record.cells.items() if value is None}
    if not blank:
        return {}
    given = [equation for equation in equations(context) if not blank.isdisjoint((*equation.left, *equation.right))]
    known: dict[str, Interval] = {}
    for equation in given:
        known |= intervals_of_years(context, (*equation.left, *equation.right))
    found = solve(given, known)
    return {path: bound for path, bound in found.items() if path in blank and bound != known[path]}
