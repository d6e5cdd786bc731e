"""Findings grouped as a reviewer decides on them, and what was not checked by the reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import rules
from gongkai.returns.reported import is_begun

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.returns import Return
    from gongkai.rules import Finding

    FindingGroup = tuple[Finding, ...]

BLANK = "R32"
"""The rule of cells that are not filled in: it yields a finding for each row."""


def failed(found: Iterable[Finding]) -> tuple[FindingGroup, ...]:
    """The findings that fail, most severe first; those decided on together are one group.

    These are findings accepted by the same waiver, and the blank rows of one table.
    """
    groups: dict[object, list[Finding]] = {}
    for index, finding in enumerate(found):
        if finding.outcome == "fail":
            groups.setdefault(_together(finding, index), []).append(finding)
    order = list(rules.LEVELS)
    return tuple(sorted(map(tuple, groups.values()), key=lambda g: (g[0].waived is not None, order.index(g[0].level))))


def _together(finding: Finding, index: int) -> object:
    if finding.waived:
        return finding.rule, finding.waived.model_dump_json()
    if finding.rule == BLANK and finding.cells:
        return finding.rule, finding.cells[0].partition(".")[0]
    return index


def message(group: FindingGroup) -> str:
    """The message of a finding; of several, the first and how many."""
    said = group[0].message
    return said if len(group) == 1 else f"{said.rstrip('。')}，等{len(group)}处。"


def unchecked(found: Sequence[Finding], record: Return) -> list[tuple[str, list[Finding]]]:
    """The findings that could not be checked, by the reason; an empty table is one reason for all rules that need it."""
    empty = {
        id_: f"{record.edition.table_name(id_)}“{table.caption}”还没有填"
        for id_, table in record.edition.tables.items()
        if not is_begun(record, id_)
    }
    reasons: dict[str, list[Finding]] = {}
    for finding in found:
        if finding.outcome == "not_checked":
            tables = {cell.partition(".")[0] for cell in finding.cells if cell in record.cells}
            missing = [empty[table] for table in empty if table in tables]
            reason = "；".join(missing) or finding.message.rstrip("。").rpartition("：")[2]
            reasons.setdefault(reason, []).append(finding)
    return list(reasons.items())


def subject(finding: Finding) -> str:
    """What was not checked: the message without the reason."""
    return finding.message.rstrip("。").rpartition("：")[0] or rules.RULES[finding.rule].title.rstrip("。")
