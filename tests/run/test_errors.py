"""Errors of a run, and what must never pass as success."""

from __future__ import annotations

import pickle

import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook, new_output

from gongkai.run.errors import RunError, verify
from gongkai.run.notebooks import heading


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


def test_error_crosses_processes():
    """An error is the same after it was pickled, also in whether the input is to blame."""
    error = RunError("03_x", "原因", "格")
    error.is_input = True
    copy = pickle.loads(pickle.dumps(error))
    assert (str(error), vars(error)) == (str(copy), vars(copy))
