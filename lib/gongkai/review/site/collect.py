"""What the site shows: the state of every report, and the findings of those that are built."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, get_args

from gongkai import rules
from gongkai.pipeline import staleness
from gongkai.pipeline.job import Options
from gongkai.returns import InputError, Waiver
from gongkai.review.state import State, Status, status
from gongkai.rules import Finding
from gongkai.rules.finding import Outcome

if TYPE_CHECKING:
    import datetime as dt
    from collections.abc import Iterator
    from pathlib import Path

    from gongkai.returns import Params
    from gongkai.returns.members import Member

DATA = "report.json"
"""The file that lists the findings of a built report."""


@dataclass(frozen=True)
class Organ:
    """An organ and the state of its reports.

    Attributes:
        id: Its folder.
        name: Full name; its folder if that cannot be read.
        level: Level, or empty if that cannot be read.
        reports: The state of its report for each year of the project.
        built: The years for which there are outputs.
    """

    id: str
    name: str
    level: str
    reports: dict[int, Status]
    built: frozenset[int]


def organs(params: Params, out: Path, today: dt.date) -> Iterator[Organ]:
    """Every organ in the order of their folders, with every year of the project.

    Args:
        params: Inputs.
        out: Folder of outputs.
        today: The current date, for what is late.
    """
    years = sorted({year for agency in params.agencies for year in params.years(agency)})
    members = _members(params)
    for agency in params.agencies:
        own = params.years(agency)
        try:
            name, level = staleness.organ_name(params, agency, own, out), params.agency(agency).level
        except InputError:
            name, level = agency, ""
        built = frozenset(year for year in own if (Options().folder(out, agency, year) / DATA).is_file())
        reports = {year: status(params, agency, year, out, today) for year in years}
        listed = members.get(agency, [])
        for year, found in reports.items():
            if found.state is State.MISSING and listed and not any(member.counts_in(year) for member in listed):
                reports[year] = replace(found, days_late=0)  # merged by then, or not there yet
        yield Organ(agency, name, level, reports, built)


def _members(params: Params) -> dict[str, list[Member]]:
    """For each organ its entries in the lists of governments, those whose file is wrong left out."""
    found: dict[str, list[Member]] = {}
    for agency in params.agencies:
        try:
            listed = params.agency(agency).members
        except InputError:
            continue
        for member in listed:
            found.setdefault(member.id, []).append(member)
    return found


def findings(out: Path, agency: str, year: int) -> list[Finding]:
    """The findings of a built report that fail or were not checked, in the order of its working paper.

    Empty if the file is missing or damaged: the state of the report says so.
    """
    try:
        data = json.loads((Options().folder(out, agency, year) / DATA).read_text("utf-8"))
        return [_finding(item, agency, year) for item in data["findings"]]
    except (OSError, ValueError, KeyError, TypeError, AttributeError, RecursionError):
        return []


def _finding(item: dict[str, Any], agency: str, year: int) -> Finding:
    rules.order(item["rule"])  # refuses what is not the id of a rule, after which a page is called
    if (
        item["outcome"] not in get_args(Outcome)
        or not isinstance(item["message"], str)
        or item["level"] not in rules.LEVELS
    ):
        msg = "not a finding"
        raise ValueError(msg)
    waived = Waiver.model_validate(item["waived"]) if item["waived"] else None
    values = tuple(item["values"].items())
    return Finding(
        item["rule"], item["level"], item["outcome"], agency, year, item["message"], values,
        tuple(item["cells"]), item["todo"], item["where"], waived,
    )  # fmt: skip
