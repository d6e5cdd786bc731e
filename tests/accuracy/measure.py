"""Counts of one rule on one kind of example, and the table of all of them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from rich.table import Table

if TYPE_CHECKING:
    from collections.abc import Iterable


@dataclass(frozen=True)
class Measure:
    """What was counted.

    Attributes:
        part: ``rules``, ``text``, ``importers`` …
        what: Rule id or what was imported.
        examples: ``real`` or ``planted``.
        n: True defects (or facts) there are.
        found: How many of them were found.
        false: Findings that are about no defect; doubtful ones count neither way.
        level: Which findings were counted: ``error`` or ``all``.
        note: What a reader should know.
    """

    part: str
    what: str
    examples: str
    n: int
    found: int
    false: int
    level: str = "all"
    note: str = ""

    @property
    def recall(self) -> str:
        """Found of the true ones; without any it is not measured."""
        return f"{self.found / self.n:.1%}" if self.n else "not measured"

    @property
    def precision(self) -> str:
        """True ones of the findings; without any finding it is not measured."""
        given = self.found + self.false
        return f"{self.found / given:.1%}" if given else "not measured"


def table(measures: Iterable[Measure]) -> Table:
    """All counts, a line each."""
    shown = Table("part", "what", "examples", "n", "found", "false", "precision", "recall", "note", title="Accuracy")
    for name in ("n", "found", "false", "precision", "recall"):
        next(c for c in shown.columns if c.header == name).justify = "right"
    for m in measures:
        shown.add_row(m.part, m.what, m.examples, str(m.n), str(m.found), str(m.false), m.precision, m.recall, m.note)
    return shown
