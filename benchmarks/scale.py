"""A province: load, check and roll up all returns of a synthetic jurisdiction, the first time and when nothing changed.

``python -m benchmarks --only scale`` measures the size asked for and half of it; ``python -m benchmarks.scale PARAMS`` is what is
measured. ``--organs`` sets the size.
"""

from __future__ import annotations

import json
import random
import resource
import shutil
import sqlite3
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks.timing import program
from gongkai import demo
from gongkai.returns import InputError, Params

if TYPE_CHECKING:
    from gongkai.review.check import Checked

ORGANS = 2000
FIRST, LAST = 2019, 2024


def measure(organs: int = ORGANS) -> dict[str, Any]:
    """Seconds and memory for a jurisdiction and for one of half the size, and what the ways to keep results cost."""
    found: dict[str, Any] = {"organs": organs, "years": [FIRST, LAST]}
    for name, count in (("half", organs // 2), ("all", organs)):
        with tempfile.TemporaryDirectory(prefix="gongkai-scale-") as folder:
            root = Path(folder)
            started = time.process_time()
            demo.write(demo.Plan(count, FIRST, LAST, 1, demo.known_rules(), 0.02), root)
            found[name] = {"making_cpu": time.process_time() - started}
            for state in ("first", "unchanged"):
                found[name][state] = _run(root / "params")
            if name == "all":
                found["kept"] = kept(root / "params" / ".cache" / "checks.sqlite", root)
                shutil.rmtree(root / "params" / ".cache")
    found["linear"] = {
        state: {
            "cpu": found["all"][state]["cpu"] / found["half"][state]["cpu"],
            "memory": found["all"][state]["memory_mb"] / found["half"][state]["memory_mb"],
        }
        for state in ("first", "unchanged")
    }
    return found


def _run(params: Path) -> dict[str, Any]:
    """Run the work in a process of its own."""
    with tempfile.NamedTemporaryFile(suffix=".json") as out:
        taken = program(sys.executable, "-m", "benchmarks.scale", str(params), out.name)
        done: dict[str, Any] = json.loads(Path(out.name).read_text("utf-8"))
    return {**done, "wall": taken.wall, "cpu": taken.cpu, "cpu_each_ms": taken.cpu / done["returns"] * 1000}


def work(folder: Path) -> dict[str, Any]:
    """Load and check all returns, then add up the members of every government in every year."""
    from gongkai.parsing.reader_pool import processors
    from gongkai.returns.member_sums import add_up
    from gongkai.review.many import check_many

    params = Params(folder)
    wanted = [(agency, year) for agency in params.agencies for year in params.years(agency)]
    checked: dict[tuple[str, int], Checked] = {}
    for pair, item in zip(wanted, check_many(params, wanted), strict=True):
        if isinstance(item, InputError):
            raise item
        checked[pair] = item
    differences = sums = 0
    for (_, year), item in checked.items():
        record = item.record
        if not record.agency.members:
            continue
        members = [checked[id_, year].record for id_ in record.agency.member_ids(year)]
        found = add_up(record, members)
        sums += 1
        differences += sum(cell.total not in {None, record.cells[path]} for path, cell in found.cells.items())
    own, worker = (resource.getrusage(who).ru_maxrss / 1024 for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return {
        "returns": len(wanted), "roll_ups": sums, "differences": differences,
        "errors": sum(finding.blocking for item in checked.values() for finding in item.findings),
        "processes": processors(), "own_mb": own, "worker_mb": worker,
        # A worker shares much of its memory with the others: this is more than what all need together.
        "memory_mb": own + processors() * worker,
    }  # fmt: skip


def kept(store: Path, folder: Path) -> dict[str, Any]:
    """The same entries as SQLite and as Parquet: seconds to write all, to read all, and to replace one in a hundred."""
    import pyarrow as pa
    from pyarrow import parquet

    with sqlite3.connect(store) as base:
        rows = base.execute("SELECT agency, year, key, entry FROM checked").fetchall()
    changed = random.Random(1).sample(rows, max(1, len(rows) // 100))
    found: dict[str, Any] = {"entries": len(rows), "store_mb": store.stat().st_size / 1e6}

    def clock(name: str, function: Any) -> None:
        started = time.process_time()
        function()
        found[name] = time.process_time() - started

    path = folder / "kept.sqlite"
    made = "CREATE TABLE checked (agency TEXT, year INTEGER, key TEXT, entry BLOB, PRIMARY KEY (agency, year)) WITHOUT ROWID"

    def write(rows: list[Any]) -> None:
        with sqlite3.connect(path) as base:
            base.execute(made.replace("TABLE", "TABLE IF NOT EXISTS"))
            base.executemany("INSERT OR REPLACE INTO checked VALUES (?, ?, ?, ?)", rows)

    def read() -> None:
        with sqlite3.connect(path) as base:
            base.execute("SELECT * FROM checked").fetchall()

    flat = folder / "kept.parquet"

    def write_flat(rows: list[Any]) -> None:
        columns = list(zip(*rows, strict=True))
        table = pa.table(dict(zip(("agency", "year", "key", "entry"), columns, strict=True)))
        parquet.write_table(table, flat, compression="none")

    clock("sqlite_write", lambda: write(rows))
    clock("sqlite_read", read)
    clock("sqlite_replace", lambda: write(changed))
    clock("parquet_write", lambda: write_flat(rows))
    clock("parquet_read", lambda: parquet.read_table(flat).to_pylist())
    clock("parquet_replace", lambda: write_flat([tuple(row.values()) for row in parquet.read_table(flat).to_pylist()]))
    return found


if __name__ == "__main__":
    Path(sys.argv[2]).write_text(json.dumps(work(Path(sys.argv[1]))), "utf-8")
