"""Sign-off in a real browser, by the commands that people run: signed, a byte changed, stale on the site and in the working paper."""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pytest

from gongkai.review.state import NAMES, State
from tests.example import AGENCY, YEAR, edit
from tests.previewed import project

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from playwright.sync_api import Page

STEMS = ("00_preface", "90_review")
DATA = f"params/{AGENCY}/{YEAR}.yaml"


@pytest.fixture
def run(tmp_path: Path, root: Path) -> Callable[..., str]:
    """Runs ``gongkai`` in a project with the example and two notebooks; gives what it printed."""
    project(tmp_path, root, STEMS)

    def run_(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-P", "-m", "gongkai.cli", *arguments], cwd=tmp_path, capture_output=True, encoding="utf-8",
            env={**os.environ, "PYTHONIOENCODING": "utf-8"}, check=False,
        )  # fmt: skip
        assert 0 == done.returncode, done.stdout + done.stderr
        return done.stdout

    return run_


def test_a_changed_byte(run: Callable[..., str], opened: Callable[..., Any], tmp_path: Path) -> None:
    """The site and the working paper show who signed; after a byte of a published file or of the data changed, they say which, until it is signed again."""
    outputs = tmp_path / "outputs"
    folder = outputs / str(YEAR) / AGENCY

    def looked_at() -> tuple[str, str, str]:
        """The cell of the report on the site's first page, its page on the site and, from there, its working paper."""
        run("site")
        page, watched = opened(outputs / "site" / "index.html")
        cell = page.locator("tbody td").inner_text()
        page.locator("tbody td a").click()
        page.wait_for_url("**/reports/**")
        about = text(page)
        page.get_by_role("link", name="审核底稿").first.click()
        page.wait_for_url("**/review.html")
        paper = text(page)
        assert [] == watched.console
        return cell, about, paper

    run("build", AGENCY)
    run("submit", AGENCY, str(YEAR), "--as", "张三")
    run("approve", AGENCY, str(YEAR), "--as", "李四")
    run("build", AGENCY)
    cell, about, paper = looked_at()
    assert NAMES[State.APPROVED] in cell
    assert "签字后有改动" not in cell
    for shown in (about, paper):
        assert "李四（审核人）批准" in shown
        assert "变了" not in shown

    path = folder / "report.pdf"
    signed = path.read_bytes()
    path.write_bytes(signed[:-1] + bytes([signed[-1] ^ 1]))
    cell, about, _ = looked_at()
    assert NAMES[State.APPROVED] not in cell
    assert "签字后有改动" in cell
    assert "report.pdf变了" in after_signature(about)
    path.write_bytes(signed)
    assert NAMES[State.APPROVED] in looked_at()[0]

    edit(tmp_path / "params", "signed:", "signed: ")
    run("build", AGENCY)
    cell, about, paper = looked_at()
    assert NAMES[State.APPROVED] not in cell
    assert "签字后有改动" in cell
    assert f"{DATA}变了" in after_signature(about)
    assert "李四（审核人）批准，签名已经失效" in paper
    assert f"{DATA}变了" in paper

    run("submit", AGENCY, str(YEAR), "--as", "张三")
    run("build", AGENCY)
    cell, about, paper = looked_at()
    assert NAMES[State.SUBMITTED] in cell
    assert "签字后有改动" not in cell
    assert "变了" not in about + paper


def after_signature(about: str) -> str:
    """What the report's page on the site says has changed since the signature."""
    (line,) = (line for line in about.splitlines() if line.startswith("签字之后变了的"))
    return line


def text(page: Page) -> str:
    """What a page says, folded parts too."""
    page.evaluate("document.querySelectorAll('details').forEach(fold => fold.open = true)")
    return page.locator("main").inner_text()
