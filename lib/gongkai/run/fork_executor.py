"""Execution in children of a fork server that has imported everything, or else by plain papermill."""

from __future__ import annotations

import base64
import re
import tempfile
import threading
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from gongkai import seed
from gongkai.returns import succession
from gongkai.returns.parse_cache import CACHE
from gongkai.run import TIMEOUT, environment, notebooks, papermill_executor, servers
from gongkai.run.errors import DIED, RunError, describe_timeout, run_error, verify
from gongkai.run.fork_client import Lost, Unavailable
from gongkai.run.servers import notebook_server

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from concurrent.futures import Executor

    from nbformat import NotebookNode

    from gongkai.run.messages import Message

ENGINE = "fork server"
"""``metadata.engine`` of a notebook executed here; with plain papermill it says so, and why."""

_NEEDS_KERNEL = re.compile(
    r"^\s*(?:[%!]+\s*(?:pip3?|conda|mamba|micromamba|uv)\b|!.*\bpip3?\s+install\b)|\bipywidgets\b", re.MULTILINE
)
"""Sources that need a new process or a full client: installing a package does not change the one already imported."""


def needs_kernel(path: Path) -> bool:
    """Whether a notebook file contains code that only a real kernel can run."""
    return wants_kernel(notebooks.source(path))


def wants_kernel(notebook: NotebookNode) -> bool:
    """Whether a notebook contains code that only a real kernel can run."""
    return any(_NEEDS_KERNEL.search(source) for _, source in notebooks.code(notebook))


def execute(
    path: Path, parameters: Mapping[str, Any], hidden: Mapping[str, Any], *, timeout: int = TIMEOUT
) -> NotebookNode:
    """Execute a section notebook; the result equals :func:`gongkai.run.papermill_executor.execute`'s byte for byte.

    If the fork server is killed meanwhile, another one executes the notebook from its first cell. If there is none, or
    the notebook needs a real kernel, plain papermill does; ``metadata.engine`` of the result records which one did.
    """
    reason = "installs packages or shows widgets"
    for last in () if needs_kernel(path) else (False, True):
        try:
            return _marked(_execute(path, parameters, hidden, timeout), ENGINE)
        except Unavailable as error:
            if _TERMINATING.is_set():
                raise
            reason = str(error)
            if last or not isinstance(error, Lost):
                break
    return _marked(papermill_executor.execute(path, parameters, hidden, timeout=timeout), f"papermill ({reason})")


def _marked(notebook: NotebookNode, engine: str) -> NotebookNode:
    notebook.metadata["engine"] = engine
    return notebook


class Died(RuntimeError):
    """The child ended before the notebook did."""


_TERMINATING = threading.Event()


def terminate_all(threads: Executor) -> None:
    """End all children of this process at once and join the threads that communicate with them."""
    _TERMINATING.set()
    try:
        threads.shutdown(wait=False, cancel_futures=True)
        servers.stop()
        threads.shutdown()
    finally:
        _TERMINATING.clear()


def stream_messages(
    cells: Sequence[tuple[int, str]], *, inputs: Mapping[str, Any] | None = None, timeout: float | None = None,
    cwd: str | None = None, run_seed: int | None = None,
) -> Iterator[Message]:  # fmt: skip
    """Run cells in a child of the fork server and stream its messages.

    Args:
        cells: Position and source of each, without empty ones.
        inputs: Params folder, organ and year that the cells are going to read.
        timeout: Seconds that one cell may take.
        cwd: Folder in which the cells run; by default the working directory.
        run_seed: Seed of the run; none by default.

    Yields:
        ``{"start": position}``; ``{"changed": position, "outputs": …}``; ``{"done": position, "outputs": …, "count": …,
        "failed": …}``. After the last one the child and all processes that it started have ended.

    Raises:
        Lost: The fork server ended.
        Unavailable: There is none, it must not fork, or the cells need a full client.
        Died: The child ended before the last cell was done.
        TimeoutError: A cell took too long.
    """
    if _TERMINATING.is_set():
        raise Unavailable("terminating")
    request = {
        "cells": cells, "cwd": cwd or str(Path.cwd()), "seed": run_seed, "environment": environment.of_kernel(),
        "inputs": dict(inputs or {}),
    }  # fmt: skip
    server = notebook_server()
    try:
        child = server.fork(request, timeout)
    except Lost:
        servers.give_up(server)
        raise
    try:
        while (message := child.receive()) is not None:
            if "end" in message:
                return
            if "unfit" in message:
                raise Unavailable(message["unfit"])
            yield message
        raise Died
    except Lost:
        servers.give_up(server)
        raise
    finally:
        child.end()


def apply_output(message: Mapping[str, Any], notebook: NotebookNode) -> None:
    """Set the outputs, and the execution count, of the cell named in a ``changed`` or ``done`` message."""
    cell = notebook.cells[message["done"] if "done" in message else message["changed"]]
    cell.outputs = [nbformat.from_dict(output) for output in message["outputs"]]  # type: ignore[no-untyped-call]
    if "done" in message:
        cell.execution_count = message["count"]


def _execute(path: Path, parameters: Mapping[str, Any], hidden: Mapping[str, Any], timeout: int) -> NotebookNode:
    stem, given = path.stem, {**parameters, **hidden}
    notebook = notebooks.injected(notebooks.source(path), given)
    running: int | None = None
    cause: str | None = None
    with _private_folder() as private:
        work = Path(private, "work")
        work.mkdir()
        run_seed = seed.of_notebook(stem, parameters)
        try:
            inputs = {name: given.get(name) for name in ("params", "agency", "year")} | _known(given)
            for message in stream_messages(
                notebooks.code(notebook), inputs=inputs, timeout=timeout, cwd=str(work), run_seed=run_seed
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
        name = notebooks.heading(notebook.cells[running].source) if running is not None else None
        raise run_error(stem, cause, name, notebook, parameters, marked=False)
    verify(notebook, stem, parameters)
    return notebooks.normalise(notebook, stem, parameters)


def _private_folder() -> tempfile.TemporaryDirectory[str]:
    """A folder for one execution, in that of the fork server, which removes it should this process be killed."""
    server = notebook_server()
    try:
        return tempfile.TemporaryDirectory(prefix="gongkai-", dir=Path(server.path).parent)
    except FileNotFoundError as error:
        servers.give_up(server)
        raise Lost(str(error)) from error


_SENT: list[object] = []
"""What was sent last to a fork server: its socket and the files that were parsed."""


def _known(given: Mapping[str, Any]) -> dict[str, Any]:
    """Files of an organ that this process has parsed, if not yet sent, and successions, so that the fork server need not look.

    A server that has evicted them, or a different server, parses the files itself. Successions are sent each time: sections
    run in parallel, and one must not take those of an earlier build.
    """
    params, agency = given.get("params"), given.get("agency")
    if not params or not agency:
        return {}
    found: dict[str, Any] = {}
    if (successions := succession.known(Path(params))) is not None:
        found["successions"] = {key.decode("latin-1"): ids for key, ids in successions.items()}
    folder = Path(params) / agency
    sent = [notebook_server().path, CACHE.keys(folder)]
    if sent != _SENT:  # sections of a report follow one another
        _SENT[:] = sent
        found["parsed"] = base64.b64encode(CACHE.below(folder)).decode("ascii")
    return found


def _failed(
    stem: str, notebook: NotebookNode, out: Path, parameters: Mapping[str, Any], timeout: int
) -> RunError:  # fmt: skip
    """A cell raised: papermill marks the notebook, and :mod:`~gongkai.run.papermill_executor` writes the message."""
    from papermill.exceptions import PapermillExecutionError
    from papermill.execute import raise_for_execution_errors

    try:
        raise_for_execution_errors(notebook, str(out))
        verify(notebook, stem, parameters)  # papermill does not treat ``sys.exit(0)`` as a failure
    except PapermillExecutionError as error:
        return papermill_executor.failure(stem, error, out, parameters, timeout)
    except RunError as error:
        return error
    msg = "a cell failed without an error"
    raise AssertionError(msg)
