"""Usage errors: a Chinese message with what is wrong and the command's usage, and exit code 2."""

from __future__ import annotations

import re
import sys
from typing import TYPE_CHECKING

import pytest
from typer.main import get_command

from gongkai import cli
from gongkai.commands import usage

if TYPE_CHECKING:
    from pathlib import Path


COMMANDS = [item.name or item.callback.__name__ for item in cli.app.registered_commands if item.callback]


def call(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[object, str]:
    """The exit code, and what is said on standard error; nothing is said on standard output."""
    monkeypatch.setattr(sys, "argv", ["gongkai", *arguments])
    monkeypatch.setenv("GONGKAI_PROJECT", "")  # what --project sets is put back
    with pytest.raises(SystemExit) as left:
        cli.main()
    out, err = capsys.readouterr()
    assert out == ""
    return left.value.code, err.strip()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["check", "--jsn", "-"], "没有“--jsn”这个选项，是不是“--json”？写法如 gongkai check huancui-yingji --year 2020；全部用法见 gongkai check --help。"),
        (["read", "a", "--year", "2022"], "年度（year）不是选项，不写“--year”；请按顺序直接写。写法如 gongkai read a 2022；全部用法见 gongkai read --help。"),
        (["list", "--year", "2020"], "没有“--year”这个选项。写法如 gongkai list；全部用法见 gongkai list --help。"),
        (["list", "-Z"], "没有“-Z”这个选项。写法如 gongkai list；全部用法见 gongkai list --help。"),
        (["new"], "缺少机关（agency）；请补上。写法如 gongkai new huancui-yingji 2021；全部用法见 gongkai new --help。"),
        (["new", "a"], "缺少年度（year）；请补上。写法如 gongkai new a 2021；全部用法见 gongkai new --help。"),
        (["form", "a", "今年"], "年度（year）写的是“今年”，应当是整数，例如2024。写法如 gongkai form a 2021；全部用法见 gongkai form --help。"),
        (["check", "--year", "abc"], "选项“--year”写的是“abc”，应当是整数，例如2024。写法如 gongkai check huancui-yingji --year 2020；全部用法见 gongkai check --help。"),
        (["check", "--json"], "选项“--json”后面缺少值；请写在它后面，用空格隔开。写法如 gongkai check huancui-yingji --year 2020；全部用法见 gongkai check --help。"),
        (["import", "a.txt", "--force=1"], "选项“--force”后面不写值；请去掉它的值。写法如 gongkai import 报告.docx --agency huancui-yingji --year 2020；全部用法见 gongkai import --help。"),
        (["list", "甲", "乙"], "多写了“甲 乙”；请去掉，或检查引号和空格。写法如 gongkai list；全部用法见 gongkai list --help。"),
        (["--all"], "没有“--all”这个选项。全部用法见 gongkai --help。"),
        (["--project"], "选项“--project”后面缺少值；请写在它后面，用空格隔开。全部用法见 gongkai --help。"),
        (["--project", "."], f"缺少命令；可以用：{'、'.join(COMMANDS)}；全部用法见 gongkai --help。"),
        (["--project", "", "list"], "--project 后面是空的；请写项目文件夹的路径。"),
        (["--projct", "list"], "没有“--projct”这个选项，是不是“--project”？全部用法见 gongkai --help。"),
        (["--project", ".", "list", "-Z"], "没有“-Z”这个选项。写法如 gongkai list；全部用法见 gongkai list --help。"),
        (["list", "--project", "."], "选项“--project”要写在命令前面：gongkai --project 目录 list …；全部用法见 gongkai --help。"),
    ],
)  # fmt: skip
def test_wrong_call(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """An unknown option, a missing argument, a bad value and excess arguments yield complete Chinese sentences."""
    assert (2, said) == call(monkeypatch, capsys, *arguments)


def test_unknown_command(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An unknown command is refused with the nearest one and a list of all."""
    code, said = call(monkeypatch, capsys, "bulid")

    assert code == 2
    assert said.startswith("没有“bulid”这个命令，是不是“build”？可以用：init、build、list、check、")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["-j", "0"], "同时生成的报告数（-j）写的是0，应当是1或更大；不写就按处理器的核数。"),
        (["--timeout", "0"], "单元格的时限（--timeout）写的是0，应当是1秒或更长；不写就是600秒。"),
        (["--engine", "fast"], "没有“fast”这种运行方式；可以用auto或papermill。"),
    ],
)
def test_build_that_cannot_be(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], arguments: list[str], said: str
) -> None:
    """A build does not start with impossible numbers."""
    # --all keeps the command from starting its fork server before it has read the call.
    assert (2, said) == call(monkeypatch, capsys, "build", "--all", *arguments)


def test_unwritable(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    """An unwritable location is named with the reason, in Chinese."""
    folder = tmp_path / "params" / "a"
    folder.mkdir(parents=True)
    (folder / "agency.yaml").write_text("name: 某局\nlevel: department\n", "utf-8")
    (tmp_path / "file").write_text("", "utf-8")
    form = tmp_path / "file" / "form.xlsx"

    code, said = call(monkeypatch, capsys, "form", "a", "2024", "--params", str(folder.parent), "--out", str(form))

    assert (2, f"不能读写“{form}”：路径中有一段不是文件夹；请检查后重试，或换一个位置。") == (code, said)


def test_every_command_has_an_example() -> None:
    """Each command is shown as it is written, and what is shown is a command."""
    known = {command.name or command.callback.__name__ for command in cli.app.registered_commands if command.callback}

    assert known == set(usage.EXAMPLES)
    assert known == {re.match(r"gongkai ([a-z]+)", text)[1] for text in usage.EXAMPLES.values()}  # type: ignore[index]


@pytest.mark.parametrize(
    ("typed", "built"),
    [
        (["list"], ["list"]),
        (["--project", "build", "list", "--out", "check"], ["list"]),
        (["--project=build", "import", "list"], ["import"]),
        (["liste"], sorted(usage.EXAMPLES)),
        (["--help"], sorted(usage.EXAMPLES)),
        ([], sorted(usage.EXAMPLES)),
    ],
)
def test_only_the_command_called_is_built(typed: list[str], built: list[str]) -> None:
    """Typer builds the parameters of the command that is called, and of all where none is known by its name."""
    app = cli._only(usage.command(typed))
    assert built == sorted(get_command(app).commands)  # type: ignore[attr-defined]
    assert set(usage.EXAMPLES) == set(get_command(cli.app).commands)  # type: ignore[attr-defined]
