"""The first page: organs by years, searched, filtered and sorted by a script; the whole table where no script runs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from gongkai import forms
from gongkai.review import pages
from gongkai.review.state import NAMES, OVERDUE, State
from gongkai.rules import LEVELS

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Sequence

    from gongkai.review.site.collect import Organ
    from gongkai.review.state import Status

ORDER = list(State)
"""The states in the order of their numbers in the page's data."""

_COUNTED = (*LEVELS.items(), ("waived", "已认可"))
"""The findings that are counted, by level, with their Chinese names."""

CHANGED = "签字后有改动"
"""What is said beside the state of a report whose signature is stale."""


@dataclass(frozen=True, slots=True)
class _Cell:
    """A report in the table that is shown where no script runs.

    Attributes:
        state: Its state as a class of the style sheet.
        name: Its state in Chinese.
        href: Its page; empty if there is none.
        counted: Its findings by level.
        marks: What else is shown beside the state.
    """

    state: str
    name: str
    href: str
    counted: str
    marks: tuple[str, ...]


def index(organs: Sequence[Organ], today: dt.date, governments: Sequence[tuple[str, str]] = ()) -> str:
    """The page.

    Args:
        organs: The organs, each with the same years.
        today: The date on which lateness was judged.
        governments: Address and name of the pages about governments and all organs below them.
    """
    years = sorted(organs[0].reports) if organs else []
    levels = forms.level_names()
    used = [level for level in levels if any(organ.level == level for organ in organs)]
    data = {
        "years": years,
        "states": [[state.value, NAMES[state]] for state in ORDER],
        "levels": [levels[level] for level in used],
        "overdue": OVERDUE,
        "changed": CHANGED,
        "names": [name for _, name in _COUNTED],
        "organs": [_organ(organ, years, used) for organ in organs],
    }
    count = sum(status.state is not State.MISSING for organ in organs for status in organ.reports.values())
    return pages.render(
        "index.html.j2", script="index.js", data=data, title="政府信息公开工作年度报告审核", organs=len(organs),
        reports=count, years=years, today=today.isoformat(), states=[(s.value, NAMES[s]) for s in ORDER],
        levels=[levels[level] for level in used], overdue=OVERDUE, rows=map(_row, organs), governments=governments,
    )  # fmt: skip


def _organ(organ: Organ, years: Sequence[int], levels: Sequence[str]) -> list[Any]:
    """Folder, name, number of the level, and for each year its numbers."""
    level = levels.index(organ.level) if organ.level in levels else -1
    return [organ.id, organ.name, level, *(_report(organ.reports[year], year in organ.built) for year in years)]


def _report(status: Status, built: bool) -> list[int]:
    """State, findings by level, accepted ones, days late, whether there is a page, whether a signature is stale."""
    counts = [status.findings.get(level, 0) for level, _ in _COUNTED]
    return pages.trimmed([ORDER.index(status.state), *counts, status.days_late, int(built), int(bool(status.stale))])


def _row(organ: Organ) -> dict[str, Any]:
    """An organ as a row of the table that is shown where no script runs."""
    cells = [_cell(status, organ.id, year in organ.built) for year, status in organ.reports.items()]
    return {"id": organ.id, "name": organ.name, "cells": cells}


def _cell(status: Status, organ: str, built: bool) -> _Cell:
    numbers = ((name, status.findings.get(level, 0)) for level, name in _COUNTED)
    late = f"{OVERDUE}{status.days_late}天" if status.days_late else ""
    return _Cell(
        status.state.value, status.name, f"reports/{status.year}/{quote(organ, safe='')}.html" if built else "",
        " ".join(f"{name}{number}" for name, number in numbers if number),
        tuple(filter(None, (late, CHANGED if status.stale else ""))),
    )  # fmt: skip
