"""Help pages in both languages, the version, and completion in the shell."""

from __future__ import annotations

import inspect
import os
import subprocess
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, Any

import pytest
import typer
from rich.cells import cell_len

from gongkai.cli import app
from gongkai.commands import language
from gongkai.commands.help_zh import TEXTS
from tests.conftest import require
from tests.example import mark

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

LOCALES = ("LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE")


def group() -> Any:
    """The program as a command."""
    return typer.main.get_command(app)


def commands() -> list[tuple[str, Any]]:
    """The program and all its commands, by name."""
    return [("gongkai", group()), *group().commands.items()]


def texts() -> Iterator[str]:
    """Every text of a help page."""
    for name, command in commands():
        yield " ".join(inspect.cleandoc(command.help or "").split())
        with command.make_context(name, [], resilient_parsing=True) as context:
            yield from (param.help or "" for param in command.get_params(context))


def page(monkeypatch: pytest.MonkeyPatch, locale: str, name: str) -> str:
    """The help page of a command in a locale."""
    for each in LOCALES:
        monkeypatch.delenv(each, raising=False)
    monkeypatch.setenv("LC_ALL", locale)
    command = dict(commands())[name]
    with group().make_context("gongkai", [], resilient_parsing=True, terminal_width=78) as above:
        parent = None if name == "gongkai" else above
        with command.make_context(name, [], parent=parent, resilient_parsing=True, terminal_width=78) as context:
            return str(command.get_help(context))


def test_everything_is_translated() -> None:
    """Every text of a help page has a translation in ``help_zh``, and every translation is of a text that is there."""
    assert set() == {text for text in texts() if text} - set(TEXTS)
    assert set() == set(TEXTS) - set(texts())


@pytest.mark.parametrize("name", [name for name, _ in commands()])
def test_pages(monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    """A page names the same options in both languages; the Chinese one has no English sentence and fits 80 columns."""
    english, chinese = (page(monkeypatch, locale, name) for locale in ("C.UTF-8", "zh_CN.UTF-8"))
    assert english.startswith("Usage: gongkai")
    assert chinese.startswith("用法：gongkai")
    options = [word for word in english.split() if word.startswith("--")]
    assert [] == [word for word in options if word.rstrip(",.;") not in chinese and word.isascii() and "/" not in word]
    assert [] == [text for text in TEXTS if len(text) > 12 and text in chinese]
    assert 80 >= max(map(cell_len, chinese.splitlines()))


def test_chinese_page(monkeypatch: pytest.MonkeyPatch) -> None:
    """Usage, arguments and options of a command in Chinese, aligned."""
    assert (
        "用法：gongkai form [选项] 机关 年度\n"
        "\n"
        "  生成发给机关填报的Excel表，或一个政府全部成员的。\n"
        "\n"
        "参数：\n"
        "  机关  机关在params里的文件夹名，或中文名称。[必填]\n"
        "  年度  报告年度。[必填]\n"
    ) == page(monkeypatch, "zh_CN.UTF-8", "form").partition("\n选项：")[0]


@pytest.mark.parametrize(
    ("set_", "expected"),
    [
        ({}, False), ({"LANG": "zh_CN.UTF-8"}, True), ({"LANG": "en_US.UTF-8"}, False), ({"LANG": "zh_TW"}, True),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C"}, False), ({"LC_ALL": "zh_CN", "LANG": "C"}, True),
        ({"LANG": "C", "LC_MESSAGES": "zh_CN.UTF-8"}, True), ({"LC_ALL": "", "LANG": "zh_CN"}, True),
    ],
)  # fmt: skip
def test_locale(monkeypatch: pytest.MonkeyPatch, set_: dict[str, str], expected: bool) -> None:
    """The language is that of LC_ALL, else LC_MESSAGES, else LANG."""
    for name in LOCALES:
        monkeypatch.delenv(name, raising=False)
    for name, value in set_.items():
        monkeypatch.setenv(name, value)
    assert expected is language.chinese()


def test_windows(monkeypatch: pytest.MonkeyPatch) -> None:
    """On Windows, where these are rarely set, the system's own locale counts."""
    for name in LOCALES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    for own, expected in (("Chinese (Simplified)_China", True), ("English_United States", False), (None, False)):
        monkeypatch.setattr("locale.getlocale", lambda own=own: (own, "936"))
        assert expected is language.chinese()


def run(*call: str, cwd: Path | None = None, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program with few settings."""
    env = {name: value for name, value in os.environ.items() if name not in LOCALES} | environment
    return subprocess.run(call, cwd=cwd, env=env, capture_output=True, encoding="utf-8", check=False)


def test_real_call() -> None:
    """The program itself follows the locale, and ``--version`` names it."""
    program = [sys.executable, "-P", "-m", "gongkai.cli"]
    assert run(*program, "list", "--help", LANG="zh_CN.UTF-8").stdout.startswith("用法：")
    assert run(*program, "list", "--help", LANG="C.UTF-8").stdout.startswith("Usage: ")
    assert f"gongkai {version('gongkai')}\n" == run(*program, "--version").stdout
    assert 0 == run(*program, "--version").returncode


def imported(code: str) -> set[str]:
    """The modules that a program has imported when it ends."""
    ends = "import atexit, sys; atexit.register(lambda: print(*sys.modules, file=sys.stderr))\n"
    return set(run(sys.executable, "-P", "-c", ends + code, LANG="zh_CN.UTF-8").stderr.split())


def test_help_is_quick() -> None:
    """Help imports no library but those that every command line of this kind does, and little of Gongkai's own."""
    more = imported("sys.argv[1:] = ['--help']; from gongkai import cli; cli.main()") - imported(
        "import pydantic, typer"
    )
    libraries = {name.partition(".")[0] for name in more} - sys.stdlib_module_names
    kept_out = "rfc3987_syntax"  # Gongkai says that it is there, so that nobody imports it
    assert set() == libraries - {"gongkai", "rich", "typer", kept_out}
    assert 40 > sum(name.startswith("gongkai.") for name in more) > 0


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two organs."""
    for id_, name, years in (("hc-yj", "环翠区应急管理局", (2020, 2021)), ("zrzyj", "某县自然资源局", (2024,))):
        folder = tmp_path / "params" / id_
        folder.mkdir(parents=True)
        (folder / "agency.yaml").write_text(f"name: {name}\nlevel: department\n", "utf-8")
        for year in years:
            (folder / f"{year}.yaml").write_text(f"year: {year}\n", "utf-8")
    (tmp_path / "elsewhere").mkdir()
    mark(tmp_path)
    return tmp_path


@pytest.mark.parametrize(
    ("typed", "proposed"),
    [
        (["bu"], ["build"]),
        (["check", ""], ["hc-yj", "zrzyj"]),
        (["check", "hc"], ["hc-yj"]),
        (["check", "环翠"], ["环翠区应急管理局"]),
        (["check", "zrzyj", "--year", ""], ["2024"]),
        (["build", "--year", "20"], ["2020", "2021", "2024"]),
        (["form", "hc-yj", ""], ["2020", "2021"]),
        (["form", "环翠区应急管理局", "2021"], ["2021"]),
        (["form", "nobody", ""], []),
        (["waive", "zrzyj", "2024", "R1"], ["R1", *(f"R{number}" for number in range(10, 20))]),
        (["import", "x.docx", "--agency", "z"], ["zrzyj"]),
        (["release", "--with"], ["--with-errors"]),
    ],
)
def test_bash(project: Path, typed: list[str], proposed: list[str]) -> None:
    """In bash, with the script that ``--show-completion`` gives, Tab proposes commands, options, organs, years and rules."""
    bash = require("bash")
    program = project / "gongkai"
    program.write_text(f"#!{sys.executable}\nimport gongkai.cli\ngongkai.cli.main()\n")
    program.chmod(0o755)
    script = """
eval "$(gongkai --show-completion)"
complete -p gongkai > complete.txt
COMP_WORDS=(gongkai "$@"); COMP_CWORD=$#
$(sed -E 's/.*-F ([^ ]+) .*/\\1/' complete.txt) gongkai
printf '%s\\n' "${COMPREPLY[@]}"
"""
    done = run(bash, "-c", script, "bash", *typed, cwd=project, PATH=f"{project}:{os.environ['PATH']}")
    assert (proposed, "") == (done.stdout.split(), done.stderr)


def test_project_of_the_call(project: Path) -> None:
    """Completion looks into the project that the call names, and proposes nothing where there is none."""
    call = [sys.executable, "-P", "-c", "import sys; sys.argv[0] = 'gongkai'; import gongkai.cli; gongkai.cli.main()"]
    for words, proposed in (("gongkai --project .. check z", ["zrzyj"]), ("gongkai --project . check z", [])):
        done = run(
            *call, cwd=project / "elsewhere", _GONGKAI_COMPLETE="complete_bash", COMP_WORDS=words, COMP_CWORD="4"
        )
        assert (proposed, "") == (done.stdout.split(), done.stderr)
