"""Timing of programs, and the machine it was done on."""

from __future__ import annotations

import ctypes
import os
import platform
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from importlib import metadata
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence


@dataclass(frozen=True)
class Taken:
    """Time taken by a variant.

    Attributes:
        wall: Wall-clock seconds.
        cpu: CPU seconds including children; hardly affected by other load.
    """

    wall: float
    cpu: float

    def __add__(self, other: Taken) -> Taken:
        """Sequentially."""
        return Taken(self.wall + other.wall, self.cpu + other.cpu)


def program(*command: str, environment: Mapping[str, str] | None = None, cwd: Path | None = None) -> Taken:
    """Run a program to completion.

    Raises:
        RuntimeError: It failed; with the end of its output.
    """
    with tempfile.TemporaryFile() as said, _counted() as taken:
        process = subprocess.Popen(
            command, stdout=said, stderr=subprocess.STDOUT, env={**os.environ, **(environment or {})}, cwd=cwd
        )
        if process.wait():
            said.seek(0)
            tail = said.read().decode("utf-8", "replace")[-2000:]
            msg = f"{' '.join(command)[:200]}: exit {process.returncode}\n{tail}"
            raise RuntimeError(msg)
    return taken[0]


def together(*commands: Sequence[str], started: Callable[[int], None] = lambda _: None) -> Taken:
    """Run programs in parallel; ``started`` is called with each process id.

    Raises:
        RuntimeError: One failed.
    """
    with _counted() as taken:
        processes = [subprocess.Popen(command, stdout=subprocess.DEVNULL) for command in commands]
        for process in processes:
            started(process.pid)
        for process in processes:
            if process.wait():
                msg = f"{' '.join(map(str, process.args))[:200]}: exit {process.returncode}"  # type: ignore[arg-type]
                raise RuntimeError(msg)
    return taken[0]


@contextmanager
def _counted() -> Iterator[list[Taken]]:
    """Wall-clock seconds until the body ends, and CPU seconds until every process that it started has ended.

    Orphaned processes are adopted, so that their time counts too.
    """
    taken: list[Taken] = []
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(_SUBREAPER, 1)
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    yield taken
    wall = time.perf_counter() - clock
    with suppress(ChildProcessError):
        while time.perf_counter() - clock - wall < _PATIENCE:
            if not os.waitpid(-1, os.WNOHANG)[0]:
                time.sleep(0.01)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken.append(Taken(wall, after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime))


_SUBREAPER = 36
"""``PR_SET_CHILD_SUBREAPER`` of Linux."""

_PATIENCE = 5
"""Seconds to wait for orphaned processes."""


def interleaved(ways: Mapping[str, Callable[[], Taken]], repeats: int) -> dict[str, dict[str, Any]]:
    """Run all variants in turn in each round; medians of wall-clock and CPU seconds."""
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
    """The machine on which the figures were measured."""
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
