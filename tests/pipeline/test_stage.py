"""Outputs appear all at once or not at all."""

from __future__ import annotations

import pytest

from gongkai.pipeline import stage


def tree(folder):
    return {
        path.relative_to(folder).as_posix(): path.read_text() for path in sorted(folder.rglob("*")) if path.is_file()
    }


def make(folder, text):
    folder.mkdir()
    (folder / "report.html").write_text(text)
    return folder


def test_replace(tmp_path):
    """The new folder stands where the old one stood, and nothing else is left."""
    make(tmp_path / "a", "old")
    stage.replace(make(tmp_path / ".a.new", "new"), tmp_path / "a")
    assert {"a/report.html": "new"} == tree(tmp_path)


def test_failed_replace_keeps_the_old(tmp_path):
    """When the new folder cannot be put in place, the last good one stays."""
    make(tmp_path / "a", "old")
    with pytest.raises(OSError):
        stage.replace(tmp_path / "nothing", tmp_path / "a")
    assert {"a/report.html": "old"} == tree(tmp_path)


def test_recover(tmp_path):
    """A run that died between the two renames is undone."""
    make(tmp_path / ".a.old", "old")
    stage.recover(tmp_path / "a")
    assert {"a/report.html": "old"} == tree(tmp_path)


def test_write_is_whole_or_nothing(tmp_path):
    """A file that cannot be written leaves the last one and no rest."""
    path = tmp_path / "x.json"
    stage.write(path, "一")
    with pytest.raises(TypeError):
        stage.write(path, None)
    assert {"x.json": "一"} == tree(tmp_path)
