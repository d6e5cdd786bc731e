"""The body of ``gongkai build``: which reports, progress, what people and machines are told."""

from __future__ import annotations

import json
import shutil
import time
from collections import Counter
from contextlib import suppress
from dataclasses import asdict
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

from gongkai.build import many, stage
from gongkai.build.report import Options, Result
from gongkai.returns import InputError, Params

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

_FEW = 20
"""Up to so many reports every line is shown; of more only what was built or failed, and a summary."""

DONE, FAILED, WRONG = 0, 1, 2
"""Exit codes: done; a report failed; the input or the call is wrong."""


ENGINES = ("auto", "papermill")
"""How notebooks can be executed."""


def possible(*, jobs: int | None, timeout: int, engine: str) -> None:
    """Refuse what no build can be made with.

    Args:
        jobs: Reports at a time; ``None`` is as many as there are cores.
        timeout: Seconds that one cell may take.
        engine: One of :data:`ENGINES`.

    Raises:
        InputError: A number is below 1, or there is no such engine.
    """
    if jobs is not None and jobs < 1:
        msg = f"同时生成的报告数（-j）写的是{jobs}，应当是1或更大；不写就按处理器的核数。"
        raise InputError(msg)
    if timeout < 1:
        msg = f"单元格的时限（--timeout）写的是{timeout}，应当是1秒或更长；不写就是600秒。"
        raise InputError(msg)
    if engine not in ENGINES:
        msg = f"没有“{engine}”这种运行方式；可以用{'或'.join(ENGINES)}。"
        raise InputError(msg)


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


class _Log:
    """Lines for logs: one a report and section, with the time since the start; used when not a terminal and asked for."""

    def __init__(self, console: Console) -> None:
        self.console, self.started = console, time.perf_counter()

    def line(self, **fields: object) -> None:
        """A line of ``key=value``."""
        said = " ".join(f"{key}={value}" for key, value in fields.items())
        self.console.print(
            f"{time.perf_counter() - self.started:8.2f} {said}", soft_wrap=True, markup=False, highlight=False
        )


def run_build(
    params: Params,
    reports: Sequence[tuple[str, int]],
    out: Path,
    options: Options,
    console: Console,
    *,
    jobs: int | None = None,
    fail_fast: bool = False,
    scheduler: str | None = None,
    log: bool = False,
) -> list[Result]:
    """Build reports under one bar with counts, rate, time left and the sections now running; quiet when not a terminal."""
    columns = (
        SpinnerColumn(), TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn(),
        TimeRemainingColumn(),
    )  # fmt: skip
    counts: Counter[str] = Counter()
    running: dict[tuple[str, int], str] = {}
    lines = _Log(console)
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as bars:
        total = bars.add_task("报告", total=len(reports))

        def show() -> None:
            rate = sum(counts.values()) / max(1e-9, time.perf_counter() - lines.started) * 60
            now = "、".join(f"{agency}:{stem}" for (agency, _), stem in list(running.items())[:3])
            said = f"生成{counts['done']} 跳过{counts['skipped']} 失败{counts['failed']} 每分钟{rate:.0f}份 {now}"
            bars.update(total, description=said, completed=sum(counts.values()))

        def told(agency: str, year: int, stem: str, state: str) -> None:
            running[agency, year] = stem
            if log:
                lines.line(event="section", agency=agency, year=year, section=stem, state=state)
            show()

        def done(result: Result) -> None:
            _remember(result, out)
            counts[result.status] += 1
            running.pop((result.agency, result.year), None)
            if log:
                lines.line(event="report", agency=result.agency, year=result.year, status=result.status,
                           seconds=f"{result.seconds:.2f}")  # fmt: skip
            show()

        if scheduler is not None:
            from gongkai.build import cluster

            return cluster.run(reports, params, out, options, scheduler, fail_fast=fail_fast, done=done)
        # What is current needs no worker.
        found: dict[tuple[str, int], Result] = {}
        todo = []
        for report in reports:
            result = many.current(params, *report, out, options)
            if result is None:
                todo.append(report)
            else:
                found[report] = result
                done(result)
        for result in many.run(
            todo, params, out, options, jobs=many.workers(jobs, len(todo)), fail_fast=fail_fast, told=told, done=done
        ):
            found[result.agency, result.year] = result
        return [found[report] for report in reports if report in found]


REASON = "reason.txt"
"""Where the folder of a failed report says why, for ``gongkai list``."""


def _remember(result: Result, out: Path) -> None:
    """Keep why a report failed until it is built; what ``strict`` refused leaves nothing."""
    folder = out / str(result.year) / f"{result.agency}.failed"
    with suppress(OSError):  # the failure itself may be that nothing can be written
        if result.status != "failed":
            shutil.rmtree(folder, ignore_errors=True)
        elif not result.is_refused:
            folder.mkdir(parents=True, exist_ok=True)
            stage.write(folder / REASON, f"{result.message}\n")


def summarise(results: Sequence[Result], out: Path, console: Console, *, why: bool) -> None:
    """A line per report that was built or failed, the slowest sections, then every failure in full."""

    def say(text: str, **style: str) -> None:
        console.print(text, soft_wrap=True, markup=False, highlight=False, **style)  # type: ignore[arg-type]

    words = {"done": "已生成", "skipped": "没有变化", "failed": "失败"}
    for result in results:
        line = f"{words[result.status]}  {result.agency} {result.year}"
        if result.status == "done":
            open_ = {"error": "错误", "warning": "警告", "hint": "提示", "waived": "已认可"}
            counts = "、".join(
                f"{label}{result.findings[key]}" for key, label in open_.items() if result.findings.get(key)
            )
            where = out / str(result.year) / result.agency
            line += f"  {result.seconds:.1f}秒  {where}" + (f"  （{counts}）" if counts else "")
        if result.status != "skipped" or len(results) <= _FEW:
            say(line)
        if result.findings.get("error"):
            call = f"gongkai check {result.agency} --year {result.year}"
            say(f"    有{result.findings['error']}处错误没有解决，请勿发布；请运行 {call}")
        if why:
            for reason in result.why:
                say(f"    因为{reason}")
        for warning in result.warnings:
            say(f"    注意：{warning}")
    if len(results) > _FEW:
        tally = Counter(result.status for result in results)
        say(f"共{len(results)}份：生成{tally['done']}，没有变化{tally['skipped']}，失败{tally['failed']}。")
        slow = sorted(
            ((s, f"{r.agency} {r.year} {stem}") for r in results for stem, s in r.sections.items()), reverse=True
        )
        if slow:
            say("最慢的部分：" + "；".join(f"{name} {seconds:.1f}秒" for seconds, name in slow[:3]))
    for result in results:
        if result.status == "failed":
            say(f"\n{result.message}", style="red")


def exit_code(results: Sequence[Result]) -> int:
    """2 when a failure is wrong input and nothing else failed, 1 when a report failed, else 0."""
    failed = [result for result in results if result.status == "failed"]
    if not failed:
        return DONE
    return WRONG if all(result.is_input for result in failed) else FAILED


def to_json(results: Sequence[Result]) -> str:
    """The results for machines."""
    return json.dumps([asdict(result) for result in results], ensure_ascii=False, indent=2) + "\n"
