"""A synthetic jurisdiction breaks no rule but those of which defects were planted, and those are all found."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from gongkai import demo, forms
from gongkai.demo import Plan
from gongkai.demo.defects import PLANTS
from gongkai.returns import Params
from gongkai.review.check import check
from gongkai.rules import RULES

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.rules import Finding

ALL = Plan(40, 2019, 2023, 7, demo.known_rules())


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A county with a defect of every rule."""
    folder = tmp_path_factory.mktemp("demo")
    demo.write(ALL, folder)
    return folder


@pytest.fixture(scope="module")
def key(project: Path) -> list[dict[str, Any]]:
    """The planted defects."""
    found: list[dict[str, Any]] = json.loads((project / demo.KEY).read_text("utf-8"))["defects"]
    return found


@pytest.fixture(scope="module")
def failed(project: Path) -> list[Finding]:
    """What all rules find in all returns."""
    params = Params(project / "params")
    return [
        finding
        for agency in params.agencies
        for year in params.years(agency)
        for finding in check(params, agency, year).findings
        if finding.outcome == "fail"
    ]


def test_every_rule_has_a_plant() -> None:
    """There is a way to plant a defect of every rule but R8, which never fails."""
    assert set(RULES) - {"R8"} == set(demo.known_rules())


def test_planted_defects_are_found(key: list[dict[str, Any]], failed: list[Finding]) -> None:
    """Every rule has a planted defect, and finds each of its own in the place that the key names."""
    missed = [
        (item["rule"], item["agency"], item["year"], item["said"])
        for item in key
        if not any(
            found.rule == item["rule"]
            and (item["agency"] is None or (found.agency, found.year) == (item["agency"], item["year"]))
            and set(found.cells) & set(item["places"])
            for found in failed
        )
    ]
    assert [] == missed
    assert set(demo.known_rules()) == {item["rule"] for item in key}


def test_nothing_else_is_an_error(key: list[dict[str, Any]], failed: list[Finding]) -> None:
    """No finding is an error but of a planted defect, or one that the key says follows from it."""
    known = {(item["rule"], item["agency"], item["year"]) for item in key}
    known |= {(item["rule"], item["agency"], item["year"]) for entry in key for item in entry["follows"]}
    others = [
        (found.rule, found.agency, found.year, found.message)
        for found in failed
        if found.level == "error" and (found.rule, found.agency, found.year) not in known
    ]
    assert [] == others


def test_what_follows_is_found(key: list[dict[str, Any]], failed: list[Finding]) -> None:
    """What the key says follows does."""
    found = {(item.rule, item.agency, item.year) for item in failed}
    said = {(item["rule"], item["agency"], item["year"]) for entry in key for item in entry["follows"]}
    assert set() == said - found


def test_same_seed_same_bytes(tmp_path: Path) -> None:
    """The same plan writes the same files; another seed writes others."""
    plans = {
        "one": Plan(8, 2020, 2021, 3, ("R1", "R12")),
        "two": Plan(8, 2020, 2021, 3, ("R12", "R1")),
        "three": Plan(8, 2020, 2021, 4, ("R1",)),
    }
    written = {}
    for name, plan in plans.items():
        demo.write(plan, tmp_path / name)
        paths = sorted(path for path in (tmp_path / name / "params").rglob("*") if path.is_file())
        written[name] = {path.relative_to(tmp_path / name).as_posix(): path.read_bytes() for path in paths}
    assert written["one"].keys() == written["two"].keys()
    assert written["one"] != written["three"]
    demo.write(plans["one"], tmp_path / "again")
    assert written["one"] == {name: (tmp_path / "again" / name).read_bytes() for name in written["one"]}


@pytest.mark.parametrize("organs", [6, 72, 73, 661])
def test_levels(organs: int) -> None:
    """There are as many organs as asked for, no two with one name, and each is added up once by the level above."""
    from random import Random

    from gongkai.demo.organs import jurisdiction

    root = jurisdiction(Random(1), organs, 2019, 2024)
    found = list(root.below())
    assert organs == len(found) == len({organ.id for organ in found}) == len({organ.name for organ in found})
    above = [member.id for organ in found for member in organ.members]
    assert sorted([*above, root.id]) == sorted(organ.id for organ in found)
    levels = list(forms.levels())
    assert all(levels.index(organ.level) > levels.index(member.level) for organ in found for member in organ.members)
    assert all(organ.name.startswith("演示省") for organ in found)


def test_merger() -> None:
    """A successor begins when those merged into it end, with the requests that they carried over and their documents."""
    made = {item.agency.id: item for item in demo.make(Plan(60, 2021, 2023, 5))}
    successor = made["xian-zrj"]
    merged = [made["xian-gtj"], made["xian-ghj"]]
    first = min(successor.records)
    assert [first - 1, first - 1] == [max(item.records) for item in merged]
    cells = successor.records[first].cells
    carried = sum(int(item.records[first - 1].cells["requests.carried_out.total"] or 0) for item in merged)
    assert carried == cells["requests.carried_in.total"]
    row = "disclosure.normative_documents"
    before = sum(int(item.records[first - 1].cells[f"{row}.in_force"] or 0) for item in merged)
    assert before == int(cells[f"{row}.in_force"] or 0) - int(cells[f"{row}.made"] or 0) + int(
        cells[f"{row}.repealed"] or 0
    )


def test_change_of_form() -> None:
    """Years before and after the change of form are each in the form of their year."""
    made = list(demo.make(Plan(8, 2020, 2021, 2)))
    assert {"2019", "2021"} == {record.edition.id for item in made for record in item.records.values()}


def test_every_plant_says_what_it_is() -> None:
    """Each kind of defect is of a rule that exists."""
    assert [] == [rule for rule in PLANTS if rule not in RULES]


def test_papers(tmp_path: Path) -> None:
    """A register adds up to table 3, and a filled form reads back as the return."""
    from gongkai import importers
    from gongkai.ledger import compare, tally

    demo.write(Plan(8, 2021, 2022, 3, ("R4",), 0.3), tmp_path, 3)
    params = Params(tmp_path / "params")
    folder = tmp_path / demo.PAPERS / "2022"
    organs = sorted(path.stem for path in folder.glob("*.csv"))
    assert 3 == len(organs)
    for organ in organs:
        record = params.load(organ, 2022)
        assert () == compare(tally(folder / f"{organ}.csv", 2022), record)
        assert record.cells == importers.read(folder / f"{organ}.xlsx").record.cells
