"""An organ's own version of a section's notebook: executed, declared, and listed as a deviation."""

from __future__ import annotations

import datetime as dt
import json
import shutil
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell, new_markdown_cell

from gongkai.commands import build as command
from gongkai.commands.console import console
from gongkai.pipeline import cluster, inputs, report, staleness
from gongkai.pipeline.job import Options, Result, Task
from gongkai.pipeline.manifest import Manifest
from gongkai.returns import InputError, Params
from gongkai.review import signoff, state
from gongkai.run import overrides
from tests.document.shown import shown
from tests.example import AGENCY, YEAR, give, mark

STEMS = ("00_preface", "06_other", "90_review")
OWN = f"notebooks/overrides/{AGENCY}/06_other.ipynb"


@pytest.fixture
def project(tmp_path: Path, root: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Three notebooks and two organs."""
    (tmp_path / "notebooks").mkdir()
    for stem in STEMS:
        shutil.copy(root / "notebooks" / f"{stem}.ipynb", tmp_path / "notebooks")
    for organ in (AGENCY, "another"):
        shutil.copytree(root / "params" / AGENCY, tmp_path / "params" / organ)
    mark(tmp_path)
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("GONGKAI_SAFE_DIRECTORY", raising=False)
    return tmp_path


def override(project: Path, name: str = OWN) -> Path:
    """An own notebook with a paragraph more, another heading cell, and without the cell on the fee."""
    notebook = nbformat.read(project / "notebooks" / "06_other.ipynb", as_version=4)
    notebook.cells = [cell for cell in notebook.cells if "信息处理费\n" not in f"{cell.source}\n"]
    notebook.cells[3].source = "# 标题\nsection.heading()  # 自己的"
    notebook.cells.append(new_markdown_cell("本机关另设政务公开专区。"))
    path = project / name
    path.parent.mkdir(parents=True, exist_ok=True)
    nbformat.write(notebook, path)
    return path


def build(agency: str = AGENCY, **options: object) -> Result:
    """Build a report of the project in the working directory."""
    return report.build(Params(), agency, YEAR, Path("outputs"), Options(**options))  # type: ignore[arg-type]


def made(agency: str = AGENCY) -> Manifest:
    """The manifest of a report."""
    return Manifest(**json.loads(Path("outputs", str(YEAR), agency, "manifest.json").read_text("utf-8")))


def page(name: str, agency: str = AGENCY) -> str:
    """A page of a report."""
    return shown(Path("outputs", str(YEAR), agency, name).read_text("utf-8"))


def test_whole_life(project: Path) -> None:
    """Without one, nothing tells of it; with one, the report is stale, shows it and lists it; without it again, as before."""
    assert "done" == build().status
    before = page("report.html"), page("review.html")
    assert {} == made().deviations
    override(project)
    assert [f"新增{OWN}"] == staleness.reasons(Params(), AGENCY, YEAR, Path("outputs"))
    result = build()
    assert ("done", {"06_other", "90_review"}) == (result.status, set(result.sections))
    assert "本机关另设政务公开专区。" in page("report.html")
    said = "改了单元格“标题”；增加了单元格“本机关另设政务公开专区。”；去掉了单元格“信息处理费”。"
    assert {OWN: said} == made().deviations
    review = page("review.html")
    assert OWN in review
    assert said in review
    assert review.index(">概要</h2>") < review.index(OWN) < review.index(">核对结果</h2>")
    assert [] == staleness.reasons(Params(), AGENCY, YEAR, Path("outputs"))
    assert "done" == build("another").status
    assert {} == made("another").deviations
    assert "政务公开专区" not in page("report.html", "another") + page("review.html", "another")
    shutil.rmtree(project / "notebooks" / "overrides")
    assert [f"少了{OWN}"] == staleness.reasons(Params(), AGENCY, YEAR, Path("outputs"))
    build()
    assert before == (page("report.html"), page("review.html"))


def test_change_of_either_notebook(project: Path) -> None:
    """A change of the own notebook executes that section; of the standard one only the working paper, which compares."""
    path = override(project)
    build()
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[-1].source = "本机关另设两处政务公开专区。"
    nbformat.write(notebook, path)
    assert {"06_other", "90_review"} == set(build().sections)
    said = made().deviations[OWN]
    standard = project / "notebooks" / "06_other.ipynb"
    notebook = nbformat.read(standard, as_version=4)
    notebook.cells.append(new_code_cell("# 新的\n1"))
    nbformat.write(notebook, standard)
    assert {"90_review"} == set(build().sections)
    assert said != made().deviations[OWN]


def test_signature_and_either_notebook(project: Path) -> None:
    """A change of the standard notebook, which changes no published file, leaves the signature; one of the own notebook does not, and is the cause."""
    path, standard = override(project), project / "notebooks" / "06_other.ipynb"
    build()
    now = dt.datetime(2021, 1, 20, 9, 30, tzinfo=dt.UTC)
    signoff.take(Params(), AGENCY, YEAR, Path("outputs"), signoff.Request("submit", "张三", "analyst"), now)

    def status() -> state.Status:
        return state.status(Params(), AGENCY, YEAR, Path("outputs"), now.date())

    def edited(notebook_path: Path) -> None:
        notebook = nbformat.read(notebook_path, as_version=4)
        notebook.cells.append(new_markdown_cell("多一句。"))
        nbformat.write(notebook, notebook_path)

    edited(standard)
    assert "done" == build().status
    assert (state.State.SUBMITTED, ()) == (status().state, status().stale)
    edited(path)
    assert (state.State.SUBMITTED, ()) == (status().state, status().stale)  # nothing is published yet
    assert f"{OWN}变了" == status().reason
    assert "done" == build().status
    assert {"report.html", "report.pdf", "report.docx", "report.ipynb", "sections/06_other.ipynb"} == {
        phrase.partition("变了（")[0] for phrase in status().stale
    }
    assert {f"notebooks/06_other.ipynb变了、{OWN}变了）"} == {
        phrase.partition("变了（")[2] for phrase in status().stale
    }


def test_own_working_paper(project: Path) -> None:
    """A working paper of the organ's own cannot leave out that it is."""
    paper = nbformat.v4.new_notebook(cells=[new_code_cell("", metadata={"tags": ["parameters"]})])
    (project / "notebooks" / "overrides" / AGENCY).mkdir(parents=True)
    name = f"notebooks/overrides/{AGENCY}/90_review.ipynb"
    nbformat.write(paper, project / name)
    assert "done" == build().status
    assert name in page("review.html")


def test_failure_names_it(project: Path) -> None:
    """An own notebook that fails is named."""
    path = override(project)
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(new_code_cell("# 自己算\n1 / 0"))
    nbformat.write(notebook, path)
    result = build()
    assert "failed" == result.status
    assert f"用的是本机关自己的笔记本{OWN}。" in result.message
    path.write_text("{", "utf-8")
    assert build().message.startswith(f"威海市环翠区应急管理局{YEAR}年：{OWN}:1：这一行附近已损坏")


def test_misspelled(project: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """An own notebook that replaces nothing is refused with the nearest; a folder of no organ is named."""
    override(project, f"notebooks/overrides/{AGENCY}/06_othre.ipynb")
    assert (
        f"notebooks/overrides/{AGENCY}/06_othre.ipynb：没有同名的标准笔记本，生成报告时用不到，是不是“06_other”？"
        "请改名，或移走。可以用的名称：00_preface、06_other、90_review。"
    ) in build().message
    override(project, "notebooks/overrides/huancui-yinji/06_other.ipynb")
    command.warn_unused(Params(), console())
    assert capsys.readouterr().out == (
        f"notebooks/overrides/huancui-yinji：params里没有机关“huancui-yinji”，是不是“{AGENCY}”？里面的笔记本没有用到。\n"
    )


@pytest.mark.parametrize("name", ["notebooks/overrides", f"notebooks/overrides/{AGENCY}", OWN])
def test_somebody_elses(project: Path, name: str) -> None:
    """An own notebook that somebody else has put into the user's project is refused."""
    override(project)
    give(project / name)
    with pytest.raises(InputError, match=f"里的{name}属于用户"):
        inputs.of_report(Params(), AGENCY, YEAR)


def test_on_another_machine(project: Path) -> None:
    """A worker of a cluster gets the organ's own notebooks, and those of no other organ."""
    override(project)
    override(project, "notebooks/overrides/another/06_other.ipynb")
    packed = cluster.pack(Task(project / "params", Path("outputs"), AGENCY, YEAR, Options()))
    assert [*(f"{stem}.ipynb" for stem in STEMS), f"overrides/{AGENCY}/06_other.ipynb"] == [
        name for name, _ in packed.notebooks
    ]
    files = dict(cluster.build_remotely(packed).files)
    assert [OWN] == list(json.loads(files["manifest.json"])["deviations"])


def test_same(project: Path) -> None:
    """A copy of the standard notebook is a deviation all the same, and said to be the same."""
    path = project / OWN
    path.parent.mkdir(parents=True)
    shutil.copy(project / "notebooks" / "06_other.ipynb", path)
    (found,) = overrides.deviations(project / "notebooks", AGENCY)
    assert (OWN, "内容相同。") == (found.name, found.sentence)
