"""``gongkai lab`` opens the project's notebooks with an organ and year chosen."""

from __future__ import annotations

import subprocess
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from gongkai.commands import init, lab
from gongkai.commands.new import run_new
from gongkai.returns import InputError, Params
from gongkai.sections import selection

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with an organ and two years, and the working directory in its params."""
    import platformdirs

    monkeypatch.setattr(platformdirs, "user_state_path", lambda *_names, **_options: tmp_path / "state")
    init.run_init(tmp_path / "p", example=False)
    monkeypatch.chdir(tmp_path / "p" / "params")
    for year in (2023, 2024):
        run_new("zrzyj", year, None, name="某县自然资源局")
    return tmp_path / "p"


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[dict[str, Any]]:
    """The programs that were started."""
    calls: list[dict[str, Any]] = []

    def run(command: list[str], **options: Any) -> SimpleNamespace:
        calls.append({"command": command, **options})
        return SimpleNamespace(returncode=0)

    monkeypatch.setattr(subprocess, "run", run)
    return calls


def test_opens_the_project(project: Path, started: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    """The tree is the project, the first page is where to choose, and organ and year are chosen."""
    assert lab.run_lab("某县自然资源局", 2023, None, browser=False, port=9999) == 0
    (call,) = started
    assert project / "notebooks" == call["cwd"]
    assert {
        f"--ServerApp.root_dir={project}", "--LabApp.default_url=/lab/tree/notebooks/select.ipynb", "--no-browser",
        "--ServerApp.port=9999",
    } < set(call["command"])  # fmt: skip
    assert "GONGKAI_PARAMS" not in call["env"]
    assert ("zrzyj", 2023) == selection.chosen(Params())
    assert capsys.readouterr().out.splitlines()[-1] == "笔记本显示某县自然资源局2023年。"
    lab.run_lab(None, None, None)
    assert capsys.readouterr().out == (
        "笔记本显示上次选的某县自然资源局2023年；在select.ipynb里选，或运行 gongkai lab 机关 年度。\n"
    )


def test_other_inputs(project: Path, started: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]) -> None:
    """The notebooks read the inputs that the call names; nothing is chosen for them yet."""
    (project / "other").mkdir()
    lab.run_lab(None, None, project / "other")
    assert str(project / "other") == started[0]["env"]["GONGKAI_PARAMS"]
    assert "还没有选机关；在select.ipynb里选" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("organ", "year", "params", "said"),
    [
        ("zrzy", None, None, "没有机关“zrzy”，是不是“zrzyj”"),
        ("zrzyj", 2020, None, "没有2020年的数据（现有：2023、2024）"),
        (None, None, "nowhere", "没有找到数据文件夹“nowhere”"),
    ],
)
def test_refused(
    project: Path, started: list[dict[str, Any]], organ: str | None, year: int | None, params: Any, said: str
) -> None:
    """An organ, a year or a folder that is not there is refused before anything is started or chosen."""
    with pytest.raises(InputError, match=said):
        lab.run_lab(organ, year, params)
    assert [] == started
    assert selection.chosen(Params()) is None


def test_without_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, started: list[dict[str, Any]]) -> None:
    """Where there is no project, the message says how to make one; the package's notebooks are not opened."""
    (tmp_path / "params").mkdir()
    monkeypatch.chdir(tmp_path)
    with pytest.raises(InputError, match="请先运行 gongkai init 目录 建立项目"):
        lab.run_lab(None, None, None)
    assert [] == started


def test_choice_that_cannot_be_kept(
    project: Path, tmp_path: Path, started: list[dict[str, Any]], capsys: pytest.CaptureFixture[str]
) -> None:
    """Where the choice cannot be kept, JupyterLab opens all the same, and the message says what to do."""
    (tmp_path / "state").write_text("a file where a folder should be")
    assert lab.run_lab("zrzyj", 2023, None) == 0
    assert "请在笔记本的参数单元格里写明agency和year" in capsys.readouterr().out
    assert len(started) == 1
