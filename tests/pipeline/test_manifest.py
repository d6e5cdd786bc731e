"""The manifest proves what a report was made from."""

from __future__ import annotations

import json

import pytest

from gongkai.pipeline import manifest
from gongkai.pipeline.job import Options
from gongkai.pipeline.manifest import Manifest


def make(folder, **inputs):
    folder.mkdir(exist_ok=True)
    (folder / "report.html").write_text("x")
    made = Manifest("a", 2020, inputs, {}, manifest.outputs(folder), {}, {})
    (folder / manifest.NAME).write_text(made.dumps())
    return made


def test_round_trip(tmp_path):
    """A manifest is read back as written."""
    assert make(tmp_path / "a", lib="1") == manifest.read(tmp_path / "a")


def test_broken_manifest_is_none(tmp_path):
    """An unreadable manifest counts as missing: the report is rebuilt."""
    (tmp_path / manifest.NAME).write_text("{")
    assert manifest.read(tmp_path) is None


def test_changes(tmp_path):
    """Changed, added and removed inputs are named; none if nothing changed."""
    folder = tmp_path / "a"
    made = make(folder, lib="1", font="1")
    assert [] == manifest.changes(made, folder, {"lib": "1", "font": "1"})
    assert ["程序变了", "新增photo", "少了font"] == manifest.changes(made, folder, {"lib": "2", "photo": "1"})
    assert ["还没有生成"] == manifest.changes(None, folder, {})


def test_touched_output_is_named(tmp_path):
    """An output that is missing or was changed makes the report stale."""
    folder = tmp_path / "a"
    made = make(folder, lib="1")
    (folder / "report.html").write_text("y")
    assert ["report.html缺失或被改动"] == manifest.changes(made, folder, {"lib": "1"})
    (folder / "report.html").unlink()
    assert ["report.html缺失或被改动"] == manifest.changes(made, folder, {"lib": "1"})


def test_reasons_in_words(tmp_path):
    """Inputs are named in an analyst's words; a file that is missing counts only if no input has changed."""
    folder = tmp_path / "a"
    made = make(folder, lib="1", environment="1", draft="1", **{"formats/pdf": "1", "a.yaml": "1"})
    (folder / "report.html").unlink()
    assert [
        "程序变了",
        "所用程序库的版本变了",
        "输出格式pdf变了",
        "新增b.yaml",
        "上次生成的是草稿",
        "少了a.yaml",
    ] == manifest.changes(made, folder, {"lib": "2", "environment": "2", "formats/pdf": "2", "b.yaml": "1"})


def test_whole(tmp_path):
    """A report is whole if each file is there with its bytes; files beside the manifest are none of its outputs."""
    folder = tmp_path / "a"
    made = make(folder, lib="1")
    (folder / "sections").mkdir()
    for name in (manifest.NAME, manifest.RUN, manifest.RECORD):
        (folder / name).write_text("{}")
    (folder / "more.html").write_text("x")
    assert (True, [], ["more.html", "report.html"]) == (
        manifest.whole(folder, made), manifest.damaged(folder, made), list(manifest.outputs(folder)),
    )  # fmt: skip
    (folder / "report.html").write_text("y")
    assert (False, ["report.html"]) == (manifest.whole(folder, made), manifest.damaged(folder, made))


@pytest.mark.parametrize(
    ("text", "warnings"),
    [
        (None, ()), ("{", ()), ("[]", ()), ("{}", ()), ('{"warnings": 3}', ()), ('{"warnings": ["甲", "乙"]}', ("甲", "乙")), ("[" * 100_000, ()),
    ],
)  # fmt: skip
def test_warnings_of_a_build(tmp_path, text, warnings):
    """What a build warned of is read back; a file that is none, or is missing, has no warnings."""
    if text is not None:
        (tmp_path / manifest.RUN).write_text(text, "utf-8")
    assert warnings == manifest.warnings(tmp_path)


@pytest.mark.parametrize("kind", [{}, {"draft": True}, {"preview": True}])
def test_folders(tmp_path, kind):
    """Reports, drafts and previews have folders of their own, and each knows the other two."""
    folders = [tmp_path / "2024" / "a", tmp_path / "drafts" / "2024" / "a", tmp_path / "preview" / "2024" / "a"]
    own = Options(**kind).folder(tmp_path, "a", 2024)
    assert folders[{"draft": 1, "preview": 2}.get(next(iter(kind), ""), 0)] == own
    assert [folder for folder in folders if folder != own] == list(Options(**kind).beside(tmp_path, "a", 2024))


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("agency", 1), ("year", "2020"), ("inputs", []), ("inputs", {"a": 1}), ("sections", {"a": None}), ("outputs", {"a": []}), ("outputs", "a"),
        ("fonts", []), ("findings", {"error": "1"}), ("findings", [1]), ("name", None), ("deviations", {"a": 1}), ("deviations", None),
    ],
)  # fmt: skip
def test_values_of_another_type(tmp_path, key, value):
    """A manifest whose values are of another type is none."""
    data = {
        "agency": "a",
        "year": 2020,
        "inputs": {},
        "sections": {},
        "outputs": {},
        "fonts": {},
        "findings": {"error": 1},
    }
    path = tmp_path / manifest.NAME
    path.write_text(json.dumps({**data, "of a later version": 1}), "utf-8")
    assert Manifest("a", 2020, {}, {}, {}, {}, {"error": 1}) == manifest.read(tmp_path)
    path.write_text(json.dumps({**data, key: value}), "utf-8")
    assert None is manifest.read(tmp_path)
