"""Random returns that keep every rule of arithmetic, in chains of years, for planted defects and for speed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.demo import figures
from gongkai.returns import Agency, Passage, Return, Sections

if TYPE_CHECKING:
    from random import Random


def consistent(random: Random, year: int, previous: Return | None = None, number: int = 0) -> Return:
    """A return that follows from last year's and adds up in every row and column.

    Args:
        random: Where the numbers come from.
        year: Report year.
        previous: Last year's return of the same organ; ``None`` starts a chain.
        number: Tells organs apart.
    """
    edition = forms.edition_for(year)

    def count(path: str) -> int:
        table, row, column = path.split(".")
        if table == "disclosure":
            return random.randrange(
                {"made": 20, "repealed": 10, "in_force": 300, "total_disclosed": 300}.get(column, 500)
            )
        if row == "carried_out":
            return random.choice((0, 0, 1, 4))
        return 0 if table == "requests" and random.random() < 0.6 else _small(random)

    same = previous is not None and previous.edition.id == edition.id
    cells = figures.tables(random, edition, previous.cells if previous else None, count, comparable=same)
    agency = Agency(id=f"organ-{number}", name=f"清河市第{number}局", level="city")
    return Return(agency=agency, year=year, cells=cells, sections=TEXTS, units=dict.fromkeys(edition.open_rows, "万元"))


TEXTS = Sections(
    preface="本报告按规定编制。",
    overview=tuple(Passage(id=id_, text="已按要求办理。") for id_ in ("disclosure", "requests", "management")),
    problems="人员经验不足。",
    other="没有其他事项。",
)


def _small(random: Random) -> int:
    return random.choice((0, 0, 0, 0, 1, 2, 3, random.randrange(60)))
