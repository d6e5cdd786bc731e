"""Errors of a run, and what must never pass as success."""

from __future__ import annotations

import pickle
from typing import TYPE_CHECKING

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gongkai.run import errors, papermill_executor
from gongkai.run.errors import RunError, run_error, verify
from gongkai.run.notebooks import heading

if TYPE_CHECKING:
    from pathlib import Path

    from nbformat import NotebookNode


def test_cell_that_never_ran_is_no_success():
    """A finished-looking notebook with a cell that never ran is a failure that names the cell."""
    ran = new_code_cell("a = 1", execution_count=1)
    with pytest.raises(RunError, match="“表三”：这个单元格没有运行"):
        verify(new_notebook(cells=[ran, new_code_cell("# 表三\nx")]), "03_x", {})


def test_cell_with_an_error_is_no_success():
    """A cell that ran and shows an error is a failure, wherever the error is among its outputs."""
    outputs = [new_output("stream", text="一"), new_output("error", ename="ValueError", evalue="x", traceback=[])]
    for cell in (
        new_code_cell("# 表三\nx", execution_count=1, outputs=outputs),
        new_code_cell("# 表三", outputs=outputs),
    ):
        with pytest.raises(RunError, match="“表三”：ValueError：x"):
            verify(new_notebook(cells=[cell]), "03_x", {})


def test_cells_that_need_not_run():
    """Texts and empty cells have no count, a cell with outputs and no count has still not run."""
    ran = new_code_cell("a = 1", execution_count=1)
    verify(new_notebook(cells=[new_markdown_cell("x"), new_code_cell(" \n"), ran]), "03_x", {})
    shown = new_code_cell("# 表三\nx", outputs=[new_output("stream", text="一")])
    with pytest.raises(RunError, match="“表三”：这个单元格没有运行"):
        verify(new_notebook(cells=[ran, shown]), "03_x", {})


def test_heading_of_a_cell():
    """A cell is named by its first comment, else by its first line."""
    assert ("表三", "x = 1", "") == (heading("\n# 表三\nx"), heading("x = 1\ny"), heading(" "))
    assert ("节", "长" * 60) == (heading("# %% 节 "), heading("#" + "长" * 61))


def test_error_crosses_processes():
    """An error is the same after it was pickled, also in whether the input is to blame."""
    error = RunError("03_x", "原因", "格")
    error.is_input = True
    copy = pickle.loads(pickle.dumps(error))
    assert (str(error), vars(error)) == (str(copy), vars(copy))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("SystemExit", "0", "提前结束了运行（sys.exit）；请删去后重试。"),
        ("InputError", "第3行：不对。", "第3行：不对。"),
        ("KeyError", "'a'", "KeyError：'a'"),
    ],
)
def test_exceptions(name: str, value: str, expected: str) -> None:
    """An exception about the input speaks for itself, another one is named."""
    assert expected == errors.describe_exception(name, value)


def failed(name: str) -> NotebookNode:
    """A notebook of which a cell failed."""
    outputs = [new_output("error", ename=name, evalue="x", traceback=[])]
    return new_notebook(cells=[new_markdown_cell("文"), new_code_cell("x", execution_count=1, outputs=outputs)])


@pytest.mark.parametrize(("name", "is_input"), [("InputError", True), ("KeyError", False)])
def test_whose_error_it_is(name: str, is_input: bool) -> None:
    """An input that is wrong is told from a notebook that is; the note at the top says what and where."""
    error = run_error("03_x", "原因。", "格", failed(name), {}, marked=False)
    assert (is_input, "笔记本03_x，单元格“格”：原因。") == (error.is_input, str(error))
    note, *rest = error.notebook.cells
    assert ("03-x-99", "**运行没有完成**：单元格“格”：原因。") == (note.id, note.source)
    assert ["03-x-00", "03-x-01"] == [cell.id for cell in rest]


def test_error_without_a_cell() -> None:
    """An error of no cell, or one that papermill has marked already, gets no second note."""
    error = run_error("03_x", "原因。", None, failed("KeyError"), {}, marked=True)
    assert ("笔记本03_x：原因。", 2) == (str(error), len(error.notebook.cells))
    assert (
        "**运行没有完成**：单元格“”：原因。"
        == run_error("03_x", "原因。", None, new_notebook(), {}, marked=False).notebook.cells[0].source
    )
    error = run_error("03_x", "原因。", None, None, {}, marked=False)
    assert (None, False) == (error.notebook, error.is_input)


@pytest.mark.parametrize(
    ("counts", "running", "expected"),
    [((1, 2, None), None, "乙"), ((1, None, None), 1, "乙"), ((None, None, None), None, None), ((1, 2, 3), 0, "甲")],
)
def test_which_cell_was_running(
    tmp_path: Path, counts: tuple[int | None, ...], running: int | None, expected: str | None
) -> None:
    """A run that broke off stopped in the cell that is marked as running, else in the last one that ran."""
    cells = [new_code_cell(f"# {name}", execution_count=n) for name, n in zip("甲乙丙", counts, strict=True)]
    for number, cell in enumerate(cells):
        cell.metadata["papermill"] = {"status": "running" if number == running else "pending"}
    nbformat.write(new_notebook(cells=cells), tmp_path / "out.ipynb")
    error = papermill_executor.failure("03_x", OSError("没有了"), tmp_path / "out.ipynb", {}, 5)
    assert (expected, "OSError：没有了") == (error.cell, error.cause)
    assert papermill_executor.failure("03_x", OSError(), tmp_path / "none.ipynb", {}, 5).notebook is None
