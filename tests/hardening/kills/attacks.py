"""One attack each: a build that is killed, a part of one that is, two builds at once; and what was found afterwards."""

from __future__ import annotations

import random
import shutil
import signal
import subprocess
import time
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from tests.hardening.kills import processes
from tests.hardening.kills.project import LONGEST, build
from tests.hardening.kills.reader import Reader

if TYPE_CHECKING:
    from collections.abc import Sequence

    from tests.hardening.kills.project import Project

SIGNALS = (signal.SIGTERM, signal.SIGKILL, signal.SIGINT)

_BEFORE, _SHOWN = 1_000, 8_000
"""Characters before a traceback that are reported with it, as they say whose it is, and in all."""


@dataclass
class Outcome:
    """What an attack found.

    Attributes:
        kind: Which kind of attack.
        hit: Whether what was to be killed was still there.
        lost: What is wrong with a report, or with the build; empty as it must be.
        outlived: Seconds that processes lived on after the main process was gone.
        left: Names in the temporary folder of the build after its end.
        looks, missing: Of readers.
    """

    kind: str
    hit: bool = True
    lost: list[str] = field(default_factory=list)
    outlived: float = 0
    left: list[str] = field(default_factory=list)
    looks: int = 0
    missing: int = 0


class Attacker:
    """Attacks a project again and again, with inputs that change before each attack, at moments drawn from a seed."""

    def __init__(self, project: Project, seed: int) -> None:
        """Attack a project whose reports are all built."""
        self.project = project
        self.random = random.Random(seed)
        self._number = 0

    def kill_main(self, number: signal.Signals, jobs: int, delay: float) -> Outcome:
        """Kill the main process of a build after a random part of ``delay`` seconds."""
        token = self._begin()
        found = Outcome(f"{number.name} -j {jobs}")
        with Reader(self.project.reports()) as reader:
            running = self.project.start(token, "-j", str(jobs))
            time.sleep(self.random.random() * delay)
            found.hit = running.poll() is None
            if found.hit:
                running.send_signal(number)
            self._wait(running, found)
            found.outlived = processes.outlived(token)
        if number != signal.SIGKILL:
            found.lost += self.project.beside()
        return self._finish(token, found, reader, unused=number == signal.SIGKILL)

    def kill_part(self, kind: str, jobs: int, patience: float = LONGEST) -> Outcome:
        """Kill a part of a build at a random moment of its life; the build must go on and end."""
        token = self._begin()
        found = Outcome(f"{kind} -j {jobs}", hit=False)
        with Reader(self.project.reports()) as reader:
            running = self.project.start(token, "-j", str(jobs))
            end = time.monotonic() + patience
            while running.poll() is None and time.monotonic() < end and not processes.parts(token, kind):
                time.sleep(0.01)
            time.sleep(self.random.random() * (0.3 if kind == processes.KERNEL else 2))
            while running.poll() is None and time.monotonic() < end and not found.hit:
                if there := processes.parts(token, kind):
                    found.hit = processes.kill(self.random.choice(there), signal.SIGKILL)
                else:
                    time.sleep(0.01)
            said = self._wait(running, found)
            # A cell that kills its kernel would do so again: its report fails, and says so. All else is mended.
            if running.returncode not in ({0, 1} if kind == processes.KERNEL else {0}):
                found.lost.append(f"the build ended with {running.returncode}: {said[-2000:]}")
            found.outlived = processes.outlived(token)
        return self._finish(token, found, reader)

    def pair(self, jobs: Sequence[int] = (2, 2)) -> Outcome:
        """Build all reports twice at the same time: both builds must succeed."""
        token = self._begin()
        found = Outcome("two builds at once")
        with Reader(self.project.reports()) as reader:
            running = []
            for number, width in enumerate(jobs):
                running.append(self.project.start(f"{token}-{number}", "-j", str(width)))
                time.sleep(self.random.random() * 2)
            for number, each in enumerate(running):
                said = self._wait(each, found)
                if each.returncode != 0:
                    found.lost.append(f"a build ended with {each.returncode}: {said[-2000:]}")
                found.outlived = max(found.outlived, processes.outlived(f"{token}-{number}"))
        found.lost += self.project.unfinished()
        return self._finish(token, found, reader)

    def repair(self) -> list[str]:
        """Build once more, undisturbed; what is wrong then, which must be nothing."""
        code, said = build(self.project)
        return [*([f"the build ended with {code}: {said[-2000:]}"] if code else []), *self.project.unfinished()]

    def _begin(self) -> str:
        self._number += 1
        self.project.change()
        return f"attack-{self._number}"

    def _wait(self, running: subprocess.Popen[str], found: Outcome) -> str:
        """What a build said until it ended."""
        try:
            said, _ = running.communicate(timeout=LONGEST)
        except subprocess.TimeoutExpired:
            found.lost.append(f"the build hung for {LONGEST} seconds")
            running.kill()
            said, _ = running.communicate()
        if "Traceback" in said:
            found.lost.append(f"a traceback was shown: {said[max(0, said.index('Traceback') - _BEFORE) :][:_SHOWN]}")
        return said

    def _finish(self, token: str, found: Outcome, reader: Reader, *, unused: bool = False) -> Outcome:
        """Look at what is left.

        Args:
            token: What marks the processes and temporary files of the attack.
            found: The outcome so far.
            reader: Who looked all the time.
            unused: Whether an empty temporary folder is no loss: SIGKILL can fall between making it and starting the
                process that removes it.
        """
        found.looks, found.missing = reader.looks, reader.missing
        if reader.missing:
            found.lost.append(f"readers did not find a report {reader.missing} times")
        if reader.mixed:
            found.lost.append(f"readers found a page that its manifest does not name {reader.mixed} times")
        if found.outlived == float("inf"):
            found.lost.append(f"processes live on: {[each.command for each in processes.of(token)]}")
        found.lost += [problem for folder in self.project.reports() for problem in self.project.wrong(folder)]
        for temporary in (self.project.root / "temporary").glob(f"{token}*"):
            there = [path for path in temporary.iterdir() if not (unused and path.is_dir() and not any(path.iterdir()))]
            found.left += [path.name for path in there]
            if there:
                inside = sorted(str(path.relative_to(temporary)) for path in temporary.rglob("*"))
                found.lost.append(f"left in the temporary folder: {inside}")
            shutil.rmtree(temporary, ignore_errors=True)
        return found
