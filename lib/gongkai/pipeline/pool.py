"""A pool of worker processes that share one fork server; the death of one costs at most the report that it was building."""

from __future__ import annotations

import json
import multiprocessing
import os
import signal
import threading
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager, suppress
from multiprocessing import forkserver
from typing import TYPE_CHECKING, Any

from gongkai.pipeline import starter, worker
from gongkai.pipeline.job import Result
from gongkai.publish import formats
from gongkai.run import environment, servers
from gongkai.run.fork_client import Unavailable

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from multiprocessing.connection import Connection

    from gongkai.pipeline.job import Task

    Report = tuple[str, int]
    OnEvent = Callable[[str, int, str, str], None]

_TRIES = 2
"""How often a report is begun whose worker dies."""

_ALONE = threading.Lock()
"""Held by the pool that runs: the process that workers are forked from, which is replaced after a loss, is one for all pools of this process."""

_ASKED_EVERY = 1
"""Seconds without a result after which it is asked whether results can still come."""


def run(
    tasks: Sequence[Task],
    jobs: int,
    on_event: OnEvent,
    done: Callable[[Result], None],
    *,
    fail_fast: bool,
) -> dict[Report, Result]:
    """Run tasks in a pool; a report whose worker dies is retried once, and then fails on its own. Another pool of this process waits.

    Args:
        tasks: The reports.
        jobs: How many at a time.
        on_event: Called for each section with agency, year, notebook, state.
        done: Called with each result as it arrives.
        fail_fast: Start no further reports after a failure.

    Returns:
        The results, without those skipped by ``fail_fast``.
    """
    found: dict[Report, Result] = {}
    tries: dict[Report, int] = {}
    left = list(tasks)
    with _ALONE, environment.safe_path(), _listening(on_event) as events:
        given = events, _shared_server(), dict(os.environ)
        while left:
            if tries:
                _replace_starter()
            pool = ProcessPoolExecutor(jobs, _context(), worker.initialise, given)
            try:
                with _uninterrupted():
                    sent = _submit(pool, left)
                broken = collect(sent, _take, found, done, fail_fast=fail_fast)
                pool.shutdown()
            except BaseException:
                _kill(pool)
                raise
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
    return found


def _nothing() -> None:
    """Submit no further task."""


def collect(
    sent: dict[Future[Any], Task],
    take: Callable[[Future[Any], Task], Result | None],
    found: dict[Report, Result],
    done: Callable[[Result], None],
    *,
    fail_fast: bool,
    lost: Callable[[], bool] | None = None,
    more: Callable[[], None] = _nothing,
) -> list[Task]:
    """Gather the results of submitted tasks as they arrive.

    Args:
        sent: The tasks by future; emptied.
        take: Extracts the result of a completed future; ``None`` if its worker died.
        found: Receives the results.
        done: Called with each result.
        fail_fast: Cancel the others after a failure.
        lost: Whether what the tasks were sent to is lost, so that no more results will come; asked while none comes.
        more: Submits further tasks if it is time; called before results are waited for, until a failure ends the run.

    Returns:
        The tasks without a result, except cancelled ones.
    """
    broken: list[Task] = []
    more()
    while sent:
        ready, _ = wait(sent, None if lost is None else _ASKED_EVERY, return_when=FIRST_COMPLETED)
        if not ready and lost is not None and lost():
            return [*broken, *sent.values()]
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
                more = _nothing
                for other in sent:
                    other.cancel()
        more()
    return broken


def _submit(pool: ProcessPoolExecutor, tasks: Sequence[Task]) -> dict[Future[Any], Task]:
    """Submit tasks; those that a pool which is already broken refuses are sent back like those whose worker died."""
    sent: dict[Future[Any], Task] = {}
    for task in tasks:
        try:
            sent[pool.submit(worker.work, task)] = task
        except (BrokenProcessPool, OSError, EOFError) as error:  # what starts the workers, or one of them, was killed
            refused: Future[Result] = Future()
            refused.set_exception(BrokenProcessPool(str(error)))
            sent[refused] = task
    return sent


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Put off signals that end the program until the block is done.

    A worker that is being started is not yet known to the pool: it could not be killed, and would complain about what its
    parent has removed.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    came: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    before = {number: handler for number, handler in before.items() if callable(handler)}  # not if they are ignored
    for number in before:
        signal.signal(number, lambda which, _: came.append(which))
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
        if came:
            signal.raise_signal(came[0])


def _take(future: Future[Result], _task: Task) -> Result | None:
    try:
        return future.result()
    except BrokenProcessPool:
        return None


def _shared_server() -> str | None:
    """The socket of one fork server shared by all workers, to import once; ``None`` if unavailable."""
    try:
        return servers.notebook_server().path
    except Unavailable:
        return None


def _context() -> Any:
    """How workers are started: forked from a process that has imported everything, whose memory they share.

    This process itself must not fork, as it has threads.
    """
    if "forkserver" in multiprocessing.get_all_start_methods():
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload([starter.__name__, worker.__name__, *formats.modules()])
        return context
    return multiprocessing.get_context("spawn")


def _replace_starter() -> None:
    """Let the workers that replace those that died be forked from a new process. No other pool may be running: its workers would die.

    It may be the one to fork from that was lost, which counts as running until the system has removed it.
    """
    server = forkserver._forkserver  # noqa: SLF001 - there is no public way
    if server._forkserver_pid is not None:  # type: ignore[attr-defined]  # noqa: SLF001
        with suppress(OSError):
            os.kill(server._forkserver_pid, signal.SIGKILL)  # type: ignore[attr-defined]  # noqa: SLF001
            server._stop()  # type: ignore[attr-defined]  # noqa: SLF001


@contextmanager
def _listening(on_event: OnEvent) -> Iterator[Connection]:
    """The end of a pipe to which workers send events; ``on_event`` is called with each.

    It is no :class:`multiprocessing.Queue`: a worker killed while it held that queue's lock would block all others for ever.
    """
    heard, said = _context().Pipe(duplex=False)

    def listen() -> None:
        with suppress(EOFError, OSError):
            while data := heard.recv_bytes(worker.LONGEST_EVENT):
                on_event(*json.loads(data.decode(errors="surrogatepass")))

    thread = threading.Thread(target=listen, daemon=True)
    thread.start()
    try:
        yield said
    finally:
        with suppress(OSError):
            said.send_bytes(b"")
        thread.join(5)
        said.close()
        heard.close()


def _kill(pool: ProcessPoolExecutor) -> None:
    """Kill the workers; what they had half prepared is left to :func:`gongkai.pipeline.remains.sweep`."""
    processes = list((pool._processes or {}).values())  # noqa: SLF001 - the pool has no public way to end at once
    manager: threading.Thread | None = getattr(pool, "_executor_manager_thread", None)
    for process in processes:
        process.kill()
    for process in processes:
        process.join(5)
    pool.shutdown(wait=False, cancel_futures=True)
    if manager is not None:
        manager.join(5)  # Python, when it ends, would wake it up by a pipe that it is just closing
