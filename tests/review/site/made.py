"""Made-up organs in every state."""

from __future__ import annotations

import datetime as dt

from gongkai.review.site.collect import Organ
from gongkai.review.state import State, Status

YEARS = range(2020, 2026)
STATES = list(State)
NAMES = ("财政局", "教育局", "自然资源局", "应急管理局", "民政局")
TODAY = dt.date(2026, 11, 30)


def organs(number: int) -> list[Organ]:
    """Some organs with six years each; every state, many counts of findings, some late, some with a stale signature."""
    return [_organ(at) for at in range(number)]


def _organ(at: int) -> Organ:
    name = f"示例市第{at}区{NAMES[at % len(NAMES)]}"
    reports = {year: _status(f"organ-{at}", year, at * 7 + at // 10 + year) for year in YEARS}
    built = frozenset(year for year, status in reports.items() if status.findings)
    return Organ(f"organ-{at}", name, "department" if at % 3 else "township", reports, built)


def _status(agency: str, year: int, seed: int) -> Status:
    state = STATES[seed % len(STATES)]
    built = STATES.index(state) >= STATES.index(State.ERRORS)
    findings = (
        {"error": seed // 10 % 5 + 1 if state is State.ERRORS else 0, "warning": seed % 3, "hint": seed % 7}
        if built
        else {}
    )
    stale = ("report.pdf变了",) if state is State.READY and seed % 11 == 0 else ()
    return Status(agency, year, state, findings=findings, stale=stale, days_late=seed % 40 if seed % 4 == 0 else 0)
