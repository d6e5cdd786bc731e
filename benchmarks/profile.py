"""Breakdown of the CPU time of a report, compared with the floor, in warm processes, sequentially.

Linux only: the time of the fork server and of its children is read from ``/proc``.
"""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import floor
from benchmarks.bulk import copies
from benchmarks.timing import program
from gongkai.pipeline.job import Options
from gongkai.pipeline.report import build
from gongkai.returns import Params
from gongkai.run import fork_executor, notebooks, servers

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    Report = tuple[str, int]


def measure(params: Path, count: int = 20) -> dict[str, Any]:
    """CPU milliseconds per report, by component."""
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        root = Path(folder)
        (root / "params").mkdir()
        first, reports = (made := copies(params, root / "params", count + 4))[:4], made[4:]
        shutil.copytree(root / "params", root / "again")
        inputs, again = Params(root / "params"), Params(root / "again")  # a process parses the same file only once

        def ours(agency: str, year: int) -> None:
            result = build(inputs, agency, year, root / "out", Options(force=True))
            if result.status != "done":
                raise RuntimeError(result.message)

        def nothing(_agency: str, _year: int) -> None:
            where = notebooks.folder()
            for stem in notebooks.stems(where):
                for _ in fork_executor.stream_messages(
                    [(n, "x = 1") for n, _ in notebooks.code(notebooks.source(where / f"{stem}.ipynb"))]
                ):
                    pass

        def sections(agency: str, year: int) -> None:
            for stem in notebooks.stems(notebooks.folder()):
                floor.shown(stem, {"agency": agency, "year": year, "params": str(again.root)})

        for report in first:  # one-time costs
            ours(*report)
            sections(*report)
        whole, empty, shown = _interleaved((ours, nothing, sections), reports)
        servers.stop()
        # In a separate process, as Typst caches earlier results.
        few, many = (_floor(inputs.root, root / "floor", part) for part in (first, made))
        plain = (many - few) / count * 1e3
    return {
        "reports": count,
        "ours": {**whole, "all": sum(whole.values())},
        "of which notebooks that do nothing": {**empty, "all": sum(empty.values())},
        "floor": {"all": plain, "of which sections": shown["process"]},
        "ratio": sum(whole.values()) / plain,
        "ratio if notebooks cost nothing": (sum(whole.values()) - sum(empty.values())) / plain,
    }


def _floor(params: Path, out: Path, reports: Sequence[Report]) -> float:
    """CPU seconds of the floor."""
    names = [f"{agency}:{year}" for agency, year in reports]
    return program(sys.executable, "-m", "benchmarks.floor", str(params), str(out), *names).cpu


def _interleaved(ways: Sequence[Callable[[str, int], None]], reports: Sequence[Report]) -> list[dict[str, float]]:
    """Milliseconds per report of this process, the fork server and its children, for each variant, alternating."""
    taken = [dict.fromkeys(("process", "server", "children"), 0.0) for _ in ways]
    server = servers.notebook_server()
    assert isinstance(server, servers.ForkServer)
    for report in reports:
        for way, total in zip(ways, taken, strict=True):
            before, clock = _used(server.process.pid), time.process_time()
            way(*report)
            process = time.process_time() - clock
            time.sleep(0.05)  # until the last child is reaped
            own, children = (now - then for now, then in zip(_used(server.process.pid), before, strict=True))
            for name, value in zip(total, (process, own, children), strict=True):
                total[name] += value / len(reports) * 1e3
    return taken


def _used(pid: int) -> tuple[float, float]:
    """CPU seconds of a process, and of its children that have ended."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    own, own_system, children, children_system = (int(field) / os.sysconf("SC_CLK_TCK") for field in fields[11:15])
    return own + own_system, children + children_system
