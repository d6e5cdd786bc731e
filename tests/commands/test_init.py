"""``gongkai init`` makes a project in which every command works, and overwrites nothing."""

from __future__ import annotations

import datetime as dt
import errno
import json
import shutil
from typing import TYPE_CHECKING, Any

import pytest

from gongkai import files
from gongkai.commands import init
from gongkai.commands.build import run_build, select
from gongkai.commands.console import console
from gongkai.parsing import yaml
from gongkai.pipeline.job import Options
from gongkai.returns import InputError, Params, project
from gongkai.review.check import check
from gongkai.run import notebooks

if TYPE_CHECKING:
    from pathlib import Path

LAST = 2025
TODAY = dt.date(LAST + 1, 1, 1)


def listed(folder: Path) -> set[str]:
    """Every file below a folder."""
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.fixture
def made(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with the example, and the working directory in its params."""
    assert init.run_init(tmp_path / "p", example=True, today=TODAY) == 0
    monkeypatch.chdir(tmp_path / "p" / "params")
    return tmp_path / "p"


def test_what_there_is(made: Path, root: Path) -> None:
    """Notebooks of the package, an example, and the files around them; nothing is left to be replaced."""
    books = {f"notebooks/{path.name}" for path in (root / "notebooks").glob("*.ipynb")}
    organ = {f"params/{init.EXAMPLE}/agency.yaml", f"params/{init.EXAMPLE}/{LAST}.yaml"}
    others = {
        "README.md", "gongkai.toml", "requirements.txt", ".gitignore", "params/.gitkeep", "outputs/.gitkeep",
        "params/.schema/agency.json", "params/.schema/year-2019.json", "params/.schema/year-2021.json",
        ".github/workflows/gongkai.yml", ".vscode/settings.json", ".vscode/extensions.json",
    }  # fmt: skip
    assert books | organ | others == listed(made)
    for name in others | organ:
        assert "@" not in (made / name).read_text("utf-8").replace("@v4", "").replace("@v5", "")
    for name in ("settings", "extensions"):
        json.loads((made / ".vscode" / f"{name}.json").read_text("utf-8"))
    workflow, _ = yaml.parse((made / ".github/workflows/gongkai.yml").read_text("utf-8"), "x")
    assert [
        "gongkai check",
        "gongkai build --all --strict --log",
        'gongkai verify --all --summary "$GITHUB_STEP_SUMMARY"',
    ] == [step["run"] for step in workflow["jobs"]["reports"]["steps"] if step.get("run", "").startswith("gongkai")]


def test_found_from_below(made: Path) -> None:
    """From a folder below, inputs, notebooks and outputs are the project's."""
    assert (made / "params", made / "notebooks") == (Params().root, notebooks.folder())
    assert made / "outputs" == project.outputs().resolve()


def test_example(made: Path) -> None:
    """The example has no finding that fails, and is built."""
    checked = check(Params(), init.EXAMPLE, LAST)
    assert [] == [finding.message for finding in checked.findings if finding.outcome == "fail"]
    results = run_build(
        Params(),
        select(Params(), ["示例县自然资源局"], [], every=False),
        project.outputs(),
        Options(),
        console(),
        jobs=1,
    )
    assert ["done"] == [result.status for result in results]
    report = made / "outputs" / str(LAST) / init.EXAMPLE / "report.ipynb"
    assert "主动公开政府信息318条" in report.read_text("utf-8")


def test_empty(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Without the example there is no organ, and nothing says that there were one; organs that are there are kept."""
    init.run_init(tmp_path / "p", example=False)
    assert () == Params(tmp_path / "p" / "params").agencies
    assert init.EXAMPLE not in (tmp_path / "p" / "README.md").read_text("utf-8") + capsys.readouterr().out
    own = tmp_path / "q" / "params" / "own" / "agency.yaml"
    own.parent.mkdir(parents=True)
    own.write_text("name: 某县教育局\nlevel: department\n", "utf-8")
    init.run_init(tmp_path / "q", example=True)
    assert ("own",) == Params(tmp_path / "q" / "params").agencies


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """Where one of its files is there, in whatever form, it is named and nothing is written."""
    (tmp_path / "README.md").write_text("mine", "utf-8")
    (tmp_path / ".gitignore").symlink_to("nowhere")
    with pytest.raises(InputError) as caught:
        init.run_init(tmp_path, example=True)
    assert str(caught.value) == (
        f"“{tmp_path}”里已有.gitignore、README.md，没有改动；请换一个空文件夹，或先移走这些文件。"
    )
    assert {".gitignore", "README.md"} == {path.name for path in tmp_path.iterdir()}


@pytest.mark.parametrize(("below", "said"), [("", "已经是项目"), ("params/x", "里面")])
def test_inside_a_project(made: Path, below: str, said: str) -> None:
    """A project is not made twice, nor inside another."""
    before = listed(made)
    with pytest.raises(InputError, match=said):
        init.run_init(made / below, example=True)
    assert before == listed(made)


def test_a_file_in_its_place(tmp_path: Path) -> None:
    """A file is not a folder for a project."""
    (tmp_path / "p").write_text("x", "utf-8")
    with pytest.raises(InputError, match="是一个文件"):
        init.run_init(tmp_path / "p", example=True)


@pytest.mark.parametrize("last", [1, 5, 12])
def test_whole_or_not(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, last: int) -> None:
    """Where the disk is full half way, everything is as it was."""
    (tmp_path / "p").mkdir()
    (tmp_path / "p" / "mine").touch()
    write, count = files.write, []

    def full(path: Path, *arguments: Any, **options: Any) -> None:
        count.append(path)
        if len(count) == last:
            raise OSError(errno.ENOSPC, "full", str(path))
        write(path, *arguments, **options)

    monkeypatch.setattr(files, "write", full)
    with pytest.raises(OSError, match="full"):
        init.run_init(tmp_path / "p", example=True)
    assert ["p/mine"] == [path.relative_to(tmp_path).as_posix() for path in tmp_path.rglob("*") if path.name != "p"]


def test_what_to_type_next(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """What is printed at the end is what to type, with the folder in quotes where it needs them."""
    monkeypatch.chdir(tmp_path)
    init.run_init(tmp_path / "我的 年报", example=True)
    assert f'  cd "{tmp_path / "我的 年报"}"    # 进入项目文件夹' in capsys.readouterr().out.splitlines()
    shutil.rmtree(tmp_path / "我的 年报")
    init.run_init(tmp_path, example=True)
    assert "  cd" not in capsys.readouterr().out
