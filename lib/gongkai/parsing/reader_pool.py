"""Read several files from outside, each in a child process of its own, some at a time.

The children are forks of this process, so that what it has imported and read (parsers, forms) is there in each of them; see
:mod:`gongkai.parsing.watchdog`.
"""

from __future__ import annotations

import os
import selectors
from collections import deque
from typing import TYPE_CHECKING, TypeVar, cast

from gongkai.parsing import watchdog
from gongkai.parsing.watchdog import Child

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

T = TypeVar("T")

_AHEAD = 8
"""How many times the number of jobs files may be read ahead of the one whose turn it is."""


def read_all(call: Callable[[Path], T], paths: Sequence[Path], jobs: int | None = None) -> Iterator[T | Exception]:
    """Call a function with each of several files.

    Args:
        call: See :func:`gongkai.parsing.watchdog.read`.
        paths: The files.
        jobs: How many are read at a time; by default as many as this process has processors. Always one where no child can
            be forked.

    Yields:
        For each file, in their order, what the function returned, or the exception that
        :func:`~gongkai.parsing.watchdog.read` would have raised.
    """
    most = jobs or processors()
    if not watchdog.can_fork():
        yield from (_outcome(lambda path=path: watchdog.read(call, path)) for path in paths)  # type: ignore[misc]
        return
    waiting, begun = deque(paths), deque[Child]()
    try:
        while waiting or begun:
            while waiting and sum(child.is_running for child in begun) < most and len(begun) < _AHEAD * most:
                begun.append(Child(call, waiting.popleft()))
            _receive([child for child in begun if child.is_running])
            while begun and not begun[0].is_running:
                yield cast("T | Exception", _outcome(begun.popleft().returned))
    finally:  # nobody wants the rest
        for child in begun:
            child.end()


def _outcome(call: Callable[[], T]) -> T | Exception:
    try:
        return call()
    except Exception as error:  # noqa: BLE001 - the caller decides
        return error


def _receive(children: Sequence[Child]) -> None:
    """Wait until children have written something, and take it."""
    with selectors.DefaultSelector() as selector:
        for child in children:
            selector.register(child.pipe, selectors.EVENT_READ, child)
        for key, _ in selector.select():
            key.data.receive()


def processors() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
