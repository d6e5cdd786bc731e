"""Execution by plain papermill with the plain ``python3`` kernel: the reference that every faster way is held to."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from gongkai.run import notebooks, seed
from gongkai.run.errors import RunError, heading
from gongkai.run.fork_client import KERNEL_ENVIRONMENT

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbformat import NotebookNode

TIMEOUT = 600
"""Seconds that one cell may take."""


@contextmanager
def environment(extra: Mapping[str, str] | None = None) -> Iterator[None]:
    """The kernel's environment variables, set for the while and put back."""
    wanted = {**KERNEL_ENVIRONMENT, **(extra or {})}
    before = {key: os.environ.get(key) for key in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for key, value in before.items():
            if value is None:
                os.environ.pop(key, None)
            else:
                os.environ[key] = value


def execute(
    path: Path, parameters: Mapping[str, Any], hidden: Mapping[str, Any], *, timeout: int = TIMEOUT,
    engine: str | None = None,
) -> NotebookNode:  # fmt: skip
    """Execute a section notebook with parameters.

    Args:
        path: The notebook.
        parameters: Parameters that may be seen in the result (agency, year).
        hidden: Parameters that are removed from it (the folder of inputs).
        timeout: Seconds that one cell may take.
        engine: Papermill engine; papermill's own by default.

    Returns:
        The executed notebook, normalised.

    Raises:
        RunError: A cell failed, took too long or never ran, or the kernel died.
    """
    import papermill

    stem = path.stem
    with (
        tempfile.TemporaryDirectory(prefix="gongkai-") as private,
        environment(_profile(Path(private), stem, parameters)),
    ):
        clean, out, work = Path(private, f"{stem}.ipynb"), Path(private, f"{stem}.out.ipynb"), Path(private, "work")
        work.mkdir()
        nbformat.write(notebooks.source(path), clean)  # type: ignore[no-untyped-call]
        try:
            papermill.execute_notebook(
                clean, out, {**parameters, **hidden}, engine_name=engine, kernel_name="python3", progress_bar=False,
                request_save_on_cell_execute=True, execution_timeout=timeout, raise_on_iopub_timeout=True, extra_arguments=["--log-level=CRITICAL"],
                resources={"metadata": {"path": str(work)}},
            )  # fmt: skip
        except Exception as error:
            raise failure(stem, error, out, parameters, timeout) from error
        notebook = nbformat.read(out, as_version=4)  # type: ignore[no-untyped-call]
    verify(notebook, stem, parameters)
    return notebooks.normalise(notebook, stem, parameters)


def _profile(private: Path, stem: str, parameters: Mapping[str, Any]) -> dict[str, str]:
    """A profile of IPython for one run in the place of the user's own, which plants the seed."""
    startup = private / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    planted = seed.number(stem, parameters)
    lines = ["from gongkai.run import seed", f"seed.at_first_cell(get_ipython(), {planted})", "del seed"]
    (startup / "00-seed.py").write_text("\n".join(lines), "utf-8")
    return {"IPYTHONDIR": str(private / "ipython")}


def failure(stem: str, error: Exception, out: Path, parameters: Mapping[str, Any], timeout: int) -> RunError:
    """The sentence for an exception of papermill, nbclient or the kernel."""
    notebook = nbformat.read(out, as_version=4) if out.is_file() else None  # type: ignore[no-untyped-call]
    kind = type(error).__name__
    cell = _running(notebook)
    if kind == "PapermillExecutionError":
        cell = heading(str(getattr(error, "source", "")))
        cause = raised(getattr(error, "ename", ""), getattr(error, "evalue", ""))
    elif kind == "CellTimeoutError":
        cause = LOST if "IOPub" in str(error) else late(timeout)
    elif kind == "DeadKernelError":
        cause = DIED
    else:
        cause = f"{kind}：{error}"
    return stopped(stem, cause, cell, notebook, parameters, marked=kind == "PapermillExecutionError")


INPUT_ERRORS = frozenset({"InputError", "ProseError", "ReturnError", "FontError", "FormError", "PhotoError"})
"""Exceptions whose message is for the analyst: the input is wrong, not the notebook."""

DIED = "内核中途退出（内存不足或程序崩溃）；请重试，或检查这个单元格。"


LOST = "输出没有全部送到；请重试，或减少这个单元格的输出。"


def late(timeout: float) -> str:
    """A cell took too long."""
    return f"运行超过{timeout}秒，已停止；请检查这个单元格，或用 --timeout 放宽。"


def raised(name: str, value: str) -> str:
    """What an exception in a cell means to an analyst."""
    if name == "SystemExit":
        return "提前结束了运行（sys.exit）；请删去后重试。"
    return value if name in INPUT_ERRORS else f"{name}：{value}"


def stopped(
    stem: str,
    cause: str,
    cell: str | None,
    notebook: NotebookNode | None,
    parameters: Mapping[str, Any],
    *,
    marked: bool,
) -> RunError:
    """The failure of a run, with the error marked at the top of the notebook as papermill marks it."""
    if notebook is not None:
        notebook = notebooks.normalise(notebook, stem, parameters)
        if not marked:
            note = nbformat.v4.new_markdown_cell(f"**运行没有完成**：单元格“{cell or ''}”：{cause}")  # type: ignore[no-untyped-call]
            note.id = notebooks.cell_id(stem, 99)
            note.metadata["tags"] = ["papermill-error-cell-tag"]
            notebook.cells.insert(0, note)
    error = RunError(stem, cause, cell, notebook)
    errors = [o for c in (notebook.cells if notebook else ()) for o in c.get("outputs", []) if o.output_type == "error"]
    error.is_input = any(output.ename in INPUT_ERRORS for output in errors)
    return error


def _running(notebook: NotebookNode | None) -> str | None:
    """Heading of the cell that was running when the run stopped."""
    for cell in notebook.cells if notebook is not None else ():
        if cell.metadata.get("papermill", {}).get("status") == "running":
            return heading(cell.source)
    reached = [c for c in (notebook.cells if notebook is not None else ()) if c.get("execution_count") is not None]
    return heading(reached[-1].source) if reached else None


def verify(notebook: NotebookNode, stem: str, parameters: Mapping[str, Any]) -> None:
    """Hold an executed notebook to what success means: every non-empty code cell ran and none has an error.

    A notebook whose kernel died or that left by ``sys.exit`` looks finished to papermill; this does not infer
    success from the file's state.

    Raises:
        RunError: Names the first cell that did not run.
    """
    for cell in notebook.cells:
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        errors = [output for output in cell.outputs if output.output_type == "error"]
        if errors:
            cause = raised(errors[0].ename, errors[0].evalue)
            raise stopped(stem, cause, heading(cell.source), notebook, parameters, marked=False)
        if cell.execution_count is None:
            cause = "这个单元格没有运行，前面有单元格提前结束了内核（例如 sys.exit）；请删去后重试。"
            raise stopped(stem, cause, heading(cell.source), notebook, parameters, marked=False)
