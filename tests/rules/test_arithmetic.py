"""The rules of arithmetic and years on random returns: silent on a consistent one, exact on a changed cell."""

from __future__ import annotations

from types import SimpleNamespace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import forms, rules
from gongkai.rules.addition import row_totals
from tests.accuracy.generate import consistent
from tests.rules.build import findings, record

if TYPE_CHECKING:
    from random import Random

    from gongkai.returns import Return

YEARS = st.sampled_from([2019, 2020, 2021, 2022, 2023])
RANDOM = st.randoms(use_true_random=False)
DERIVED = {"R20", "R21"}
"""Rules that explain a broken sum: they may add themselves to R1 and R2."""


def chain(random: Random, year: int) -> tuple[Return, Return | None]:
    """A consistent return, and last year's where there was a form."""
    previous = consistent(random, year - 1) if year > 2019 else None
    return consistent(random, year, previous), previous


def failing(record: Return, previous: Return | None) -> list[rules.Finding]:
    """What fails by the rules of arithmetic and years."""
    return [f for f in rules.check(record, previous, kinds="AY") if f.outcome == "fail"]


@settings(max_examples=60, deadline=None)
@given(RANDOM, YEARS)
def test_consistent(random: Random, year: int) -> None:
    """A return that adds up and follows from last year's breaks no rule, in both forms and over the change of form."""
    assert failing(*chain(random, year)) == []


def expected(path: str, edition: forms.Edition, year: int) -> set[tuple[str, str]]:
    """Rule and place that must break when this cell alone is changed, worked out from the tree of the form."""
    table, row, column = path.split(".")
    found = set()
    if table == "requests":
        found.add(("R3", row))
        results = {item.id for item in edition.tables["requests"].rows if "results" in item.groups}
        if row in {"new", "carried_in", "carried_out", "total"}:
            found.add(("R1", column))
        if row in results:
            found.add(("R2", column))
        if row == "carried_in" and year > 2019:
            found.add(("R6", column))
    elif table == "disputes":
        found.add(("R4", row))
    elif edition.id == "2021" and column in {"made", "repealed", "in_force"} and year > edition.first_year:
        found.add(("R7", row))
    elif (
        edition.id == "2019"
        and column in {"previous_items", "disclosed", "total_disclosed"}
        and year > edition.first_year
    ):
        found.add(("R9", row))
    return found


def place(finding: rules.Finding) -> str:
    """The column of a rule about columns, else the row."""
    _, row, column = finding.cells[0].split(".")
    return column if finding.rule in {"R1", "R2", "R6"} else row


@settings(max_examples=150, deadline=None)
@given(RANDOM, YEARS, st.data())
def test_one_changed_cell(random: Random, year: int, data: st.DataObject) -> None:
    """One changed number breaks exactly the rules it takes part in, where it takes part, and is among their cells."""
    record, previous = chain(random, year)
    path = data.draw(st.sampled_from(list(record.cells)))
    old = record.cells[path]
    new = data.draw(st.integers(0, 5000).filter(lambda value: value != old))
    changed = record.model_copy(update={"cells": record.cells | {path: new}})
    found = [f for f in failing(changed, previous) if f.rule not in DERIVED]
    assert {(f.rule, place(f)) for f in found} == expected(path, record.edition, year)
    assert all(path in f.cells for f in found)


@settings(max_examples=60, deadline=None)
@given(RANDOM, YEARS, st.data())
def test_one_missing_cell(random: Random, year: int, data: st.DataObject) -> None:
    """A cell that is not filled in breaks R32 alone, and every rule it takes part in says that it was not checked."""
    record, previous = chain(random, year)
    path = data.draw(st.sampled_from(list(record.cells)))
    changed = record.model_copy(update={"cells": record.cells | {path: None}})
    assert [(f.rule, f.cells) for f in failing(changed, previous)] == [("R32", (path,))]
    unchecked = {f.rule for f in rules.check(changed, previous, kinds="AY") if f.outcome == "not_checked"}
    assert {rule for rule, _ in expected(path, record.edition, year)} <= unchecked


@pytest.mark.parametrize(
    ("rule", "where"),
    [
        ("R2", "表三“自然人、总计”列没有核对“（七）总计等于（一）至（六）之和”：有2格未填写。"),
        ("R3", "表三“（一）予以公开”行没有核对“总计等于各类申请人之和”：有2格未填写。"),
    ],
)
def test_what_could_not_be_added_up(rule: str, where: str) -> None:
    """Columns that could not be added up are named within one pair of quotation marks, rows each in its own."""
    found = findings(rule, record("requests: {granted: [null, 1, 0, 0, 0, 0, null]}"))
    assert [where] == [item.message for item in found if item.outcome == "not_checked"]


def test_rows_that_are_only_a_total(monkeypatch: pytest.MonkeyPatch) -> None:
    """A row without parts has no sum to keep, nor has one without a total."""

    def row(id_: str, *columns: str) -> SimpleNamespace:
        return SimpleNamespace(id=id_, label=id_, headers=(), columns=[SimpleNamespace(id=name) for name in columns])

    table = SimpleNamespace(rows=[row("a", "total"), row("b", "natural", "total"), row("c", "natural", "other")])
    monkeypatch.setattr(forms, "edition", lambda _: SimpleNamespace(tables={"t": table}))
    assert [("t.b.total", ("t.b.natural",))] == [
        (item.total, item.parts) for item in row_totals("of this test alone", "t")
    ]
