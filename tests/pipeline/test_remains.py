"""What killed runs leave: removed by a later run, unless a running build uses it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai import files
from gongkai.pipeline import remains
from gongkai.pipeline.job import Options

if TYPE_CHECKING:
    from pathlib import Path

AGENCY, YEAR = "a.b [1]", 2024


@pytest.fixture(params=[False, True], ids=["report", "draft"])
def folder(tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """Folder of a report or draft, beside which a killed run left a half report and executed sections."""
    made = Options(draft=request.param).folder(tmp_path, AGENCY, YEAR)
    for left in (made, files.staging(made), remains.work(made)):
        left.mkdir(parents=True)
        (left / "00_preface.ipynb").write_text("{}")
    made.with_name(f".{AGENCY}.lock").write_text("1 somewhere\n")
    return made


def names(folder: Path) -> list[str]:
    """What is beside a report."""
    return sorted(path.name for path in folder.parent.iterdir())


def test_what_a_killed_run_left_is_removed(tmp_path, folder):
    """What was half prepared goes, and executed sections of an organ that may no longer be there; everything else stays."""
    (folder.parent / ".keep").touch()
    remains.sweep(tmp_path)
    assert sorted([AGENCY, ".keep"]) == names(folder)


def test_sections_of_a_report_that_failed_are_kept(tmp_path, folder):
    """Executed sections stay where a report failed, to be resumed from, until what says so is gone."""
    remains.failure(folder).mkdir()
    remains.sweep(tmp_path)
    assert sorted([AGENCY, f".{AGENCY}.work", f"{AGENCY}.failed"]) == names(folder)
    remains.failure(folder).rmdir()
    remains.sweep(tmp_path)
    assert [AGENCY] == names(folder)


def test_running_build_is_left_alone(tmp_path, folder):
    """What belongs to a build that is running stays."""
    before = names(folder)
    with files.lock(folder):
        remains.sweep(tmp_path)
        assert before == names(folder)
    remains.sweep(tmp_path)
    assert [AGENCY] == names(folder)


def test_report_that_was_moved_away_is_put_back(tmp_path, folder):
    """A report whose new version never came, where folders cannot be exchanged in one step, is put back."""
    folder.rename(folder.with_name(f".{AGENCY}.old"))
    remains.sweep(tmp_path)
    assert (folder / "00_preface.ipynb").is_file()


def test_other_folders_are_left_alone(tmp_path):
    """Only folders of years are looked at: a site that is being written, or what a user keeps there, is not ours."""
    for name in ("site", "2024x"):
        files.staging(tmp_path / name / "a").mkdir(parents=True)
    files.staging(tmp_path / "site").mkdir()
    before = sorted(tmp_path.rglob("*"))
    remains.sweep(tmp_path)
    remains.sweep(tmp_path / "nothing")
    assert before == sorted(tmp_path.rglob("*"))
