"""``python -m tests.hardening.stops``: asks every command to end, at random moments of its life, and looks at what is left.

Whatever the moment: the exit code says which signal it was, one sentence says that the command was stopped, nothing is left in the
temporary folder, no process lives on, and each file or folder that the command writes is as before or as it is when the command was
left alone.
"""

from __future__ import annotations

import argparse
import itertools
import os
import random
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from fnmatch import fnmatch
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.pipeline import manifest
from tests import ctrl_c
from tests.hardening import pages
from tests.hardening.kills import processes
from tests.hardening.kills.project import LONGEST, TOKEN

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

SIGNALS = {signal.SIGTERM: 143, signal.SIGINT: 130}
"""The exit code after each."""

_MINUTES = 8
_SOON = 0.01
"""Seconds between two looks at whether a process heeds signals yet."""
_TIME = re.compile(rb"\d{4}-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d)?(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?|\d{4}-\d\d-\d\d")
_TRACES = ("Traceback", "Exception ignored", "Error:")


@dataclass(frozen=True)
class Case:
    """A command, run in a copy of :func:`template`.

    Attributes:
        words: The command and what follows it.
        gone: Files that are removed first, so that there is something to do.
        whole: Pattern of the folders that change as one; every other file does.
        served: Seconds after which a command that never ends by itself is certainly at work; it may end as it wants to.
        timed: Files that say when they were made in another way than :data:`_TIME` finds, or a digest of one that does.
    """

    words: tuple[str, ...]
    gone: tuple[str, ...] = ()
    whole: str = "-"
    served: float = 0
    timed: tuple[str, ...] = ()


def _in_project(*words: str) -> tuple[str, ...]:
    return ("--project", "demo", *words)


_PAPERS = ("demo/params/xian-bgs/2024.yaml", "demo/params/xian-jyj/2024.yaml")

_PAPER = tuple(f"demo/outputs/2024/xian-bgs/{name}" for name in (manifest.NAME, "review.html"))
_BUILD = ("build", "xian-bgs", "xian-jyj", "xian-mzj", "--year", "2024")

CASES = {
    "init": Case(("init", "new"), whole="new"),
    "demo": Case(("demo", "--organs", "8", "--years", "2022-2024", "--papers", "2", "--out", "made"), whole="made"),
    "new": Case(_in_project("new", "xinju", "2024", "--name", "某市某区试验局"), whole="demo/params/xinju"),
    "form": Case(_in_project("form", "xian-bgs", "2024", "--out", "form.xlsx")),
    "form --all-members": Case(_in_project("form", "xian", "2024", "--all-members", "--out", "forms")),
    "import FILE": Case(_in_project("import", "demo/papers/2024/xian-bgs.xlsx", "--yes"), _PAPERS),
    "import DIR": Case(_in_project("import", "demo/papers/2024", "--year", "2024", "--yes", "--status", "came.xlsx"), _PAPERS),
    "rollup --write": Case(_in_project("rollup", "xian", "2024", "--write", "--yes"), ("demo/params/xian/2024.yaml",)),
    "check": Case(_in_project("check", "--json", "found.json")),
    "build -j 2": Case(_in_project(*_BUILD, "-j", "2"), whole="demo/outputs/*/*"),
    "build -j 1": Case(_in_project(*_BUILD, "-j", "1"), whole="demo/outputs/*/*"),
    "preview": Case(_in_project("preview", "xian-jyj", "2024", "--no-browser"), whole="demo/outputs/*/*/*", served=6),
    "submit": Case(_in_project("submit", "xian-bgs", "2024", "--as", "张三"), timed=_PAPER),
    "site": Case(_in_project("site")),
    "release": Case(_in_project("release", "--with-errors"), whole="demo/outputs/release"),
}  # fmt: skip
"""The commands by a short name."""


@dataclass
class Outcome:
    """What came of one attack.

    Attributes:
        name: Of the command.
        signal: What was sent.
        seconds: When, after the command began to heed signals.
        code: The exit code.
        wrong: What should not be so; empty as it must be.
    """

    name: str
    signal: signal.Signals
    seconds: float
    code: int = 0
    wrong: list[str] = field(default_factory=list)


def template(root: Path, *, built: bool = True) -> Path:
    """Make the folder that each attack gets a copy of: a small county, of which one report is built unless told not to."""
    made = root / "template"
    made.mkdir()
    calls: list[tuple[str, ...]] = [("demo", "--organs", "8", "--years", "2023-2024", "--papers", "2", "--out", "demo")]
    calls += [_in_project("build", "xian-bgs", "--year", "2024")] if built else []
    for words in calls:
        said, code = _ended(_start(made, root, "template", words))
        assert 0 == code, said
    return made


class Attacker:
    """Attacks commands in copies of a template, at moments drawn from a seed."""

    def __init__(self, root: Path, made: Path, seed: int) -> None:
        """Attack in folders below ``root``."""
        self._root, self._made, self._random = root, made, random.Random(seed)
        self._numbers = itertools.count()
        self._alone: dict[str, tuple[float, int, dict[str, bytes]]] = {}

    def attack(self, name: str, number: signal.Signals) -> Outcome:
        """Send a signal to a command at a random moment."""
        case = CASES[name]
        longest, code, after = self._left_alone(name)
        token, folder = self._copy(case)
        before = tree(folder, case.timed)
        found = Outcome(name, number, self._random.random() * longest)
        running = _start(folder, self._root, token, case.words)
        _wait_until_heeded(running)
        time.sleep(found.seconds)
        running.send_signal(number)
        said, found.code = _ended(running)
        if found.code == -signal.SIGINT:  # Python ends so after Ctrl-C while it evaluates a text; a shell says 130, too
            found.code = SIGNALS[signal.SIGINT]
        stopped = found.code == SIGNALS[number]
        sentences = said.count("已停止；")
        if not stopped and (found.code != (0 if case.served else code) or sentences):
            found.wrong.append(f"ended with {found.code}: {said[-2000:]}")
        if stopped and sentences != 1:
            found.wrong.append(f"said {sentences} times that it was stopped: {said[-2000:]}")
        if any(trace in said for trace in _TRACES):
            found.wrong.append(f"said {said[-4000:]}")
        if processes.outlived(token) == float("inf"):
            found.wrong.append(f"processes live on: {[each.command for each in processes.of(token)]}")
        found.wrong += half(before, tree(folder, case.timed), after, case.whole, stopped=stopped or bool(case.served))
        found.wrong += self._left(token)
        shutil.rmtree(folder)
        return found

    def _left_alone(self, name: str) -> tuple[float, int, dict[str, bytes]]:
        """How long a command takes that nothing disturbs, in seconds, its exit code, and what is there afterwards; measured once."""
        if name not in self._alone:
            case = CASES[name]
            token, folder = self._copy(case)
            running = _start(folder, self._root, token, case.words)
            _wait_until_heeded(running)
            start = time.monotonic()
            if case.served:
                time.sleep(case.served)
                running.send_signal(signal.SIGTERM)
            said, code = _ended(running)
            assert code in {0, 143} if case.served else code in {0, 1, 2}, said
            assert "程序自身出错" not in said, said
            self._alone[name] = time.monotonic() - start, code, tree(folder, case.timed)
            shutil.rmtree(folder)
        return self._alone[name]

    def _copy(self, case: Case) -> tuple[str, Path]:
        """A token that marks the processes of an attack, and its folder."""
        token = f"stop-{next(self._numbers)}"
        folder = self._root / token
        shutil.copytree(self._made, folder)
        for name in case.gone:
            (folder / name).unlink()
        return token, folder

    def _left(self, token: str) -> Iterator[str]:
        temporary = self._root / "temporary" / token
        for path in temporary.rglob("*"):
            yield f"left in the temporary folder: {path.relative_to(temporary)}"


def _start(folder: Path, root: Path, token: str, words: tuple[str, ...]) -> subprocess.Popen[str]:
    """Start a command in a process group and a temporary folder of its own."""
    temporary = root / "temporary" / token
    temporary.mkdir(parents=True, exist_ok=True)
    variables = {**os.environ, TOKEN: token, "TMPDIR": str(temporary), "PYTHONIOENCODING": "utf-8", "COLUMNS": "400"}
    variables["PYTHONPATH"] = os.pathsep.join(path for path in sys.path if path)
    variables.pop("GONGKAI_PROJECT", None)
    with ctrl_c.heeded():
        return subprocess.Popen(
            [sys.executable, "-P", "-m", "gongkai", *words], cwd=folder, env=variables, stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, encoding="utf-8", start_new_session=True,
        )  # fmt: skip


def _wait_until_heeded(running: subprocess.Popen[str]) -> None:
    """Wait until a process has a handler of SIGTERM, or has ended: before, Python itself is starting."""
    while running.poll() is None:
        status = Path(f"/proc/{running.pid}/status").read_text("ascii", "replace")
        caught = re.search(r"^SigCgt:\s*(\w+)", status, re.MULTILINE)
        if caught is not None and int(caught[1], 16) >> (signal.SIGTERM - 1) & 1:
            time.sleep(_SOON)
            return
        time.sleep(_SOON)


def _ended(running: subprocess.Popen[str]) -> tuple[str, int]:
    """What a command said until it ended, and its exit code."""
    try:
        said, _ = running.communicate(timeout=LONGEST)
    except subprocess.TimeoutExpired:
        running.kill()
        said, _ = running.communicate()
        said += f"\nhung for {LONGEST} s"
    return said, running.returncode


def tree(folder: Path, timed: Sequence[str] = ()) -> dict[str, bytes]:
    """The files below a folder, hidden ones too, with their content but for times, and hidden folders, which end with a slash."""
    found = {}
    for path in sorted(folder.rglob("*")):
        name = path.relative_to(folder).as_posix()
        if path.is_dir():
            if path.name.startswith("."):
                found[f"{name}/"] = b""
        elif path.name != manifest.RUN:
            found[name] = b"" if name in timed else _TIME.sub(b"TIME", path.read_bytes())
    return found


def half(
    before: Mapping[str, bytes], now: Mapping[str, bytes], after: Mapping[str, bytes], whole: str, *, stopped: bool
) -> Iterator[str]:
    """What is neither as before nor as it must be afterwards."""
    if not stopped:
        if now != after:
            yield f"not as when it is left alone: {_differing(now, after)}"
        return
    units: dict[str, set[str]] = {}
    for name in {*before, *now, *after}:
        units.setdefault(_unit(name, whole), set()).add(name)
    for unit, names in sorted(units.items()):
        old, new, there = ({name: state[name] for name in names if name in state} for state in (before, after, now))
        if there not in (old, new):
            yield f"half, or left: {unit}: {_differing(there, new)}"


def _unit(name: str, whole: str) -> str:
    """What changes as one with a file: a folder above it, or it alone."""
    depth = whole.count("/") + 1
    above = "/".join(Path(name).parts[:depth])
    return above if fnmatch(above, whole) else name


def _differing(one: Mapping[str, bytes], other: Mapping[str, bytes]) -> list[str]:
    return sorted(name for name in {*one, *other} if one.get(name) != other.get(name))[:10]


def _table(found: list[Outcome], seconds: float) -> str:
    lines = ["| command | signals | stopped by them | ended before | wrong |", "|---|--:|--:|--:|--:|"]
    for name in CASES:
        of = [each for each in found if each.name == name]
        stopped = sum(each.code == SIGNALS[each.signal] for each in of)
        lines.append(
            f"| {name} | {len(of)} | {stopped} | {len(of) - stopped} | {sum(bool(each.wrong) for each in of)} |"
        )
    kinds = Counter(each.signal.name for each in found)
    said = " and ".join(f"{number} times {name}" for name, number in sorted(kinds.items()))
    return "\n".join(
        [*lines, "", f"{len(found)} attacks in {seconds / 60:.0f} minutes, {said} ({pages.circumstances()}).", ""]
    )


def main() -> int:
    """Attack for some minutes; 1 if anything was wrong."""
    parser = argparse.ArgumentParser(prog="python -m tests.hardening.stops", description=__doc__)
    parser.add_argument("names", nargs="*", help="Which commands; no figures are written then.  [default: all]")
    parser.add_argument("--minutes", type=float, default=_MINUTES, help=f"How long to attack.  [default: {_MINUTES}]")
    parser.add_argument("--seed", type=int, default=None, help="Of the moments.  [default: a new one each time]")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(1 << 30)
    print(f"seed {seed}", flush=True)
    found: list[Outcome] = []
    with tempfile.TemporaryDirectory(prefix="gongkai-harden-") as name:
        root = Path(name)
        attacker = Attacker(root, template(root), seed)
        start = time.monotonic()
        rounds = ((number, case) for number in itertools.cycle(SIGNALS) for case in given.names or CASES)
        for number, case in rounds:
            if time.monotonic() - start > given.minutes * 60:
                break
            found.append(attacker.attack(case, number))
            print(found[-1], flush=True)
    table = _table(found, time.monotonic() - start)
    print(table)
    if not given.names:
        pages.write_figures("stops", table, len(found))
    return int(any(each.wrong for each in found))


if __name__ == "__main__":
    raise SystemExit(main())
