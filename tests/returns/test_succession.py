"""Which organs another succeeds in a year, what they ended with, and on which files that depends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.returns import Params
from gongkai.returns.succession import NO_PREDECESSORS, predecessors

if TYPE_CHECKING:
    from pathlib import Path


def organ(folder: Path, id_: str, *years: int, more: str = "") -> None:
    """Write an organ with empty years."""
    (folder / id_).mkdir(parents=True, exist_ok=True)
    (folder / id_ / "agency.yaml").write_text(f"name: 某县{id_}\nlevel: department\n{more}", "utf-8")
    for year in years:
        (folder / id_ / f"{year}.yaml").write_text(f"schema: 1\nyear: {year}\nrequests: {{rest: 0}}\n", "utf-8")


@pytest.fixture
def params(tmp_path: Path) -> Path:
    """A county in which a and b became c in 2023, and d went on in e, which was there before."""
    organ(tmp_path, "a", 2021, 2022)
    organ(tmp_path, "b", 2021)
    organ(tmp_path, "c", 2023, 2024)
    organ(tmp_path, "d", 2022)
    organ(tmp_path, "e", 2022, 2023)
    members = (
        "members: [{id: a, last_year: 2022, successor: c}, {id: b, last_year: 2022, successor: c},"
        " {id: c, first_year: 2023}, {id: d, last_year: 2022, successor: 'e'}, e]\n"
    )
    organ(tmp_path, "xian", more=members)
    return tmp_path


def test_those_merged_the_year_before(params: Path) -> None:
    """Predecessors are those that ended the year before; one without a return is named; only a new organ has them alone."""
    inputs = Params(params)
    found = {
        (id_, year): ([item.agency.id for item in made.returns], made.absent, made.alone)
        for id_, year in (("c", 2023), ("c", 2024), ("e", 2023), ("a", 2023))
        for made in [predecessors(inputs, id_, year)]
    }
    none = ([], (), False)
    assert {
        ("c", 2023): (["a"], ("某县b",), True),
        ("c", 2024): none,
        ("e", 2023): (["d"], (), False),
        ("a", 2023): none,
    } == found
    assert [2022] == [item.year for item in predecessors(inputs, "c", 2023).returns]
    assert not NO_PREDECESSORS


def test_as_published(params: Path) -> None:
    """A predecessor's figures count as they were published."""
    text = "schema: 1\nyear: 2022\nrequests: {carried_out: [7, 0, 0, 0, 0, 0, 7]}\n"
    (params / "a" / "2022.published.yaml").write_text(text, "utf-8")
    found = predecessors(Params(params), "c", 2023).returns[0]
    assert 7 == found.cells["requests.carried_out.total"]


def test_successor_that_is_not_listed(params: Path) -> None:
    """A successor that only the entry of its predecessor names begins with it; one of a government's file that is wrong has none."""
    organ(params, "xian", more="members: [{id: a, last_year: 2022, successor: c}]\n")
    assert predecessors(Params(params), "c", 2023).alone
    organ(params, "xian", more="members: [{id: a, last_year: 2022, successor: c}\n")
    assert not predecessors(Params(params), "c", 2023)


def test_files(params: Path) -> None:
    """A report depends on the lists of members that make it a successor, and on its predecessors' last year."""
    inputs = Params(params)
    names = {path.relative_to(params).as_posix() for path in inputs.files("c", 2023)}
    assert {"xian/agency.yaml", "a/agency.yaml", "a/2022.yaml", "b/agency.yaml"} <= names
    assert not names & {"a/2021.yaml", "b/2021.yaml", "d/2022.yaml"}
    assert not {path.parent.name for path in inputs.files("c", 2024)} - {"c"}


def test_successor_that_counted_before(params: Path) -> None:
    """An organ that counted the year before has figures of its own then; one that begins with the merger has not."""
    entry = "members: [{id: a, last_year: 2022, successor: c}, {id: c, first_year: %s}]\n"
    found = {}
    for first in (2020, 2022, 2023):
        organ(params, "xian", more=entry % first)
        found[first] = predecessors(Params(params), "c", 2023).alone
    assert {2020: False, 2022: False, 2023: True} == found
