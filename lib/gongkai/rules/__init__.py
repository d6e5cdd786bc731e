"""The law in code: one small function per rule, by subject, yielding findings.

A rule is a function with the decorator :func:`rule`; the modules of this package are found by themselves, those of other
packages by entry point (see :mod:`gongkai.rules.registry`).
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.returns.succession import NO_PREDECESSORS
from gongkai.rules import base, registry
from gongkai.rules.base import (
    KINDS,
    LEVELS,
    RULES,
    Context,
    Finding,
    PendingFinding,
    Rule,
    fail,
    not_checked,
    order,
    rule,
)
from gongkai.rules.registry import load_plugins
from gongkai.rules.waivers import apply as apply_waivers
from gongkai.rules.waivers import proposal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.prose import Prose
    from gongkai.returns import Return
    from gongkai.returns.succession import Predecessors

registry.import_own(__name__, __path__)

__all__ = [
    "KINDS",
    "LEVELS",
    "RULES",
    "Context",
    "Finding",
    "PendingFinding",
    "Rule",
    "check",
    "fail",
    "load_plugins",
    "not_checked",
    "order",
    "proposal",
    "rule",
]


def check(
    record: Return,
    previous: Return | None = None,
    members: Sequence[Return] = (),
    previous_prose: Prose | None = None,
    prose: Prose | None = None,
    *,
    predecessors: Predecessors = NO_PREDECESSORS,
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
        predecessors: The organs in whose place it reports after a merger.
        kinds: Kinds of rule to apply. Arithmetic (``AY``) alone is fast.
        passes: Also give findings with the outcome ``pass``: one for each rule that was fully checked and kept.

    Returns:
        Findings by rule in the order of rule ids; one that is not ``applicable`` for each rule whose cells the form of
        the year lacks. A waived finding keeps its outcome and carries the waiver; a waiver
        that matches nothing is the finding ``W1``, one whose values have changed ``W6``, one without values ``W5``.

    Raises:
        PluginError: Rules of another package cannot be loaded.
    """
    load_plugins()
    context = Context(record, previous, tuple(members), predecessors, prose, previous_prose)
    applied = [item for item in RULES.values() if item.kind in kinds]
    findings: list[Finding] = []
    for applicable in applied:
        found = list(applicable(context))
        if not found and passes:
            found = [base.passed(applicable, context)]
        findings += found if passes else (item for item in found if item.outcome != "pass")
    return apply_waivers(findings, context, {item.id for item in applied})
