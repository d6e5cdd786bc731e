"""Execution by plain papermill with the plain ``python3`` kernel: the reference for every faster executor."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, Any

import nbformat

from gongkai import seed
from gongkai.run import TIMEOUT, environment, notebooks
from gongkai.run.errors import (
    DIED,
    LOST,
    RunError,
    describe_exception,
    describe_timeout,
    run_error,
    verify,
)

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode


def execute(
    path: Path, parameters: Mapping[str, Any], hidden: Mapping[str, Any], *, timeout: int = TIMEOUT,
    engine: str | None = None,
) -> NotebookNode:  # fmt: skip
    """Execute a section notebook with parameters.

    Args:
        path: The notebook.
        parameters: Parameters that remain visible in the result (agency, year).
        hidden: Parameters removed from the result (the folder of inputs).
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
        environment.kernel_variables(_profile(Path(private), stem, parameters)),
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
    """A temporary IPython profile instead of the user's own; its startup file sets the seed."""
    startup = private / "ipython" / "profile_default" / "startup"
    startup.mkdir(parents=True)
    (startup / "00-seed.py").write_text(seed.startup_file(stem, parameters), "utf-8")
    return {"IPYTHONDIR": str(private / "ipython")}


def failure(stem: str, error: Exception, out: Path, parameters: Mapping[str, Any], timeout: int) -> RunError:
    """The error for an exception of papermill, nbclient or the kernel."""
    notebook = nbformat.read(out, as_version=4) if out.is_file() else None  # type: ignore[no-untyped-call]
    kind = type(error).__name__
    cell = _running(notebook)
    if kind == "PapermillExecutionError":
        cell = notebooks.heading(str(getattr(error, "source", "")))
        cause = describe_exception(getattr(error, "ename", ""), getattr(error, "evalue", ""))
    elif kind == "CellTimeoutError":
        cause = LOST if "IOPub" in str(error) else describe_timeout(timeout)
    elif kind == "DeadKernelError":
        cause = DIED
    else:
        cause = f"{kind}：{error}"
    return run_error(stem, cause, cell, notebook, parameters, marked=kind == "PapermillExecutionError")


def _running(notebook: NotebookNode | None) -> str | None:
    """Heading of the cell that was running when the run stopped."""
    for cell in notebook.cells if notebook is not None else ():
        if cell.metadata.get("papermill", {}).get("status") == "running":
            return notebooks.heading(cell.source)
    reached = [c for c in (notebook.cells if notebook is not None else ()) if c.get("execution_count") is not None]
    return notebooks.heading(reached[-1].source) if reached else None
