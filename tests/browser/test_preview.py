"""``gongkai preview`` in a real browser: every saved change is shown without a reload by hand, errors where the report was."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import PATIENCE, WIDTHS
from tests.browser.test_page import OVERFLOW, WCAG
from tests.example import AGENCY, YEAR, edit
from tests.previewed import Running, project, running

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from playwright.sync_api import Browser, Page

SHOWN = "iframe.shown"


@pytest.fixture(scope="module")
def preview(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Running]:
    """The command on a copy of the example."""
    with running(project(tmp_path_factory.mktemp("preview"), root), AGENCY) as command:
        yield command


@pytest.fixture
def page(browser: Browser, preview: Running) -> Iterator[Page]:
    """The report's page, once it shows the report; it must neither reload nor ask another host nor complain."""
    page = browser.new_page(viewport={"width": 1280, "height": 800})
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []
    said: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(preview.url)
    shows(page, "威海市环翠区应急管理局")
    page.evaluate("window.unchanged = true")
    yield page
    assert page.evaluate("window.unchanged") is True
    page.close()
    assert [] == said
    assert [] == [url for url in asked if not url.startswith((f"http://127.0.0.1:{preview.port}/", "data:"))]


def shows(page: Page, text: str) -> None:
    """Wait until the report that is shown has a text."""
    expect(page.frame_locator(SHOWN).locator("body")).to_contain_text(text)


def scrolled(page: Page) -> float:
    """How far the report that is shown is scrolled, in pixels."""
    return page.evaluate(f"document.querySelector('{SHOWN}').contentWindow.scrollY")


def test_address_loses_the_token(page: Page, preview: Running) -> None:
    """The token is not in the address that is shown, kept in the history and sent to others."""
    expect(page).to_have_url(f"http://127.0.0.1:{preview.port}/{AGENCY}/{YEAR}/")


def test_edit_of_a_text(page: Page, preview: Running) -> None:
    """A saved sentence is shown where the reader is."""
    page.evaluate(f"document.querySelector('{SHOWN}').contentWindow.scrollTo(0, 700)")
    before = scrolled(page)
    assert before > 0
    edit(preview.project / "params", "放在首位", "放在第一位")
    shows(page, "放在第一位")
    assert before == scrolled(page)
    expect(page.locator("#status")).to_contain_text("更新，用时")


def test_edit_of_a_number(page: Page, preview: Running) -> None:
    """A saved number is shown in its table, and what it breaks is counted; the working paper is a click away, and it is marked there."""
    edit(preview.project / "params", "  carried_in: [0, 0, 0, 0, 0, 0, 0]", "  carried_in: [0, 0, 0, 0, 0, 7654, 0]")
    shows(page, "7654")
    expect(page.locator("#findings")).to_contain_text("错误")
    page.get_by_role("button", name="审核底稿").press("Enter")
    expect(page.locator(f"{SHOWN}[data-page='review.html']")).to_be_visible()
    shows(page, "R3")
    edit(preview.project / "params", "7654", "0")
    expect(page.locator("#findings")).not_to_contain_text("错误")


def test_broken_file(page: Page, preview: Running) -> None:
    """What is wrong, with file and line, is on the page; the last good report stays below it; mended, the message is gone."""
    line = edit(preview.project / "params", "requests:\n  new:", "requestz:\n  new:")
    expect(page.locator("#failed")).to_be_visible()
    expect(page.locator("#failed")).to_contain_text(f"params/{AGENCY}/{YEAR}.yaml:{line}")
    shows(page, "二、主动公开政府信息情况")
    edit(preview.project / "params", "requestz:", "requests:")
    expect(page.locator("#failed")).to_be_hidden()
    shows(page, "二、主动公开政府信息情况")


def test_broken_notebook(page: Page, preview: Running) -> None:
    """A cell that fails is named on the page; mended, the report is shown with what the notebook shows now."""
    path = preview.project / "notebooks" / "06_other.ipynb"
    whole = path.read_text("utf-8")
    notebook = json.loads(whole)
    cell = {
        "cell_type": "code",
        "id": "mine",
        "metadata": {},
        "source": "# 我的\n1 / 0",
        "outputs": [],
        "execution_count": None,
    }
    path.write_text(json.dumps({**notebook, "cells": [*notebook["cells"], cell]}), "utf-8")
    expect(page.locator("#failed")).to_contain_text("ZeroDivisionError")
    expect(page.locator("#failed")).to_contain_text("06_other")
    added = {"cell_type": "markdown", "id": "mine", "metadata": {}, "source": "笔记本里加的一段。"}
    path.write_text(json.dumps({**notebook, "cells": [*notebook["cells"], added]}), "utf-8")
    shows(page, "笔记本里加的一段。")
    expect(page.locator("#failed")).to_be_hidden()
    path.write_text(whole, "utf-8")
    expect(page.frame_locator(SHOWN).locator("body")).not_to_contain_text("笔记本里加的一段。")


def test_choice(page: Page) -> None:
    """All organs and years are listed with their state, found by name, and lead to their pages."""
    page.get_by_role("link", name="全部报告").click()
    page.locator("#q").fill("没有这个")
    expect(page.locator("tbody tr")).to_be_hidden()
    page.locator("#q").fill("应急")
    expect(page.locator("tbody tr")).to_contain_text("填报中")
    page.locator("tbody a").click()
    shows(page, "威海市环翠区应急管理局")
    page.evaluate("window.unchanged = true")


@pytest.mark.parametrize("width", [320, *WIDTHS])
def test_pages_fit(page: Page, preview: Running, width: int) -> None:
    """Neither page is wider than the window."""
    page.set_viewport_size({"width": width, "height": 800})
    assert 0 == page.evaluate(OVERFLOW)
    page.goto(f"http://127.0.0.1:{preview.port}/")
    assert 0 == page.evaluate(OVERFLOW)
    page.evaluate("window.unchanged = true")


@pytest.mark.parametrize("name", ["", f"{AGENCY}/{YEAR}/"])
def test_no_violation_of_wcag(browser: Browser, preview: Running, name: str) -> None:
    """Neither page breaks a rule that axe knows."""
    page: Any = browser.new_page(bypass_csp=True)
    page.set_default_timeout(PATIENCE)
    page.goto(preview.url)
    page.goto(f"http://127.0.0.1:{preview.port}/{name}")
    if name:
        shows(page, "威海市环翠区应急管理局")
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    page.close()
    assert [] == [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]
