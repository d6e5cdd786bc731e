"""Accepted findings."""

from __future__ import annotations

import dataclasses
import datetime as dt
import pickle
from dataclasses import FrozenInstanceError

import pytest
from hypothesis import given as given_cells
from hypothesis import settings
from hypothesis import strategies as st

from gongkai import rules
from gongkai.parsing import yaml
from gongkai.returns import Return, ReturnError, Waiver, load
from gongkai.returns.model import SourceMap
from gongkai.rules import waived_values
from gongkai.rules.base import Context
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
        (("R1", ()), [("R1", True), ("R1", True), ("W5", False)]),
        (("R1", CELLS), [("R1", True), ("R1", False), ("W5", False)]),
        (("R1", ("requests.*.natural",)), [("R1", True), ("R1", False), ("W5", False)]),
        (("R1", ("requests.*",)), [("R1", True), ("R1", True), ("W5", False)]),
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
    assert "“R99”不存在（是不是“R9”？）。" in found[0].message


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


def given(record: Return, *findings: rules.Finding, previous: Return | None = None) -> Return:
    """The return with a waiver of these findings, as the program proposes it."""
    item = rules.proposal(findings, record, previous)
    waiver = Waiver(**item, reason="如实保留", by="张三", date=dt.date(2023, 2, 1))
    return record.model_copy(update={"waivers": (waiver,)})


def failing(record: Return, rule: str, previous: Return | None = None) -> list[rules.Finding]:
    """The unwaived findings of a rule."""
    return [f for f in rules.check(record, previous) if (f.rule, f.outcome, f.waived) == (rule, "fail", None)]


def test_proposal_covers_what_it_was_made_for() -> None:
    """A proposed waiver accepts its findings and no other, and is no finding itself."""
    record = broken()
    both = failing(record, "R1")
    assert [("R1", True), ("R1", True)] == states(given(record, *both))
    assert [("R1", True), ("R1", False)] == states(given(record, both[0]))


def test_waiver_falls_when_a_value_changes() -> None:
    """A cell that has another number than the accepted one makes the waiver fall, and the finding says from what to what."""
    record = given(broken(), failing(broken(), "R1")[0])
    now = record.model_copy(update={"cells": record.cells | {"requests.new.natural": 2}})
    assert [("R1", False), ("R1", False), ("R3", False), ("W6", False)] == states(now)
    (fallen,) = failing(now, "W6")
    assert fallen.message == (
        "认可记录第1条（R1）不再有效：表三“一、本年新收政府信息公开申请数量”“自然人”认可时是1，现在是2。"
    )
    assert fallen.cells == ("waivers.0",)


def test_new_problem_of_an_accepted_rule() -> None:
    """A finding about cells for which no value was accepted is not covered, and the waiver of the others still counts."""
    record = given(broken(), failing(broken(), "R1")[0])
    waiver = record.waivers[0].model_copy(update={"cells": ()})
    assert [("R1", True), ("R1", False)] == states(record.model_copy(update={"waivers": (waiver,)}))


def test_last_years_value_counts() -> None:
    """A waiver of a comparison with last year falls when last year's number changes."""
    case = fixtures.read(fixtures.FOLDER / "bad" / "R6.yaml")
    assert case.previous is not None
    record = given(case.record, *failing(case.record, "R6", case.previous), previous=case.previous)
    assert [] == failing(record, "R6", case.previous)
    path = next(path for path in record.waivers[0].values or {} if path.startswith(f"{record.year - 1}:"))
    cells = case.previous.cells | {path.partition(":")[2]: 77}
    last = case.previous.model_copy(update={"cells": cells})
    assert [] != failing(record, "R6", last)
    assert "现在是77" in failing(record, "W6", last)[0].message


def test_value_of_the_member_that_is_named() -> None:
    """The value accepted for a member's cell is that member's, not another one's."""
    case = fixtures.read(fixtures.FOLDER / "bad" / "R18.yaml")
    first, second = case.members[:2]
    path = "requests.new.natural"
    members = tuple(
        member.model_copy(update={"cells": member.cells | {path: number}})
        for number, member in enumerate((first, second), 5)
    )
    context = Context(case.record, members=members)
    finding = rules.check(broken())[0]
    for number, member in enumerate(members, 5):
        about = dataclasses.replace(finding, cells=(f"{member.agency.id}:{path}", f"nobody:{path}"))
        assert {f"{member.agency.id}:{path}": number} == waived_values.current(context, [about])


def test_text_counts_as_it_is_published() -> None:
    """A waiver of a text falls when the text changes, also by the number of a placeholder, and not by how it is written."""
    case = fixtures.read(fixtures.FOLDER / "bad" / "R13.yaml")
    record = given(case.record, *failing(case.record, "R13"))
    assert [] == failing(record, "R13")
    written = next(path for path in record.waivers[0].values or {} if path.startswith("sections."))
    id_ = written.rpartition(".")[2]
    assert isinstance(record.sections.overview, tuple)
    for old, new, falls in (("。", "！", True), ("2022年", "{{ year }}年", False)):
        passages = tuple(
            item.model_copy(update={"text": (item.text or "").replace(old, new)}) if item.id == id_ else item
            for item in record.sections.overview
        )
        now = record.model_copy(update={"sections": record.sections.model_copy(update={"overview": passages})})
        assert falls == bool(failing(now, "W6"))


@given_cells(
    st.lists(
        st.sampled_from(sorted(fixtures.read(fixtures.FOLDER / "bad" / "R1.yaml").record.cells)),
        min_size=1,
        unique=True,
    )
)
@settings(max_examples=40, deadline=None)
def test_values_are_packed_by_row(paths: list[str]) -> None:
    """Whatever cells a waiver is about, their values are the same after packing rows and unpacking them."""
    record = broken()
    values = {path: record.cells[path] for path in paths}
    assert values == waived_values.unpack(waived_values.pack(values, record), record)


@pytest.mark.parametrize(
    ("keys", "said"),
    [
        ("reason: '', by: 张三, date: 2023-02-01", "“reason”：不能空着；请写明。"),
        ("reason: 如实, by: ' ', date: 2023-02-01", "“by”：不能空着；请写明。"),
        ("reason: , by: 张三, date: 2023-02-01", "“reason”没有填写；请补上。"),
        ("by: 张三, date: 2023-02-01", "缺少“reason”"),
        ("reason: 如实, by: 张三, date: 2999-02-01", "“date”：2999-02-01还没有到；请写实际认可的日期。"),
    ],
)
def test_waivers_that_are_refused(keys: str, said: str) -> None:
    """A waiver without a reason or a name, or of a day to come, is refused with file and line."""
    data, lines = yaml.parse(f"year: 2022\nwaivers:\n  - {{rule: R1, {keys}}}\n", "2022.yaml")
    with pytest.raises(ReturnError) as caught:
        load.build(data, broken().agency, SourceMap(file="2022.yaml", lines=lines))
    assert str(caught.value).startswith("2022.yaml:3：")
    assert said in str(caught.value)


def test_today_is_not_the_future() -> None:
    """Today's date anywhere on earth is accepted."""
    today = dt.datetime.now(dt.timezone(dt.timedelta(hours=14))).date()
    assert today == Waiver(rule="R1", reason="如实", by="张三", date=today).date


@pytest.mark.parametrize(
    ("level", "outcome", "expected"),
    [("error", "fail", True), ("error", "not_checked", False), ("warning", "fail", False), ("hint", "fail", False)],
)
def test_what_blocks(level: rules.base.Level, outcome: rules.finding.Outcome, expected: bool) -> None:
    """Only an error that fails and that nobody has accepted blocks a report."""
    finding = dataclasses.replace(rules.check(broken())[0], level=level, outcome=outcome)
    assert expected is finding.blocking
    waiver = Waiver(rule="R1", reason="如实", by="张三", date=dt.date(2023, 2, 1))
    assert dataclasses.replace(finding, waived=waiver).blocking is False
