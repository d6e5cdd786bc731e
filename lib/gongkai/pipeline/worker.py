"""A worker process of a pool: builds one report at a time, reports what it does, and ends with the process that started it."""

from __future__ import annotations

import _thread
import ctypes
import gc
import json
import multiprocessing
import os
import signal
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

from gongkai.files import error_log
from gongkai.pipeline.report import build
from gongkai.returns import Params
from gongkai.returns.parse_cache import CACHE, FEW
from gongkai.run import environment, servers

if TYPE_CHECKING:
    from collections.abc import Mapping
    from multiprocessing.connection import Connection

    from gongkai.pipeline.job import Result, Task

LONGEST_EVENT = 512
"""Maximum bytes of an event. POSIX lets writes to a pipe of up to this size, header included, never be mixed or cut off."""

_CLEANUP = 0.5
"""Seconds that an orphan may take to remove what it had prepared."""

_EVENTS: list[Connection] = []
_BUILDING, _ORPHANED = threading.Event(), threading.Event()


def initialise(events: Connection, shared: str | None, variables: Mapping[str, str]) -> None:
    """Initialise a worker: it leaves Ctrl-C to its parent, whose fork server and environment it uses.

    Args:
        events: Where to send events; see :func:`send`.
        shared: The socket of the fork server, if there is one.
        variables: The environment.
    """
    environment.replace(variables)
    error_log.quieten("worker")
    signal.signal(signal.SIGINT, _on_interrupt)
    threading.Thread(target=_end_with_parent, daemon=True).start()
    _EVENTS[:] = [events]
    CACHE.limit = FEW
    gc.freeze()  # imported objects live forever: exempt them from garbage collection
    servers.borrow(shared)


def work(task: Task) -> Result:
    """Build one report in a worker."""

    def on_event(stem: str, state: str) -> None:
        if _EVENTS:
            send(_EVENTS[0], task.agency, task.year, stem, state)

    _BUILDING.set()
    try:
        result = build(Params(task.params, task.successions), task.agency, task.year, task.out, task.options, on_event)
    finally:
        _BUILDING.clear()
        if _ORPHANED.is_set():
            os._exit(1)
    _trim_memory()
    return result


def send(events: Connection, *event: object) -> None:
    """Send an event through a pipe that several processes write to, without a lock that a killed one could keep.

    Events only show progress: one that is too long to be written at once is left out, and so are all once nobody listens.
    """
    data = json.dumps(event, ensure_ascii=False).encode(errors="surrogatepass")
    if len(data) + 4 <= LONGEST_EVENT:
        with suppress(OSError):
            events.send_bytes(data)


def _on_interrupt(*_: object) -> None:
    if _ORPHANED.is_set() and _BUILDING.is_set():
        raise SystemExit


def _end_with_parent() -> None:
    """End this process once its parent has ended, after removing what it had prepared."""
    if (parent := multiprocessing.parent_process()) is None:
        return
    parent.join()
    with suppress(OSError):  # whatever is interrupted now would print a traceback, and nobody is there to read it
        os.dup2(os.open(os.devnull, os.O_WRONLY), 2)
    _ORPHANED.set()
    if _BUILDING.is_set():
        _thread.interrupt_main()
        threading.Event().wait(_CLEANUP)
    os._exit(1)


def _trim_memory() -> None:
    """Return free memory to the system if the C library can: about a tenth of a worker's, in a millisecond."""
    if sys.platform == "linux":
        with suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)
