"""Accepted findings."""

from __future__ import annotations

import datetime as dt
import pickle
from dataclasses import FrozenInstanceError

import pytest

from gongkai import rules
from gongkai.returns import Return, Waiver
from tests.rules import fixtures

CELLS = (
    "requests.new.natural",
    "requests.carried_in.natural",
    "requests.total.natural",
    "requests.carried_out.natural",
)


def broken(*waivers: tuple[str, tuple[str, ...]]) -> Return:
    """A return that breaks R1 in two columns, with waivers."""
    record = fixtures.read(fixtures.FOLDER / "bad" / "R1.yaml").record
    return record.model_copy(
        update={
            "waivers": tuple(
                Waiver(rule=rule, cells=cells, reason="如实保留", by="张三", date=dt.date(2023, 2, 1))
                for rule, cells in waivers
            )
        }
    )


def states(record: Return) -> list[tuple[str, bool]]:
    """Rule of each finding that fails, and whether it is accepted."""
    return [(f.rule, f.waived is not None) for f in rules.check(record) if f.outcome == "fail"]


@pytest.mark.parametrize(
    ("waiver", "expected"),
    [
        (("R1", ()), [("R1", True), ("R1", True)]),
        (("R1", CELLS), [("R1", True), ("R1", False)]),
        (("R1", ("requests.*.natural",)), [("R1", True), ("R1", False)]),
        (("R1", ("requests.*",)), [("R1", True), ("R1", True)]),
        (("R1", CELLS[:3]), [("R1", False), ("R1", False), ("W1", False)]),
        (("R2", ()), [("R1", False), ("R1", False), ("W1", False)]),
        (("R99", ()), [("R1", False), ("R1", False), ("W1", False)]),
        (("R6", ()), [("R1", False), ("R1", False)]),
    ],
)
def test_what_a_waiver_covers(waiver: tuple[str, tuple[str, ...]], expected: list[tuple[str, bool]]) -> None:
    """A waiver covers a finding all of whose cells it names; one that covers none is W1, unless its rule was not checked."""
    assert states(broken(waiver)) == expected


def test_last_years_cells_need_not_be_named() -> None:
    """A waiver names this year's cells; last year's report cannot be changed."""
    case = fixtures.read(fixtures.FOLDER / "bad" / "R6.yaml")
    waiver = Waiver(rule="R6", cells=("requests.carried_in.*",), reason="口径", by="张三", date=dt.date(2023, 2, 1))
    record = case.record.model_copy(update={"waivers": (waiver,)})
    assert {f.waived for f in rules.check(record, case.previous) if f.rule == "R6"} == {waiver}


def test_unknown_rule_is_named() -> None:
    """A waiver of a rule that does not exist says so, with the nearest name."""
    found = [f for f in rules.check(broken(("R99", ()))) if f.rule == "W1"]
    assert "“R99”不存在，是不是“R9”？" in found[0].message


def test_other_kinds_are_left_alone() -> None:
    """When only some kinds of rule are applied, waivers of the others are no findings."""
    assert [f.rule for f in rules.check(broken(("R30", ())), kinds="A") if f.outcome == "fail"] == ["R1", "R1"]


def test_findings_are_frozen_and_travel() -> None:
    """A finding cannot be changed, can be pickled, and becomes plain JSON data."""
    finding = rules.check(broken())[0]
    with pytest.raises(FrozenInstanceError):
        finding.rule = "R2"  # type: ignore[misc]
    assert pickle.loads(pickle.dumps(finding)) == finding
    assert finding.to_json()["values"]["difference"] == 1


def test_passes() -> None:
    """On request a rule that was checked and satisfied yields a pass."""
    found = {f.rule: f.outcome for f in rules.check(broken(), passes=True)}
    assert (found["R1"], found["R2"], found["R6"]) == ("fail", "pass", "not_checked")
