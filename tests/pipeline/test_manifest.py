"""The manifest proves what a report was made from."""

from __future__ import annotations

from gongkai.pipeline import manifest
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
