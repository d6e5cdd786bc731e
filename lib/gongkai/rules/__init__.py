"""The law in code: one small function per rule, yielding findings.

Every module of this package that registers rules is imported here, so a new rule is a new function in a module.
"""

from __future__ import annotations

from importlib import import_module
from pkgutil import iter_modules
from typing import TYPE_CHECKING

from gongkai.rules import base
from gongkai.rules.base import KINDS, LEVELS, RULES, Context, Finding, Rule, order
from gongkai.rules.waivers import apply as apply_waivers

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.prose import Prose
    from gongkai.returns import Return

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")
for _id in sorted(RULES, key=order):
    RULES[_id] = RULES.pop(_id)

__all__ = ["KINDS", "LEVELS", "RULES", "Context", "Finding", "Rule", "by_cell", "check", "order"]


def check(
    record: Return,
    previous: Return | None = None,
    members: Sequence[Return] = (),
    previous_prose: Prose | None = None,
    prose: Prose | None = None,
    *,
    kinds: str = "AYTH",
    passes: bool = False,
) -> list[Finding]:
    """Apply all rules and waivers to a return.

    Args:
        record: The return.
        previous: Last year's return, as published where that is recorded.
        members: Returns that a roll-up adds up.
        previous_prose: Last year's text; made from ``previous`` by default.
        prose: The text as it will be published; made from ``record`` by default.
        kinds: Kinds of rule to apply. Arithmetic (``AY``) alone is fast.
        passes: Also give findings with the outcome ``pass``: one for each rule that was fully checked and kept.

    Returns:
        Findings by rule in the order of rule ids. A waived finding keeps its outcome and carries the waiver; a waiver
        that matches nothing is the finding ``W1``.
    """
    context = Context(record, previous, tuple(members), prose, previous_prose)
    applied = [rule for rule in RULES.values() if rule.kind in kinds and rule.applies(record)]
    findings: list[Finding] = []
    for rule in applied:
        found = list(rule(context))
        if not found and passes:
            found = [base.passed(rule, context)]
        findings += found if passes else (item for item in found if item.outcome != "pass")
    return apply_waivers(findings, context, {rule.id for rule in applied})


def by_cell(findings: Iterable[Finding]) -> dict[str, tuple[Finding, ...]]:
    """The findings of each cell or text, by its path; passes are left out."""
    found: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.outcome != "pass":
            for cell in dict.fromkeys(finding.cells):
                found.setdefault(cell, []).append(finding)
    return {cell: tuple(items) for cell, items in found.items()}
