"""The findings of all reports by rule."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai import rules
from gongkai.review import pages
from gongkai.sections.review import groups

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gongkai.rules import Finding


@dataclass(frozen=True)
class Row:
    """A finding in a list of all reports.

    Attributes:
        agency, name, year: Whose report.
        level: Level, or 已认可.
        kind: Level as a class of the style sheet.
        message: What is wrong.
        anchor: Id of its note in the working paper.
        reason: Why it was accepted.
    """

    agency: str
    name: str
    year: int
    level: str
    kind: str
    message: str
    anchor: str
    reason: str = ""


@dataclass
class OfRule:
    """The findings of a rule.

    Attributes:
        id: Id of the rule.
        title: The rule in a sentence.
        rows: The findings, unresolved ones first.
        unchecked: Number of reports in which it could not be checked.
    """

    id: str
    title: str
    rows: list[Row] = field(default_factory=list)
    unchecked: int = 0

    @property
    def open(self) -> int:
        """Number of findings that nobody has accepted."""
        return sum(not row.reason for row in self.rows)

    @property
    def reports(self) -> int:
        """Number of reports with unresolved findings."""
        return len({(row.agency, row.year) for row in self.rows if not row.reason})


def collect(reports: Iterable[tuple[str, Sequence[Finding]]]) -> dict[str, OfRule]:
    """Findings by rule, in the order of the rules.

    Args:
        reports: The organ's name and the findings of each report, as its working paper lists them.
    """
    found: dict[str, OfRule] = {}
    for name, given in reports:
        for number, group in enumerate(groups.failed(given), 1):
            finding = group[0]
            waiver = finding.waived
            row = Row(
                finding.agency, name, finding.year, rules.LEVELS[finding.level] if waiver is None else "已认可",
                finding.level if waiver is None else "info", groups.message(group), f"finding-{number}",
                f"{waiver.reason}（{waiver.by}，{waiver.date}）" if waiver else "",
            )  # fmt: skip
            _of(found, finding.rule).rows.append(row)
        for rule in {finding.rule for finding in given if finding.outcome == "not_checked"}:
            _of(found, rule).unchecked += 1
    for item in found.values():
        item.rows.sort(key=lambda row: (bool(row.reason), -row.year, row.agency))
    return {id_: found[id_] for id_ in sorted(found, key=rules.order)}


def _of(found: dict[str, OfRule], rule: str) -> OfRule:
    if rule not in found:
        known = rules.RULES.get(rule)
        found[rule] = OfRule(rule, known.title if known is not None else "")
    return found[rule]


def overview(found: Mapping[str, OfRule]) -> str:
    """The page that lists the rules."""
    return pages.render("rules.html.j2", title="按规则看问题", rules=list(found.values()))


def page(item: OfRule) -> str:
    """The page of one rule."""
    return pages.render("rule.html.j2", title=f"{item.id} {item.title}", rule=item)
