"""The store gives back what a check found as long as no input has changed, and is never needed."""

from __future__ import annotations

import gc
import json
import shutil
import sqlite3
import zlib
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from gongkai import demo
from gongkai.demo import Plan
from gongkai.pipeline import inputs
from gongkai.returns import InputError, Params
from gongkai.review import many, store
from gongkai.review.check import Checked, check
from gongkai.review.many import check_many
from gongkai.review.store import FILE, FOLDER, Store

if TYPE_CHECKING:
    from pathlib import Path

PLAN = Plan(6, 2020, 2021, 3, ("R12", "R28", "W5", "R18", "R32"), 0.9)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The params of a small county with defects."""
    folder = tmp_path_factory.mktemp("made")
    demo.write(PLAN, folder)
    return folder / "params"


@pytest.fixture
def params(made: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Params:
    """A copy of it that counts as large."""
    monkeypatch.setattr(many, "FEW", 0)
    return Params(shutil.copytree(made, tmp_path / "params"))


def wanted(params: Params) -> list[tuple[str, int]]:
    """All returns."""
    return [(agency, year) for agency in params.agencies for year in params.years(agency)]


def said(results: list[Checked | InputError]) -> list[object]:
    """What can be compared: findings without passes that say nothing, problems, cells and waivers; or an error."""
    return [
        str(item)
        if isinstance(item, InputError)
        else (
            item.record.agency, item.record.year, item.record.cells, item.record.waivers, item.record.published, item.problems,
            item.failed, item.waived, item.open, item.inapplicable, item.remarks,
        )
        for item in results
    ]  # fmt: skip


def plainly(params: Params) -> list[object]:
    """The same from checks one by one."""
    return said([check(params, agency, year) for agency, year in wanted(params)])


def test_same_results(params: Params, monkeypatch: pytest.MonkeyPatch) -> None:
    """Results are those of the check itself, first by two processes, then out of the store, where nothing is checked."""
    plain = plainly(params)
    monkeypatch.setattr(many, "_LEAST", 4)
    assert plain == said(list(check_many(params, wanted(params), 2)))

    def fail(*_: object) -> None:
        raise AssertionError

    monkeypatch.setattr(many, "_work", fail)
    assert plain == said(list(check_many(params, wanted(params), 1)))
    assert "*\n" == (params.root / FOLDER / ".gitignore").read_text("utf-8")


def test_only_what_changed_is_checked(params: Params, monkeypatch: pytest.MonkeyPatch) -> None:
    """A changed return is checked again, with the next year's and the government's of its year; nothing else is."""
    list(check_many(params, wanted(params), 1))
    path = params.root / "xian-jyj" / "2020.yaml"
    path.write_text(path.read_text("utf-8") + "# 改动\n", "utf-8")
    again: list[tuple[str, int]] = []
    work = many._work

    def noted(params: Params, batch: list[many.Job]) -> list[many.Done]:
        again.extend((agency, year) for agency, year, _ in batch)
        return work(params, batch)

    monkeypatch.setattr(many, "_work", noted)
    fresh = Params(params.root)
    assert plainly(fresh) == said(list(check_many(fresh, wanted(fresh), 1)))
    assert {("xian-jyj", 2020), ("xian-jyj", 2021), ("xian", 2020)} == set(again)


def test_unreadable_return(params: Params) -> None:
    """A return that cannot be read is an error of its own, and is looked at again the next time."""
    (params.root / "xian-jyj" / "2021.yaml").write_text("year: 2021\nfoo: 1\n", "utf-8")
    for _ in range(2):
        results = list(check_many(Params(params.root), wanted(params), 1))
        errors = [str(item) for item in results if isinstance(item, InputError)]
        assert len(errors) >= 1
        assert all("foo" in error for error in errors)


def test_members_are_checked_with_their_government(params: Params) -> None:
    """The returns of a government come last among those of its members, all years of an organ together."""
    stale = [(agency, year, "") for agency, year in wanted(params)]
    groups = many._with_members(params, stale)
    assert sorted(stale) == sorted(job for group in groups for years in group for job in years)
    found = {group[-1][0][0]: {years[0][0] for years in group[:-1]} for group in groups}
    assert {"xian": {member.id for member in params.agency("xian").members} & set(params.agencies)} == {
        id_: members for id_, members in found.items() if id_ in params.governments
    }


def test_tasks_end_with_a_government() -> None:
    """A task has whole governments, unless their members are more than twice as many as a task should have."""

    def years(organ: str, count: int) -> list[many.Job]:
        return [(organ, 2020 + number, "") for number in range(count)]

    groups = [[years("a", 2), years("A", 1)], [years(organ, 3) for organ in "bcdB"], [years("e", 1)]]
    tasks = [list(dict.fromkeys(organ for organ, _, _ in task)) for task in many._batches(groups, 3)]
    assert [["a", "A"], ["b", "c"], ["d", "B"], ["e"]] == tasks


def test_collector_is_on_again(params: Params, monkeypatch: pytest.MonkeyPatch) -> None:
    """The collector of garbage, off while returns are checked, is on again afterwards, also if a check fails."""
    seen = []

    def fail(*_: object) -> None:
        seen.append(gc.isenabled())
        raise RuntimeError

    monkeypatch.setattr(many, "check", fail)
    with pytest.raises(RuntimeError):
        many._work(params, [("xian", 2020, "")])
    assert ([False], True) == (seen, gc.isenabled())


@pytest.mark.parametrize("damage", ["not a database", "other version", "read-only", "damaged entry"])
def test_store_is_never_needed(params: Params, damage: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """A store that is damaged, of another version or cannot be written changes no result."""
    plain = plainly(params)
    list(check_many(params, wanted(params), 1))
    path = params.root / FOLDER / FILE
    if damage == "not a database":
        path.write_bytes(b"x" * 5000)
    elif damage == "other version":
        with sqlite3.connect(path) as base:
            base.execute("PRAGMA user_version = 99")
    elif damage == "damaged entry":
        with sqlite3.connect(path) as base:
            base.execute("UPDATE checked SET entry = ?", (b"{}",))
    else:
        shutil.rmtree(path.parent)
        path.parent.write_text("a file in the place of the folder", "utf-8")
    assert plain == said(list(check_many(Params(params.root), wanted(params), 1)))


def test_program_counts(params: Params, monkeypatch: pytest.MonkeyPatch) -> None:
    """Another version of the program asks the store in vain."""
    with Store(params) as before:
        key = before.key("xian", 2020)
    monkeypatch.setattr(inputs, "lib_digest", lambda: "another")
    with Store(params) as after:
        assert key != after.key("xian", 2020)


def test_organs_that_are_gone(params: Params) -> None:
    """Entries of organs that are no longer in params are removed."""
    list(check_many(params, wanted(params), 1))
    shutil.move(params.root / "xian-zhen01", params.root.parent)
    (params.root / "xian" / "agency.yaml").write_text(
        (params.root / "xian" / "agency.yaml").read_text("utf-8").replace("xian-zhen01", "xian-bgs"), "utf-8"
    )
    fresh = Params(params.root)
    list(check_many(fresh, wanted(fresh), 1))
    with sqlite3.connect(params.root / FOLDER / FILE) as base:
        known = {row[0] for row in base.execute("SELECT agency FROM checked")}
    assert set(fresh.agencies) == known


def test_decimals(params: Params) -> None:
    """Decimals of cells and of findings come back as they were."""
    item = check(params, "xian", 2020)
    again = store.decode(store.encode(replace(item, findings=item.findings)))
    assert item.record.cells == again.record.cells
    assert [type(value) for value in item.record.cells.values()] == [
        type(value) for value in again.record.cells.values()
    ]


@pytest.mark.parametrize("entry", [b"[]", b"[" * 100_000, b'{"agency": 1}', b"null", b"{", b'"'])
def test_entries_from_elsewhere(params: Params, entry: bytes) -> None:
    """An entry that is not one is as if it were not there."""
    with Store(params) as kept:
        key = kept.key("xian", 2021)
        kept.put([("xian", 2021, key, zlib.compress(entry))])
        assert None is kept.get("xian", 2021, key)


def test_entry_with_a_number_that_is_none(params: Params) -> None:
    """An entry of the right form whose number is not one is as if it were not there."""
    agency, year = "xian", 2021
    data = json.loads(zlib.decompress(store.encode(check(params, agency, year))))
    data["cells"][0] = ["no number"]
    with Store(params) as kept:
        key = kept.key(agency, year)
        kept.put([(agency, year, key, zlib.compress(json.dumps(data).encode()))])
        assert None is kept.get(agency, year, key)


def test_entries_of_wrong_types(params: Params) -> None:
    """An entry with a part that is not what it should be is as if it were not there, whichever part it is."""
    agency, year = next((a, y) for a, y in wanted(params) if check(params, a, y).failed)
    good = json.loads(zlib.decompress(store.encode(check(params, agency, year))))
    assert [] != good["findings"][0][4]
    wrong = [{**good, name: [["no"]]} for name in good]
    for at in range(len(good["findings"][0])):
        row = list(good["findings"][0])
        row[at] = [["no"]]
        wrong.append({**good, "findings": [row]})
    wrong += [
        {**good, "findings": [["NO1", *good["findings"][0][1:]]]},
        {**good, "problems": [1]},
        {**good, "cells": ["1"]},
    ]
    with Store(params) as kept:
        key = kept.key(agency, year)
        for data in wrong:
            kept.put([(agency, year, key, zlib.compress(json.dumps(data).encode()))])
            assert None is kept.get(agency, year, key)
        kept.put([(agency, year, key, zlib.compress(json.dumps(good).encode()))])
        assert kept.get(agency, year, key) is not None


def test_database_of_another_program(params: Params, tmp_path: Path) -> None:
    """A link in the place of the store is replaced; where it leads nothing changes."""
    other = tmp_path / "other.sqlite"
    with sqlite3.connect(other) as base:
        base.execute("CREATE TABLE checked (a)")
    base.close()
    before, path = other.read_bytes(), params.root / FOLDER / FILE
    path.parent.mkdir()
    path.symlink_to(other)
    with Store(params) as kept:
        key = kept.key("xian", 2021)
        kept.put([("xian", 2021, key, store.encode(check(params, "xian", 2021)))])
        assert kept.get("xian", 2021, key) is not None
    assert before == other.read_bytes()
