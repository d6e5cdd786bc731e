"""The page of a government in a real browser: 2,000 organs and six years ranked, filtered and searched, by keyboard, at every width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from gongkai.document import fonts
from gongkai.review.site.portfolio_page import page as portfolio_page
from tests.browser.conftest import WIDTHS
from tests.browser.test_page import OVERFLOW, WCAG
from tests.review.portfolio.made import YEARS, portfolio

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

    from gongkai.review.portfolio import Portfolio

NUMBER = 2000


@pytest.fixture(scope="module")
def outputs(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder of outputs."""
    return tmp_path_factory.mktemp("project") / "outputs"


@pytest.fixture(scope="module")
def many(outputs: Path) -> Portfolio:
    """A city with many organs."""
    return portfolio(NUMBER, outputs)


@pytest.fixture(scope="module")
def pages(outputs: Path, many: Portfolio) -> dict[str, Path]:
    """The page of a city with many organs, and of one with few."""
    found = {}
    files = fonts.font_set("bundled", ()).files
    for name, made in (("many", many), ("few", portfolio(23, outputs))):
        found[name] = outputs / "site" / "portfolio" / name / "index.html"
        found[name].parent.mkdir(parents=True)
        lower = [(f"../organ-{at}0/index.html", f"示例市第{at}区人民政府") for at in (1, 2)]
        written = [found[name].parent / f"portfolio.{end}" for end in ("csv", "xlsx")]
        found[name].write_text(portfolio_page(made, found[name].parent, written, files, lower), "utf-8")
    return found


def names(page: Page) -> list[str]:
    """The names of the organs shown."""
    return page.locator("#table tbody th").all_inner_texts()


def column(page: Page, at: int) -> list[str]:
    """The numbers shown in a column."""
    return page.locator(f"#table tbody td:nth-of-type({at})").all_inner_texts()


def test_every_organ_and_number(opened: Callable[..., Any], pages: dict[str, Path], many: Portfolio) -> None:
    """The first hundred are shown, each number leads to its report where that was built; nothing is fetched or refused."""
    page, watched = opened(pages["many"])
    own = many.frame[many.frame["年度"] == YEARS[-1]].head(100)
    assert list(own["机关"]) == names(page)
    assert [
        "" if value is None else str(value)
        for value in own["新收申请"].astype(object).where(own["新收申请"].notna(), None)
    ] == column(page, len(YEARS))
    links = page.locator(f"#table tbody td:nth-of-type({len(YEARS)})").evaluate_all(
        "cells => cells.map(cell => cell.firstElementChild && cell.firstElementChild.getAttribute('href'))"
    )
    built = own["报告"].str.endswith(".html") & own["新收申请"].notna()
    assert [
        f"../../../{YEARS[-1]}/{id_}/report.html" if is_built else None
        for id_, is_built in zip(own["代号"], built, strict=True)
    ] == links
    page.get_by_role("button", name="下一页").press("Enter")
    assert "organs" == page.evaluate("document.activeElement.id")
    assert list(many.frame["机关"][100:200]) == names(page)
    assert [[], [], []] == [watched.dialogs, watched.console, watched.requests]


def test_ranked_by_keyboard(opened: Callable[..., Any], pages: dict[str, Path], many: Portfolio) -> None:
    """A share is ranked in a year as the portfolio ranks it, what is missing last."""
    page, watched = opened(pages["many"])
    page.keyboard.press("Tab")  # skip link
    while page.evaluate("document.activeElement.id") != "m":
        page.keyboard.press("Tab")
    for _ in range(10):
        page.keyboard.press("ArrowDown")
    assert page.locator("#m").evaluate("m => m.selectedOptions[0].textContent").startswith("公开比例：")
    page.locator("#year").select_option("2022")
    page.locator("#sort").select_option("+2022")
    ranked = many.rank("公开比例", smallest=True, year=2022).frame["公开比例"]
    assert [f"{value:.1f}%" for value in ranked.head(100)] == column(page, 1)
    assert "ascending" == page.locator("#table thead th").last.get_attribute("aria-sort")
    page.locator("#m").select_option("新收申请")
    page.locator("#sort").select_option("-2022")
    ranked = many.rank("新收申请", year=2022).frame["新收申请"]
    assert [str(value) for value in ranked.head(100)] == column(page, 1)
    for _ in range(NUMBER // 100 - 1):
        page.get_by_role("button", name="下一页").click()
    assert [
        "" if missing else str(value) for value, missing in zip(ranked[-100:], ranked[-100:].isna(), strict=True)
    ] == column(page, 1)
    assert "" == column(page, 1)[-1]
    assert [] == watched.console


def test_filtered(opened: Callable[..., Any], pages: dict[str, Path], many: Portfolio) -> None:
    """Level, the government above and words narrow the list together."""
    page, _ = opened(pages["many"])
    page.locator("#above").select_option(label="示例市第7区人民政府")
    assert list(many.where(above="organ-70", year=2024).frame["机关"]) == names(page)
    page.locator("#level").select_option(label="县级政府")
    assert [] == names(page)
    page.locator("#above").select_option("")
    page.locator("#q").fill("第19区")
    assert ["示例市第19区人民政府"] == names(page)
    assert "符合的机关1个" in page.get_by_role("status").inner_text()


def test_findings_of_a_rule(opened: Callable[..., Any], pages: dict[str, Path], many: Portfolio) -> None:
    """A rule in the table of findings shows how many findings of it each organ has, and the address keeps the view."""
    page, watched = opened(pages["many"])
    page.get_by_role("link", name="R12", exact=True).press("Enter")
    expect(page.locator("#m")).to_have_value("R12")
    page.locator("#sort").select_option("-2021")
    found = many.rules[(many.rules["规则"] == "R12") & (many.rules["年度"] == 2021)]["处数"].sort_values(
        ascending=False
    )
    assert [str(value) for value in found.head(100)] == column(page, YEARS.index(2021) + 1)[: len(found)]
    before, address = names(page), page.evaluate("location.href")
    page.goto("about:blank")
    page.goto(address)
    assert before == names(page)
    assert "R12" == page.locator("#m").input_value()
    assert [[], []] == [watched.dialogs, watched.console]


def test_charts_and_data(opened: Callable[..., Any], pages: dict[str, Path]) -> None:
    """Four charts are drawn and described, and the data are offered as files, without a script too."""
    page, watched = opened(pages["few"], java_script_enabled=False)
    charts = page.locator("figure img").evaluate_all(
        "images => images.map(i => [i.naturalWidth > 0, i.alt.startsWith('图：示例市')])"
    )
    assert [[True, True]] * 4 == charts
    assert ["portfolio.csv", "portfolio.xlsx"] == page.locator("a[download]").evaluate_all(
        "links => links.map(l => l.getAttribute('href'))"
    )
    assert not page.locator("#view").is_visible()
    assert page.locator("noscript p").is_visible()
    assert "2018年没有数据" in page.locator("main").inner_text()
    assert [[], [], []] == [watched.dialogs, watched.console, watched.requests]


@pytest.mark.parametrize("width", [320, *WIDTHS])
def test_fits(opened: Callable[..., Any], pages: dict[str, Path], width: int) -> None:
    """The page is never wider than the window."""
    page, _ = opened(pages["few"], width)
    assert 0 == page.evaluate(OVERFLOW)


@pytest.mark.parametrize("width", [360, 1280])
def test_no_violation_of_wcag(opened: Callable[..., Any], pages: dict[str, Path], width: int) -> None:
    """The page breaks no rule that axe knows."""
    page, _ = opened(pages["few"], width, bypass_csp=True)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    assert [] == [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]
