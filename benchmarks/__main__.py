"""Run all benchmarks: ``python -m benchmarks [--quick] [--reports N] [--long N] [--only PART]``.

Writes ``benchmarks/results.json`` with the machine's data and prints the targets and whether they were met.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from benchmarks import bulk, charts, cold, preview, profile, reading, rules, scale, start, timing

if TYPE_CHECKING:
    from collections.abc import Callable

HERE = Path(__file__).parent
PARAMS = HERE.parent / "params"
COLD = ("huaian-zhengfu", 2024)
"""The report of the cold start; it has charts."""

PARTS = (
    "start",
    "cold",
    "charts",
    "bulk",
    "long",
    "unchanged",
    "dask",
    "profile",
    "rules",
    "scale",
    "reading",
    "preview",  # last, as it needs a browser
)
"""The parts, in the order in which they run."""

STARTS = (("help", "gongkai --help", 2), ("list", "gongkai list", 3), ("nothing", "a build with nothing to do", 3))
"""The commands that :mod:`benchmarks.start` measures, and how many times the imports they may take."""


def targets(found: dict[str, Any]) -> list[tuple[str, float, str, bool]]:
    """The targets: name, measured value, target, whether it was met."""
    rows: list[tuple[str, float, str, bool]] = []

    def aim(name: str, value: float | None, least: float | None = None, most: float | None = None) -> None:
        if value is not None:
            reached = (least is None or value >= least) and (most is None or value <= most)
            rows.append((name, value, f">= {least:g}" if least is not None else f"<= {most:g}", reached))

    if begun := found.get("start"):
        for way, name, most in STARTS:
            aim(f"{name}: times “{start.BASE}”", begun["ratio_wall"][way], most=most)
    if one := found.get("cold"):
        aim("one report, cold: times faster than the analyst's way", one["ratio_wall"], least=10)
        aim("one report, cold: times the floor", one["floor_wall"], most=1.5)
        if "execution_wall" in one:
            aim("execution alone, cold: times faster than papermill", one["execution_wall"], least=1)
    if drawn := found.get("charts"):
        aim("a chart with its variant for phones, warm, ms of processor", drawn["slowest"]["warm"], most=30)
    if edited := found.get("preview"):
        aim("preview: a text that is saved, shown after s", edited["text"]["wall"], most=1)
        aim("preview: a number that is saved, shown after s", edited["figure"]["wall"], most=2)
        aim("preview: a chart that is changed, shown after s", edited["chart"]["wall"], most=2)
    if many := found.get("bulk"):
        if one:
            # The analyst's way was taken in the same invocation but one report at a time, before the bulk run.
            many["ratio"] = one["analyst"]["wall"] / many["ours_each"]
            many["ratio_cpu"] = one["analyst"]["cpu"] / many["ours_cpu_each"]
            aim(f"{many['reports']} reports: times faster a report than the analyst's way", many["ratio"], least=25)
        aim(f"{many['reports']} reports: times the floor on as many processes", many["floor_ratio"], most=1.8)
    if run := found.get("long"):
        highest = run["many"]["highest_mb"]
        aim(f"memory of the fork server over {run['reports']} reports, MB", highest["server"], most=300)
        aim(f"memory of a worker over {run['reports']} reports, MB", highest["worker"], most=200)
        aim("memory of a worker, last fifth over middle fifth", run["memory_last_over_middle"], most=1.1)
        aim("seconds a report, last fifth over first", run["last_over_first"], most=1.1)
        aim(f"seconds a report, {run['reports']} over {bulk.FEW}", run["many_over_few"], most=1.1)
    if still := found.get("unchanged"):
        aim(f"{still['reports']} unchanged reports looked at, s", still["first"], most=1)
        aim("unchanged: twice as many over twice the time", still["linear"], most=1.2)
    if large := found.get("scale"):
        whole = large["all"]
        size = f"{large['organs']} organs, {whole['first']['returns']} returns"
        aim(f"{size}: load, check, roll up, s", whole["first"]["wall"], most=60)
        aim(f"{size}: the same, processor time on 2 cores, s", whole["first"]["cpu"] / 2, most=60)
        aim(f"{size}: nothing changed, s", whole["unchanged"]["wall"], most=60)
        aim(f"{size}: memory, MB", max(whole[state]["memory_mb"] for state in ("first", "unchanged")), most=2000)
        aim("scale: processor time, twice as many over half", large["linear"]["first"]["cpu"], most=2.2)
        aim("scale: memory, twice as many over half", large["linear"]["first"]["memory"], most=2.2)
    if prose := found.get("reading"):
        aim("1 MB of the slowest adversarial text, s of processor", prose["slowest"], most=10)
        aim(f"{prose['returns']} returns with prose, s of processor", prose["seconds"], most=60)
    if cluster := found.get("dask"):
        aim("Dask over the local pool", cluster["ratio"], most=1.15)
    return rows


def processor(found: dict[str, Any]) -> dict[str, float]:
    """The ratios in CPU seconds, including all children, and what a chart costs in a build."""
    one, many, begun = found.get("cold", {}), found.get("bulk", {}), found.get("start", {})
    drawn = found.get("charts", {}).get("slowest", {})
    rows = {
        **{f"{name}: times “{start.BASE}”": begun.get("ratio_cpu", {}).get(way) for way, name, _ in STARTS},
        "one report: times less than the analyst's way": one.get("ratio_cpu"),
        "one report: times the floor": one.get("floor_cpu"),
        "execution alone: times less than papermill": one.get("execution_cpu"),
        "many reports: times less a report than the analyst's way": many.get("ratio_cpu"),
        "many reports: times the floor": many.get("floor_ratio_cpu"),
        "a chart with its variant for phones, first of a notebook, ms": drawn.get("build"),
    }
    return {name: value for name, value in rows.items() if value is not None}


def main() -> None:
    """Run the benchmarks and write the results."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round, six reports")
    parser.add_argument("--reports", type=int, help="reports of the bulk run  [default: 50, quick 6]")
    parser.add_argument("--long", type=int, help="reports of the long run  [default: 500, quick 30]")
    parser.add_argument("--repeats", type=int, help="rounds of the cold start  [default: 3, quick 1]")
    parser.add_argument(
        "--only", action="append", choices=PARTS, help="the part to run; may be repeated  [default: all]"
    )
    parser.add_argument("--organs", type=int, help="organs of the jurisdiction  [default: 2000, quick 60]")
    parser.add_argument("--out", type=Path, default=HERE / "results.json", help="file to write")
    asked = parser.parse_args()
    count = asked.reports or (6 if asked.quick else 50)
    repeats = asked.repeats or (1 if asked.quick else 3)
    parts: dict[str, Callable[[], dict[str, Any]]] = {
        "start": lambda: start.measure(PARAMS, "huancui-yingji", 2020, max(7, repeats)),
        "cold": lambda: cold.measure(PARAMS, *COLD, repeats),
        "charts": lambda: charts.measure(PARAMS, *COLD),
        "preview": lambda: preview.measure(PARAMS, *COLD, max(5, repeats)),
        "bulk": lambda: bulk.measure(PARAMS, count),
        "long": lambda: bulk.long(PARAMS, asked.long or (30 if asked.quick else 500)),
        "unchanged": lambda: bulk.unchanged(PARAMS),
        "dask": lambda: bulk.dask(PARAMS, min(count, 24)),
        "profile": lambda: profile.measure(PARAMS, 6 if asked.quick else 20),
        "rules": rules.measure,
        "scale": lambda: scale.measure(asked.organs or (60 if asked.quick else scale.ORGANS)),
        "reading": reading.measure,
    }
    found: dict[str, Any] = {"machine": timing.machine(), "taken": time.strftime("%Y-%m-%d")}
    for name in PARTS:
        if asked.only and name not in asked.only:
            continue
        print(f"{name} …", file=sys.stderr)
        clock = time.perf_counter()
        found[name] = parts[name]()
        found[name]["measured_in"] = round(time.perf_counter() - clock, 1)
        rows = targets(found)
        found["targets"] = [
            {"name": name, "value": value, "aim": aim, "reached": reached} for name, value, aim, reached in rows
        ]
        with tempfile.NamedTemporaryFile(
            "w", dir=asked.out.parent, suffix=".json", delete=False, encoding="utf-8"
        ) as aside:
            json.dump(found, aside, ensure_ascii=False, indent=2)
            aside.write("\n")
        Path(aside.name).replace(asked.out)
    for name, value in processor(found).items():
        print(f"{'':8} {name:62} {value:8.2f}  (processor time; hardly moved by what else runs)")
    for name, value, wanted, reached in targets(found):
        print(f"{'reached' if reached else 'MISSED ':8} {name:62} {value:8.2f}  {wanted}")


if __name__ == "__main__":
    main()
