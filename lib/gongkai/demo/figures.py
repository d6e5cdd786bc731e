"""Random tables that keep every rule of arithmetic, and follow from those of the year before."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.returns.sums import add

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence
    from random import Random

    from gongkai import forms
    from gongkai.returns import Number

    Cells = dict[str, Number | None]


def tables(
    random: Random,
    edition: forms.Edition,
    before: Mapping[str, Number | None] | None,
    count: Callable[[str], Number],
    *,
    comparable: bool = True,
) -> Cells:
    """The cells of a year that add up in every row and column and follow from the year before.

    Args:
        random: Where what ``count`` does not give comes from.
        edition: The form of the year.
        before: The cells of the year before, of this organ or of those that were merged into it; ``None`` starts a chain.
        count: How many there are in a cell that nothing determines.
        comparable: Whether table 2 follows from ``before``: the form is the same.
    """
    cells: Cells = {}
    _requests(edition, cells, before, count)
    for row in edition.tables["disputes"].rows:
        parts = {c.id: int(count(f"disputes.{row.id}.{c.id}")) for c in row.columns if c.id != "total"}
        for column, value in {**parts, "total": sum(parts.values())}.items():
            cells[f"disputes.{row.id}.{column}"] = value
    _disclosure(random, edition, cells, before if comparable else None, count)
    return {path: cells[path] for path in edition.cells}


def added(edition: forms.Edition, members: Sequence[Mapping[str, Number | None]]) -> Cells:
    """The sum of members' cells; a cell that a member has not filled in is not filled in."""
    return {path: add([member[path] for member in members]) for path in edition.cells}


def _requests(
    edition: forms.Edition, cells: Cells, before: Mapping[str, Number | None] | None, count: Callable[[str], Number]
) -> None:
    table = edition.tables["requests"]
    applicants = [c.id for c in table.rows[0].columns if c.id != "total"]
    results = [row.id for row in table.group("results") if row.id != "total"]
    for column in applicants:
        carried_in = int(before[f"requests.carried_out.{column}"] or 0) if before else 0
        out = {row: int(count(f"requests.{row}.{column}")) for row in results}
        carried_out = int(count(f"requests.carried_out.{column}"))
        # What was carried in must have been handled or carried on.
        out["granted"] += max(0, carried_in - sum(out.values()) - carried_out)
        total = sum(out.values())
        for row, value in {
            **out, "total": total, "carried_out": carried_out, "carried_in": carried_in,
            "new": total + carried_out - carried_in,
        }.items():  # fmt: skip
            cells[f"requests.{row}.{column}"] = value
    for line in table.rows:
        cells[f"requests.{line.id}.total"] = sum(int(cells[f"requests.{line.id}.{c}"] or 0) for c in applicants)


def _disclosure(
    random: Random,
    edition: forms.Edition,
    cells: Cells,
    before: Mapping[str, Number | None] | None,
    count: Callable[[str], Number],
) -> None:
    for row in edition.tables["disclosure"].rows:
        path = f"disclosure.{row.id}"
        for column in row.columns:
            cells[f"{path}.{column.id}"] = count(f"{path}.{column.id}")
        if "in_force" in (ids := [column.id for column in row.columns]):
            last = int(before[f"{path}.in_force"] or 0) if before else int(count(f"{path}.in_force"))
            made = int(count(f"{path}.made"))
            repealed = min(int(count(f"{path}.repealed")), last)
            cells |= {f"{path}.made": made, f"{path}.repealed": repealed, f"{path}.in_force": last + made - repealed}
        if "previous_items" in ids:
            if before:
                cells[f"{path}.previous_items"] = (before[f"{path}.previous_items"] or 0) + (
                    before[f"{path}.change"] or 0
                )
            # No more items can go than there were.
            items = int(cells[f"{path}.previous_items"] or 0)
            cells[f"{path}.change"] = random.randrange(-min(5, items), 20) if items else 0
        if "total_disclosed" in ids:
            last = int(before[f"{path}.total_disclosed"] or 0) if before else int(count(f"{path}.total_disclosed"))
            cells[f"{path}.total_disclosed"] = last + int(cells[f"{path}.disclosed"] or 0)
