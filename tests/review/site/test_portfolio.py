"""The site's pages of governments: made when something changed, linked from the first page, removed with their members."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import bs4
import pytest

from gongkai.document.fonts import font_set
from gongkai.pipeline import inputs
from gongkai.returns import Params
from gongkai.review.site import Written, write_site
from tests.example import mark
from tests.jurisdiction import NAMES, YEAR, city, organ
from tests.review.site.made import TODAY

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A city and a county; the page of one report is there."""
    city(tmp_path / "params")
    mark(tmp_path)
    monkeypatch.chdir(tmp_path)
    report = tmp_path / "outputs" / str(YEAR) / "gongan" / "report.html"
    report.parent.mkdir(parents=True)
    report.write_text("<p>", "utf-8")
    return tmp_path


def write(project: Path) -> Written:
    """Write the site."""
    return write_site(Params(project / "params"), project / "outputs", TODAY)


def soup(path: Path) -> bs4.BeautifulSoup:
    """A page."""
    return bs4.BeautifulSoup(path.read_text("utf-8"), "lxml")


def test_pages(project: Path) -> None:
    """Each government has a page with the numbers of its organs and files with the data; links lead to files."""
    assert (2, ()) == (write(project).governments, write(project).refused)
    folder = project / "outputs" / "site" / "portfolio"
    assert {"shi", "xian"} == {path.name for path in folder.iterdir()}
    data = json.loads(soup(folder / "xian" / "index.html").find(id="data").text)  # type: ignore[union-attr]
    new = dict(zip((row[1] for row in data["organs"]), data["values"][0], strict=True))
    assert {NAMES["xian"]: 23, NAMES["jiaoyu"]: 5, NAMES["minzheng"]: 7, NAMES["gongan"]: 11} == new
    assert "1112" == data["there"]
    assert (folder / "xian" / data["reports"] / str(YEAR) / "gongan" / "report.html").is_file()
    pages = [folder / "shi" / "index.html", folder / "xian" / "index.html", project / "outputs" / "site" / "index.html"]
    links = [
        page.parent / unquote(str(link["href"]).partition("#")[0])
        for page in pages
        for link in soup(page).select("a[href]")
        if not str(link["href"]).startswith("#")
    ]
    assert {folder / "shi" / "index.html", folder / "xian" / "portfolio.xlsx"} <= {link.resolve() for link in links}
    assert [] == [link for link in links if not link.is_file()]


def test_only_the_highest_are_on_the_first_page(project: Path) -> None:
    """The first page links to the city, whose page links to the county."""
    write(project)
    site = project / "outputs" / "site"
    assert [f"{NAMES['shi']}：各机关年报"] == [link.text for link in soup(site / "index.html").select("nav a")][1:]
    assert [NAMES["xian"]] == [
        link.text for link in soup(site / "portfolio" / "shi" / "index.html").select("details a")
    ]


def test_made_only_when_something_changed(project: Path) -> None:
    """A page is kept while nothing that it shows changes; a changed return changes the pages of all governments above it."""
    write(project)
    folder = project / "outputs" / "site" / "portfolio"
    pages = [folder / "shi" / "index.html", folder / "xian" / "index.html"]
    for page in pages:
        page.write_text("kept", "utf-8")
    write(project)
    assert ["kept", "kept"] == [page.read_text("utf-8") for page in pages]
    organ(project / "params", "tongji", 4)
    write(project)
    assert [False, True] == [page.read_text("utf-8") == "kept" for page in pages]
    organ(project / "params", "gongan", 12)
    write(project)
    assert "kept" not in [page.read_text("utf-8") for page in pages]


def test_gone(project: Path) -> None:
    """The page and the data of a government go with its members; the site is written though a member is no organ."""
    write(project)
    agency = project / "params" / "xian" / "agency.yaml"
    text = agency.read_text("utf-8")
    agency.write_text(text.replace("gongan", "gongan2"), "utf-8")
    refused = write(project).refused
    assert any("gongan2" in said for said in refused)
    agency.write_text(text.partition("members:")[0], "utf-8")
    written = write(project)
    assert (1, ()) == (written.governments, written.refused)
    assert ["shi"] == [path.name for path in (project / "outputs" / "site" / "portfolio").iterdir()]


def test_fonts_that_are_missing(project: Path) -> None:
    """The site is written though the font set of a government is missing, which is said; no page leads to its page."""
    agency = project / "params" / "xian" / "agency.yaml"
    text = agency.read_text("utf-8")
    agency.write_text(f"{text}fonts: nosuch\n", "utf-8")
    written = write(project)
    assert (1, 1) == (written.governments, len(written.refused))
    assert "params/xian/agency.yaml:4：没有字体集“nosuch”" in written.refused[0]
    assert written.page.is_file()
    shown = project / "outputs" / "site" / "portfolio" / "shi" / "index.html"
    assert [] == soup(shown).select("details a")
    agency.write_text(text, "utf-8")
    assert (2, ()) == (write(project).governments, write(project).refused)
    assert [NAMES["xian"]] == [link.text for link in soup(shown).select("details a")]


def test_other_fonts(project: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A page is made anew when the font set of its charts changes."""
    write(project)
    page = project / "outputs" / "site" / "portfolio" / "xian" / "index.html"
    page.write_text("kept", "utf-8")
    write(project)
    assert "kept" == page.read_text("utf-8")
    bundled = font_set("bundled")
    monkeypatch.setattr(inputs, "font_set", lambda *_: replace(bundled, files=bundled.files[:1]))
    write(project)
    assert "kept" != page.read_text("utf-8")


def test_addresses_are_quoted(project: Path) -> None:
    """Links lead to governments whose folders have characters that mean something else in an address."""
    params, names = project / "params", {"xian": "东山 #1%20", "shi": "清河 #2"}
    (params / "shi" / "agency.yaml").write_text(
        (params / "shi" / "agency.yaml").read_text("utf-8").replace("xian", f"'{names['xian']}'"), "utf-8"
    )
    for old, new in names.items():
        (params / old).rename(params / new)
    assert (2, ()) == (write(project).governments, write(project).refused)
    first = project / "outputs" / "site" / "index.html"
    second, third = (first.parent / "portfolio" / names[id_] / "index.html" for id_ in ("shi", "xian"))
    for page, wanted, where in ((first, second, "nav a"), (second, third, "details a")):
        found = [unquote(urlsplit(str(link["href"])).path) for link in soup(page).select(where)]
        assert wanted.resolve() in {page.parent.joinpath(path).resolve() for path in found}


def test_names_are_data(project: Path) -> None:
    """A name becomes no markup, neither in the page nor in its data."""
    agency = project / "params" / "gongan" / "agency.yaml"
    hostile = "</script><script>alert(1)</script>甲&乙局"
    agency.write_text(f"name: '{hostile}'\nlevel: department\n", "utf-8")
    write(project)
    page = project / "outputs" / "site" / "portfolio" / "xian" / "index.html"
    assert "<script>alert" not in page.read_text("utf-8")
    assert hostile in {row[1] for row in json.loads(soup(page).find(id="data").text)["organs"]}  # type: ignore[union-attr]
