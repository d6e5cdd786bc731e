"""``gongkai fonts``: list sets, fetch one."""

from __future__ import annotations

import shutil
import subprocess
from typing import TYPE_CHECKING

import pytest

from gongkai.commands.fonts import run_fonts
from gongkai.document import errors
from tests.document.fonts import made

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.usefixtures("user_fonts")


def test_fandol_is_fetched_with_apt(tmp_path: Path, user_fonts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command gets the package with apt-get, with lists of its own when the system has none."""
    calls: list[list[str]] = []

    def run(command: list[str], *, cwd: Path, **_more: object) -> None:
        calls.append(command)
        if "download" in command and len(command) > 3:
            made.deb(cwd / "p.deb", made.fandol_files())

    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", run)
    assert run_fonts("fandol") == 0
    assert [command[-1] for command in calls] == ["texlive-lang-chinese", "update", "texlive-lang-chinese"]
    assert (user_fonts / "fandol" / "FandolFang-Regular.otf").is_file()


def test_fandol_by_hand(tmp_path: Path, user_fonts: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without apt-get, or when it gets nothing, the message says how to do it by hand; a package fetched so is taken."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(errors.FontError, match=r"没有apt-get.*再运行 gongkai fonts 下载的文件\.deb"):
        run_fonts("fandol")
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_more: None)
    with pytest.raises(errors.FontError, match="没有取到texlive-lang-chinese"):
        run_fonts("fandol")
    assert run_fonts(str(made.deb(tmp_path / "p.deb", made.fandol_files()))) == 0
    assert (user_fonts / "fandol").is_dir()


def test_sets_are_listed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The command lists every set with what fills its roles, and how to get fandol."""
    made.office(tmp_path / "params" / "fonts")
    monkeypatch.chdir(tmp_path)
    assert run_fonts() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["bundled", "office", "fandol"]
    assert "仿宋：FangSong_GB2312" in lines[1]
    assert "gongkai fonts fandol" in lines[2]


def test_unknown_set_cannot_be_fetched() -> None:
    """For a name that is not a fetchable set the message lists those that are."""
    with pytest.raises(errors.FontError, match="能取得的有fandol"):
        run_fonts("simsun")
