"""Errors of notebook runs, each described in one sentence that an analyst can act on."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import nbformat

from gongkai.run import notebooks

if TYPE_CHECKING:
    from collections.abc import Mapping

    from nbformat import NotebookNode


class RunError(RuntimeError):
    """A notebook did not run to completion.

    Attributes:
        stem: The notebook.
        cell: Heading of the cell that caused it, if any.
        cause: What happened.
        notebook: The executed notebook with the error marked at its top, if it exists.
        is_input: Whether the cause is wrong input rather than a defect of the notebook.
    """

    def __init__(self, stem: str, cause: str, cell: str | None = None, notebook: NotebookNode | None = None) -> None:
        """Compose the message from its parts."""
        self.stem, self.cause, self.cell, self.notebook = stem, cause, cell, notebook
        self.is_input = False
        at = f"，单元格“{cell}”" if cell else ""
        super().__init__(f"笔记本{stem}{at}：{cause}")

    def __reduce__(self) -> tuple[Any, ...]:
        """Make the error picklable, as results are passed between processes."""
        return RunError, (self.stem, self.cause, self.cell, self.notebook), {"is_input": self.is_input}


INPUT_ERRORS = frozenset({"InputError", "ProseError", "ReturnError", "FontError", "FormError", "PhotoError"})
"""Exceptions whose message is for the analyst: the input is wrong, not the notebook."""

DIED = "内核中途退出（内存不足或程序崩溃）；请重试，或检查这个单元格。"

LOST = "输出没有全部送到；请重试，或减少这个单元格的输出。"


def describe_timeout(timeout: float) -> str:
    """The sentence for a cell that took more than ``timeout`` seconds."""
    return f"运行超过{timeout}秒，已停止；请检查这个单元格，或用 --timeout 放宽。"


def describe_exception(name: str, value: str) -> str:
    """The sentence for an exception raised by a cell, given its class name and message."""
    if name == "SystemExit":
        return "提前结束了运行（sys.exit）；请删去后重试。"
    return value if name in INPUT_ERRORS else f"{name}：{value}"


def run_error(
    stem: str,
    cause: str,
    cell: str | None,
    notebook: NotebookNode | None,
    parameters: Mapping[str, Any],
    *,
    marked: bool,
) -> RunError:
    """The error for a run that stopped, with a note at the top of the notebook, as papermill adds one.

    Args:
        stem: The notebook.
        cause: What happened.
        cell: Heading of the cell that was running.
        notebook: The notebook as far as it was executed.
        parameters: Visible parameters.
        marked: Whether the note is already present.
    """
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


def verify(notebook: NotebookNode, stem: str, parameters: Mapping[str, Any]) -> None:
    """Verify that a run succeeded: every non-empty code cell has an execution count, and none has an error output.

    papermill marks a notebook as completed even if the kernel died or a cell called ``sys.exit``, so success is never
    inferred from its status.

    Raises:
        RunError: Names the first cell that did not run.
    """
    for cell in notebook.cells:
        if cell.cell_type != "code" or not cell.source.strip():
            continue
        errors = [output for output in cell.outputs if output.output_type == "error"]
        if errors:
            cause = describe_exception(errors[0].ename, errors[0].evalue)
            raise run_error(stem, cause, notebooks.heading(cell.source), notebook, parameters, marked=False)
        if cell.execution_count is None:
            cause = "这个单元格没有运行，前面有单元格提前结束了内核（例如 sys.exit）；请删去后重试。"
            raise run_error(stem, cause, notebooks.heading(cell.source), notebook, parameters, marked=False)
