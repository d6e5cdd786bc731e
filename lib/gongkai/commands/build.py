"""The body of ``gongkai build``: selects reports, builds them and determines the exit code."""

from __future__ import annotations

import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from gongkai import files
from gongkai.pipeline import remains, staleness
from gongkai.returns import InputError, Params
from gongkai.run import notebooks, overrides

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from gongkai.commands.progress import Watch
    from gongkai.pipeline.job import Options, Result

DONE, FAILED, WRONG = 0, 1, 2
"""Exit codes: success; a report failed; the input or the command line is wrong."""


ENGINES = ("auto", "papermill")
"""How notebooks can be executed."""


def validate_options(*, jobs: int | None, timeout: int, engine: str) -> None:
    """Refuse options with which no build is possible.

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
    """Select the reports to build.

    Raises:
        InputError: There is no such organ or year, or none was named.
    """
    if not agencies and not every:
        msg = "请写明机关（例如 gongkai build huancui-yingji --year 2020），或用 --all 生成全部。"
        raise InputError(msg)
    found = []
    for agency in [params.find(organ) for organ in agencies] or params.agencies:
        known = params.years(agency)
        wanted = [year for year in years if year in known] if years and not agencies else years or known
        for year in wanted:
            params.path(agency, year)
            found.append((agency, year))
    if not found:
        msg = "没有符合条件的报告；gongkai list 可以看到有哪些。"
        raise InputError(msg)
    return list(dict.fromkeys(found))


def warn_unused(params: Params, console: Console) -> None:
    """Name the folders of own notebooks that are of no organ: a misspelled one would not be noticed otherwise."""
    for sentence in overrides.unused(notebooks.folder(), params.agencies):
        console.print(sentence, style="yellow", markup=False, highlight=False, soft_wrap=True)


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
    """Build the reports that are stale and show progress.

    Args:
        params: Inputs.
        reports: Agency and year of each.
        out: Folder of outputs.
        options: How to build.
        console: Console on which to show progress.
        jobs: How many at a time; by default as many as cores and memory allow.
        fail_fast: Start no further reports after a failure.
        scheduler: Address of a Dask scheduler; by default the reports are built on this machine.
        log: Whether to show a line for each section and report instead of a progress bar.

    Returns:
        The results in the order of ``reports``, without those skipped by ``fail_fast``.
    """
    found: dict[tuple[str, int], Result] = {}
    todo: list[tuple[str, int]] = []
    for report in reports:
        result = staleness.current(params, *report, out, options)
        if result is not None:
            found[report] = result
            _remember(result, options.root(out))
            continue
        if not todo and scheduler is None and options.engine == "auto":
            _start_fork_server()
        todo.append(report)
    try:
        if todo:
            from gongkai.commands.progress import Watch

            with Watch(console, len(reports), skipped=len(found), log=log) as watch:
                for result in _run(todo, params, out, options, jobs, fail_fast, scheduler, watch):
                    found[result.agency, result.year] = result
    finally:  # also after Ctrl-C
        remains.sweep(out)
    return [found[report] for report in reports if report in found]


def _start_fork_server() -> None:
    """Start importing what notebooks need while this process checks the other reports and imports the rest."""
    from gongkai.run import servers
    from gongkai.run.fork_client import Unavailable

    with suppress(Unavailable):
        servers.notebook_server()


def _run(
    reports: Sequence[tuple[str, int]], params: Params, out: Path, options: Options, jobs: int | None, fail_fast: bool,
    scheduler: str | None, watch: Watch,
) -> list[Result]:  # fmt: skip
    """Build stale reports; the builder is imported here, because often no report is stale."""
    from gongkai.pipeline import cluster, many

    def done(result: Result) -> None:
        _remember(result, options.root(out))
        watch.done(result)

    if scheduler is not None:
        return cluster.run(reports, params, out, options, scheduler, fail_fast=fail_fast, done=done)
    jobs = many.workers(jobs, len(reports))
    return many.run(reports, params, out, options, jobs=jobs, fail_fast=fail_fast, on_event=watch.section, done=done)


REASON = "reason.txt"
"""File in the folder of a failed report with the reason, for ``gongkai list``."""


def _remember(result: Result, out: Path) -> None:
    """Record why a report failed until it is built; a refusal by ``strict`` leaves no record."""
    folder = remains.failure(out / str(result.year) / result.agency)
    with suppress(OSError):  # the failure may be that the folder is not writable
        if result.status != "failed":
            shutil.rmtree(folder, ignore_errors=True)
        elif not result.is_refused:
            files.write(folder / REASON, f"{result.message}\n", durable=False)


def exit_code(results: Sequence[Result]) -> int:
    """2 if the only failures are wrong input, 1 if a report failed otherwise, else 0."""
    failed = [result for result in results if result.status == "failed"]
    if not failed:
        return DONE
    return WRONG if all(result.is_input for result in failed) else FAILED
