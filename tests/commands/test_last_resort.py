"""A person never sees a traceback: unforeseen errors, signals and closed pipes."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import platformdirs
import pytest

from gongkai import cli
from gongkai.commands import last_resort
from gongkai.commands import list as listing
from gongkai.files import error_log
from tests import ctrl_c

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="signals of POSIX")


@pytest.fixture
def log(tmp_path, monkeypatch):
    """Where errors are logged: not the user's own folder."""
    monkeypatch.setattr(platformdirs, "user_log_path", lambda *_names, **_options: tmp_path / "log")
    return tmp_path / "log" / "errors.log"


def run(monkeypatch, *words):
    """Exit code of a call."""
    monkeypatch.setattr(sys, "argv", ["gongkai", *words])
    with pytest.raises(SystemExit) as caught:
        cli.main()
    return caught.value.code


def fail(*_given):
    raise KeyError("甲")


def test_unforeseen_errors_are_a_sentence_and_a_log(monkeypatch, capsys, root, log):
    """The sentence names the log, which has the traceback and the command, not its arguments."""
    monkeypatch.setattr(listing, "run_list", fail)
    assert last_resort.BROKEN == run(monkeypatch, "list", "--params", str(root / "params"), "--out", "geheim")
    said = capsys.readouterr().err
    assert "Traceback" not in said
    assert str(log) in said
    text = log.read_text("utf-8")
    assert "KeyError: '甲'" in text
    assert " list\n" in text
    assert "geheim" not in text
    assert 0o600 == log.stat().st_mode & 0o777


def test_the_log_is_bounded(log):
    """The oldest entries go first."""
    for number in range(3):
        log.parent.mkdir(exist_ok=True)
        log.write_text("x" * 300_000, "utf-8")
        error_log.log(KeyError(f"nummer-{number}"), "list")
    assert log.stat().st_size < 300_000
    assert "nummer-2" in log.read_text("utf-8")


def test_without_a_log_the_sentence_says_where(monkeypatch, capsys, root, log):
    """Where the log cannot be written, the sentence itself has the places in the code."""
    monkeypatch.setattr(listing, "run_list", fail)
    log.parent.write_text("a file in its place", "utf-8")
    assert last_resort.BROKEN == run(monkeypatch, "list", "--params", str(root / "params"))
    said = capsys.readouterr().err
    assert "test_last_resort.py" in said
    assert "Traceback" not in said


@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGHUP, 129), (signal.SIGINT, 130)])
def test_signals_end_a_command(monkeypatch, capsys, root, number, code):
    """A signal ends a command with its exit code and a sentence, and finally-blocks run."""
    cleaned = []

    def wait(*_given):
        try:
            os.kill(os.getpid(), number)
            for _ in range(1000):  # another thread may receive it: the handler runs between two steps of this one
                time.sleep(0.01)
        finally:
            cleaned.append(True)

    monkeypatch.setattr(listing, "run_list", wait)
    before = signal.getsignal(signal.SIGTERM), signal.getsignal(signal.SIGHUP)
    try:
        with ctrl_c.heeded():
            assert code == run(monkeypatch, "list", "--params", str(root / "params"))
    finally:
        signal.signal(signal.SIGTERM, before[0])
        signal.signal(signal.SIGHUP, before[1])
    assert [True] == cleaned
    assert "已停止" in capsys.readouterr().err


def test_the_first_signal_counts(monkeypatch, capsys, root):
    """Ctrl-C while a command cleans up after SIGTERM does not change what it was ended by."""

    def wait(*_given):
        try:
            os.kill(os.getpid(), signal.SIGTERM)
            for _ in range(1000):
                time.sleep(0.01)
        finally:
            os.kill(os.getpid(), signal.SIGINT)
            for _ in range(1000):
                time.sleep(0.01)

    monkeypatch.setattr(listing, "run_list", wait)
    before = signal.getsignal(signal.SIGTERM)
    try:
        with ctrl_c.heeded():
            assert 143 == run(monkeypatch, "list", "--params", str(root / "params"))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert "Traceback" not in capsys.readouterr().err


def test_signal_in_a_callback_is_not_lost(monkeypatch, capsys, root):
    """A signal that comes where Python cannot raise, while an object is removed, ends the command a moment later."""

    class Removed:
        def __del__(self):
            os.kill(os.getpid(), signal.SIGTERM)
            for _ in range(1000):
                time.sleep(0.01)

    def wait(*_given):
        Removed()
        for _ in range(1000):
            time.sleep(0.01)

    monkeypatch.setattr(listing, "run_list", wait)
    before = signal.getsignal(signal.SIGTERM)
    try:
        assert 143 == run(monkeypatch, "list", "--params", str(root / "params"))
    finally:
        signal.signal(signal.SIGTERM, before)
    said = capsys.readouterr().err
    assert ("已停止；没有完成的不会写出，再次运行即可继续。\n", False) == (said, "Traceback" in said)


@pytest.mark.parametrize("said", [True, False], ids=["with its cause", "without"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_interrupt_that_became_another_error_is_not_one(monkeypatch, capsys, root, log, number, code, said):
    """What a signal was turned into by code that it came in the midst of is neither shown nor logged."""

    def turn(*_given):
        try:
            os.kill(os.getpid(), number)
            for _ in range(1000):
                time.sleep(0.01)
        except KeyboardInterrupt as error:
            if said:
                raise RuntimeError from error  # as Python does of __set_name__
        raise RuntimeError  # as pydantic does

    monkeypatch.setattr(listing, "run_list", turn)
    before = signal.getsignal(signal.SIGTERM)
    try:
        with ctrl_c.heeded():
            assert code == run(monkeypatch, "list", "--params", str(root / "params"))
    finally:
        signal.signal(signal.SIGTERM, before)
    assert (1, False) == (capsys.readouterr().err.count("\n"), log.exists())


IMPORTING = """
import builtins, os, signal, sys
original = builtins.__import__
def interrupted(name, *given):
    if name == sys.argv[2]:
        del sys.argv[2]
        builtins.__import__ = original
        os.kill(os.getpid(), int(sys.argv.pop()))
    return original(name, *given)
builtins.__import__ = interrupted
from gongkai.__main__ import main
main()
"""


@pytest.mark.parametrize("module", ["typer", "gongkai.returns.errors"])
@pytest.mark.parametrize(("number", "code"), [(signal.SIGTERM, 143), (signal.SIGINT, 130)])
def test_signals_while_a_command_is_imported(root, module, number, code):
    """A signal that comes before the commands are imported ends the program with a sentence, too."""
    with ctrl_c.heeded():
        done = subprocess.run(
            [sys.executable, "-P", "-c", IMPORTING, "list", module, str(int(number))], cwd=root, capture_output=True, encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=False,
        )  # fmt: skip
    assert (code, "", "已停止；没有完成的不会写出，再次运行即可继续。\n") == (done.returncode, done.stdout, done.stderr)


def test_closed_output(root):
    """A command whose output is closed ends without a word."""
    command = [sys.executable, "-m", "gongkai", "--help"]
    read, write = os.pipe()
    os.close(read)
    done = subprocess.run(command, cwd=root, stdout=write, stderr=subprocess.PIPE, text=True, check=False)
    os.close(write)
    assert (last_resort.CLOSED, "") == (done.returncode, done.stderr)


STRANGE = ["a b", "a'\"", "a\nb", "😀", os.fsdecode(b"a\xe9"), "[red]", "-a", "甲" * 60, "x" * 5_000]


@pytest.mark.parametrize("name", STRANGE, ids=range(len(STRANGE)))
def test_strange_paths(monkeypatch, capsys, root, tmp_path, name):
    """A file is read, or its path refused with a sentence, whatever its name; nothing else is written."""
    file, out = tmp_path / f"{name}.txt", tmp_path / f"{name}.out.json"
    known = len(os.fsencode(file.name)) < 256
    if known:
        file.write_text("不是报告", "utf-8")
    before = sorted(tmp_path.iterdir())
    assert 2 == run(monkeypatch, "import", "--params", str(root / "params"), "--json", str(out), "--", str(file))
    said = capsys.readouterr().err
    assert "。" in said
    assert "Traceback" not in said
    assert before == sorted(tmp_path.iterdir())


@pytest.mark.parametrize("target", ["/dev/full", "/proc/a.json", "/dev/null/a.json"])
def test_outputs_that_cannot_be_written(monkeypatch, capsys, root, target):
    """A full disk, a read-only folder and a file in place of a folder are sentences."""
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    assert 2 == run(monkeypatch, "check", "--params", str(root / "params"), "--json", target, "huaian-zhengfu")
    said = capsys.readouterr().err
    assert target in said
    assert "Traceback" not in said


@pytest.mark.parametrize("organ", ["../outside", "a/b", "..", "/tmp/outside", "forms", "a\0b"])
def test_organs_outside_params(monkeypatch, capsys, tmp_path, organ):
    """An organ's folder lies directly in params, or the organ is refused."""
    (tmp_path / "params").mkdir()
    words = ("new", organ, "2024", "--name", "某市某区试验局", "--params", str(tmp_path / "params"))
    assert 2 == run(monkeypatch, *words)
    assert "。" in capsys.readouterr().err
    assert [tmp_path / "params"] == sorted(tmp_path.rglob("*"))
