"""Sums with blanks: a blank is anything from 0 up, and a rule is decided whenever no filling could keep it.

All rules that compare sums share this: the sums of the tables, the years' carrying over, and the numbers of the prose.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING, Literal, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping

    from gongkai.returns import Number

Verdict = Literal["kept", "broken", "open"]


class Interval(NamedTuple):
    """What a number may be: from ``low`` to ``high``; ``None`` is without bound."""

    low: Number | None
    high: Number | None

    @property
    def value(self) -> Number | None:
        """The only number it may be."""
        return self.low if self.low is not None and self.low == self.high else None

    def __add__(self, other: object) -> Interval:
        if not isinstance(other, Interval):
            return NotImplemented
        return Interval(_plus(self.low, other.low), _plus(self.high, other.high))

    def minus(self, other: Interval) -> Interval:
        """What the difference may be."""
        return Interval(_minus(self.low, other.high), _minus(self.high, other.low))

    def meet(self, other: Interval) -> Interval:
        """What both allow; empty if ``low`` is above ``high`` then."""
        low = other.low if self.low is None else self.low if other.low is None else max(self.low, other.low)
        high = other.high if self.high is None else self.high if other.high is None else min(self.high, other.high)
        return Interval(low, high)

    def admits(self, value: Number) -> bool:
        """Whether it may be this number."""
        return (self.low is None or self.low <= value) and (self.high is None or value <= self.high)

    @property
    def empty(self) -> bool:
        """Whether nothing is left that it may be."""
        return self.low is not None and self.high is not None and self.low > self.high


BLANK = Interval(0, None)
"""A cell that is not filled in."""
SIGNED = Interval(None, None)
"""One that may be negative (本年增/减)."""


class Equation(NamedTuple):
    """Two sums that are equal: names of numbers on the left and on the right."""

    left: tuple[str, ...]
    right: tuple[str, ...]


def exactly(value: Number) -> Interval:
    """A number that is known."""
    return Interval(value, value)


def total(names: Iterable[str], known: Mapping[str, Interval], blank: Interval = BLANK) -> Interval:
    """What a sum may be, its blanks filled in any way."""
    found = exactly(0)
    for name in names:
        found += known.get(name, blank)
    return found


def verdict(equation: Equation, known: Mapping[str, Interval]) -> Verdict:
    """Whether every filling of the blanks keeps an equation, or none, or some."""
    left, right = total(equation.left, known), total(equation.right, known)
    gap = left.minus(right)
    if gap.value == 0:
        return "kept"
    return "open" if gap.admits(0) else "broken"


MOST_ROUNDS = 12
"""Times that all equations are gone through; what is not settled then is left open."""


def solve(equations: Collection[Equation], known: Mapping[str, Interval]) -> dict[str, Interval]:
    """The ranges in which blanks must lie when everything else is right.

    Args:
        equations: What must hold.
        known: What each number may be; one that is not there is a blank. Those that are exact are not changed.

    Returns:
        The ranges of all numbers that an equation names and that are not exact. An equation that nothing can keep is left out
        of account, and so is one that contradicts another.
    """
    names = {name for equation in equations for name in (*equation.left, *equation.right)}
    bounds = {name: known.get(name, BLANK) for name in names}
    useful = [equation for equation in equations if verdict(equation, bounds) == "open"]
    for _ in range(MOST_ROUNDS):
        changed = False
        for equation in useful:
            changed = _narrow(equation, bounds) or changed
        if not changed:
            break
    return {name: bound for name, bound in bounds.items() if known.get(name, BLANK).value is None}


def _narrow(equation: Equation, bounds: dict[str, Interval]) -> bool:
    """Narrow the numbers of an equation by one another; whether something changed."""
    changed = False
    for side, other in (equation, (equation.right, equation.left)):
        twice = Counter(side)
        for name in side:
            if bounds[name].value is not None or twice[name] > 1:
                continue
            rest = total((item for item in side if item != name), bounds)
            narrowed = bounds[name].meet(total(other, bounds).minus(rest))
            if narrowed.empty or narrowed == bounds[name]:
                continue
            bounds[name], changed = narrowed, True
    return changed


def _plus(left: Number | None, right: Number | None) -> Number | None:
    return None if left is None or right is None else left + right


def _minus(left: Number | None, right: Number | None) -> Number | None:
    return None if left is None or right is None else left - right


def shown(bound: Interval) -> str:
    """A range in words: ``应为3``, ``应在0到5之间``, ``应不小于2``; empty if it says nothing."""
    if bound.value is not None:
        return f"应为{_text(bound.value)}"
    if bound.high is not None:
        return f"应在{_text(bound.low or 0)}到{_text(bound.high)}之间"
    return f"应不小于{_text(bound.low)}" if bound.low else ""


def _text(value: Number) -> str:
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
