"""Undoing what a merge wrote, and asking before it is written, with the real program."""

from __future__ import annotations

import os
import pty
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from gongkai.commands.undo import run_list, run_undo
from gongkai.drafting import history
from gongkai.returns import InputError
from tests.example import AGENCY, YEAR, mark
from tests.ledger.test_ledger import ledger

if TYPE_CHECKING:
    from pathlib import Path

REGISTER = "1,2020-01-08,自然人,,"


@pytest.fixture
def path(params: Path) -> Path:
    """The year's file of the example."""
    mark(params.parent)
    return params / AGENCY / f"{YEAR}.yaml"


def call(*words: str, folder: Path) -> subprocess.CompletedProcess[str]:
    """Run the program without a terminal."""
    command = [sys.executable, "-m", "gongkai", *words]
    return subprocess.run(command, cwd=folder, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False)


def answered(answer: str, *words: str, folder: Path) -> tuple[int, str]:
    """Run the program at a terminal and type an answer."""
    main, side = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "gongkai", *words], cwd=folder, stdin=side, stdout=side, stderr=side
    )
    os.close(side)
    os.write(main, answer.encode())
    said = b""
    try:
        while part := os.read(main, 65_536):
            said += part
    except OSError:  # the other side is closed
        pass
    os.close(main)
    return process.wait(60), said.decode("utf-8", "replace")


def test_without_a_terminal(path: Path, tmp_path: Path) -> None:
    """Without a terminal and without --yes the changes are listed, nothing is written and the exit code is 2."""
    before = path.read_bytes()
    register = ledger(tmp_path, REGISTER)
    words = ("ledger", str(register), "--agency", AGENCY, "--year", str(YEAR), "--write")
    done = call(*words, folder=path.parent.parent.parent)
    assert 2 == done.returncode
    assert "  表三“一、本年新收政府信息公开申请数量”“自然人”：0 → 1\n" in done.stdout
    assert "没有写入：这里不是终端，不能询问；请核对以上改动，确认后加 --yes 再运行。" in done.stderr
    assert (before, []) == (path.read_bytes(), history.states(path))

    done = call(*words, "--yes", folder=path.parent.parent.parent)
    assert (0, "") == (done.returncode, done.stderr)
    assert [before] == [state.path.read_bytes() for state in history.states(path)]

    assert 0 == call("undo", AGENCY, str(YEAR), folder=path.parent.parent.parent).returncode
    assert before == path.read_bytes()


@pytest.mark.parametrize(
    ("answer", "code", "written"),
    [("y\n", 0, True), ("是\n", 0, True), ("\n", 2, False), ("n\n", 2, False), ("\x04", 2, False)],
)
def test_at_a_terminal(path: Path, tmp_path: Path, answer: str, code: int, written: bool) -> None:
    """At a terminal the question is asked after the list; anything but a yes writes nothing."""
    before = path.read_bytes()
    register = ledger(tmp_path, REGISTER)
    words = ("ledger", str(register), "--agency", AGENCY, "--year", str(YEAR), "--write")
    done, said = answered(answer, *words, folder=path.parent.parent.parent)
    assert (code, written) == (done, path.read_bytes() != before)
    assert f"写入params/{AGENCY}/{YEAR}.yaml吗？（y是，其他否）" in said


def test_undo_lists_what_changes(path: Path, params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Undo shows the cells that differ, and undoing it brings them back."""
    before = path.read_bytes()
    history.replace(path, before.replace(b"value: 334", b"value: 335"))
    after = path.read_bytes()

    assert 0 == run_undo("环翠区应急管理局", YEAR, params)
    assert before == path.read_bytes()
    said = capsys.readouterr().out
    assert (
        f"威海市环翠区应急管理局{YEAR}年（params/{AGENCY}/{YEAR}.yaml）已恢复为第1份旧内容；"
        f"再运行一次 gongkai undo {AGENCY} {YEAR} 就改回来。\n恢复前的内容存为第2份；全部旧内容：gongkai undo {AGENCY} {YEAR} --list。\n"
    ) in said
    assert "  表外的数“主动公开各类信息”：335条 → 334条\n" in said

    run_undo(AGENCY, YEAR, params)
    assert after == path.read_bytes()


def test_list(path: Path, params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """The states are listed with their numbers, the last first."""
    history.replace(path, "# 一\n")
    history.replace(path, "# 二\n")
    capsys.readouterr()
    assert 0 == run_list(AGENCY, YEAR, params)
    assert ["2", "1"] == [line.split()[0] for line in capsys.readouterr().out.splitlines()[1:]]
    run_undo(AGENCY, YEAR, params, to=1)
    assert "不能完整读取" in capsys.readouterr().out


def test_file_that_was_deleted(path: Path, params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Of a file that is not there nothing is kept when a state comes back, and nothing else is claimed."""
    before = path.read_bytes()
    for text in (b"# a\n", b"# b\n"):
        history.replace(path, before + text)
    path.unlink()
    assert 0 == run_undo(AGENCY, YEAR, params)
    assert before + b"# a\n" == path.read_bytes()
    said = capsys.readouterr().out
    assert "已恢复为第2份旧内容；恢复前没有这个文件。\n" in said
    assert "就改回来" not in said
    assert "存为" not in said
    assert [1] == [state.number for state in history.states(path)]


def test_nothing_there(params: Path, path: Path) -> None:
    """A year without a file, and a file without states, are wrong input."""
    with pytest.raises(InputError, match=r"2019\.yaml不存在，也没有旧内容"):
        run_undo(AGENCY, 2019, params)
    with pytest.raises(InputError, match=rf"^{AGENCY}/{YEAR}\.yaml没有可以恢复的旧内容"):
        run_undo(AGENCY, YEAR, params)


def test_edited_by_hand(path: Path, params: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """After an edit by hand, undo takes back the edit alone; what was written before it goes with --to."""
    first = path.read_bytes()
    written = first.replace(b"value: 334", b"value: 335")
    edited = written.replace(b"value: 335", b"value: 336")
    history.replace(path, written)
    path.write_bytes(edited)
    run_undo(AGENCY, YEAR, params)
    assert written == path.read_bytes()
    assert "已恢复为最后一次用命令写入的内容，之后手工改的已撤回；" in capsys.readouterr().out
    run_undo(AGENCY, YEAR, params)
    assert edited == path.read_bytes()
    run_undo(AGENCY, YEAR, params, to=1)
    assert first == path.read_bytes()
