"""Which organs another succeeds in a year, what they ended with, and on which files that depends."""

from __future__ import annotations

import os
from contextlib import ExitStack
from typing import TYPE_CHECKING

import pytest

from gongkai.returns import Params, succession
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


@pytest.mark.parametrize(("year", "expected"), [(2019, 0), (2020, 1)])
def test_first_year_of_any_form(tmp_path: Path, year: int, expected: int) -> None:
    """In the first year of any form nobody has figures of the year before; in the second one predecessors have."""
    organ(tmp_path, "a", 2019)
    organ(tmp_path, "c", year)
    organ(tmp_path, "xian", more=f"members: [{{id: a, last_year: {year - 1}, successor: c}}]\n")
    found = predecessors(Params(tmp_path), "c", year)
    assert (expected, ()) == (len(found.returns), found.absent)


def test_without_a_folder(params: Path) -> None:
    """A predecessor without a folder is named by its id, one without that year's file by its name."""
    organ(
        params,
        "xian",
        more="members: [{id: b, last_year: 2022, successor: c}, {id: z, last_year: 2022, successor: c}]\n",
    )
    found = predecessors(Params(params), "c", 2023)
    assert ((), ("某县b", "z"), True) == (found.returns, found.absent, bool(found))


def test_named_by_two_governments(params: Path) -> None:
    """A predecessor that a county and its city name counts once; each of their lists may change what the organ begins with."""
    organ(params, "shi", more="members: [xian, {id: a, last_year: 2022, successor: c}, {id: c, first_year: 2023}]\n")
    inputs = Params(params)
    assert (["a"], ("某县b",), True) == (
        [item.agency.id for item in predecessors(inputs, "c", 2023).returns],
        predecessors(inputs, "c", 2023).absent,
        predecessors(inputs, "c", 2023).alone,
    )
    names = [path.relative_to(params).as_posix() for path in succession.files(inputs, "c", 2023)]
    assert ["shi/agency.yaml", "xian/agency.yaml", "a/agency.yaml", "a/2022.yaml", "a/2022.published.yaml"] == names[:5]
    assert {"b/agency.yaml", "b/2022.yaml", "b/2022.published.yaml"} == set(names[8:])


def test_who_is_there_and_who_is_lacking(params: Path) -> None:
    """The organ itself is lacking without last year's figures, but not if only its predecessors determine what it begins with."""
    inputs = Params(params)
    own, new, old = inputs.load("e", 2022), predecessors(inputs, "c", 2023), predecessors(inputs, "e", 2023)
    assert (["某县a"], ["某县b"]) == (new.parts(None), new.lacking(None))
    assert (["本机关", "某县d"], []) == (old.parts(own), old.lacking(own))
    assert (["某县d"], ["本机关"]) == (old.parts(None), old.lacking(None))


def test_list_that_changes(params: Path) -> None:
    """A list of members that is written again is read again, also if its length stays the same; one that is gone names nobody."""
    assert {b"c", b"e"} == set(succession.named(Params(params)))
    path = params / "xian" / "agency.yaml"
    text, written = path.read_text("utf-8"), path.stat().st_mtime_ns
    path.unlink()
    assert {} == succession.named(Params(params))
    path.write_text(text.replace("'e'", "'d'"), "utf-8")
    os.utime(path, ns=(written, written + 1_000_000_000))  # clocks of file systems can be coarse
    assert {b"c": ("xian",), b"d": ("xian",)} == succession.named(Params(params))
    path.write_text(text, "utf-8")
    os.utime(path, ns=(written, written - 1_000_000_000))  # an older file that was copied back
    assert {b"c": ("xian",), b"e": ("xian",)} == succession.named(Params(params))


def test_list_that_looks_the_same(params: Path) -> None:
    """A file with the same inode, time and size is not read a second time: thousands are looked at for each report."""
    path = params / "xian" / "agency.yaml"
    before, status = succession.named(Params(params)), path.stat()
    text = path.read_bytes()
    with path.open("r+b") as file:
        file.write(text.replace(b"successor: c", b"successor: a"))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns))
    assert before == succession.named(Params(params))
    os.utime(path, ns=(status.st_atime_ns, status.st_mtime_ns + 1_000_000_000))
    assert {b"a", b"e"} == set(succession.named(Params(params)))


def test_overlapping_builds(params: Path) -> None:
    """Of two builds of one folder that overlap, the one that ends first leaves the other's successions, and the last none."""
    root = Params(params).root
    first, second = {b"a": ("x",)}, {b"a": ("y",)}
    with ExitStack() as later:
        with succession.taken(root, first):
            later.enter_context(succession.taken(root, second))
        assert second == succession.known(root)
    assert None is succession.known(root)
