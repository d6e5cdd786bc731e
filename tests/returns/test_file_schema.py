"""JSON Schemas of the files of params."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft7Validator
from jsonschema.validators import validator_for

from gongkai import forms
from gongkai.commands import schemas
from gongkai.commands.init import run_init
from gongkai.commands.new import run_new
from gongkai.drafting.scaffold import compose
from gongkai.parsing import yaml
from gongkai.returns import Agency, Params, Return, agency_file, empty_cells, key_notes, load, modeline, save
from gongkai.returns.model import Fact, Figure, Issue, Passage, Sections, Waiver
from tests.samples import AGENCY, YEARS, record

ROOT = Path(__file__).parents[2]
SCHEMAS: dict[str, Any] = {name: json.loads(text) for name, text in schemas.documents().items()}


def plain(value: Any) -> Any:
    """A value of YAML as JSON: dates as texts, decimals as numbers."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    if isinstance(value, dt.date):
        return value.isoformat()
    return float(value) if hasattr(value, "as_tuple") else value


def errors(text: str, name: str) -> list[str]:
    """The keys at which the text of a file breaks a schema."""
    data, _ = yaml.parse(text, "file.yaml")
    validator = Draft7Validator(SCHEMAS[name], format_checker=Draft7Validator.FORMAT_CHECKER)
    return [".".join(map(str, error.absolute_path)) for error in validator.iter_errors(plain(data))]


def schema_of(text: str) -> str:
    """The schema that a file names in its first line, by the path that an editor follows."""
    first = text.partition("\n")[0]
    assert first.startswith("# yaml-language-server: $schema=../.schema/")
    return first.rpartition("/")[2]


@pytest.mark.parametrize("name", list(SCHEMAS))
def test_schemas_are_schemas(name: str) -> None:
    """Each is a valid schema of a version that editors know."""
    validator_for(SCHEMAS[name]).check_schema(SCHEMAS[name])
    assert "http://json-schema.org/draft-07/schema#" == SCHEMAS[name]["$schema"]


def test_examples() -> None:
    """The examples name their schemas, which lie beside them and are current, and obey them."""
    for path in sorted((ROOT / "params").glob("*/*.yaml")):
        text = path.read_text("utf-8")
        name = schema_of(text)
        beside = (path.parent / text.partition("$schema=")[2].partition("\n")[0]).resolve()
        assert schemas.documents()[name] == beside.read_text("utf-8"), "make docs writes them"
        assert [] == errors(text, name), path
    assert set(SCHEMAS) == {path.name for path in (ROOT / "params" / ".schema").iterdir()}


def test_written_files(tmp_path: Path) -> None:
    """What init and new write names a schema that is written with it, and obeys it."""
    run_init(tmp_path / "own", example=True)
    params = tmp_path / "own" / "params"
    run_new("zrzyj", 2020, params, name="某县自然资源局")
    run_new("zrzyj", 2021, params)
    files = sorted(params.glob("*/*.yaml"))
    assert 5 == len(files)
    for path in files:
        text = path.read_text("utf-8")
        assert [] == errors(text, schema_of(text)), path
        assert (path.parent / text.partition("$schema=")[2].partition("\n")[0]).is_file()
    assert ("year-2019.json", "year-2021.json") == tuple(
        schema_of((params / "zrzyj" / f"{year}.yaml").read_text("utf-8")) for year in (2020, 2021)
    )
    assert ("shili-zrzy", "zrzyj") == Params(params).agencies


def test_outdated_schemas_are_replaced(tmp_path: Path) -> None:
    """A schema of another version is replaced when a file is written; a current one stays as it is."""
    run_init(tmp_path, example=False)
    folder = tmp_path / "params" / ".schema"
    current = (folder / "agency.json").stat().st_mtime_ns
    (folder / "year-2021.json").write_text("{}")
    run_new("zrzyj", 2021, tmp_path / "params", name="某县自然资源局")
    assert schemas.documents()["year-2021.json"] == (folder / "year-2021.json").read_text("utf-8")
    assert current == (folder / "agency.json").stat().st_mtime_ns


FULL = record(2021).model_copy(
    update={
        "facts": {"a": Fact(value=None, unit="条", label="甲", part_of="b"), "b": Fact(value=3, unit="条", label="乙")},
        "sections": Sections(problems="问题", overview=(Passage(id="summary", text="文"), Passage(id="x", heading="小标题"))),
        "figures": (Figure(id="f", kind="photo", caption="图", file="a.jpg", show=False, after="requests"),),
        "waivers": (Waiver(rule="R1", reason="核对过", by="张三", date=dt.date(2022, 1, 5), cells=("requests.*",)),),
        "issues": (Issue(path="requests.new", kind="ambiguous", raw="12", candidates=((1, 2), (12, None))),),
        "signed": dt.date(2022, 1, 20),
        "seal": True,
    }
)  # fmt: skip


@pytest.mark.parametrize("year", YEARS)
def test_saved_returns(year: int) -> None:
    """What import and new write obeys the schema of the year, filled in or empty."""
    edition = forms.edition_for(year)
    empty = Return(agency=AGENCY, year=year, cells=empty_cells(edition))
    full = FULL.model_copy(update={"year": year, "cells": dict.fromkeys(edition.cells, 1)})
    for text in (save.dump(empty), save.dump(full, "说明"), compose(empty, None, {})):
        assert modeline.of_year(edition) == schema_of(text)
        assert [] == errors(text, modeline.of_year(edition))


def test_organs() -> None:
    """A new organ's file obeys its schema, all keys given or none."""
    assert [] == errors(agency_file.dump(Agency(id="a", name="某局", level="department")), "agency.json")
    assert [] == errors("name: 某局\nlevel: city\nmembers: [a]\nlandscape: [requests]\n", "agency.json")


@pytest.mark.parametrize(
    ("text", "at"),
    [
        ("year: 2020\n", "year"),
        ("year: 2024\nreqests: {}\n", ""),
        ("year: 2024\nrequests:\n  new: [1, 2]\n", "requests.new"),
        ("year: 2024\nrequests:\n  new: [1, 2, 3, 4, 5, 6, '1,234']\n", "requests.new.6"),
        ("year: 2024\nrequests:\n  other: [1, 2, 3, 4, 5, 6, 7]\n", "requests"),
        ("year: 2024\nfacts:\n  a: {value: 1, unit: 条}\n", "facts.a"),
        ("year: 2024\nfacts:\n  a: {value: 很多, unit: 条, label: 甲}\n", "facts.a.value"),
        ("year: 2024\nsigned: 去年\n", "signed"),
        ("year: 2024\nsections:\n  overview:\n    summary: {txt: 文}\n", "sections.overview.summary"),
        ("year: 2024\nfigures:\n  a: {kind: photo}\n", "figures.a"),
        ("year: 2024\nwaivers:\n  - {rule: R1, by: 张三, date: 2025-01-01}\n", "waivers.0"),
    ],
)
def test_mistakes(text: str, at: str) -> None:
    """An editor underlines what is wrong, at its key."""
    assert [at] == errors(text, "year-2021.json")


def test_every_key_has_a_note() -> None:
    """Editors show what each key is for; a note is about a key that there is."""
    assert set(load.TOP_KEYS) == set(key_notes.TOP)
    for model, notes in (
        (Fact, key_notes.FACT), (Passage, key_notes.PASSAGE), (Figure, key_notes.FIGURE), (Issue, key_notes.ISSUE),
        (Sections, key_notes.SECTIONS),
    ):  # fmt: skip
        assert set(model.model_fields) - {"id"} == set(notes)
    assert set(Waiver.model_fields) <= set(key_notes.WAIVER)
