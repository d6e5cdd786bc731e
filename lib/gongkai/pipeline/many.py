"""Many reports: a pool of workers that share one fork server; one report's failure does not stop the others."""

from __future__ import annotations

import ctypes
import gc
import multiprocessing
import os
import signal
import sys
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from threading import Thread
from typing import TYPE_CHECKING, Any

from gongkai import files
from gongkai.pipeline.job import Options, Result
from gongkai.pipeline.report import build
from gongkai.publish import formats
from gongkai.returns import Params
from gongkai.returns.parsed import CACHE, FEW
from gongkai.run import environment, servers
from gongkai.run.fork_client import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    Report = tuple[str, int]
    OnEvent = Callable[[str, int, str, str], None]

WORKER_BYTES = 600_000_000
"""Memory assumed per worker, including its share of the fork server and running children."""

_TRIES = 2


@dataclass(frozen=True)
class Task:
    """One report to build."""

    params: Path
    out: Path
    agency: str
    year: int
    options: Options


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
        tasks = [Task(params.root, out, agency, year, options) for agency, year in reports]
        shared = _shared()
        variables = dict(os.environ)
        with environment.safe_path(), _listening(on_event) as queue:
            _pooled(tasks, jobs, (queue, shared, variables), found, done, fail_fast=fail_fast)
    return [found[report] for report in reports if report in found]


def _shared() -> str | None:
    """The socket of one fork server shared by all workers, to import once; ``None`` if unavailable."""
    try:
        return servers.notebook_server().path
    except Unavailable:
        return None


def _pooled(
    tasks: Sequence[Task],
    jobs: int,
    given: tuple[Any, str | None, dict[str, str]],
    found: dict[Report, Result],
    done: Callable[[Result], None],
    *,
    fail_fast: bool,
) -> None:
    """Run tasks in a pool; a report whose worker dies is retried once, and then fails on its own.

    Args:
        tasks: The reports.
        jobs: How many at a time.
        given: Arguments of :func:`_initialise`.
        found: Receives the results.
        done: Called with each result.
        fail_fast: Start no further reports after a failure.
    """
    tries: dict[Report, int] = {}
    left = list(tasks)
    while left:
        pool = ProcessPoolExecutor(jobs, _context(), _initialise, given)
        try:
            broken = collect({pool.submit(work, task): task for task in left}, _take, found, done, fail_fast=fail_fast)
        except BaseException:
            _kill(pool, tasks[0].out)
            raise
        pool.shutdown()
        left = []
        for task in broken:
            report = task.agency, task.year
            tries[report] = tries.get(report, 0) + 1
            if tries[report] < _TRIES:
                left.append(task)
            else:
                message = f"{task.agency} {task.year}年：生成报告的进程两次中途退出（内存不足或程序崩溃）；上一次的成品没有动。"
                found[report] = Result(task.agency, task.year, "failed", message)
                done(found[report])


def _take(future: Future[Result], _task: Task) -> Result | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None


def collect(
    sent: dict[Future[Any], Task],
    take: Callable[[Future[Any], Task], Result | None],
    found: dict[Report, Result],
    done: Callable[[Result], None],
    *,
    fail_fast: bool,
) -> list[Task]:
    """Gather the results of submitted tasks as they arrive.

    Args:
        sent: The tasks by future; emptied.
        take: Extracts the result of a completed future; ``None`` if its worker died.
        found: Receives the results.
        done: Called with each result.
        fail_fast: Cancel the others after a failure.

    Returns:
        The tasks without a result, except cancelled ones.
    """
    broken = []
    while sent:
        ready, _ = wait(sent, return_when=FIRST_COMPLETED)
        for future in ready:
            task = sent.pop(future)
            if future.cancelled():
                continue
            if (result := take(future, task)) is None:
                broken.append(task)
                continue
            found[task.agency, task.year] = result
            done(result)
            if fail_fast and result.status == "failed":
                for other in sent:
                    other.cancel()
    return broken


_QUEUE: list[Any] = []


def _context() -> Any:
    """How workers are started: forked from a process that has imported everything, whose memory they share.

    This process itself must not fork, as it has threads.
    """
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([__name__, *formats.modules()])
        return context
    return multiprocessing.get_context("spawn")


def _initialise(queue: Any, shared: str | None, variables: dict[str, str]) -> None:
    """Initialise a worker: it ignores Ctrl-C and uses the parent's fork server and environment."""
    environment.replace(variables)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _QUEUE[:] = [queue]
    CACHE.limit = FEW
    gc.freeze()  # imported objects live forever: exempt them from garbage collection
    servers.borrow(shared)


def work(task: Task) -> Result:
    """Build one report in a worker."""

    def on_event(stem: str, state: str) -> None:
        if _QUEUE and _QUEUE[0] is not None:
            _QUEUE[0].put((task.agency, task.year, stem, state))

    result = build(Params(task.params), task.agency, task.year, task.out, task.options, on_event)
    _trim_memory()
    return result


def _trim_memory() -> None:
    """Return free memory to the system if the C library can: about a tenth of a worker's, in a millisecond."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


@contextmanager
def _listening(on_event: OnEvent) -> Iterator[Any]:
    """A queue for events from workers; ``on_event`` is called with each."""
    queue: Any = _context().Queue()

    def listen() -> None:
        while (message := queue.get()) is not None:
            on_event(*message)

    thread = Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield queue
    finally:
        queue.put(None)
        thread.join(5)


def _kill(pool: ProcessPoolExecutor, out: Path) -> None:
    """Kill the workers and remove their partial outputs."""
    processes = list((pool._processes or {}).values())  # noqa: SLF001 - the pool has no public way to end at once
    for process in processes:
        process.kill()
    for process in processes:
        process.join(5)
    pool.shutdown(wait=False, cancel_futures=True)
    for process in processes:
        for year in out.iterdir() if out.is_dir() else ():
            files.remove_staged(year, process.pid or 0)
