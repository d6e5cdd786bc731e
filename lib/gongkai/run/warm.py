"""Warm execution: notebooks in forked children of a zygote that has imported everything; the plain kernel elsewhere."""

from __future__ import annotations

import contextlib
import json
import os
import re
import signal
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from gongkai.run import notebooks, plain, start
from gongkai.run.errors import RunError, heading
from gongkai.run.start import Unavailable, Zygote, lib_stamp, stop, zygote

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode

__all__ = ["Unavailable", "Zygote", "execute", "lib_stamp", "needs_kernel", "stop", "zygote"]

_NEEDS_KERNEL = re.compile(r"^\s*(?:!|%%|%(?!matplotlib\s+inline))|\bipywidgets\b|\bipykernel\b", re.MULTILINE)
"""Cell sources that a forked shell cannot run as a kernel does: shell commands, magics, widgets."""


def needs_kernel(path: Path) -> bool:
    """Whether a notebook holds something that only a real kernel runs."""
    return any(c.cell_type == "code" and _NEEDS_KERNEL.search(c.source) for c in notebooks.source(path).cells)


def execute(
    path: Path, parameters: Mapping[str, Any], hidden: Mapping[str, Any], *, timeout: int = plain.TIMEOUT
) -> NotebookNode:
    """Execute a section notebook; see :func:`gongkai.run.plain.execute`, whose result it gives byte for byte.

    Where there is no zygote, or the notebook needs a real kernel, the plain way is taken; ``metadata.engine`` of the
    result says which.
    """
    engine = "zygote"
    if needs_kernel(path):
        engine = "papermill"
    else:
        try:
            return _marked(_execute(path, parameters, hidden, timeout), engine)
        except Unavailable:
            engine = "papermill"
    return _marked(plain.execute(path, parameters, hidden, timeout=timeout), engine)


def _marked(notebook: NotebookNode, engine: str) -> NotebookNode:
    notebook.metadata["engine"] = engine
    return notebook


def injected(notebook: NotebookNode, parameters: Mapping[str, Any]) -> NotebookNode:
    """The notebook with its parameters in a cell after the one tagged ``parameters``, or at the top."""
    source = "\n".join(["# Parameters", *(f"{key} = {value!r}" for key, value in parameters.items())])
    cell = nbformat.v4.new_code_cell(source, metadata={"tags": ["injected-parameters"]})  # type: ignore[no-untyped-call]
    tagged = [n for n, c in enumerate(notebook.cells) if "parameters" in c.metadata.get("tags", [])]
    notebook.cells.insert(tagged[0] + 1 if tagged else 0, cell)
    return notebook


def _execute(path: Path, parameters: Mapping[str, Any], hidden: Mapping[str, Any], timeout: int) -> NotebookNode:
    stem = path.stem
    notebook = injected(notebooks.source(path), {**parameters, **hidden})
    cells = [(n, c.source) for n, c in enumerate(notebook.cells) if c.cell_type == "code" and c.source.strip()]
    request = {"cells": cells, "cwd": str(Path.cwd()), "environment": {**os.environ, **start.KERNEL_ENVIRONMENT}}
    request["reads"] = {name: {**hidden, **parameters}.get(name) for name in ("params", "agency", "year")}
    running: int | None = None
    pid: int | None = None
    with zygote().connect() as connection:
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
                    cause = "内核中途退出（内存不足或程序崩溃）；请重试，或检查这个单元格。"
                    raise _stopped(stem, cause, notebook, running, parameters)
                message = json.loads(line)
                if "refused" in message:
                    raise Unavailable(message["refused"])
                if "pid" in message:
                    pid = message["pid"]
                elif "start" in message:
                    running = message["start"]
                elif "changed" in message:
                    outputs = [nbformat.from_dict(output) for output in message["outputs"]]  # type: ignore[no-untyped-call]
                    notebook.cells[message["changed"]].outputs = outputs
                elif "done" in message:
                    cell = notebook.cells[message["done"]]
                    cell.outputs = [nbformat.from_dict(output) for output in message["outputs"]]  # type: ignore[no-untyped-call]
                    cell.execution_count = message["count"]
                    if message["failed"]:
                        error = next(o for o in cell.outputs if o.output_type == "error")
                        raise _stopped(stem, plain.raised(error.ename, error.evalue), notebook, running, parameters)
                elif "end" in message:
                    break
        except TimeoutError:
            cause = f"运行超过{timeout}秒，已停止；请检查这个单元格，或用 --timeout 放宽。"
            raise _stopped(stem, cause, notebook, running, parameters) from None
        finally:
            if pid is not None:
                with contextlib.suppress(ProcessLookupError, PermissionError):
                    os.killpg(pid, signal.SIGKILL)  # with what its cells have started
    plain.verify(notebook, stem, parameters)
    return notebooks.normalise(notebook, stem, parameters)


def _line(file: Any) -> bytes:
    """The next message; empty when the other side is gone."""
    try:
        return bytes(file.readline())
    except ConnectionResetError:
        return b""


def _stopped(
    stem: str, cause: str, notebook: NotebookNode, running: int | None, parameters: Mapping[str, Any]
) -> RunError:
    name = heading(notebook.cells[running].source) if running is not None else None
    return plain.stopped(stem, cause, name, notebook, parameters, marked=False)
