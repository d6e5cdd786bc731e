"""Random returns that keep every rule of arithmetic, in chains of years, for planted defects and for speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.returns import Agency, Number, Passage, Return, Sections

if TYPE_CHECKING:
    from random import Random

    Cells = dict[str, Number | None]


def consistent(random: Random, year: int, previous: Return | None = None, number: int = 0) -> Return:
    """A return that follows from last year's and adds up in every row and column.

    Args:
        random: Where the numbers come from.
        year: Report year.
        previous: Last year's return of the same organ; ``None`` starts a chain.
        number: Tells organs apart.
    """
    edition = forms.edition_for(year)
    cells: Cells = {}
    _requests(random, edition, cells, previous)
    for row in edition.tables["disputes"].rows:
        parts = {c.id: _small(random) for c in row.columns if c.id != "total"}
        for column, value in {**parts, "total": sum(parts.values())}.items():
            cells[f"disputes.{row.id}.{column}"] = value
    _disclosure(random, edition, cells, previous)
    ordered = {path: cells[path] for path in edition.cells}
    agency = Agency(id=f"organ-{number}", name=f"清河市第{number}局", level="city")
    return Return(
        agency=agency, year=year, cells=ordered, sections=TEXTS, units=dict.fromkeys(edition.open_rows, "万元")
    )


TEXTS = Sections(
    preface="本报告按规定编制。",
    overview=tuple(Passage(id=id_, text="已按要求办理。") for id_ in ("disclosure", "requests", "management")),
    problems="人员经验不足。",
    other="没有其他事项。",
)


def _small(random: Random) -> int:
    return random.choice((0, 0, 0, 0, 1, 2, 3, random.randrange(60)))


def _requests(random: Random, edition: forms.Edition, cells: Cells, previous: Return | None) -> None:
    table = edition.tables["requests"]
    applicants = [c.id for c in table.rows[0].columns if c.id != "total"]
    results = [row.id for row in table.group("results") if row.id != "total"]
    for column in applicants:
        before = previous.cells[f"requests.carried_out.{column}"] if previous else 0
        carried_in = int(before or 0)
        out = {row: _small(random) if random.random() < 0.4 else 0 for row in results}
        total, carried_out = sum(out.values()), random.choice((0, 0, 1, 4))
        short = max(0, carried_in - total - carried_out)
        out["granted"] += short
        total += short
        for row, value in {
            **out, "total": total, "carried_out": carried_out, "carried_in": carried_in,
            "new": total + carried_out - carried_in,
        }.items():  # fmt: skip
            cells[f"requests.{row}.{column}"] = value
    for line in table.rows:
        cells[f"requests.{line.id}.total"] = sum(int(cells[f"requests.{line.id}.{c}"] or 0) for c in applicants)


def _disclosure(random: Random, edition: forms.Edition, cells: Cells, previous: Return | None) -> None:
    before = previous.cells if previous is not None and previous.edition.id == edition.id else {}
    for row in edition.tables["disclosure"].rows:
        path = f"disclosure.{row.id}"
        for column in row.columns:
            cells[f"{path}.{column.id}"] = random.randrange(500)
        if "in_force" in (ids := [column.id for column in row.columns]):
            last = (
                int(before.get(f"{path}.in_force") or random.randrange(300))
                if not before
                else int(before[f"{path}.in_force"] or 0)
            )
            made = random.randrange(20)
            repealed = random.randrange(min(10, last + 1))
            cells |= {f"{path}.made": made, f"{path}.repealed": repealed, f"{path}.in_force": last + made - repealed}
        if "previous_items" in ids:
            if before:
                cells[f"{path}.previous_items"] = (before[f"{path}.previous_items"] or 0) + (
                    before[f"{path}.change"] or 0
                )
            # No more items can go than there were.
            cells[f"{path}.change"] = random.randrange(-min(5, int(cells[f"{path}.previous_items"] or 0)), 20)
        if "total_disclosed" in ids:
            last = int(before[f"{path}.total_disclosed"] or 0) if before else random.randrange(300)
            cells[f"{path}.total_disclosed"] = last + int(cells[f"{path}.disclosed"] or 0)
