"""Sums with blanks are decided as trying every filling would decide them."""

from __future__ import annotations

from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from gongkai.rules.sums import BLANK, Equation, Interval, exactly, shown, solve, verdict

NAMES = ("a", "b", "c", "d", "e")
SIDES = st.lists(st.sampled_from(NAMES), min_size=1, max_size=3, unique=True).map(tuple)
VALUES = st.dictionaries(st.sampled_from(NAMES), st.integers(0, 4))
MOST = 14
"""What a blank is tried up to; three numbers of up to 4 come to less."""


def fillings(names: list[str], known: dict[str, int]) -> list[dict[str, int]]:
    """All ways to fill the blanks."""
    ranges = [[known[name]] if name in known else range(MOST + 1) for name in names]
    return [dict(zip(names, values, strict=True)) for values in product(*ranges)]


@given(SIDES, SIDES, VALUES)
def test_verdict(left: tuple[str, ...], right: tuple[str, ...], known: dict[str, int]) -> None:
    """An equation is broken if no filling keeps it, kept if there is no blank and it is right."""
    equation = Equation(left, tuple(name for name in right if name not in left) or ("e",))
    if set(equation.left) & set(equation.right):
        return
    names = sorted({*equation.left, *equation.right})
    held = [
        sum(filling[name] for name in equation.left) == sum(filling[name] for name in equation.right)
        for filling in fillings(names, known)
    ]
    found = verdict(equation, {name: exactly(value) for name, value in known.items()})
    assert (found == "broken") == (not any(held))
    if found == "kept":
        assert all(held)


@given(st.lists(st.tuples(SIDES, SIDES), min_size=1, max_size=2), VALUES)
def test_solve(pairs: list[tuple[tuple[str, ...], tuple[str, ...]]], known: dict[str, int]) -> None:
    """Every filling that keeps all equations lies in the ranges that are given for the blanks."""
    equations = [Equation(left, right) for left, right in pairs if not set(left) & set(right)]
    names = sorted({name for equation in equations for name in (*equation.left, *equation.right)})
    bounds = solve(equations, {name: exactly(value) for name, value in known.items()})
    for filling in fillings(names, known) if len(names) - len(known) <= 3 else ():
        kept = all(sum(filling[n] for n in e.left) == sum(filling[n] for n in e.right) for e in equations)
        if kept:
            assert all(bounds[name].admits(filling[name]) for name in names if name not in known)


def test_suggestion() -> None:
    """A blank that the others determine is named with its number, one that they limit with its range."""
    rows = Equation(("total",), ("a", "b", "c"))
    known = {"total": exactly(5), "a": exactly(2), "b": exactly(0)}
    assert shown(solve([rows], known)["c"]) == "应为3"
    assert shown(solve([rows], {"total": exactly(5), "a": exactly(2)})["b"]) == "应在0到3之间"
    assert shown(solve([rows], {"a": exactly(2), "b": exactly(1)})["total"]) == "应不小于3"
    assert shown(BLANK) == ""


def test_readings_are_a_range() -> None:
    """A cell read in several ways is decided when none of them fits."""
    equation = Equation(("x",), ("y",))
    assert verdict(equation, {"x": Interval(2, 22), "y": exactly(0)}) == "broken"
    assert verdict(equation, {"x": Interval(2, 22), "y": exactly(5)}) == "open"


def test_each_number_is_narrowed() -> None:
    """A number of which nothing new follows does not end the search: those before and behind it are narrowed."""
    known = {"total": exactly(5), "b": Interval(0, 2)}
    for names in (("a", "b"), ("b", "a")):
        for equation in (Equation(("total",), names), Equation(names, ("total",))):
            assert (Interval(3, 5), Interval(0, 2)) == tuple(solve([equation], known)[name] for name in ("a", "b"))


def test_number_on_a_side_twice() -> None:
    """A number that a side has twice is not narrowed by itself; the others are."""
    found = solve([Equation(("a", "a", "b"), ("total",))], {"total": exactly(5)})
    assert (BLANK, Interval(0, 5)) == (found["a"], found["b"])


def test_chain() -> None:
    """What follows from an equation is used in the next one, and in one before it."""
    first, second = Equation(("a",), ("b", "one")), Equation(("b",), ("c", "one"))
    known = {"c": exactly(1), "one": exactly(1)}
    for equations in ([first, second], [second, first]):
        assert {"a": exactly(3), "b": exactly(2)} == solve(equations, known)
