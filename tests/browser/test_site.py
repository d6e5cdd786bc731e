"""The review site in a real browser: 2,000 organs searched, filtered and sorted, by keyboard, at every width."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe

from gongkai.review.site import by_rule
from gongkai.review.site.index import index
from gongkai.review.state import NAMES, State
from tests.browser.conftest import WIDTHS
from tests.browser.test_page import OVERFLOW, WCAG
from tests.review.site.made import TODAY, YEARS, organs
from tests.sections.review import made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

NUMBER = 2000


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The pages of a site with many organs, and of one with few."""
    folder = tmp_path_factory.mktemp("site")
    (folder / "index.html").write_text(index(organs(NUMBER), TODAY), "utf-8")
    (folder / "few.html").write_text(index(organs(12), TODAY), "utf-8")
    rules = by_rule.collect([("示例市试验局", made.paper().found)])
    (folder / "rules.html").write_text(by_rule.overview(rules), "utf-8")
    (folder / "rule.html").write_text(by_rule.page(rules["R12"]), "utf-8")
    return folder


def names(page: Page) -> list[str]:
    """The names of the organs shown."""
    return page.eval_on_selector_all("tbody th", "heads => heads.map(head => head.firstChild.data)")


def states(page: Page) -> list[str]:
    """The states shown, row by row."""
    return page.eval_on_selector_all("tbody .state", "found => found.map(state => state.textContent)")


def test_all_organs_are_there(opened: Callable[..., Any], site: Path) -> None:
    """The first hundred are shown, and paging shows the others; nothing is fetched, and the policy refuses nothing."""
    page, watched = opened(site / "index.html")
    expected = [organ.name for organ in organs(NUMBER)]
    assert expected[:100] == names(page)
    assert 100 * len(YEARS) == len(states(page))
    page.get_by_role("button", name="下一页").press("Enter")
    assert expected[100:200] == names(page)
    assert [[], [], []] == [watched.dialogs, watched.console, watched.requests]


def test_search_filter_and_sort_by_keyboard(opened: Callable[..., Any], site: Path) -> None:
    """Words narrow the list, a state and a year narrow it further, and the order follows the number of errors."""
    page, watched = opened(site / "index.html")
    page.keyboard.press("Tab")  # skip link
    while page.evaluate("document.activeElement.id") != "q":
        page.keyboard.press("Tab")
    page.keyboard.type("教育局 第1")
    found = names(page)
    assert found
    assert all("教育局" in name and "第1" in name for name in found)
    page.locator("#year").select_option("2024")
    page.locator("#state").select_option(label=NAMES[State.ERRORS])
    assert {NAMES[State.ERRORS]} == set(states(page))
    page.locator("#sort").select_option("errors")
    counted = page.eval_on_selector_all(
        "tbody td", "cells => cells.map(c => Number((/错误(\\d+)/.exec(c.textContent) || [0, 0])[1]))"
    )
    assert sorted(counted, reverse=True) == counted
    assert len(set(counted)) > 1
    assert [] == watched.console


def test_counts_are_filters(opened: Callable[..., Any], site: Path) -> None:
    """A count filters by its state, keeps the focus, and shows as pressed; pressed again it shows everything."""
    page, _ = opened(site / "index.html")
    button = page.get_by_role("button", name=NAMES[State.RETURNED])
    number = int(button.inner_text().split()[-1])
    button.press("Enter")
    assert NAMES[State.RETURNED] in page.evaluate("document.activeElement.textContent")
    assert "true" == button.get_attribute("aria-pressed")
    wanted = sum(any(s.state is State.RETURNED for s in organ.reports.values()) for organ in organs(NUMBER))
    assert f"符合的机关{wanted}个" in page.get_by_role("status").inner_text()
    assert number == sum(s.state is State.RETURNED for organ in organs(NUMBER) for s in organ.reports.values())
    button.press("Enter")
    assert f"符合的机关{NUMBER}个" in page.get_by_role("status").inner_text()


def test_late_reports(opened: Callable[..., Any], site: Path) -> None:
    """Only organs with a late report are left, the latest first."""
    page, _ = opened(site / "index.html")
    page.get_by_label("只看逾期").press("Space")
    page.locator("#sort").select_option("late")
    days = [max(s.days_late for s in organ.reports.values()) for organ in organs(NUMBER)]
    assert f"符合的机关{sum(day > 0 for day in days)}个" in page.get_by_role("status").inner_text()
    assert f"逾期{max(days)}天" in page.locator("tbody tr").first.inner_text()


def test_view_is_kept_in_the_address(opened: Callable[..., Any], site: Path) -> None:
    """The filters are part of the address: opened again, it shows the same."""
    page, _ = opened(site / "index.html")
    page.locator("#q").fill("第77区")
    page.locator("#level").select_option(index=1)
    before, address = names(page), page.evaluate("location.href")
    page.goto("about:blank")
    page.goto(address)
    assert before == names(page)
    assert "第77区" == page.locator("#q").input_value()


def test_without_script(opened: Callable[..., Any], site: Path) -> None:
    """Where no script runs, the table lists every organ and year as the script would, with the same links, and nothing is offered that needs one."""
    page, watched = opened(site / "index.html", java_script_enabled=False)
    assert [organ.name for organ in organs(NUMBER)] == page.locator("noscript tbody th").evaluate_all(
        "heads => heads.map(head => head.firstChild.data)"
    )
    assert NUMBER * len(YEARS) == page.locator("noscript tbody td").count()
    assert page.locator("noscript table").is_visible()
    assert not page.locator("#q").is_visible()
    assert [[], [], []] == [watched.dialogs, watched.console, watched.requests]
    few, _ = opened(site / "few.html")
    cells = few.locator("tbody td").evaluate_all(CELLS)
    plain, _ = opened(site / "few.html", java_script_enabled=False)
    assert cells == plain.locator("noscript tbody td").evaluate_all(CELLS)


CELLS = """cells => cells.map(cell => [...cell.children].map(
  part => [part.localName, part.className.trim(), part.textContent, part.getAttribute("href")]
))"""


@pytest.mark.parametrize("width", [320, *WIDTHS])
@pytest.mark.parametrize("name", ["few", "rules", "rule"])
def test_pages_fit(opened: Callable[..., Any], site: Path, name: str, width: int) -> None:
    """No page is wider than the window."""
    page, watched = opened(site / f"{name}.html", width)
    assert 0 == page.evaluate(OVERFLOW)
    assert [[], [], []] == [watched.dialogs, watched.console, watched.requests]


@pytest.mark.parametrize("width", [360, 1280])
@pytest.mark.parametrize("name", ["few", "rules", "rule"])
def test_no_violation_of_wcag(opened: Callable[..., Any], site: Path, name: str, width: int) -> None:
    """No page breaks a rule that axe knows."""
    page, _ = opened(site / f"{name}.html", width, bypass_csp=True)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    assert [] == [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]
