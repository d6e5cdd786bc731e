"""Many reports on two processes: Gongkai compared with the floor; memory and cost over long runs; Dask's overhead."""

from __future__ import annotations

import itertools
import json
import shutil
import statistics
import sys
import tempfile
import time
from contextlib import contextmanager
from pathlib import Path
from threading import Event, Thread
from typing import TYPE_CHECKING, Any

from benchmarks.cold import SCRIPTS
from benchmarks.timing import Taken, program, together
from gongkai.returns import Params

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from gongkai.pipeline.job import Result

PROCESSES = 2
EXAMPLES = (("huancui-yingji", 2020), ("huaian-zhengfu", 2024))
"""Real reports, one without and one with charts."""


def copies(source: Path, target: Path, count: int) -> list[tuple[str, int]]:
    """A folder of inputs with a number of organs: copies of the examples in turn, with unique names."""
    made = []
    for number in range(count):
        agency, year = EXAMPLES[number % len(EXAMPLES)]
        name = f"organ-{number:04}"
        shutil.copytree(source / agency, target / name)
        about = target / name / "agency.yaml"
        text = about.read_text("utf-8")
        line = next(line for line in text.splitlines() if line.startswith("name:"))
        about.write_text(text.replace(line, f"{line}{number}"), "utf-8")
        made.append((name, year))
    return made


class Watched:
    """Samples the memory of a process tree by role, and the speed of the machine meanwhile."""

    def __init__(self, root: int) -> None:
        """Watch the tree below a process."""
        self.root = root
        self.samples: list[dict[str, list[float]]] = []
        self.paces: list[float] = []
        self._stop = Event()
        self._thread = Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._stop.wait(0.5):
            self.samples.append(self._now())
            self.paces.append(_pace())

    def _now(self) -> dict[str, list[float]]:
        parents, lines = {}, {}
        for entry in Path("/proc").iterdir():
            if entry.name.isdigit():
                try:
                    pid = int(entry.name)
                    parents[pid] = int((entry / "stat").read_text().rsplit(")", 1)[1].split()[1])
                    lines[pid] = (entry / "cmdline").read_bytes().decode("utf-8", "replace")
                except (OSError, IndexError):
                    continue
        found: dict[str, list[float]] = {"server": [], "child": [], "worker": []}
        for pid, parent in parents.items():
            chain, at = [], pid
            while at in parents and at != self.root:
                chain.append(at)
                at = parents[at]
            if at != self.root or pid == self.root or pid not in lines:
                continue
            if "gongkai.run.fork_server" in lines[pid]:
                role = "child" if "gongkai.run.fork_server" in lines.get(parent, "") else "server"
            elif "spawn_main" in lines[pid] or ("forkserver" in lines[pid] and "forkserver" in lines.get(parent, "")):
                role = "worker"
            else:
                continue
            try:
                rollup = Path(f"/proc/{pid}/smaps_rollup").read_text()
            except OSError:
                continue
            pss = next(int(line.split()[1]) for line in rollup.splitlines() if line.startswith("Pss:"))
            found[role].append(pss / 1e3)
        return found

    def stop(self) -> dict[str, Any]:
        """Megabytes by role (proportional set size) and the machine's speed, for each tenth of the run."""
        self._stop.set()
        self._thread.join()
        highest = {
            role: round(max((max(s[role]) for s in self.samples if s[role]), default=0.0), 1)
            for role in ("server", "child", "worker")
        }
        workers = [max(s["worker"]) for s in self.samples if s["worker"]]
        return {"highest_mb": highest, "worker_mb": _tenths(workers), "pace": _tenths(self.paces, 3)}


def _pace() -> float:
    """CPU milliseconds of a fixed piece of work, as the speed of a shared machine varies."""
    clock = time.thread_time()
    sum(n * n for n in range(20_000))
    return (time.thread_time() - clock) * 1e3


def _tenths(values: list[float], digits: int = 1) -> list[float]:
    """Medians of ten equal parts, or of fewer if there are few values."""
    parts = min(10, len(values))
    bounds = [len(values) * n // parts for n in range(parts + 1)]
    return [round(statistics.median(values[i:j]), digits) for i, j in itertools.pairwise(bounds)]


def ours(params: Path, out: Path, results: Path) -> tuple[Taken, dict[str, Any]]:
    """``gongkai build --all -j 2``; its time, memory, and the machine's speed meanwhile."""
    watched: list[Watched] = []
    taken = together(
        [str(SCRIPTS / "gongkai"), "build", "--all", "-j", str(PROCESSES), "--params", str(params), "--out", str(out),
         "--json", str(results)], started=lambda pid: watched.append(Watched(pid)),
    )  # fmt: skip
    return taken, watched[0].stop()


def measure(params: Path, count: int) -> dict[str, Any]:
    """Seconds per report for Gongkai and the floor, half of the floor before and half after, for equal load."""
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        root = Path(folder)
        (root / "params").mkdir()
        reports = copies(params, root / "params", count)

        def floor() -> Taken:
            parts = [[f"{a}:{y}" for a, y in reports[n::PROCESSES]] for n in range(PROCESSES)]
            return together(
                *(
                    [sys.executable, "-m", "benchmarks.floor", str(root / "params"), str(root / "floor"), *part]
                    for part in parts
                )
            )

        before = floor()
        taken, _ = ours(root / "params", root / "out", root / "results.json")
        after = floor()
        same = all(
            (root / "out" / str(y) / a / name).read_bytes() == (root / "floor" / str(y) / a / name).read_bytes()
            for a, y in reports
            for name in ("report.html", "report.pdf", "report.docx")
        )
        wall, floors = taken.wall, (before.wall, after.wall)
        return {
            "reports": count, "processes": PROCESSES, "ours_each": wall / count, "ours_wall": wall,
            "floor_each": sum(floors) / 2 / count, "floor_walls": floors, "floor_ratio": wall / (sum(floors) / 2),
            "ours_cpu_each": taken.cpu / count, "floor_cpu_each": (before.cpu + after.cpu) / 2 / count,
            "floor_ratio_cpu": taken.cpu / ((before.cpu + after.cpu) / 2),
            "same_bytes_as_floor": same,
        }  # fmt: skip


def long(params: Path, count: int) -> dict[str, Any]:
    """Memory and cost per report over a long run, and over short runs before and after.

    Seconds per report are given as measured, and divided by the machine's speed at the time.
    """
    found: dict[str, Any] = {"reports": count, "processes": PROCESSES}
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        root = Path(folder)
        for name, number in (("before", FEW), ("many", count), ("after", FEW)):
            (root / name / "params").mkdir(parents=True)
            copies(params, root / name / "params", number)
            taken, seen = ours(root / name / "params", root / name / "out", root / name / "results.json")
            seconds = [result["seconds"] for result in json.loads((root / name / "results.json").read_text())]
            settled = _tenths(seconds[PROCESSES:], 3)  # without the first report of each worker
            found[name] = {"wall": taken.wall, "cpu_each": taken.cpu / number, "seconds": settled, **seen}
            shutil.rmtree(root / name)
    many, few = found["many"], [found["before"], found["after"]]

    def paced(run: dict[str, Any], part: slice = slice(None)) -> float:
        return statistics.median(run["seconds"][part]) / statistics.median(run["pace"][part])

    found["many_over_few"] = paced(many) / statistics.mean(map(paced, few))
    found["last_over_first"] = paced(many, slice(-2, None)) / paced(many, slice(2))
    found["memory_last_over_middle"] = statistics.mean(many["worker_mb"][-2:]) / statistics.mean(many["worker_mb"][4:6])
    return found


FEW = 10
"""Reports of the short run."""


def unchanged(params: Path, count: int = 200) -> dict[str, Any]:
    """Seconds to find reports unchanged, in-process: first time, repeated, and for half as many."""
    from gongkai.pipeline import staleness
    from gongkai.pipeline.job import Options

    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        root = Path(folder)
        (root / "params").mkdir()
        for agency, _ in EXAMPLES:
            program(str(SCRIPTS / "gongkai"), "build", agency, "--params", str(params), "--out", str(root / "made"))
        made = []
        for number in range(count):
            agency, year = EXAMPLES[number % len(EXAMPLES)]
            name = f"{agency}-{number:04}"
            shutil.copytree(params / agency, root / "params" / name)
            target = root / "out" / str(year) / name
            shutil.copytree(root / "made" / str(year) / agency, target)
            about = (target / "manifest.json").read_text("utf-8").replace(f"/{agency}/", f"/{name}/")
            (target / "manifest.json").write_text(about.replace(f'"{agency}"', f'"{name}"'), "utf-8")
            made.append((name, year))
        inputs = Params(root / "params")

        def look(reports: list[tuple[str, int]]) -> float:
            clock = time.perf_counter()
            for name, year in reports:
                if staleness.current(inputs, name, year, root / "out", Options()) is None:
                    msg = f"{name} {year} is not current"
                    raise RuntimeError(msg)
            return time.perf_counter() - clock

        first = look(made)
        again = min(look(made) for _ in range(3))
        half = min(look(made[: count // 2]) for _ in range(3))
        return {"reports": count, "first": first, "again": again, "linear": again / half / 2}


@contextmanager
def _cluster() -> Iterator[str]:
    from distributed import LocalCluster

    with LocalCluster(n_workers=PROCESSES, threads_per_worker=1, processes=True, dashboard_address=None) as made:
        yield made.scheduler_address


def dask(params: Path, count: int) -> dict[str, Any]:
    """Dask compared with a local pool of the same size, alternating, twice each: seconds per report with warm workers.

    The first reports of each run are excluded, as workers start, import and connect to the fork server then.
    """
    from gongkai.pipeline import cluster, many
    from gongkai.pipeline.job import Options

    ready = PROCESSES * 2
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder, _cluster() as address:
        root = Path(folder)
        (root / "params").mkdir()
        reports = copies(params, root / "params", count + ready)
        inputs, options = Params(root / "params"), Options(force=True)
        ways: dict[str, Callable[[Path, Callable[[Result], None]], list[Result]]] = {
            "dask": lambda out, done: cluster.run(reports, inputs, out, options, address, done=done),
            "pool": lambda out, done: many.run(reports, inputs, out, options, jobs=PROCESSES, done=done),
        }
        taken: dict[str, list[float]] = {name: [] for name in ways}
        for number in range(4):
            name = tuple(ways)[number % 2]
            came: list[float] = []
            results = ways[name](root / f"{name}{number}", lambda _, came=came: came.append(time.perf_counter()))  # type: ignore[misc]
            failed = [result.message for result in results if result.status != "done"]
            if failed:
                raise RuntimeError(failed[0])
            taken[name].append((came[-1] - came[ready - 1]) / count)
            print(f"  {name:12} {taken[name][-1]:7.2f} s a report", file=sys.stderr)
        here, there = (statistics.mean(taken[name]) for name in ("pool", "dask"))
        return {"reports": count, "dask": taken["dask"], "pool": taken["pool"], "ratio": there / here}
