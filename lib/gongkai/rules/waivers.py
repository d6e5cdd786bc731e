"""Waivers: each covers the findings that it names; one that covers none is itself a finding."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from gongkai.rules.base import RULES, Context, Finding, PendingFinding, complete, fail, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.returns import Waiver


@rule(
    "W1",
    level="warning",
    kind="W",
    title="waivers中的每一条都应当对应一个现有的问题。",
    source="本系统的规定：认可的问题消失后，认可记录也应当删去，以免将来掩盖新的问题",
    todo="请删去这一条，或改正其中的rule和cells。",
    example="认可记录第1条（R1，requests.new.total）没有对应的问题。",
)
def stale(context: Context) -> Iterator[PendingFinding]:  # noqa: ARG001 - apply() knows what matched
    """Yields nothing: :func:`apply` adds these findings, since it knows which waivers matched."""
    return iter(())


def covers(waiver: Waiver, finding: Finding) -> bool:
    """Whether a waiver is about a finding: the same rule, all its cells in this report named, and no others.

    ``*`` in a waiver's cell matches any characters. Cells of last year's report or of members need not be named.
    A waiver without cells covers the whole rule.
    """
    if waiver.rule != finding.rule or finding.outcome != "fail":
        return False
    own = [cell for cell in finding.cells if ":" not in cell] or list(finding.cells)
    named = [any(fnmatchcase(cell, mask) for mask in waiver.cells) for cell in own]
    meant = [any(fnmatchcase(cell, mask) for cell in own) for mask in waiver.cells]
    return not waiver.cells or (bool(named) and all(named) and all(meant))


def apply(findings: list[Finding], context: Context, applied: set[str]) -> list[Finding]:
    """Mark the accepted findings, and add ``W1`` for every waiver that matches nothing.

    Args:
        findings: What the rules found.
        context: What they looked at.
        applied: Ids of the rules that were applied; waivers of the others are left alone.
    """
    waivers = context.record.waivers
    if not waivers:
        return findings
    used: set[int] = set()
    marked = []
    for finding in findings:
        matching = [index for index, waiver in enumerate(waivers) if covers(waiver, finding)]
        used.update(matching)
        marked.append(replace(finding, waived=waivers[matching[0]]) if matching else finding)
    open_rules = {finding.rule for finding in findings if finding.outcome == "not_checked" and finding.applicable}
    for index, waiver in enumerate(waivers):
        if index in used or waiver.rule in open_rules:
            continue
        if waiver.rule not in RULES:
            near = get_close_matches(waiver.rule, RULES, 1)
            hint = f"，是不是“{near[0]}”？" if near else "。"
            pending = fail(
                "认可记录第{number}条写的规则“{rule}”不存在{hint}", (f"waivers.{index}",),
                number=index + 1, rule=waiver.rule, hint=hint,
            )  # fmt: skip
        elif waiver.rule in applied or not RULES[waiver.rule].applies(context.record):
            pending = fail(
                "认可记录第{number}条（{rule}，{cells}）没有对应的问题。", (f"waivers.{index}",),
                number=index + 1, rule=waiver.rule, cells="、".join(waiver.cells) or "整条规则",
            )  # fmt: skip
        else:
            continue
        marked.append(complete(RULES["W1"], pending, context))
    return marked
