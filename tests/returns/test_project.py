"""The project is where the user said, or was marked and belongs to the user."""

from __future__ import annotations

import os
import re
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from gongkai.returns import InputError, project
from tests.example import SOMEBODY, give, mark

if TYPE_CHECKING:
    from collections.abc import Callable


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A marked project with ``params``, and the working directory two folders below; nothing is vouched for."""
    monkeypatch.delenv(project.SAFE)
    below = tmp_path / "project" / "params" / "organ"
    below.mkdir(parents=True)
    mark(tmp_path / "project")
    monkeypatch.chdir(below)
    return tmp_path / "project"


def refused(call: Callable[[], object]) -> str:
    """The message with which a call is refused."""
    with pytest.raises(InputError) as caught:
        call()
    return str(caught.value)


def test_nearest_marked_folder(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The project is the nearest folder, here or above, that holds the marker; a folder of that name is none."""
    mark(here.parent)
    (here / "params" / "gongkai.toml").mkdir()
    assert project.Project(here, is_named=False) == project.find()
    monkeypatch.chdir(here)
    assert project.Project(here, is_named=False) == project.find()
    monkeypatch.chdir(here.parent)
    assert project.Project(here.parent, is_named=False) == project.find()


def test_unmarked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Folders named as those of a project make none."""
    (tmp_path / "notebooks").mkdir()
    (tmp_path / "params").mkdir()
    monkeypatch.chdir(tmp_path / "params")
    assert project.find() is None


def test_named(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project that is named needs no marker and goes before one that is found; it is known by its absolute path."""
    (here.parent / "other").mkdir()
    monkeypatch.setenv(project.NAMED, "")
    assert project.Project(here, is_named=False) == project.find()
    project.choose("../../../other")
    monkeypatch.chdir("/")
    assert project.Project(here / "params/organ/../../../other", is_named=True) == project.find()


def test_named_wrongly(monkeypatch: pytest.MonkeyPatch) -> None:
    """A project that is not there, and an empty name, are refused rather than looked for elsewhere."""
    monkeypatch.setenv(project.NAMED, "nowhere")
    assert (
        refused(project.find)
        == "没有找到项目文件夹“nowhere”；请检查 --project 或环境变量GONGKAI_PROJECT写的路径。"
    )  # fmt: skip
    assert refused(lambda: project.choose("")) == "--project 后面是空的；请写项目文件夹的路径。"


@pytest.mark.parametrize(
    ("owner", "user", "caller", "trusted"),
    [
        (1000, 1000, None, True),
        (0, 1000, None, True),
        (1001, 1000, None, False),
        (1001, 1000, 1001, False),
        (0, 0, None, True),
        (1000, 0, None, False),
        (1000, 0, 1000, True),
        (1001, 0, 1000, False),
        (0, 0, 1000, True),
    ],
)
def test_whose_code_is_run(owner: int, user: int, caller: int | None, trusted: bool) -> None:
    """Users run their own code and root's, and under sudo the caller's, but nobody else's."""
    assert trusted == project.is_trusted(owner, user, caller)


@pytest.mark.parametrize("name", [".", "gongkai.toml"])
def test_somebody_elses(here: Path, name: str) -> None:
    """Another user's project is refused with its path, its owner, and what to do."""
    give(here / name)
    inside = "" if name == "." else f"里的{name}"
    said = (
        f"项目文件夹“{here}”{inside}属于用户\\w+，不属于当前用户\\w+，里面的笔记本可能是别人放的，没有使用。"
        "确认可信的，请用 gongkai --project 目录 指明，或把它写进环境变量GONGKAI_SAFE_DIRECTORY；否则请换到自己的项目文件夹里运行。"
    )
    assert re.fullmatch(said, refused(project.find))


def test_nearest_is_not_passed_over(here: Path) -> None:
    """Above a project that is refused none is looked for."""
    mark(here.parent)
    give(here / "gongkai.toml")
    assert f"“{here}”" in refused(project.find)


def test_links(here: Path) -> None:
    """Both a link and its target must belong to the user."""
    marker, target = here / "gongkai.toml", here / "target"
    target.touch()
    marker.unlink()
    marker.symlink_to(target)
    assert project.find() is not None
    give(marker)
    assert "gongkai.toml属于" in refused(project.find)
    marker.unlink()
    marker.symlink_to(target)
    give(target)
    assert "gongkai.toml属于" in refused(project.find)


def test_sudo(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Root by sudo may use the projects of who called sudo; a number that is none is nobody's."""
    give(here)
    for caller, found in (("x", False), ("", False), (str(SOMEBODY + 1), False), (str(SOMEBODY), True)):
        monkeypatch.setenv("SUDO_UID", caller)
        if found:
            assert project.find() is not None
        else:
            refused(project.find)


def test_named_is_trusted(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project that the user names is used whoever owns it."""
    give(here)
    monkeypatch.setenv(project.NAMED, str(here))
    assert project.Project(here, is_named=True) == project.find()


def test_vouched_for(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Projects in ``GONGKAI_SAFE_DIRECTORY`` are used whoever owns them: by absolute path, also through a link, or all."""
    give(here)
    link = here.parent / "link"
    link.symlink_to(here)
    for vouched in ("*", str(here), f"/nowhere{os.pathsep}{here}", str(link)):
        monkeypatch.setenv(project.SAFE, vouched)
        assert project.find() is not None, vouched
    for other in ("", "../..", ".", str(here.parent), f"{here}*", str(here / "params")):
        monkeypatch.setenv(project.SAFE, other)
        assert "属于用户" in refused(project.find), other


def test_user_without_a_name() -> None:
    """A user is named, one that the system does not know by its number."""
    users = pytest.importorskip("pwd")
    assert [users.getpwuid(0).pw_name, "2147483000"] == [project._name(user) for user in (0, 2_147_483_000)]


def test_terminal_is_not_steered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A folder name chosen by another user cannot inject terminal control sequences through the message."""
    folder = tmp_path / "a\x1b]0;x\x07b"
    folder.mkdir()
    mark(folder)
    give(folder)
    monkeypatch.delenv(project.SAFE)
    monkeypatch.chdir(folder)
    assert f"“{tmp_path}/a?]0;x?b”" in refused(project.find)


def test_params(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The inputs are where the call says, else the environment, else the project's; never looked for above."""
    (here / "params" / "organ" / "data").mkdir()
    assert here / "params" == project.params()
    assert here / "params" / "organ" / "data" == project.params("data") == project.params(Path("data"))
    monkeypatch.setenv("GONGKAI_PARAMS", "data")
    assert here / "params" / "organ" / "data" == project.params()
    assert here / "params" == project.params(here / "params")
    monkeypatch.chdir(here / "params")
    said = "没有找到数据文件夹“data”；请检查 --params 或环境变量GONGKAI_PARAMS写的路径。"
    assert said == refused(project.params)
    monkeypatch.delenv("GONGKAI_PARAMS")
    monkeypatch.chdir(here / "params" / "organ" / "data")
    for name in ("params", "organ", "nowhere"):
        assert refused(partial(project.params, name)) == said.replace("data", name)


def test_params_without_a_project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a project, inputs in the working directory are read; those of a folder above are not."""
    (tmp_path / "params").mkdir()
    monkeypatch.chdir(tmp_path)
    assert tmp_path / "params" == project.params()
    monkeypatch.chdir(tmp_path / "params")
    assert refused(project.params) == (
        "没有找到数据文件夹：这里和上级文件夹里没有项目（gongkai.toml），这里也没有params文件夹；"
        "请先运行 gongkai init 目录 建立项目；已有项目的，请在项目文件夹里运行，或用 gongkai --project 目录 指明。"
    )


def test_project_without_params(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A project without inputs is named; others are not read in their place."""
    (tmp_path / "a" / "params").mkdir(parents=True)
    mark(tmp_path)
    monkeypatch.chdir(tmp_path / "a")
    said = f"项目文件夹“{tmp_path}”里没有params文件夹；请建立，或用 --params 指明数据文件夹。"
    assert said == refused(project.params)


def test_outputs(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Outputs go where the call says, else into the project, else into the working directory."""
    assert Path("../../outputs") == project.outputs()
    assert (here / "outputs").resolve() == project.outputs().resolve()
    assert Path("x") == project.outputs(Path("x"))
    monkeypatch.chdir(here)
    assert Path("outputs") == project.outputs()
    monkeypatch.setenv(project.NAMED, str(here))
    monkeypatch.chdir(here.parent)
    assert here / "outputs" == project.outputs()
    monkeypatch.delenv(project.NAMED)
    assert Path("outputs") == project.outputs()


def test_default_fonts(here: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Organs that name no font set have that of the environment, else that of the project, else none in particular."""
    params = here / "params"
    assert project.default_fonts(params) is None
    (here / project.MARKER).write_text('fonts = "fandol"\n', "utf-8")
    assert project.default_fonts(params) == "fandol"
    monkeypatch.setenv(project.FONTS, "office")
    assert project.default_fonts(params) == "office"


@pytest.mark.parametrize("text", ["fonts = 3\n", "fonts: fandol\n"])
def test_project_settings_that_are_wrong(here: Path, text: str) -> None:
    """Settings that are no TOML, or a font set that is no name, are refused with the name of the file."""
    (here / project.MARKER).write_text(text, "utf-8")
    assert project.MARKER in refused(lambda: project.default_fonts(here / "params"))
