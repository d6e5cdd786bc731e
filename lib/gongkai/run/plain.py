"""Execution by plain papermill with the plain ``python3`` kernel: the reference that every faster way is held to."""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from gongkai.run import notebooks
from gongkai.run.errors import RunError, heading

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from nbformat import NotebookNode

KERNEL_ENVIRONMENT = {
    "PYTHONHASHSEED": "0",
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
}
"""Environment of every kernel: fixed hash seed, charts inline whatever the caller has set, one thread of BLAS."""

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
    with tempfile.TemporaryDirectory(prefix="gongkai-") as private, environment():
        clean, out = Path(private, f"{stem}.ipynb"), Path(private, f"{stem}.out.ipynb")
        nbformat.write(notebooks.source(path), clean)  # type: ignore[no-untyped-call]
        try:
            papermill.execute_notebook(
                clean, out, {**parameters, **hidden}, engine_name=engine, kernel_name="python3", progress_bar=False,
                request_save_on_cell_execute=False, execution_timeout=timeout, raise_on_iopub_timeout=True,
            )  # fmt: skip
        except Exception as error:
            raise failure(stem, error, out, parameters, timeout) from error
        notebook = nbformat.read(out, as_version=4)  # type: ignore[no-untyped-call]
    verify(notebook, stem, parameters)
    return notebooks.normalise(notebook, stem, parameters)


def failure(stem: str, error: Exception, out: Path, parameters: Mapping[str, Any], timeout: int) -> RunError:
    """The sentence for an exception of papermill, nbclient or the kernel."""
    notebook = None
    if out.is_file():
        notebook = notebooks.normalise(nbformat.read(out, as_version=4), stem, parameters)  # type: ignore[no-untyped-call]
    kind = type(error).__name__
    if kind == "PapermillExecutionError":
        source = str(getattr(error, "source", ""))
        cause = f"{getattr(error, 'ename', '')}：{getattr(error, 'evalue', '')}"
        return RunError(stem, cause, heading(source), notebook)
    if kind == "CellTimeoutError":
        return RunError(
            stem, f"运行超过{timeout}秒，已停止；请检查这个单元格，或用 --timeout 放宽。", _last(notebook), notebook
        )
    if kind == "DeadKernelError":
        return RunError(
            stem, "内核中途退出（内存不足或程序崩溃）；请重试，或检查这个单元格。", _last(notebook), notebook
        )
    return RunError(stem, f"{kind}：{error}", None, notebook)


def _last(notebook: NotebookNode | None) -> str | None:
    """Heading of the last cell that a stopped run reached."""
    if notebook is None:
        return None
    reached = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.execution_count is not None]
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
            cause = f"{errors[0].ename}：{errors[0].evalue}"
            raise RunError(stem, cause, heading(cell.source), notebooks.normalise(notebook, stem, parameters))
        if cell.execution_count is None:
            cause = "这个单元格没有运行，前面有单元格提前结束了内核（例如 sys.exit）；请删去后重试。"
            raise RunError(stem, cause, heading(cell.source), notebooks.normalise(notebook, stem, parameters))
