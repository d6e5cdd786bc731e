"""The papermill engine: papermill's own way of calling, the same results, nothing that passes without having run."""

from __future__ import annotations

import os
import subprocess
import sys

import nbformat
import papermill
import pytest
from jupyter_client.kernelspec import NoSuchKernel
from papermill.engines import papermill_engines

from gongkai.run import papermill_executor
from gongkai.run.engine import GongkaiEngine
from gongkai.run.errors import RunError
from tests.run.test_papermill_executor import write

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork on this system")


@pytest.fixture(autouse=True)
def registered():
    """The engine under its name, also where the package's entry points are older than this file."""
    papermill_engines.register("gongkai", GongkaiEngine)


def test_same_as_papermills_own(tmp_path):
    """A notebook run through the engine equals the one that papermill's own engine runs."""
    path = write(
        tmp_path / "03_x.ipynb", "print(a)", "import pandas as pd\npd.DataFrame({'甲': [a]})",
        "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
    )  # fmt: skip
    fast, slow = (papermill_executor.execute(path, {"a": 2}, {}, engine=engine) for engine in ("gongkai", None))
    assert nbformat.writes(slow) == nbformat.writes(fast)


@pytest.mark.parametrize(
    ("source", "cause"),
    [
        ("# 格\n1 / 0", "ZeroDivisionError"),
        ("# 格\nimport sys\nsys.exit(0)", "sys.exit"),
        ("# 格\nimport os\nos._exit(0)", "内核中途退出"),
        ("# 格\nimport time\ntime.sleep(600)", "超过5秒"),
    ],
    ids=["error", "sys.exit", "dead kernel", "timeout"],
)
def test_failures_never_pass(tmp_path, source, cause):
    """An error, sys.exit(0), a dead child and a timeout end with one sentence that names the cell."""
    path = write(tmp_path / "03_x.ipynb", source, "print(1)")
    with pytest.raises(RunError, match="“格”") as caught:
        papermill_executor.execute(path, {}, {}, engine="gongkai", timeout=5 if "sleep" in source else 60)
    assert cause in str(caught.value)


def test_papermill_raises_and_keeps_the_notebook(tmp_path):
    """Papermill raises its own error for a failing cell and leaves the notebook with later cells not run."""
    path, out = write(tmp_path / "03_x.ipynb", "1 / 0", "print(1)"), tmp_path / "out.ipynb"
    with pytest.raises(papermill.PapermillExecutionError):
        papermill.execute_notebook(path, out, engine_name="gongkai", progress_bar=False)
    assert nbformat.read(out, as_version=4).cells[-1].execution_count is None


def test_what_needs_a_kernel_gets_one(tmp_path):
    """A notebook that may install packages is handed to a kernel."""
    path = write(tmp_path / "03_x.ipynb", "!echo 甲 pip install x")
    assert "甲" in papermill_executor.execute(path, {}, {}, engine="gongkai").cells[-1].outputs[0].text


@pytest.mark.parametrize(("name", "expected"), [("stdout_file", "甲\n"), ("stderr_file", "乙\n")])
def test_outputs_into_a_file(tmp_path, name, expected):
    """What a notebook prints goes into the file that papermill is given for it."""
    path = write(tmp_path / "03_x.ipynb", "import sys\nprint('甲')\nprint('乙', file=sys.stderr)")
    with (tmp_path / "said").open("w+", encoding="utf-8") as said:
        papermill.execute_notebook(path, None, engine_name="gongkai", progress_bar=False, **{name: said})
        said.seek(0)
        assert expected in said.read()


def test_logged_outputs(tmp_path, caplog):
    """What a notebook prints is logged if papermill is asked to."""
    path = write(tmp_path / "03_x.ipynb", "print('甲' * 3)")
    with caplog.at_level("INFO"):
        papermill.execute_notebook(path, None, engine_name="gongkai", progress_bar=False, log_output=True)
    assert "甲甲甲" in caplog.text


def test_other_kernels_are_not_replaced(tmp_path):
    """A notebook of another kernel is not run as Python."""
    path = write(tmp_path / "03_x.ipynb", "1")
    with pytest.raises(NoSuchKernel):
        papermill.execute_notebook(path, None, engine_name="gongkai", progress_bar=False, kernel_name="no-such-kernel")


def test_cells_without_code_are_complete(tmp_path):
    """Texts and empty cells count as complete like the others, and have no times of their own."""
    path = write(tmp_path / "03_x.ipynb", "", "1")
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(nbformat.v4.new_markdown_cell("文"))
    nbformat.write(notebook, path)
    made = papermill.execute_notebook(path, None, engine_name="gongkai", progress_bar=False)
    about = [cell.metadata.papermill for cell in made.cells]
    assert ["completed"] * 4 == [each.status for each in about]
    assert [True, False, True, False] == [each.start_time is not None for each in about]


def test_engine_module_is_light():
    """Importing the engine, as papermill does at every start, brings three modules of our own and nothing else."""
    code = (
        "import sys, entrypoints; entrypoints.get_group_all = lambda _: []; import papermill; before = set(sys.modules); "
        "import gongkai.run.engine; print(*sorted(set(sys.modules) - before))"
    )
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert "gongkai gongkai.run gongkai.run.engine\n" == found.stdout
