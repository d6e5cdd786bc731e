"""The handbook's site: complete, searchable from its folder, and asking no other host for anything."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote, urlsplit

import pytest
from bs4 import BeautifulSoup

from tests.browser.conftest import PATIENCE
from tests.docs.test_handbook import PAGES, ROOT

if TYPE_CHECKING:
    from playwright.sync_api import Browser


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The built site; MkDocs's warnings are errors."""
    folder = tmp_path_factory.mktemp("handbook") / "site"
    done = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--strict", "--site-dir", folder], cwd=ROOT, capture_output=True,
        encoding="utf-8", check=False, env=None,
    )  # fmt: skip
    assert 0 == done.returncode, done.stderr
    return folder


def test_links(site: Path) -> None:
    """Every link, picture, style and script of every page is a file of the site, and every anchor is there."""
    pages = {path: BeautifulSoup(path.read_text("utf-8"), "lxml") for path in site.glob("*.html") if path.stem != "404"}
    anchors = {path: {tag["id"] for tag in soup.select("[id]")} for path, soup in pages.items()}
    broken, elsewhere = [], set()
    for path, soup in pages.items():
        for tag in soup.select("[href], [src]"):
            address = urlsplit(str(tag.get("href") or tag.get("src")))
            if address.scheme or address.netloc:
                elsewhere.add((tag.name, address.netloc))
                continue
            target = (path.parent / unquote(address.path)).resolve() if address.path else path
            is_there = target.is_file() and (
                not address.fragment or target not in anchors or unquote(address.fragment) in anchors[target]
            )
            if (not is_there and address.fragment not in {"", "__skip"}) or not target.is_file():
                broken.append((path.name, address.geturl()))
    assert [] == broken
    assert set() == {host for name, host in elsewhere if name != "a"} - {""}
    assert {path.stem for path in pages} >= {*PAGES, "rules", "commands", "levels"}


@pytest.mark.parametrize("word", ["结转", "认可", "R18", "papermill"])
def test_search(site: Path, browser: Browser, word: str) -> None:
    """Search finds Chinese and other words, opened from the folder, without a request to any other host."""
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    complaints: list[str] = []
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto((site / "index.html").as_uri())
    page.locator(".md-search__input").fill(word)
    page.locator(".md-search__input").press("End")  # it searches when a key goes up
    page.locator(".md-search-result__item a").first.wait_for()
    found = page.locator(".md-search-result__item").all_inner_texts()
    page.close()
    assert any(word.lower() in text.lower() for text in found)
    assert [] == [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
    assert [] == complaints


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", [*PAGES, "rules", "commands"])
def test_pages_fit(site: Path, browser: Browser, name: str, width: int) -> None:
    """No page is wider than the window; tables and code scroll by themselves. Nothing comes from another host."""
    page = browser.new_page(viewport={"width": width, "height": 800})
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto((site / f"{name}.html").as_uri())
    assert width >= page.evaluate("document.documentElement.scrollWidth")
    page.close()
    assert [] == [url for url in asked if not url.startswith(("file:", "data:", "blob:"))]
