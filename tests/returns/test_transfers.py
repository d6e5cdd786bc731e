"""Members that come to a government or leave it: what it begins the year with, and on which files that depends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.returns import Params
from gongkai.returns.succession import predecessors, transfers
from tests.returns.test_succession import organ

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def moved(tmp_path: Path) -> Path:
    """A city of two counties; town t went from the first to the second in 2023, town u to the city itself, v is new."""
    organ(tmp_path, "t", 2021, 2022, 2023)
    organ(tmp_path, "u", 2022, 2023)
    organ(tmp_path, "v", 2023)
    organ(tmp_path, "w", 2022, 2023)
    first = "members: [{id: t, last_year: 2022}, {id: u, last_year: 2022}, w]\n"
    organ(tmp_path, "xian1", 2022, 2023, more=first)
    organ(tmp_path, "x", 2022, 2023)
    second = "members: [{id: t, first_year: 2023}, {id: v, first_year: 2023}, x]\n"
    organ(tmp_path, "xian2", 2022, 2023, more=second)
    organ(tmp_path, "shi", 2022, 2023, more="members: [xian1, xian2, {id: u, first_year: 2023}]\n")
    return tmp_path


def test_members_that_move(moved: Path) -> None:
    """A member that moves counts where it now is; between governments below a government nothing changes for it."""
    inputs = Params(moved)
    found = {}
    for id_ in ("xian1", "xian2", "shi"):
        made = predecessors(inputs, id_, 2023)
        found[id_] = ([item.agency.id for item in made.returns], [item.agency.id for item in made.left], made.absent)
    assert {"xian1": ([], ["t", "u"], ()), "xian2": (["t"], [], ()), "shi": ([], [], ())} == found
    assert not predecessors(inputs, "xian1", 2024)
    assert not predecessors(inputs, "xian1", 2022)
    assert (["t", "v"], []) == transfers(inputs, "xian2", 2023)


def test_moved_without_figures(moved: Path) -> None:
    """A moved organ that reported before, but not the year before, is missing; one that never did begins with nothing."""
    (moved / "t" / "2022.yaml").unlink()
    inputs = Params(moved)
    assert [("某县t",), ("某县t",)] == [predecessors(inputs, id_, 2023).absent for id_ in ("xian1", "xian2")]


def test_total_after_transfers(moved: Path) -> None:
    """What has come is added to the organ's own figures, what has left is subtracted, and a blank leaves the sum open."""
    path = "requests.carried_out.total"
    for id_, value in (("xian1", "9"), ("t", "2"), ("u", "3"), ("xian2", "null")):
        text = f"schema: 1\nyear: 2022\nrequests: {{carried_out: [{value}, 0, 0, 0, 0, 0, {value}]}}\n"
        (moved / id_ / "2022.yaml").write_text(text, "utf-8")
    inputs = Params(moved)
    found = [
        predecessors(inputs, id_, 2023).total(inputs.previous(id_, 2023), path) for id_ in ("xian1", "xian2", "shi")
    ]
    assert [4, None, 0] == found


def test_files_of_transfers(moved: Path) -> None:
    """A government's report depends on the lists of members and last year's figures of those that came or left."""
    names = {path.relative_to(moved).as_posix() for path in Params(moved).files("xian1", 2023)}
    assert {"t/2022.yaml", "t/agency.yaml", "u/2022.yaml"} <= names
    assert "t/2021.yaml" not in names
    assert {"xian1/agency.yaml", "xian2/agency.yaml"} <= {
        path.relative_to(moved).as_posix() for path in Params(moved).files("shi", 2023)
    }


def test_with_the_declared_files_alone(moved: Path, tmp_path: Path) -> None:
    """The files of a report are enough to find the same transfers, as where a report is built elsewhere."""
    (moved / "t" / "2022.yaml").unlink()
    for id_ in ("shi", "xian1", "xian2"):
        elsewhere = tmp_path / f"{id_}-alone"
        for path in Params(moved).files(id_, 2023):
            target = elsewhere / path.relative_to(moved)
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(path.read_bytes())
        here, there = (predecessors(Params(folder), id_, 2023) for folder in (moved, elsewhere))
        assert [item.agency.id for item in here.returns] == [item.agency.id for item in there.returns]
        assert [item.agency.id for item in here.left] == [item.agency.id for item in there.left]
        assert here.absent == there.absent


def test_governments_that_merge(moved: Path) -> None:
    """When a government succeeds another, the members of both go on: none of them has come or left."""
    organ(moved, "xian3", 2023, more="members: [t, u, w, x]\n")
    organ(moved, "xian1", 2022, more="members: [t, u, w]\n")
    organ(moved, "xian2", 2022, more="members: [x]\n")
    ended = ", ".join(f"{{id: {id_}, last_year: 2022, successor: xian3}}" for id_ in ("xian1", "xian2"))
    organ(moved, "shi", 2022, 2023, more=f"members: [{ended}, {{id: xian3, first_year: 2023}}]\n")
    inputs = Params(moved)
    found = [predecessors(inputs, id_, 2023) for id_ in ("xian3", "shi")]
    assert [["xian1", "xian2"], []] == [[item.agency.id for item in made.returns] for made in found]
    assert [(), ()] == [made.left for made in found]
