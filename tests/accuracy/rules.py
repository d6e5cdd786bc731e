"""The rules of arithmetic, years, roll-up and form on the reference reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai import rules
from gongkai.returns import Agency, Return, empty_cells
from gongkai.returns.members import Member
from tests.accuracy.measure import Measure
from tests.accuracy.reports import Report, all_ids, read

if TYPE_CHECKING:
    from pathlib import Path

RULES = ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R9", "R10", "R11", "R18", "R20", "R21", "R22", "R23", "R26", "R28",
         "R29", "R30", "R31", "R32")  # fmt: skip


def findings(report: Report, reference: Path) -> list[rules.Finding]:
    """What all rules find in a report, with last year's where it is there and the members that are known."""
    record = report.record
    members: tuple[Return, ...] = ()
    if report.id == "006":
        # One department's reconsiderations are known from the defect that was recorded: 1 corrected, 1 pending, 2 in all.
        known = empty_cells(record.edition) | {
            "disputes.reconsideration.corrected": 1,
            "disputes.reconsideration.pending": 1,
            "disputes.reconsideration.total": 2,
        }
        agency = Agency(id="039", name="区属部门039", level="department")
        members = (Return(agency=agency, year=record.year, cells=known),)
        record = record.model_copy(
            update={"agency": record.agency.model_copy(update={"members": (Member(id="039"), Member(id="others"))})}
        )
    return rules.check(record, report.previous(reference), members)


def about(finding: rules.Finding, where: str) -> bool:
    """Whether a finding is about the place that a recorded defect names."""
    columns = re.findall(r"column (\w+)", where)
    paths = re.findall(r"(?:disclosure|requests|disputes)\.[\w.]+", where)
    if not columns and not paths:
        return True
    return any(cell.split(":")[-1].startswith(path) for cell in finding.cells for path in paths) or any(
        cell.endswith(f".{column}") for cell in finding.cells for column in columns
    )


def measure(reference: Path | None) -> list[Measure]:
    """A line for each rule: all reports together, fails of every level."""
    if reference is None:
        return []
    counts = {id_: [0, 0, 0] for id_ in RULES}
    for id_ in all_ids(reference):
        report = read(reference, id_)
        found = [f for f in findings(report, reference) if f.outcome == "fail"]
        for rule, count in counts.items():
            mine = [f for f in found if f.rule == rule]
            defects = [d for d in report.truth["defects"] if d["rule"] == rule]
            doubtful = [d for d in report.truth["doubtful"] if d["rule"] == rule]
            count[0] += len(defects)
            count[1] += sum(any(about(f, d["where"]) for f in mine) for d in defects)
            count[2] += sum(not any(about(f, d["where"]) for d in (*defects, *doubtful)) for f in mine)
    note = "a hint; nothing was recorded by hand, so precision is no measure"
    return [
        Measure("rules", rule, "real", n, found, false, note=note if rules.RULES[rule].kind == "H" else "")
        for rule, (n, found, false) in counts.items()
    ]
