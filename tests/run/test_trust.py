"""Code is taken from where the user said, and from nowhere else: the commands as people call them, in folders of others."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_notebook

from tests.example import AGENCY, YEAR, give, mark

SCRIPT = Path(sys.executable).with_name("gongkai")
CALLS = {"script": [str(SCRIPT)], "module": [sys.executable, "-m", "gongkai"]}


def call(cwd, *command, **environment):
    """Run a command in a folder, with nothing vouched for; what it ended with and said."""
    given = {key: value for key, value in os.environ.items() if not key.startswith("GONGKAI_")}
    done = subprocess.run(
        command, cwd=cwd, env={**given, "PYTHONIOENCODING": "utf-8", **environment}, capture_output=True, text=True,
        encoding="utf-8", check=False, timeout=200,
    )  # fmt: skip
    return done.returncode, done.stdout + done.stderr


@pytest.fixture(params=CALLS)
def gongkai(request):
    """Calls ``gongkai`` in a folder, as the installed program and as a module."""
    if request.param == "script" and not SCRIPT.is_file():
        pytest.skip("the package's program is not installed beside this interpreter")
    return lambda cwd, *arguments, **environment: call(cwd, *CALLS[request.param], *arguments, **environment)


def leaves(mark):
    """A cell, or a module, that leaves a mark."""
    return f"open({str(mark)!r}, 'a').write(__name__ + '\\n')\n"


@pytest.fixture
def shared(tmp_path, root):
    """A folder that everybody can write to, with a notebook that leaves a mark, and a folder with inputs below it."""
    shared = tmp_path / "shared"
    (shared / "notebooks").mkdir(parents=True)
    shared.chmod(0o777)
    planted = new_notebook(cells=[new_code_cell(leaves(tmp_path / "mark"))])
    nbformat.write(planted, shared / "notebooks" / "00_preface.ipynb")
    shutil.copytree(root / "params" / AGENCY, shared / "mine" / "params" / AGENCY)
    return shared


def test_notebooks_of_a_folder_above(shared, tmp_path, gongkai):
    """A build below a folder of notebooks that nobody has named runs those of the package."""
    assert gongkai(shared / "mine", "build", AGENCY)[0] == 0
    assert not (tmp_path / "mark").exists()
    report = shared / "mine" / "outputs" / str(YEAR) / AGENCY / "report.html"
    assert "政府信息公开工作年度报告" in report.read_text("utf-8")


@pytest.mark.parametrize("given", ["gongkai.toml", "notebooks", "notebooks/00_preface.ipynb", "."])
def test_project_of_somebody_else(shared, tmp_path, given):
    """Another user's project or notebook above is refused before anything is done."""
    mark(shared)
    (shared / "params").mkdir()
    give(shared / given)
    for arguments in (("build", AGENCY), ("build", "--all", "--params", "params", "--out", "out"), ("list",), ("lab",)):
        code, said = call(shared / "mine", *CALLS["module"], *arguments)
        assert (code, 1) == (2, said.count("\n")), said
        assert "属于用户" in said
    assert not (tmp_path / "mark").exists()
    assert ["params"] == [path.name for path in (shared / "mine").iterdir()]


def test_named_project(shared, tmp_path, gongkai):
    """The notebooks of a project that the user names are run, in whoever's folder they are."""
    mark(shared)
    for name in ("gongkai.toml", "notebooks/00_preface.ipynb"):
        give(shared / name)
    (shared / "params").symlink_to(shared / "mine" / "params")
    code, said = gongkai(shared / "mine", "--project", "..", "build", AGENCY, "--engine", "papermill")
    assert code == 0, said
    assert (tmp_path / "mark").read_text() == "__main__\n"
    assert (shared / "outputs" / str(YEAR) / AGENCY / "manifest.json").is_file()
    code, said = gongkai(shared / "mine", "build", AGENCY, "--force", GONGKAI_SAFE_DIRECTORY=str(shared))
    assert code == 0, said
    assert (tmp_path / "mark").read_text() == "__main__\n" * 2


MODULES = ("IPython", "ipykernel_launcher", "jinja2", "matplotlib", "multiprocessing", "nbformat", "numpy", "pandas",
           "papermill", "signal", "sitecustomize", "typer", "usercustomize", "zmq")  # fmt: skip


@pytest.fixture(scope="module")
def charted(root, tmp_path_factory):
    """A project of the user's with two notebooks, one with a chart, and two organs; and the report of one of them."""
    project = tmp_path_factory.mktemp("charted")
    (project / "notebooks").mkdir()
    for stem in ("00_preface", "01_overview"):
        shutil.copy(root / "notebooks" / f"{stem}.ipynb", project / "notebooks")
    for name in (AGENCY, "b"):
        shutil.copytree(root / "params" / AGENCY, project / "params" / name)
    mark(project)
    code, said = call(project, *CALLS["module"], "build", AGENCY)
    assert code == 0, said
    return project, page(project / "outputs")


def page(out):
    """The web page of the report."""
    return (out / str(YEAR) / AGENCY / "report.html").read_text("utf-8")


@pytest.mark.parametrize("arguments", [("--all", "-j", "2"), (AGENCY,), (AGENCY, "--engine", "papermill")])
def test_modules_in_the_working_directory(charted, tmp_path, gongkai, request, arguments):
    """Modules and settings in the working directory are not taken for those that are installed; reports are the same."""
    here = tmp_path / "here"
    here.mkdir()
    for name in MODULES:
        # ``python -m`` itself looks into the working directory before it runs anything.
        if "module" not in request.node.name or name not in {"signal", "sitecustomize", "usercustomize"}:
            (here / f"{name}.py").write_text(leaves(tmp_path / "mark"))
    (here / "matplotlibrc").write_text("font.size: 40\nbackend: module://pandas\n")
    project, expected = charted
    code, said = gongkai(here, "--project", str(project), "build", *arguments, "--out", "out")
    assert code == 0, said
    assert not (tmp_path / "mark").exists()
    assert expected == page(here / "out")
    assert '<figure class="figure chart"' in expected


@pytest.fixture
def project(tmp_path, root):
    """A project of the user's with two notebooks and one organ."""
    project = tmp_path / "project"
    (project / "notebooks").mkdir(parents=True)
    for stem in ("00_preface", "06_other"):
        shutil.copy(root / "notebooks" / f"{stem}.ipynb", project / "notebooks")
    shutil.copytree(root / "params" / AGENCY, project / "params" / AGENCY)
    mark(project)
    return project


def test_inside_params(project, gongkai):
    """A build from inside the inputs writes to the outputs of the project, and the list finds them there."""
    code, said = gongkai(project / "params", "build", AGENCY)
    assert code == 0, said
    assert str(Path("..", "outputs", str(YEAR), AGENCY)) in said
    assert (project / "outputs" / str(YEAR) / AGENCY / "report.pdf").is_file()
    assert [AGENCY] == [path.name for path in (project / "params").iterdir()]
    assert "最新" in gongkai(project / "params" / AGENCY, "list")[1]


def test_no_inputs(project, gongkai):
    """Inputs that are not where the call says are not looked for in folders above."""
    code, said = gongkai(project / "notebooks", "build", AGENCY, "--params", "params")
    assert (2, "没有找到数据文件夹“params”；请检查 --params 或环境变量GONGKAI_PARAMS写的路径。\n") == (code, said)


@pytest.mark.parametrize(("cwd", "notebook"), [(".", "notebooks/06_other.ipynb"), ("notebooks", "06_other.ipynb")])
def test_plain_papermill(project, tmp_path, cwd, notebook):
    """A notebook alone finds the inputs of the project, from its root and from beside it; it shows why where it may not."""
    out = tmp_path / "out.ipynb"
    command = [sys.executable, "-m", "papermill", notebook, str(out), "--no-progress-bar", "-p", "agency", AGENCY]
    code, said = call(project / cwd, *command, "-p", "year", str(YEAR))
    assert code == 0, said
    assert "六、其他需要报告的事项" in out.read_text("utf-8")
    give(project / "gongkai.toml")
    code, said = call(project / cwd, *command, "-p", "year", str(YEAR))
    assert code == 1
    assert f"InputError: 项目文件夹“{project}”里的gongkai.toml属于用户" in said
    assert "里的gongkai.toml属于用户" in out.read_text("utf-8")


def test_lab_without_a_project(shared, gongkai):
    """Where there is no project, JupyterLab is not opened on the notebooks inside the package."""
    code, said = gongkai(shared / "mine", "lab")
    assert code == 2
    assert said.startswith("这里和上级文件夹里没有项目（gongkai.toml），没有可以打开的笔记本；")
