"""Waivers: each covers the findings that it names, as long as their values stay; one that covers none is itself a finding."""

from __future__ import annotations

from dataclasses import replace
from difflib import get_close_matches
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING, Any

from gongkai.returns import save
from gongkai.returns.succession import NO_PREDECESSORS
from gongkai.rules import waived_values
from gongkai.rules.base import RULES, Context, Finding, PendingFinding, complete, fail, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.returns import Return, Waiver
    from gongkai.returns.succession import Predecessors

_SHOWN = 3
"""Maximum number of changes that a message names."""


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


@rule(
    "W6",
    level="warning",
    kind="W",
    title="认可只对当时的数和文字有效；数和文字变了，认可就失效。",
    source="本系统的规定：认可的是当时的数，改动后的数没有人认可过",
    todo="请重新核对；仍然可以接受的，删去这一条，用 gongkai waive 重新认可。",
    example="认可记录第1条（R1）不再有效：表三“一、本年新收政府信息公开申请数量”“自然人”认可时是3，现在是4。",
)
def changed(context: Context) -> Iterator[PendingFinding]:  # noqa: ARG001 - apply() knows what matched
    """Yields nothing: :func:`apply` adds these findings, since it knows which waivers matched."""
    return iter(())


@rule(
    "W5",
    level="warning",
    kind="W",
    title="每条认可都记下当时的数（values）。",
    source="本系统的规定：没有记下当时的数，以后数变了也看不出来",
    todo="请在这一条里补上values，或删去这一条，用 gongkai waive 重新认可。",
    example="认可记录第1条（R1）没有记下认可时的数；核对后请补上“values: {requests.new.natural: 3}”。",
)
def unrecorded(context: Context) -> Iterator[PendingFinding]:  # noqa: ARG001 - apply() knows what matched
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
    used: dict[int, list[Finding]] = {}
    fallen: dict[int, list[str]] = {}
    marked = []
    for finding in findings:
        if RULES[finding.rule].why_unwaivable:
            marked.append(finding)
            continue
        valid = None
        for index, waiver in enumerate(waivers):
            if not covers(waiver, finding):
                continue
            differences = _differences(waiver, finding, context)
            if differences is None:
                continue
            if differences:
                fallen.setdefault(index, []).extend(differences)
            else:
                used.setdefault(index, []).append(finding)
                valid = valid or waiver
        marked.append(replace(finding, waived=valid) if valid else finding)
    marked += _judged(waivers, used, fallen, context)
    open_rules = {finding.rule for finding in findings if finding.outcome == "not_checked" and finding.applicable}
    for index, waiver in enumerate(waivers):
        if index in used or index in fallen or waiver.rule in open_rules:
            continue
        if waiver.rule not in RULES:
            near = get_close_matches(waiver.rule, RULES, 1)
            hint = f"（是不是“{near[0]}”？）" if near else ""
            pending = fail(
                "认可记录第{number}条写的规则“{rule}”不存在{hint}。", (f"waivers.{index}",),
                number=index + 1, rule=waiver.rule, hint=hint,
            )  # fmt: skip
        elif why := RULES[waiver.rule].why_unwaivable:
            pending = fail(
                "认可记录第{number}条（{rule}）没有用，{rule}不能认可：{why}", (f"waivers.{index}",),
                number=index + 1, rule=waiver.rule, why=why, todo="请改正后删去这一条。",
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


def _differences(waiver: Waiver, finding: Finding, context: Context) -> list[str] | None:
    """What has changed since a waiver was given, in words; ``None`` if it was not given for any value of the finding."""
    if waiver.values is None:
        return []
    record = context.record
    then, now = waived_values.unpack(waiver.values, record), waived_values.current(context, [finding])
    if now and not then.keys() & now.keys():
        return None
    return [
        waived_values.describe_change(record, path, then.get(path), value, recorded=path in then)
        for path, value in now.items()
        if path not in then or then[path] != value
    ]


def _judged(
    waivers: Sequence[Waiver], used: dict[int, list[Finding]], fallen: dict[int, list[str]], context: Context
) -> Iterator[Finding]:
    """The findings about waivers that no longer hold, and those that do not say for which values they hold."""
    for index, waiver in enumerate(waivers):
        if index in fallen:
            said = list(dict.fromkeys(fallen[index]))
            pending = fail(
                "认可记录第{number}条（{rule}）不再有效：{said}{more}。", (f"waivers.{index}",),
                number=index + 1, rule=waiver.rule, said="；".join(said[:_SHOWN]),
                more=f"等{len(said)}处" if len(said) > _SHOWN else "",
            )  # fmt: skip
            yield complete(RULES["W6"], pending, context)
        elif waiver.values is None and index in used:
            values = save.scalar(dict(waived_values.pack(waived_values.current(context, used[index]), context.record)))
            pending = fail(
                "认可记录第{number}条（{rule}）没有记下认可时的数；核对后请补上“values: {values}”。", (f"waivers.{index}",),
                number=index + 1, rule=waiver.rule, values=values,
            )  # fmt: skip
            yield complete(RULES["W5"], pending, context)


def proposal(
    findings: Sequence[Finding],
    record: Return,
    previous: Return | None = None,
    members: Sequence[Return] = (),
    predecessors: Predecessors = NO_PREDECESSORS,
) -> dict[str, Any]:
    """The rule, cells and values of a waiver that covers these findings of one rule, and no others.

    The cells are named if they are of one finding; a waiver of several names none, its values say what it covers.
    """
    context = Context(record, previous, tuple(members), predecessors)
    values = waived_values.pack(waived_values.current(context, findings), record)
    found: dict[str, Any] = {"rule": findings[0].rule}
    if len(findings) == 1 and findings[0].cells:
        found["cells"] = [cell for cell in findings[0].cells if ":" not in cell] or list(findings[0].cells)
    return found | ({"values": values} if values else {})
