"""Signed reports are rebuilt, and what does not hold is named with its cause."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path

import nbformat
import pytest
from nbformat.v4 import new_code_cell

from gongkai.commands.verify import run_verify_all
from gongkai.parsing import yaml
from gongkai.pipeline import report
from gongkai.pipeline.inputs import sha256
from gongkai.returns import Params, review_file
from gongkai.review import regenerate, signoff
from tests.conftest import ROOT
from tests.example import AGENCY, YEAR, edit, mark
from tests.review.built import NOW, step

OUT = Path("outputs")


@pytest.fixture
def project(params, root, monkeypatch):
    """A project of one organ and one notebook."""
    (params.parent / "notebooks").mkdir()
    shutil.copy(root / "notebooks" / "00_preface.ipynb", params.parent / "notebooks")
    mark(params.parent)
    monkeypatch.chdir(params.parent)
    return params.parent


def sign():
    """Build the report and have it approved."""
    assert "done" == report.build(Params(), AGENCY, YEAR, OUT).status
    for request in (signoff.Request("submit", "张三", "analyst"), signoff.Request("approve", "李四", "reviewer")):
        signoff.take(Params(), AGENCY, YEAR, OUT, request, NOW)


def test_from_a_clean_checkout(project, capsys):
    """A signed report is rebuilt elsewhere with the same bytes; after an edit the edited file and what it changed are named."""
    sign()
    shutil.rmtree(OUT)
    assert 0 == run_verify_all([], [], None, None, jobs=1)
    assert "重新生成了1份签过名的报告：1份逐字节相同，0份有问题。" in capsys.readouterr().out
    assert not OUT.exists()

    edit(project / "params", "2021-01-20", "2021-01-21")
    summary = project / "summary.md"
    assert 1 == run_verify_all([AGENCY], [], None, project / "again", jobs=1, json="found.json", summary=summary)
    found = json.loads((project / "found.json").read_text("utf-8"))
    cause = "变了，2021-01-20 09:30 李四（审核人）批准的签名失效"
    assert {"agency": AGENCY, "year": YEAR, "file": f"params/{AGENCY}/{YEAR}.yaml", "cause": cause} == found[0]
    assert f"{cause}（因为params/{AGENCY}/{YEAR}.yaml变了）" == next(
        f["cause"] for f in found if f["file"] == "report.pdf"
    )
    assert f"| 威海市环翠区应急管理局 | {YEAR} | report.pdf | 变了" in summary.read_text("utf-8")


def test_undeclared_input(project):
    """A report whose bytes differ though no declared input changed depends on something undeclared, and that is said."""
    path = project / "notebooks" / "00_preface.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells.append(new_code_cell("import time\ntime.time_ns()"))
    nbformat.write(notebook, path)
    sign()
    found = regenerate.regenerate(Params(), [(AGENCY, YEAR)], project / "again")
    assert {"report.html", "report.pdf", "sections/00_preface.ipynb"} <= {failure.file for failure in found}
    assert {True} == {regenerate.UNDECLARED in failure.cause for failure in found}


def test_what_cannot_be_built(project):
    """A report that cannot be built any more, and one with an error that nobody waived, are named with the reason."""
    review_file.path(project / "params" / AGENCY, YEAR).write_text(
        review_file.dump(review_file.Record(steps=(step(),)), "报告"), "utf-8"
    )
    edit(project / "params", "  new: [0, 0, 0, 0, 0, 0, 0]", "  new: [1, 0, 0, 0, 0, 0, 3]")
    found = regenerate.regenerate(Params(), [(AGENCY, YEAR)], OUT)
    errors = [failure for failure in found if failure.cause.startswith("R3：")]
    assert errors[0].file.startswith(f"params/{AGENCY}/{YEAR}.yaml:")
    assert errors[0].cause.endswith("没有解决也没有认可")
    (project / "params" / AGENCY / f"{YEAR}.yaml").write_text("year: x", "utf-8")
    found = regenerate.regenerate(Params(), [(AGENCY, YEAR)], OUT)
    assert [f"params/{AGENCY}/{YEAR}.yaml"] == [failure.file for failure in found]


@pytest.mark.parametrize("name", [f"{YEAR}.yaml", "agency.yaml"])
def test_what_is_gone(project, capsys, name):
    """A signed report is not passed over because a file that it is made from is gone."""
    folder = project / "params" / AGENCY
    text = review_file.dump(review_file.Record(steps=(step(),)), "报告")
    review_file.path(folder, YEAR).write_text(text, "utf-8")
    (folder / name).unlink()
    assert 1 == run_verify_all([], [], None, None)
    said = capsys.readouterr().out
    assert f"{YEAR}年 params/{AGENCY}/{name}：不见了，签名记录还在\n" in said
    assert "重新生成了1份签过名的报告：0份逐字节相同，1份有问题。" in said


@pytest.mark.parametrize(
    ("then", "now", "outputs", "expected"),
    [
        ({"lib": "a"}, {"lib": "b"}, {"report.pdf": "x"}, []),
        ({"lib": "a"}, {"lib": "b"}, {"report.pdf": "y"}, [("report.pdf", "（因为程序变了）")]),
        ({"params/a/2020.yaml": "a"}, {}, {"report.pdf": "x"}, [("params/a/2020.yaml", "不见了")]),
        ({"notebooks/01.ipynb": "a"}, {"notebooks/01.ipynb": "b"}, {"report.pdf": "x"}, []),
        ({"notebooks/01.ipynb": "a"}, {}, {"report.pdf": "y"}, [("report.pdf", "（因为notebooks/01.ipynb不见了）")]),
        ({}, {}, {"report.pdf": "x", "review.html": "y"}, []),
        ({}, {}, {}, [("report.pdf", "不见了")]),
        ({}, {"params/a/2020.review.yaml": "a"}, {"report.pdf": "x"}, []),
    ],
)
def test_causes(then, now, outputs, expected):
    """An input of the organ that changed is a failure; the program and notebooks are only if they changed a published file, and is its cause then."""
    digest = {name: sha256(name.encode()) for name in "abxy"}
    signed = step(
        inputs=review_file.listing({name: digest[value] for name, value in then.items()}),
        outputs=review_file.listing({"report.pdf": digest["x"]}),
    )
    made = {name: digest[value] for name, value in outputs.items()}
    found = list(regenerate.compare(AGENCY, YEAR, signed, {name: digest[value] for name, value in now.items()}, made))
    assert [name for name, _ in expected] == [failure.file for failure in found]
    assert all(said in failure.cause for failure, (_, said) in zip(found, expected, strict=True))


def test_nothing_signed(project, capsys):
    """Without a signed report there is nothing to build."""
    assert 0 == run_verify_all([], [], None, None)
    assert "没有签过名的报告。" in capsys.readouterr().out


def test_the_workflow(project):
    """The commands of the workflow succeed as they stand in the file on a signed report, from a clean checkout."""
    sign()
    shutil.rmtree(OUT)
    workflow, _ = yaml.parse((ROOT / ".github/workflows/reports.yml").read_text("utf-8"), "reports.yml")
    commands = [s["run"] for s in workflow["jobs"]["reports"]["steps"] if s.get("run", "").startswith("gongkai ")]
    assert ["check", "build", "verify", "site"] == [command.split()[1] for command in commands]
    environment = {
        **os.environ, "GITHUB_STEP_SUMMARY": str(project / "summary.md"), "PYTHONPATH": str(ROOT / "lib"),
        "PATH": f"{Path(sys.executable).parent}{os.pathsep}{os.environ['PATH']}",
    }  # fmt: skip

    for command in commands:
        done = subprocess.run(
            ["bash", "-e", "-c", command], cwd=project, env=environment, capture_output=True, encoding="utf-8", check=False
        )  # fmt: skip
        assert (0, "") == (done.returncode, done.stdout + done.stderr if done.returncode else "")
    assert "1份逐字节相同" in (project / "summary.md").read_text("utf-8")
