"""Warm execution: notebooks in forked children of a zygote that has imported everything; the plain kernel elsewhere."""

from __future__ import annotations

import base64
import contextlib
import json
import os
import re
import signal
import socket
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from gongkai.returns.parsed import PARSED
from gongkai.run import environment, notebooks, papermill_executor, seed
from gongkai.run.errors import DIED, RunError, describe_timeout, heading, run_error, verify
from gongkai.run.fork_client import Unavailable, Zygote, lib_stamp, stop, zygote

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from nbformat import NotebookNode

__all__ = ["Unavailable", "Zygote", "execute", "lib_stamp", "needs_kernel", "stop", "zygote"]

_NEEDS_KERNEL = re.compile(
    r"^\s*(?:[%!]+\s*(?:pip3?|conda|mamba|micromamba|uv)\b|!.*\bpip3?\s+install\b)|\bipywidgets\b", re.MULTILINE
)
"""Cell sources that need a fresh process or a client: what installs packages would not change those that are loaded."""


def needs_kernel(path: Path) -> bool:
    """Whether a notebook holds something that only a real kernel runs."""
    return wants_kernel(notebooks.source(path))


def wants_kernel(notebook: NotebookNode) -> bool:
    """Whether a notebook that has been read holds something that only a real kernel runs."""
    return any(_NEEDS_KERNEL.search(source) for _, source in notebooks.code(notebook))


def execute(
    path: Path, parameters: Mapping[str, Any], hidden: Mapping[str, Any], *, timeout: int = papermill_executor.TIMEOUT
) -> NotebookNode:
    """Execute a section notebook; see :func:`gongkai.run.papermill_executor.execute`, whose result it gives byte for byte.

    Where there is no zygote, or the notebook needs a real kernel, the plain way is taken; ``metadata.engine`` of the
    result says which.
    """
    reason = "installs packages or shows widgets"
    if not needs_kernel(path):
        try:
            return _marked(_execute(path, parameters, hidden, timeout), "zygote")
        except Unavailable as error:
            if _HUNG_UP.is_set():
                raise
            reason = str(error)
    return _marked(papermill_executor.execute(path, parameters, hidden, timeout=timeout), f"papermill ({reason})")


def _marked(notebook: NotebookNode, engine: str) -> NotebookNode:
    notebook.metadata["engine"] = engine
    return notebook


class Died(RuntimeError):
    """The child ended before the notebook did."""


_OPEN: set[socket.socket] = set()
_HUNG_UP = threading.Event()


def terminate_all(threads: Executor) -> None:
    """End all children of this process at once and wait for the threads that talk to them."""
    _HUNG_UP.set()
    try:
        for connection in list(_OPEN):
            with contextlib.suppress(OSError):
                connection.shutdown(socket.SHUT_RDWR)
        stop()
        threads.shutdown(cancel_futures=True)
    finally:
        _HUNG_UP.clear()


def stream_messages(
    cells: Sequence[tuple[int, str]], *, reads: Mapping[str, Any] | None = None, timeout: float | None = None,
    cwd: str | None = None, planted: int | None = None,
) -> Iterator[dict[str, Any]]:  # fmt: skip
    """Run cells in a child of the zygote and hear what becomes of them.

    Args:
        cells: Position and source of each, without empty ones.
        reads: The folder of inputs, organ and year that the cells are going to read.
        timeout: Seconds that one cell may take.
        cwd: Folder in which the cells run; the one at hand by default.
        planted: Seed of the run; none by default.

    Yields:
        ``{"start": position}``; ``{"changed": position, "outputs": …}``; ``{"done": position, "outputs": …, "count": …,
        "failed": …}``. After the last one the child and whatever it has started are gone.

    Raises:
        Unavailable: There is no zygote, or it must not fork.
        Died: The child ended before the last cell was done.
        TimeoutError: A cell took too long.
    """
    request = {
        "cells": cells, "cwd": cwd or str(Path.cwd()), "seed": planted, "environment": environment.of_kernel(),
        "reads": dict(reads or {}),
    }  # fmt: skip
    pid: int | None = None
    with zygote().connect() as connection:
        _OPEN.add(connection)
        connection.settimeout(timeout)
        file = connection.makefile("rwb")
        try:
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):  # refused: the answer says why
                file.write(json.dumps(request).encode() + b"\n")
                file.flush()
            while True:
                line = _line(file)
                if not line and pid is None:
                    msg = "the zygote gave no child"
                    raise Unavailable(msg)
                if not line:
                    raise Died
                message = json.loads(line)
                if "refused" in message or "unfit" in message:
                    raise Unavailable(message.get("refused") or message["unfit"])
                if "pid" in message:
                    pid = message["pid"]
                elif "end" in message:
                    return
                else:
                    yield message
        finally:
            _OPEN.discard(connection)
            if pid is not None:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)  # with what its cells have started


def apply_output(message: Mapping[str, Any], notebook: NotebookNode) -> None:
    """Put the outputs of a ``changed`` or ``done`` message where they belong."""
    cell = notebook.cells[message["done"] if "done" in message else message["changed"]]
    cell.outputs = [nbformat.from_dict(output) for output in message["outputs"]]  # type: ignore[no-untyped-call]
    if "done" in message:
        cell.execution_count = message["count"]


def _execute(path: Path, parameters: Mapping[str, Any], hidden: Mapping[str, Any], timeout: int) -> NotebookNode:
    stem, given = path.stem, {**parameters, **hidden}
    notebook = notebooks.injected(notebooks.source(path), given)
    running: int | None = None
    cause: str | None = None
    with tempfile.TemporaryDirectory(prefix="gongkai-") as private:
        work = Path(private, "work")
        work.mkdir()
        planted = seed.number(stem, parameters)
        try:
            reads = {name: given.get(name) for name in ("params", "agency", "year")}
            reads["parsed"] = _parsed(given)
            for message in stream_messages(
                notebooks.code(notebook), reads=reads, timeout=timeout, cwd=str(work), planted=planted
            ):
                if "start" in message:
                    running = message["start"]
                    continue
                apply_output(message, notebook)
                if message.get("failed"):
                    raise _failed(stem, notebook, Path(private, f"{stem}.out.ipynb"), parameters, timeout)
        except Died:
            cause = DIED
        except TimeoutError:
            cause = describe_timeout(timeout)
    if cause is not None:
        name = heading(notebook.cells[running].source) if running is not None else None
        raise run_error(stem, cause, name, notebook, parameters, marked=False)
    verify(notebook, stem, parameters)
    return notebooks.normalise(notebook, stem, parameters)


_TOLD: list[object] = []
"""What the zygote was told last: its socket and the files."""


def _parsed(given: Mapping[str, Any]) -> str | None:
    """What this process has parsed of an organ's files already, so that the zygote need not; told once.

    A zygote that has forgotten, or is another one by now, reads the files itself.
    """
    params, agency = given.get("params"), given.get("agency")
    if not params or not agency:
        return None
    folder = Path(params) / agency
    telling = [zygote().path, PARSED.keys(folder)]
    if telling == _TOLD:  # sections of one report come one after the other
        return None
    _TOLD[:] = telling
    return base64.b64encode(PARSED.below(folder)).decode("ascii")


def _failed(
    stem: str, notebook: NotebookNode, out: Path, parameters: Mapping[str, Any], timeout: int
) -> RunError:  # fmt: skip
    """A cell raised: papermill itself marks the notebook, and :mod:`~gongkai.run.papermill_executor` finds the sentence."""
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors

    try:
        raise_for_execution_errors(notebook, str(out))
        verify(notebook, stem, parameters)  # what papermill lets pass: ``sys.exit(0)``
    except PapermillExecutionError as error:
        return papermill_executor.failure(stem, error, out, parameters, timeout)
    except RunError as error:
        return error
    msg = "a cell failed without an error"
    raise AssertionError(msg)


def _line(file: Any) -> bytes:
    """The next message; empty when the other side is gone."""
    try:
        return bytes(file.readline())
    except ConnectionResetError:
        return b""
