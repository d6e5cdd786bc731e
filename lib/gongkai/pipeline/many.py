"""Many reports, one after the other or in a pool; one report's failure does not stop the others."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from gongkai.pipeline import pool
from gongkai.pipeline.job import Options, Result, Task
from gongkai.pipeline.report import build

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from gongkai.pipeline.pool import OnEvent, Report
    from gongkai.returns import Params

WORKER_BYTES = 600_000_000
"""Memory assumed per worker, including its share of the fork server and running children."""


def cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def workers(wanted: int | None, reports: int) -> int:
    """How many reports to build at a time, limited by cores, memory and the number of reports."""
    bound = cores()
    with suppress(ValueError, OSError, AttributeError):
        bound = min(bound, os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE") // WORKER_BYTES)
    return max(1, min(wanted if wanted is not None else bound, reports))


def _ignore(_agency: str, _year: int, _stem: str, _state: str) -> None:
    """Ignore an event."""


def run(
    reports: Sequence[Report],
    params: Params,
    out: Path,
    options: Options,
    *,
    jobs: int = 1,
    fail_fast: bool = False,
    on_event: OnEvent = _ignore,
    done: Callable[[Result], None] = lambda _: None,
) -> list[Result]:
    """Build reports.

    Args:
        reports: Agency and year of each report.
        params: Inputs.
        out: Folder of outputs.
        options: How to build.
        jobs: How many at a time; with 1, the sections of a report run in parallel.
        fail_fast: Start no further reports after a failure.
        on_event: Called for each section with agency, year, notebook, state.
        done: Called with each result as it arrives.

    Returns:
        The results in the order of ``reports``, without those skipped by ``fail_fast``.
    """
    found: dict[Report, Result] = {}
    if jobs <= 1:
        alone = replace(options, parallel=cores())
        for agency, year in reports:
            result = build(params, agency, year, out, alone, lambda s, t, a=agency, y=year: on_event(a, y, s, t))  # type: ignore[misc]
            found[agency, year] = result
            done(result)
            if fail_fast and result.status == "failed":
                break
    else:
        tasks = [Task(params.root, out, agency, year, options, params.successions) for agency, year in reports]
        found = pool.run(tasks, jobs, on_event, done, fail_fast=fail_fast)
    return [found[report] for report in reports if report in found]
