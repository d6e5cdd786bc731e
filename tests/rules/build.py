"""Returns for tests of single rules: the clean base with some keys changed, in YAML."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import rules
from gongkai.parsing import yaml
from tests.rules.fixtures import make

if TYPE_CHECKING:
    from gongkai.returns import Return


def record(text: str = "", agency: str = "", prefix: str = "") -> Return:
    """A return from YAML keys over the base."""
    return make({"return": yaml.parse(text, "")[0], "agency": yaml.parse(agency, "")[0]}, prefix=prefix)


def findings(
    rule: str, this: Return, previous: Return | None = None, members: tuple[Return, ...] = ()
) -> list[rules.Finding]:
    """What one rule finds, passes left out."""
    return [f for f in rules.check(this, previous, members) if f.rule == rule]


def outcomes(rule: str, this: Return, previous: Return | None = None, members: tuple[Return, ...] = ()) -> list[str]:
    """Outcome and level of what one rule finds (``fail error``)."""
    return [f"{f.outcome} {f.level}" for f in findings(rule, this, previous, members)]
