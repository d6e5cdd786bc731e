"""The review site: every report with its state, findings of all reports by rule, pages made only when needed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import bs4
import nbformat
import pytest

from gongkai import rules
from gongkai.pipeline import manifest
from gongkai.publish import formats
from gongkai.returns import Params, canonical
from gongkai.review.site import collect, write_site
from gongkai.review.site.index import index
from gongkai.review.state import NAMES, State
from tests.commands.test_list import GOOD, NAME, write
from tests.example import mark
from tests.review.site.made import TODAY, organs

if TYPE_CHECKING:
    from pathlib import Path

HOSTILE = "</script><script>alert(1)</script>甲&乙局"


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A project with a built report with findings, an unreadable one, and an organ whose name is hostile."""
    wrong = GOOD.replace("没有收到政府信息公开申请", "收到政府信息公开申请3件")
    write(tmp_path, "good", agency=NAME, y2024=wrong)
    write(tmp_path, "bad", agency="name: 乙市财政局\nlevel: department\n", y2025="year: [\n")
    write(tmp_path, "worse", agency=f"name: '{HOSTILE}'\nlevel: department\n", y2025=GOOD.replace("2024", "2025"))
    mark(tmp_path)
    monkeypatch.chdir(tmp_path)
    build(tmp_path, "good", 2024)
    return tmp_path


def build(project: Path, agency: str, year: int) -> Path:
    """Outputs as a build leaves them, without building: data with findings, a manifest and a notebook."""
    record = Params(project / "params").load(agency, year)
    found = [finding for finding in rules.check(record) if finding.applicable]
    folder = project / "outputs" / str(year) / agency
    (folder / "sections").mkdir(parents=True)
    data = canonical.to_json(record, {}, [finding.to_json() for finding in found])
    (folder / "report.json").write_text(canonical.dumps(data), "utf-8")
    (folder / "review.html").write_text("<p>", "utf-8")
    output = nbformat.v4.new_output("stream", name="stdout", text="显示的")
    cells = [
        nbformat.v4.new_markdown_cell("# 标题"),
        nbformat.v4.new_code_cell("print('<b>')", outputs=[output], execution_count=1),
    ]
    nbformat.write(nbformat.v4.new_notebook(cells=cells), folder / "sections" / "00_preface.ipynb")
    made = manifest.Manifest(
        agency=agency,
        year=year,
        inputs={},
        sections={},
        outputs=manifest.outputs(folder),
        fonts={},
        findings={"hint": 1},
    )
    (folder / manifest.NAME).write_text(made.dumps(), "utf-8")
    return folder


def site(project: Path) -> tuple[Path, Any]:
    """The site's folder and what was written."""
    written = write_site(Params(project / "params"), project / "outputs", TODAY)
    return project / "outputs" / "site", written


def embedded(page: str) -> Any:
    """The data in the first page."""
    return json.loads(bs4.BeautifulSoup(page, "lxml").find(id="data").text)


def test_every_organ_and_year_has_a_state(project: Path) -> None:
    """Every organ and every year of the project is there: built, missing and unreadable."""
    folder, written = site(project)
    data = embedded((folder / "index.html").read_text("utf-8"))
    states = {row[0]: [data["states"][cell[0] if cell else 0][1] for cell in row[3:]] for row in data["organs"]}
    missing, unreadable, draft = (NAMES[state] for state in (State.MISSING, State.UNREADABLE, State.DRAFT))
    assert {"bad": [missing, unreadable], "good": [draft, missing], "worse": [missing, draft]} == states
    assert (3, 1, 1) == (written.organs, written.reports, written.made)


def test_links_lead_to_files_and_notes(project: Path) -> None:
    """Every link between pages and to outputs leads to a file."""
    folder, _ = site(project)
    pages = list(folder.rglob("*.html"))
    assert len(pages) > 3
    lost = []
    for page in pages:
        for link in bs4.BeautifulSoup(page.read_text("utf-8"), "lxml").select("a[href]"):
            target = unquote(str(link["href"]).partition("#")[0])
            if target and not (page.parent / target).is_file():
                lost.append((page.name, target))
    assert [] == lost


def test_findings_are_listed_by_rule(project: Path) -> None:
    """The page of a rule lists the finding with organ and year, linked to its note in the working paper."""
    folder, _ = site(project)
    record = Params(project / "params").load("good", 2024)
    failed = [finding for finding in rules.check(record) if finding.outcome == "fail"]
    assert failed
    text = bs4.BeautifulSoup((folder / "rules" / f"{failed[0].rule}.html").read_text("utf-8"), "lxml")
    row = text.select_one("tbody tr")
    assert ["甲市财政局", "2024", rules.LEVELS[failed[0].level], failed[0].message] == [
        c.text for c in row.find_all(["th", "td"])
    ]
    assert re.fullmatch(r"\.\./\.\./2024/good/review\.html#finding-\d+", str(row.a["href"]))


def test_notebooks_are_shown_with_code_folded(project: Path) -> None:
    """The page of a report shows its notebooks: output visible, code within an element that opens on demand."""
    folder, _ = site(project)
    page = bs4.BeautifulSoup((folder / "reports" / "2024" / "good.html").read_text("utf-8"), "lxml")
    code = next(pre for pre in page("pre") if "print('<b>')" in pre.text)
    assert "代码" == code.parent.summary.text
    shown = next(pre for pre in page("pre") if pre.text == "显示的")
    assert "笔记本 00_preface.ipynb" in shown.parent.summary.text


def test_pages_are_made_only_when_needed(project: Path) -> None:
    """An unchanged report's page is kept; a changed one is made again; the page of one that is gone is removed."""
    folder, _ = site(project)
    page = folder / "reports" / "2024" / "good.html"
    before = page.read_bytes()
    assert 0 == site(project)[1].made
    page.unlink()
    assert 1 == site(project)[1].made
    assert before == page.read_bytes()
    (project / "outputs" / "2024" / "good" / "report.json").unlink()
    assert 0 == site(project)[1].reports
    assert [[], []] == [list((folder / name).rglob("*.html")) for name in ("reports", "rules")]


@pytest.mark.parametrize("text", ["", "[]", '{"findings": [{"rule": 1}]}', "\x00"])
def test_damaged_data_of_a_report(project: Path, text: str) -> None:
    """A report whose data are damaged stays on the site; its findings are left out."""
    (project / "outputs" / "2024" / "good" / "report.json").write_text(text, "utf-8")
    folder, written = site(project)
    assert 1 == written.reports
    assert not list((folder / "rules").glob("*.html"))


def test_names_are_data(project: Path) -> None:
    """A name cannot end the script element, nor become markup anywhere."""
    folder, _ = site(project)
    text = (folder / "index.html").read_text("utf-8")
    assert "alert(1)</script>" not in text
    assert HOSTILE in [row[1] for row in embedded(text)["organs"]]


def test_index_is_compact_and_reproducible() -> None:
    """2,000 organs with six years are less than 400 kB besides the table that only shows where no script runs, and the same bytes each time."""
    pages = [index(organs(2000), TODAY) for _ in range(2)]
    assert pages[0] == pages[1]
    scripted, _, rest = pages[0].partition("<noscript>")
    table, _, data = rest.partition("</noscript>")
    assert len((scripted + data).encode()) < 400_000
    assert len(table.encode()) < 2_000_000


def test_project_without_organs(tmp_path: Path) -> None:
    """A project without any organ has an empty site."""
    (tmp_path / "params").mkdir()
    folder, written = site(tmp_path)
    assert (0, 0) == (written.organs, written.reports)
    assert [] == embedded((folder / "index.html").read_text("utf-8"))["organs"]


def test_links_to_formats(project: Path) -> None:
    """The page of a report links to the formats that are there, and to no others."""
    folder, _ = site(project)
    links = bs4.BeautifulSoup((folder / "reports" / "2024" / "good.html").read_text("utf-8"), "lxml").select(".files a")
    assert ["全部报告", "按规则看问题", "审核底稿", formats.DATA[0]] == [link.text for link in links]


@pytest.mark.parametrize(
    "text", ["{", "[]", "{}", '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [{}]}']
)
def test_damaged_notebook(project: Path, text: str) -> None:
    """A notebook that was damaged is said to be on the page of its report; every page is written."""
    (project / "outputs/2024/good/sections/00_preface.ipynb").write_text(text, "utf-8")
    folder, written = site(project)
    page = (folder / "reports/2024/good.html").read_text("utf-8")
    assert (1, True) == (written.made, "这个笔记本读不出来；请重新生成报告。" in page)


@pytest.mark.parametrize(
    "changes", [{"values": []}, {"level": "grave"}, {"rule": "../R1"}, {"rule": 1}, {"message": None}, {"waived": "x"}]
)
def test_damaged_findings(project: Path, changes: dict[str, Any]) -> None:
    """Findings that were damaged are left out, as the state of the report says; nothing is written elsewhere."""
    path = project / "outputs/2024/good/report.json"
    data = json.loads(path.read_text("utf-8"))
    data["findings"][0] |= changes
    path.write_text(json.dumps(data), "utf-8")
    folder, _ = site(project)
    assert [] == list((folder / "rules").glob("*"))
    assert not (folder / "R1.html").exists()
    path.write_text("[" * 100_000, "utf-8")
    assert 1 == site(project)[1].reports


def test_merged_organs_are_not_overdue(tmp_path: Path) -> None:
    """A report is missed neither of an organ after its last year nor before its first, by its government's list."""
    write(tmp_path, "old", agency="name: 规划局\nlevel: department\n", y2022=GOOD.replace("2024", "2022"))
    write(tmp_path, "new", agency="name: 资源局\nlevel: department\n", y2024=GOOD)
    write(tmp_path, "lax", agency="name: 统计局\nlevel: department\n", y2024=GOOD)
    listed = "[{id: old, last_year: 2022, successor: new}, {id: new, first_year: 2023}, lax]"
    write(tmp_path, "xian", agency=f"name: 某县人民政府\nlevel: county\nmembers: {listed}\n")
    write(tmp_path, "bad", agency="name: 某区人民政府\nlevel: county\nmembers: [{id: old, lastyear: 2020}]\n")
    found = {
        organ.id: organ.reports for organ in collect.organs(Params(tmp_path / "params"), tmp_path / "outputs", TODAY)
    }
    missed = {
        id_: [year for year, status in reports.items() if status.state is State.MISSING and status.days_late]
        for id_, reports in found.items()
    }
    assert {"old": [], "new": [], "lax": [2022], "xian": [2022, 2024], "bad": []} == missed
