"""A worker of a pool: the events that it sends, and when Ctrl-C ends it."""

from __future__ import annotations

import json
import multiprocessing
import threading
from typing import TYPE_CHECKING

import pytest

from gongkai.pipeline import worker

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection


@pytest.fixture
def pipe() -> Iterator[tuple[Connection, Connection]]:
    """The ends of a pipe: to listen, and to speak."""
    heard, said = multiprocessing.Pipe(duplex=False)
    yield heard, said
    heard.close()
    said.close()


@pytest.mark.parametrize(
    ("text", "is_sent"), [("", True), ("x" * 504, True), ("x" * 505, False), ("甲" * 168, True), ("甲" * 169, False)]
)
def test_events_that_the_system_writes_at_once(pipe: tuple[Connection, Connection], text: str, is_sent: bool) -> None:
    """An event of up to 512 bytes with its header of four arrives as it is; a longer one could be mixed with others and is left out."""
    heard, said = pipe
    worker.send(said, text)
    worker.send(said, "next")
    found = [json.loads(heard.recv_bytes()) for _ in range(1 + is_sent)]
    assert [*[[text]] * is_sent, ["next"]] == found
    assert not heard.poll()


def test_nobody_listens(pipe: tuple[Connection, Connection]) -> None:
    """Events of which nobody wants to hear any more stop no work; names may have bytes that are no text."""
    heard, said = pipe
    worker.send(said, "a\udcff")
    assert ["a\udcff"] == json.loads(heard.recv_bytes().decode(errors="surrogatepass"))
    heard.close()
    worker.send(said, "x")


@pytest.mark.parametrize(("orphaned", "building"), [(False, False), (False, True), (True, False), (True, True)])
def test_interrupts(monkeypatch: pytest.MonkeyPatch, orphaned: bool, building: bool) -> None:
    """Ctrl-C is left to the parent; a worker ends by itself if it has none any more, and is at a report."""
    for name, value in (("_ORPHANED", orphaned), ("_BUILDING", building)):
        event = threading.Event()
        if value:
            event.set()
        monkeypatch.setattr(worker, name, event)
    if orphaned and building:
        with pytest.raises(SystemExit):
            worker._on_interrupt()
    else:
        worker._on_interrupt()
