"""A project with its own edition of the form and level of organs, end to end: no Python of the package touched."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from typing import TYPE_CHECKING

import bs4
import docx
import nbformat
import pdfplumber
import pytest

from gongkai import forms
from gongkai.returns import Params
from tests import own_form
from tests.own_form import ORGAN, YEAR

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


def run(project: Path, *command: str) -> subprocess.CompletedProcess[str]:
    """Run a program in the project as a person does."""
    return subprocess.run(
        command, cwd=project, capture_output=True, text=True, encoding="utf-8", check=False, timeout=600,
        env={**os.environ, "PYTHONIOENCODING": "utf-8"},
    )  # fmt: skip


def gongkai(project: Path, *arguments: str, code: int = 0) -> str:
    """Run the command line, which must exit with ``code``; what it said."""
    done = run(project, sys.executable, "-m", "gongkai.cli", *arguments)
    assert code == done.returncode, done.stdout + done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def project(root: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A project with the notebooks, its own form, one organ, and its reports on 2022 and 2023 built."""
    where = tmp_path_factory.mktemp("own") / "project"
    where.mkdir()
    shutil.copytree(root / "notebooks", where / "notebooks")
    shutil.copy(root / "gongkai.toml", where)
    params = own_form.make(where / "params")
    for year in (YEAR - 1, YEAR):
        own_form.fill(params, year)
    gongkai(where, "build", ORGAN)
    yield where
    forms.use(None)


def test_every_format_prints_the_new_form(project: Path) -> None:
    """Page, PDF and Word file have the new rows, columns, units and titles, and not the row that the form lacks."""
    folder = project / "outputs" / str(YEAR) / ORGAN
    page = bs4.BeautifulSoup((folder / "report.html").read_text("utf-8"), "html.parser").get_text()
    with pdfplumber.open(folder / "report.pdf") as file:
        pdf = "".join("".join((sheet.extract_text() or "").split()) for sheet in file.pages)
    word = docx.Document(str(folder / "report.docx"))
    cells = "".join(cell.text for table in word.tables for row in table.rows for cell in row.cells)
    for text in (page, pdf, cells):
        for said in ("政府采购合同", "采购合同金额", "本年制定件数", "亿元"):
            assert said in text
        assert "本年制发件数" not in text
    assert "五、存在的主要问题和改进措施" in page
    assert not any("规章" == cell.text for table in word.tables for row in table.rows for cell in row.cells)
    paper = bs4.BeautifulSoup((folder / "review.html").read_text("utf-8"), "html.parser").get_text()
    assert "2023版表式（国办公开办函〔2023〕8号）" in paper


def test_check(project: Path) -> None:
    """Rules take the deadline of the new level and the cells of the new form; none fails for what the form lacks."""
    path = project / "params" / ORGAN / f"{YEAR}.yaml"
    text = path.read_text("utf-8")
    try:
        path.write_text(text + f"published: {YEAR + 1}-02-15\n", "utf-8")
        found = json.loads(run(project, sys.executable, "-m", "gongkai.cli", "check", ORGAN, "--json", "-").stdout)
    finally:
        path.write_text(text, "utf-8")
    failed = [item for item in found if item["outcome"] == "fail" and item["year"] == YEAR]
    late = [item["message"] for item in failed if item["rule"] == "R28"]
    assert 1 == len(late)
    assert f"晚于开发区的期限{YEAR + 1}年2月10日，晚5天" in late[0]
    assert [] == [item for item in failed if item["level"] == "error"]
    assert "R27" not in {item["rule"] for item in failed}


@pytest.mark.parametrize("name", ["report.html", "report.docx", "report.pdf", "report.json"])
def test_import(project: Path, tmp_path: Path, name: str) -> None:
    """A published report in the new form is read back: every cell, the unit, the level."""
    shutil.copytree(project / "params" / "forms", tmp_path / "params" / "forms")
    made = Params(project / "params").load(ORGAN, YEAR)
    source = project / "outputs" / str(YEAR) / ORGAN / name
    gongkai(tmp_path, "import", str(source), "--params", "params")
    there = Params(tmp_path / "params")
    found = there.load(there.agencies[0], YEAR)
    assert (made.cells, made.units) == (found.cells, found.units)
    assert (made.agency.name, "zone") == (found.agency.name, found.agency.level)
    assert found.form_used is None


def test_excel_form(project: Path, tmp_path: Path) -> None:
    """The Excel form of the year is written and read back."""
    shutil.copytree(project / "params", tmp_path / "params")
    gongkai(tmp_path, "form", ORGAN, str(YEAR), "--params", "params", "--out", "form.xlsx")
    before = Params(tmp_path / "params").load(ORGAN, YEAR)
    gongkai(tmp_path, "import", "form.xlsx", "--params", "params", "--force")
    assert before.cells == Params(tmp_path / "params").load(ORGAN, YEAR).cells


def test_migrate(project: Path, tmp_path: Path) -> None:
    """A year's file written in the form of 2021 is carried into the new one."""
    shutil.copytree(project / "params", tmp_path / "params")
    params = Params(tmp_path / "params")
    old = params.root / ORGAN / f"{YEAR - 1}.yaml"
    (params.root / ORGAN / f"{YEAR}.yaml").write_text(
        old.read_text("utf-8").replace(f"year: {YEAR - 1}", f"year: {YEAR}"), "utf-8"
    )
    before = params.load(ORGAN, YEAR - 1)
    gongkai(tmp_path, "migrate", ORGAN, str(YEAR), "--params", "params", "--yes")
    found = Params(tmp_path / "params").load(ORGAN, YEAR)
    assert "2023" == found.edition.id
    assert before.cells["requests.unprocessed_3.total"] == found.cells["requests.publications.total"]
    assert before.cells["disclosure.fees.amount"] == found.cells["disclosure.fees.amount"]
    assert found.cells["requests.refused_9.total"] is None
    assert any(issue.path.startswith("disclosure.regulations") for issue in found.issues)


def test_new_year(project: Path, tmp_path: Path) -> None:
    """The next year's file starts in the new form."""
    shutil.copytree(project / "params", tmp_path / "params")
    gongkai(tmp_path, "new", ORGAN, str(YEAR + 1), "--params", "params")
    text = (tmp_path / "params" / ORGAN / f"{YEAR + 1}.yaml").read_text("utf-8")
    assert "purchasing: {contracts: null, value: null, unit: 亿元}" in text
    assert "regulations" not in text


def test_plain_papermill(project: Path, tmp_path: Path) -> None:
    """Plain papermill with the plain kernel sees the project's form."""
    source, made = project / "notebooks" / "02_disclosure.ipynb", tmp_path / "out.ipynb"
    done = run(
        project, sys.executable, "-m", "papermill", str(source), str(made), "-k", "python3", "-p", "agency", ORGAN,
        "-p", "year", str(YEAR),
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr
    assert "政府采购合同" in json.dumps(nbformat.read(made, 4), ensure_ascii=False)


def test_a_changed_form_makes_its_reports_stale(project: Path) -> None:
    """A report is rebuilt if a form file that it depends on changes, and only then."""
    forms_ = project / "params" / "forms"
    made = {year: project / "outputs" / str(year) / ORGAN / "manifest.json" for year in (YEAR - 1, YEAR)}

    def build() -> list[int]:
        before = {year: path.stat().st_mtime_ns for year, path in made.items()}
        gongkai(project, "build", ORGAN)
        return [year for year, path in made.items() if path.stat().st_mtime_ns != before[year]]

    assert [] == build()
    later = own_form.edition_text().replace('edition: "2023"', 'edition: "2030"').replace("first: 2023", "first: 2030")
    (forms_ / "2030.yaml").write_text(later, "utf-8")
    assert [] == build()
    path = forms_ / "2023.yaml"
    path.write_text(path.read_text("utf-8").replace("采购合同数量", "采购合同件数"), "utf-8")
    assert [YEAR] == build()
    assert "采购合同件数" in (project / "outputs" / str(YEAR) / ORGAN / "report.html").read_text("utf-8")


def test_a_broken_form_is_said(project: Path, tmp_path: Path) -> None:
    """A form file with a typo stops a command with a sentence and exit code 2; the outputs stay."""
    shutil.copytree(project, tmp_path / "project")
    path = tmp_path / "project" / "params" / "forms" / "2023.yaml"
    path.write_text(path.read_text("utf-8").replace("corner: 信息内容", "cornre: 信息内容"), "utf-8")
    for command in (("build", ORGAN), ("check", ORGAN), ("form", ORGAN, str(YEAR))):
        said = gongkai(tmp_path / "project", *command, code=2)
        assert "不认识的键“cornre”，是不是“corner”？" in "".join(said.split())
        assert "Traceback" not in said
    assert (tmp_path / "project" / "outputs" / str(YEAR) / ORGAN / "report.html").is_file()
