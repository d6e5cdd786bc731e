"""Apply the rules to one return, and check whether its report can be built."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai import rules
from gongkai.pipeline import preflight
from gongkai.prose import ProseError, render_texts
from gongkai.returns.succession import predecessors
from gongkai.rules import LEVELS, Finding

if TYPE_CHECKING:
    from gongkai.prose import Prose
    from gongkai.returns import Params, Return


@dataclass(frozen=True)
class Checked:
    """A return and the results of checking it.

    Attributes:
        record: The return.
        findings: All findings, including passes.
        prose: The texts as they will be published; ``None`` if a placeholder cannot be filled in.
        problems: What would prevent the report from being built, each a Chinese sentence with file and line.
    """

    record: Return
    findings: tuple[Finding, ...]
    problems: tuple[str, ...] = ()
    prose: Prose | None = None

    @property
    def failed(self) -> list[Finding]:
        """Failures that are not waived, most severe first."""
        order = list(LEVELS)
        found = [f for f in self.findings if f.outcome == "fail" and f.waived is None]
        return sorted(found, key=lambda f: (order.index(f.level), rules.order(f.rule)))

    @property
    def waived(self) -> list[Finding]:
        """Failures that are waived."""
        return [f for f in self.findings if f.waived is not None]

    @property
    def open(self) -> list[Finding]:
        """What could not be checked though the form has the cells."""
        return [f for f in self.findings if f.outcome == "not_checked" and f.applicable]

    @property
    def inapplicable(self) -> list[Finding]:
        """Rules that were not checked because the form lacks the cells that they need."""
        return [f for f in self.findings if not f.applicable]

    @property
    def remarks(self) -> list[str]:
        """Passes whose values are worth showing (similarity to last year's text)."""
        return [f.message for f in self.findings if f.outcome == "pass" and f.values]


def check(params: Params, agency: str, year: int) -> Checked:
    """Apply all rules to one return, and check whether its report can be built.

    Raises:
        InputError: The return, last year's or a member's cannot be read.
    """
    record, previous = params.load(agency, year), params.previous(agency, year)
    try:
        prose = render_texts(record, previous)
    except ProseError:
        prose = None  # W2
    found = rules.check(
        record,
        previous,
        params.members(agency, year),
        prose=prose,
        predecessors=predecessors(params, agency, year),
        passes=True,
    )
    return Checked(record, tuple(found), tuple(dict.fromkeys(preflight.problems(params, record, prose))), prose)
