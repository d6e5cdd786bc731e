"""The body of ``gongkai build`` and ``gongkai list``: which reports, progress, what people and machines are told."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from gongkai.build.report import Options, Result, build, stale
from gongkai.returns import InputError, Params

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

DONE, FAILED, WRONG = 0, 1, 2
"""Exit codes: done; a report failed; the input or the call is wrong."""


def select(params: Params, agencies: Sequence[str], years: Sequence[int], *, every: bool) -> list[tuple[str, int]]:
    """Which reports are meant.

    Raises:
        InputError: No such organ or year, or nothing named.
    """
    if not agencies and not every:
        msg = "请写明机关（例如 gongkai build huancui-yingji --year 2020），或用 --all 生成全部。"
        raise InputError(msg)
    found = []
    for agency in agencies or params.agencies:
        known = params.years(agency)
        wanted = [year for year in years if year in known] if years and not agencies else years or known
        for year in wanted:
            params.path(agency, year)
            found.append((agency, year))
    if not found:
        msg = "没有符合条件的报告；gongkai list 可以看到有哪些。"
        raise InputError(msg)
    return list(dict.fromkeys(found))


def run_build(
    params: Params, reports: Sequence[tuple[str, int]], out: Path, options: Options, console: Console
) -> list[Result]:
    """Build reports one after the other with a bar per report and section; quiet when not a terminal."""
    results: list[Result] = []
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        total = bars.add_task("报告", total=len(reports))
        for agency, year in reports:
            task = bars.add_task(f"{agency} {year}", total=None)

            def told(stem: str, state: str, task: object = task, name: str = f"{agency} {year}") -> None:
                bars.update(task, description=f"{name} {stem}", advance=state in {"kept", "done"})  # type: ignore[arg-type]

            results.append(build(params, agency, year, out, options, told))
            bars.remove_task(task)
            bars.advance(total)
    return results


def summarise(results: Sequence[Result], out: Path, console: Console, *, why: bool) -> None:
    """A line per report, then every failure in full."""
    words = {"done": "已生成", "skipped": "没有变化", "failed": "失败"}
    for result in results:
        line = f"{words[result.status]}  {result.agency} {result.year}"
        if result.status == "done":
            open_ = {"error": "错误", "warning": "警告", "hint": "提示", "waived": "已认可"}
            counts = "、".join(
                f"{label}{result.findings[key]}" for key, label in open_.items() if result.findings.get(key)
            )
            line += f"  {result.seconds:.1f}秒  {out / str(result.year) / result.agency}" + (
                f"  （{counts}）" if counts else ""
            )
        console.print(line, soft_wrap=True, markup=False, highlight=False)
        if why:
            for reason in result.why:
                console.print(f"    因为{reason}", soft_wrap=True, markup=False, highlight=False)
        for warning in result.warnings:
            console.print(f"    注意：{warning}", soft_wrap=True, markup=False, highlight=False)
    for result in results:
        if result.status == "failed":
            console.print(f"\n{result.message}", style="red", soft_wrap=True, markup=False, highlight=False)


def exit_code(results: Sequence[Result]) -> int:
    """2 when a failure is wrong input and nothing else failed, 1 when a report failed, else 0."""
    failed = [result for result in results if result.status == "failed"]
    if not failed:
        return DONE
    return WRONG if all(result.is_input for result in failed) else FAILED


def to_json(results: Sequence[Result]) -> str:
    """The results for machines."""
    return json.dumps([asdict(result) for result in results], ensure_ascii=False, indent=2) + "\n"


def run_list(params: Params, out: Path, console: Console) -> int:
    """A table of every organ and year: built, stale, and why."""
    table = Table("机关", "名称", "年度", "状态", "原因")
    for agency in params.agencies:
        name = params.agency(agency).name
        for year in params.years(agency):
            reasons = stale(params, agency, year, out)
            built = (out / str(year) / agency / "manifest.json").is_file()
            state = "最新" if not reasons else "需要更新" if built else "未生成"
            table.add_row(agency, name, str(year), state, "；".join(reasons[:3]) if built else "")
    console.print(table)
    return DONE


def console(*, errors: bool = False) -> Console:
    """Where people are told: the terminal, in an encoding that can always be written."""
    stream = sys.stderr if errors else sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    return Console(file=stream)
