"""How results are gathered, and what signals do meanwhile."""

from __future__ import annotations

import signal
from concurrent.futures import Future
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

import pytest

from gongkai.pipeline import pool, worker
from gongkai.pipeline.job import Options, Result, Task
from gongkai.run import servers
from gongkai.run.fork_client import Unavailable

if TYPE_CHECKING:
    from collections.abc import Iterator


def task(agency: str) -> Task:
    return Task(Path(), Path(), agency, 2024, Options())


def future(status: str | None) -> Future[Any]:
    """One that is done, or for ``None`` one that never will be."""
    made: Future[Any] = Future()
    if status is not None:
        made.set_result(status)
    return made


def take(done: Future[str], of: Task) -> Result | None:
    status = done.result()
    return None if status == "lost" else Result(of.agency, of.year, status)  # type: ignore[arg-type]


def gather(sent: dict[Future[Any], Task], **options: Any) -> tuple[dict[str, str], list[str], list[str]]:
    """The statuses that were found, in what order they were announced, and what has none."""
    found: dict[tuple[str, int], Result] = {}
    heard: list[str] = []
    left = pool.collect(
        sent, take, found, lambda result: heard.append(result.agency), **{"fail_fast": False, **options}
    )
    return {agency: result.status for (agency, _), result in found.items()}, sorted(heard), [t.agency for t in left]


def test_reports_of_dead_workers() -> None:
    """Reports whose worker died are given back, the others announced, and those that were cancelled forgotten."""
    cancelled = future(None)
    cancelled.cancel()
    cancelled.set_running_or_notify_cancel()
    sent = {
        future("lost"): task("a"),
        future("done"): task("b"),
        cancelled: task("c"),
        future("failed"): task("d"),
        future("lost"): task("e"),
    }
    found, heard, left = gather(sent)
    assert ({"b": "done", "d": "failed"}, ["b", "d"], ["a", "e"]) == (found, heard, sorted(left))


@pytest.mark.parametrize("fail_fast", [False, True])
def test_after_a_failure(fail_fast: bool) -> None:
    """After a failure others are sent and waited for, or those that have not begun are cancelled and no more are sent."""
    first, waiting = future("failed"), future(None)
    sent = {first: task("a"), waiting: task("b")}
    asked = []

    def more() -> None:
        asked.append(len(sent))
        if len(asked) == 2 and not fail_fast:
            waiting.set_result("done")
            sent[future("skipped")] = task("c")

    if fail_fast:
        # What is cancelled is known to be so once its turn would have come.
        waiting.add_done_callback(lambda each: each.set_running_or_notify_cancel())
    found, _, left = gather(sent, fail_fast=fail_fast, more=more)
    expected = {"a": "failed"} if fail_fast else {"a": "failed", "b": "done", "c": "skipped"}
    assert (expected, [], fail_fast) == (found, left, waiting.cancelled())
    assert asked[:1] == [2]
    assert fail_fast == (len(asked) == 1)


def test_where_results_come_from_is_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    """While nothing comes it is asked whether anything can; what has no result then is given back, with what was broken."""
    monkeypatch.setattr(pool, "_ASKED_EVERY", 0.01)
    asked: list[int] = []

    def lost() -> bool:
        asked.append(1)
        return len(asked) == 3

    sent = {future("lost"): task("a"), future(None): task("b"), future("done"): task("c")}
    assert ({"c": "done"}, ["c"], ["a", "b"]) == gather(sent, lost=lost)
    assert 3 == len(asked)


@pytest.fixture
def handled() -> Iterator[list[int]]:
    """Signals that the program's own handler has seen; SIGTERM is ignored."""
    seen: list[int] = []
    before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
    signal.signal(signal.SIGINT, lambda number, _: seen.append(number))
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    yield seen
    for number, handler in before.items():
        signal.signal(number, handler)


def test_signals_are_put_off(handled: list[int]) -> None:
    """A signal that comes while workers are started is handled, once, when they are; one that is ignored stays so."""
    with pool._uninterrupted():
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGINT)
        signal.raise_signal(signal.SIGTERM)
        assert [] == handled
    assert [signal.SIGINT] == handled
    with pool._uninterrupted():
        pass
    signal.raise_signal(signal.SIGINT)
    assert ([signal.SIGINT] * 2, signal.SIG_IGN) == (handled, signal.getsignal(signal.SIGTERM))


def test_signals_in_another_thread(handled: list[int]) -> None:
    """Only the main thread has handlers of signals: in another one nothing is put off, and nothing fails."""
    done = []

    def inside() -> None:
        with pool._uninterrupted():
            done.append(1)

    thread = Thread(target=inside)
    thread.start()
    thread.join()
    assert ([1], []) == (done, handled)


def test_workers_without_a_fork_server(monkeypatch: pytest.MonkeyPatch) -> None:
    """Workers share the fork server, if there is one."""
    monkeypatch.setattr(servers, "notebook_server", lambda: SimpleNamespace(path="/a/socket"))
    assert "/a/socket" == pool._shared_server()
    monkeypatch.setattr(servers, "notebook_server", lambda: (_ for _ in ()).throw(Unavailable("no fork")))
    assert None is pool._shared_server()


def test_how_workers_are_killed() -> None:
    """All workers are killed before any is waited for, so that none takes up what another one leaves."""
    happened: list[str] = []

    def process(name: str) -> SimpleNamespace:
        return SimpleNamespace(
            kill=lambda: happened.append(f"kill {name}"), join=lambda _: happened.append(f"join {name}")
        )

    made = SimpleNamespace(
        _processes={1: process("a"), 2: process("b")}, shutdown=lambda **_: happened.append("shutdown"),
        _executor_manager_thread=SimpleNamespace(join=lambda _: happened.append("manager")),
    )  # fmt: skip
    pool._kill(made)  # type: ignore[arg-type]
    assert ["kill a", "kill b", "join a", "join b", "shutdown", "manager"] == happened
    pool._kill(SimpleNamespace(_processes=None, shutdown=lambda **_: None))  # type: ignore[arg-type]


def test_events_reach_the_caller() -> None:
    """Events of workers are passed on in order, until the pipe is closed."""
    heard: list[tuple[str, int, str, str]] = []
    with pool._listening(lambda *event: heard.append(event)) as said:
        for number in range(3):
            worker.send(said, "a\udcff", 2024, f"0{number}", "run")
    assert [("a\udcff", 2024, f"0{number}", "run") for number in range(3)] == heard
