"""Execution by plain papermill, and what must never pass as success."""

from __future__ import annotations

import os
import re

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from gongkai.run import TIMEOUT, notebooks, papermill_executor
from gongkai.run.errors import RunError


def write(path, *sources, **metadata):
    cells = [new_code_cell("a = 1"), *map(new_code_cell, sources)]
    cells[0].metadata["tags"] = ["parameters"]
    nbformat.write(
        new_notebook(
            cells=cells,
            metadata={"kernelspec": {"name": "python3", "display_name": "x", "language": "python"}, **metadata},
        ),
        path,
    )
    return path


def test_parameters_and_outputs(tmp_path):
    """A notebook runs with its parameters; hidden ones leave no trace."""
    path = write(tmp_path / "03_x.ipynb", "print(a, secret)")
    found = papermill_executor.execute(path, {"a": 2}, {"secret": "/somewhere"})
    assert ["03-x-00", "03-x-01", "03-x-02"] == [cell.id for cell in found.cells]
    assert "# Parameters\na = 2" == found.cells[1].source
    assert "2 /somewhere\n" == found.cells[2].outputs[0].text
    assert {"kernelspec", "language_info"} == set(found.metadata)
    assert all(set(cell.metadata) <= {"tags"} for cell in found.cells)


@pytest.mark.parametrize(
    ("source", "cell", "cause"),
    [
        ("# 算一算\n1 / 0", "算一算", "ZeroDivisionError"),
        ("# 退出\nimport sys\nsys.exit(0)", "退出", "sys.exit"),
        ("# 崩溃\nimport os\nos._exit(1)", "崩溃", "内核中途退出"),
        ("# 等待\nimport time\ntime.sleep(600)", "等待", "超过10秒"),
    ],
    ids=["error", "sys.exit", "dead kernel", "timeout"],
)
def test_failures_never_pass(tmp_path, source, cell, cause):
    """An error, sys.exit(0), a dead kernel and a timeout end with one sentence that names the cell."""
    path = write(tmp_path / "03_x.ipynb", source, "# 后面\nprint(1)")
    with pytest.raises(RunError) as caught:
        papermill_executor.execute(path, {"a": 2}, {}, timeout=10 if "sleep" in source else 60)
    assert cell in str(caught.value)
    assert cause in str(caught.value)
    assert caught.value.notebook is not None


def test_limit_of_a_cell(root):
    """A cell may take as long as the help of the build command says, if nothing else is asked for."""
    said = re.search(r"--timeout .*\[default: (\d+)\]", (root / "docs" / "commands.md").read_text("utf-8"))
    assert int(said[1]) == TIMEOUT


def test_lost_messages_never_pass(tmp_path):
    """Outputs that do not arrive whole fail the run instead of being cut short."""
    silence = "get_ipython().kernel._publish_status = get_ipython().kernel._publish_status_and_flush = lambda *_: None"
    path = write(tmp_path / "03_x.ipynb", f"# 沉默\n{silence}\nprint('甲')", "print('乙')")
    with pytest.raises(RunError, match="“沉默”：输出没有全部送到"):
        papermill_executor.execute(path, {}, {})


@pytest.mark.parametrize("source", ["1 / 0", "import os\nos._exit(1)"])
def test_error_is_at_the_top(tmp_path, source):
    """The executed notebook of a failure carries the error at its top."""
    path = write(tmp_path / "03_x.ipynb", source)
    with pytest.raises(RunError) as caught:
        papermill_executor.execute(path, {}, {})
    assert ["papermill-error-cell-tag"] == caught.value.notebook.cells[0].metadata["tags"]


def test_saved_outputs_do_not_count(tmp_path):
    """What JupyterLab saved into a notebook changes neither its digest nor its result."""
    path = write(tmp_path / "03_x.ipynb", "a")
    before = notebooks.digest(path)
    saved = nbformat.read(path, as_version=4)
    saved.cells[1].outputs = [nbformat.v4.new_output("stream", text="old")]
    saved.cells[1].execution_count = 9
    saved.cells[1].metadata["execution"] = {"iopub.execute_input": "2026-01-01T00:00:00"}
    saved.cells[1].id = "other"
    saved.metadata["language_info"] = {"name": "python", "version": "3.99"}
    nbformat.write(saved, path)
    os.utime(path, ns=(1, 1))
    assert before == notebooks.digest(path)


def test_sources_and_tags_count(tmp_path):
    """A changed source or tag changes the digest."""
    digests = {notebooks.digest(write(tmp_path / f"{n}_x.ipynb", source)) for n, source in enumerate(["a", "b"])}
    assert 2 == len(digests)


def test_addresses_are_masked(tmp_path):
    """Memory addresses do not reach the saved notebook."""
    path = write(tmp_path / "03_x.ipynb", "object()")
    assert "<object at 0x0>" == papermill_executor.execute(path, {}, {}).cells[1].outputs[0].data["text/plain"]


def test_streams_are_joined():
    """However a kernel cuts and mixes what is printed, a cell has one output of each stream, stdout first."""
    said = [("stderr", "b"), ("stdout", "a"), ("stderr", "d"), ("stdout", "c")]
    cell = new_code_cell("x", outputs=[nbformat.v4.new_output("stream", name=name, text=text) for name, text in said])
    found = notebooks.normalise(new_notebook(cells=[cell]), "03_x", {}).cells[0].outputs
    assert [("stdout", "ac"), ("stderr", "bd")] == [(output.name, output.text) for output in found]
