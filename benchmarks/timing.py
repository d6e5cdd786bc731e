"""Timing programs from outside, and the machine it was done on."""

from __future__ import annotations

import os
import platform
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence


@dataclass(frozen=True)
class Taken:
    """What a way took.

    Attributes:
        wall: Seconds on the clock.
        cpu: Seconds of processor, children included; hardly moved by what else runs on the machine.
    """

    wall: float
    cpu: float

    def __add__(self, other: Taken) -> Taken:
        """One after the other."""
        return Taken(self.wall + other.wall, self.cpu + other.cpu)


def program(*command: str, environment: Mapping[str, str] | None = None, cwd: Path | None = None) -> Taken:
    """Run a program to its end.

    Raises:
        RuntimeError: It failed; the end of what it said.
    """
    with tempfile.TemporaryFile() as said:
        clock = time.perf_counter()
        process = subprocess.Popen(
            command, stdout=said, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}, cwd=cwd
        )
        _, status, used = os.wait4(process.pid, 0)
        wall = time.perf_counter() - clock
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            said.seek(0)
            tail = said.read().decode("utf-8", "replace")[-2000:]
            msg = f"{' '.join(command)[:200]}: exit {process.returncode}\n{tail}"
            raise RuntimeError(msg)
    return Taken(wall, used.ru_utime + used.ru_stime)


def together(*commands: Sequence[str]) -> Taken:
    """Run programs at the same time."""
    clock = time.perf_counter()
    processes = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
    cpu = 0.0
    for process in processes:
        _, status, used = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
        if process.returncode:
            msg = f"exit {process.returncode}"
            raise RuntimeError(msg)
        cpu += used.ru_utime + used.ru_stime
    return Taken(time.perf_counter() - clock, cpu)


def interleaved(ways: Mapping[str, Callable[[], Taken]], repeats: int) -> dict[str, dict[str, Any]]:
    """Run the ways in turn, all of them in each round; medians of wall and processor seconds."""
    taken: dict[str, list[Taken]] = {name: [] for name in ways}
    for number in range(repeats):
        for name, way in ways.items():
            taken[name].append(way())
            print(f"  round {number + 1}/{repeats}  {name:12} {taken[name][-1].wall:7.2f} s", file=sys.stderr)
    return {
        name: {
            "wall": statistics.median(t.wall for t in runs),
            "cpu": statistics.median(t.cpu for t in runs),
            "walls": [round(t.wall, 3) for t in runs],
        }
        for name, runs in taken.items()
    }


def machine() -> dict[str, Any]:
    """What the figures were taken on."""
    model = ""
    if (info := Path("/proc/cpuinfo")).is_file():
        model = next(
            (line.split(":", 1)[1].strip() for line in info.read_text().splitlines() if "model name" in line), ""
        )
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 1e9
    names = ("papermill", "nbconvert", "ipykernel", "ipython", "matplotlib", "pandas", "typst", "distributed")
    return {
        "cores": len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count(),
        "processor": model, "memory_gb": round(memory, 1), "system": platform.platform(),
        "python": platform.python_version(), "jupyterlab": find_spec("jupyterlab") is not None,
        "load_before": [round(value, 2) for value in os.getloadavg()],
        "versions": {name: metadata.version(name) for name in names if find_spec(name.replace("ipython", "IPython"))},
    }  # fmt: skip
