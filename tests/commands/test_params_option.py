"""A folder of inputs that is not there is refused by every command that takes one."""

from __future__ import annotations

import shlex
import sys
from pathlib import Path

import pytest
from typer.main import get_command

from gongkai import cli
from gongkai.commands import usage

COMMANDS = {
    name: shlex.split(usage.EXAMPLES[name])[1:]
    for name, command in get_command(cli.app).commands.items()  # type: ignore[attr-defined]
    if any("--params" in option.opts for option in command.params)
}
COMMANDS["verify"] = ["verify", "--all"]
"""Commands with the option, each as its usage shows it; but files are verified without a project."""


def test_which() -> None:
    """The commands that read inputs have the option."""
    assert {"build", "check", "form", "import", "lab", "ledger", "list", "migrate", "new", "release"} <= COMMANDS.keys()


@pytest.mark.parametrize("way", ["option", "variable"])
@pytest.mark.parametrize("name", COMMANDS)
def test_refused(
    name: str, way: str, root: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The message names the folder; nothing is made, also where the working directory is in a project that has inputs."""
    monkeypatch.chdir(root / "params")
    given = ["--params", str(tmp_path / "nowhere")] if way == "option" else []
    if way == "variable":
        monkeypatch.setenv("GONGKAI_PARAMS", str(tmp_path / "nowhere"))
    monkeypatch.setattr(sys, "argv", ["gongkai", *COMMANDS[name], *given])
    with pytest.raises(SystemExit) as ended:
        cli.main()
    assert ended.value.code == 2
    assert f"没有找到数据文件夹“{tmp_path / 'nowhere'}”" in capsys.readouterr().err
    assert [] == list(tmp_path.iterdir())
