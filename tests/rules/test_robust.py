"""Rules raise nothing, whatever a return holds."""

from __future__ import annotations

from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from gongkai import rules
from gongkai.returns import Issue, Return, canonical
from tests.accuracy.generate import consistent

NUMBERS = st.one_of(st.none(), st.integers(-5, 10**9), st.decimals(-5, 10**9, places=4), st.just(Decimal("1E+6")))
PATHS = ["requests", "requests.new", "requests.new.total", "requests.other", "requests.nothing.total", "disputes.x",
         "sections.other", "sections.disputes", "title", "preface", "signature", "disclosure.penalty", "", "a.b.c.d"]  # fmt: skip
ISSUES = st.builds(
    Issue,
    path=st.sampled_from(PATHS),
    kind=st.sampled_from(["blank", "ambiguous", "absent", "mislabelled", "invalid", "form", "extra", "note"]),
    raw=st.sampled_from([None, "", "898989", "{x}"]),
    expected=st.sampled_from([None, "规定的名称", "{0}"]),
    candidates=st.lists(st.lists(st.integers(0, 99), max_size=8).map(tuple), max_size=3).map(tuple),
    message=st.sampled_from([None, "说明。", "{"]),
)


def spoilt(random: Random, year: int, data: st.DataObject, previous: Return | None = None) -> Return:
    """A return with any numbers in any cells, and any issues."""
    record = consistent(random, year, previous)
    paths = data.draw(st.lists(st.sampled_from(list(record.cells)), max_size=12))
    cells = record.cells | {path: data.draw(NUMBERS) for path in paths}
    issues = tuple(data.draw(st.lists(ISSUES, max_size=4)))
    return record.model_copy(update={"cells": cells, "issues": issues})


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 10**6), st.sampled_from([2019, 2020, 2021, 2023]), st.data())
def test_rules_raise_nothing(seed: int, year: int, data: st.DataObject) -> None:
    """Any numbers, blanks and issues give findings with full sentences that can be written as JSON, never an error."""
    random = Random(seed)
    previous = spoilt(random, year - 1, data) if year > 2019 else None
    record = spoilt(random, year, data)
    members = (spoilt(random, year, data), spoilt(random, year, data))
    found = rules.check(record, previous, members, passes=True)
    assert all(finding.message.endswith("。") for finding in found)
    assert canonical.loads(canonical.dumps([finding.to_json() for finding in found]))
