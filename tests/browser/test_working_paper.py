"""The working paper in a real browser: one screen of decisions, links both ways by keyboard, folds that open."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from tests.browser.conftest import WIDTHS
from tests.browser.test_page import OVERFLOW, WCAG
from tests.sections.review import made

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

OPEN = "document.querySelectorAll('details').forEach(fold => fold.open = true)"
SEEN = "e => { const box = e.getBoundingClientRect(); return box.top >= -1 && box.bottom <= innerHeight + 1; }"


@pytest.fixture(scope="module")
def paper(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a working paper."""
    path = tmp_path_factory.mktemp("paper") / "review.html"
    path.write_text(made.html(made.paper()), "utf-8")
    return path


@pytest.mark.parametrize("width", [360, 1280])
def test_no_violation_of_wcag(opened: Callable[..., Any], paper: Path, width: int) -> None:
    """The page, unfolded, breaks no rule that axe knows."""
    page, _ = opened(paper, width, bypass_csp=True)
    page.evaluate(OPEN)
    found = Axe().run(page, options={"runOnly": {"type": "tag", "values": WCAG}}).response["violations"]
    assert [] == [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_contrast(opened: Callable[..., Any], paper: Path, scheme: str) -> None:
    """Text, unfolded, has the contrast of WCAG's level AAA, on light and on dark screens."""
    page, _ = opened(paper, 1280, bypass_csp=True, color_scheme=scheme)
    page.evaluate(OPEN)
    rules = {"runOnly": {"type": "rule", "values": ["color-contrast-enhanced"]}}
    found = Axe().run(page, options=rules).response
    assert [] == [node["html"][:200] for rule in found["violations"] for node in rule["nodes"]]
    assert sum(len(rule["nodes"]) for rule in found["passes"]) > 100


@pytest.mark.parametrize("width", WIDTHS)
def test_page_fits(opened: Callable[..., Any], paper: Path, width: int) -> None:
    """Folded and unfolded, the page is as wide as the window; nothing is fetched or refused."""
    page, watched = opened(paper, width)
    for prepare in ("0", OPEN):
        page.evaluate(prepare)
        assert 0 == page.evaluate(OVERFLOW)
    assert [[], [], []] == [watched.dialogs, watched.console, watched.requests]


def test_first_screen_says_what_needs_a_decision(opened: Callable[..., Any], paper: Path) -> None:
    """Without scrolling, a reviewer sees every finding that needs a decision."""
    page, _ = opened(paper, 1280)
    rows = page.locator("table").first.locator("tbody tr")
    assert rows.count() > 4
    assert rows.last.evaluate(SEEN)


def test_from_finding_to_sentence_and_back_by_keyboard(opened: Callable[..., Any], paper: Path) -> None:
    """Enter on a decision shows its finding, Enter there its sentence, Enter there the finding again."""
    page, _ = opened(paper, 1280)
    row = page.locator("table").first.locator("tr", has_text="R12")
    row.locator("a").focus()
    page.keyboard.press("Enter")
    note = page.locator(".note:target")
    assert "R12" in note.inner_text()
    expect(note).to_be_in_viewport(ratio=0.9)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    sentence = page.locator("mark:target")
    assert "本年收到政府信息公开申请9件。" == sentence.inner_text()
    expect(sentence).to_be_in_viewport(ratio=0.9)
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert "R12" in page.locator(".note:target").inner_text()


def test_link_into_a_fold_opens_it(opened: Callable[..., Any], paper: Path) -> None:
    """The link from the finding of repeated text shows the sentences beside last year's."""
    page, _ = opened(paper, 1280)
    table = page.get_by_role("table", name="与2023年相同或只改了数字的句子").first
    assert not table.is_visible()
    page.locator(".note", has_text="R26").first.get_by_role("link", name="与上年对照").click()
    fold = page.locator("details:has(> summary > :target)")
    fold.locator("summary").press("Enter")
    expect(table).to_be_visible()
