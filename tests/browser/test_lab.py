"""``gongkai lab`` in a real browser: the project's notebooks, an organ to choose, built notebooks as they were left."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from gongkai.commands.init import EXAMPLE
from gongkai.run import provisioner
from tests.browser.conftest import PATIENCE
from tests.servers import free_port, jupyter

NAME = "某县自然资源局"


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Path, dict[str, Any]]]:
    """A project with two organs, one of them built, and JupyterLab on it; its folder, and how to reach the server."""
    pytest.importorskip("jupyterlab")
    if not provisioner.options():
        pytest.skip("the package is not installed with its kernel provisioner: run make again")
    folder = tmp_path_factory.mktemp("lab")
    project = folder / "年报"
    places = ("JUPYTER_RUNTIME_DIR", "JUPYTER_CONFIG_DIR", "JUPYTER_DATA_DIR", "XDG_STATE_HOME")
    environment = {**os.environ, **{name: str(folder / name) for name in places}}
    (folder / "JUPYTER_CONFIG_DIR").mkdir()
    if hasattr(os, "geteuid") and os.geteuid() == 0:
        settings = folder / "JUPYTER_CONFIG_DIR" / "jupyter_server_config.json"
        settings.write_text('{"ServerApp": {"allow_root": true}}')
    gongkai = [sys.executable, "-P", "-m", "gongkai.cli"]
    for arguments, cwd in (
        (["init", str(project)], folder),
        (["new", "zrzyj", "2024", "--name", NAME], project),
        (["build", EXAMPLE], project),
    ):
        subprocess.run([*gongkai, *arguments], cwd=cwd, env=environment, check=True, capture_output=True, timeout=300)
    server = subprocess.Popen(
        [*gongkai, "lab", EXAMPLE, "--no-browser", "--port", str(free_port())], cwd=project / "params", env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    about: dict[str, Any] = {}
    try:
        about = jupyter(folder / "JUPYTER_RUNTIME_DIR")
        yield project, about
    finally:
        if about:
            os.kill(about["pid"], signal.SIGTERM)
        server.terminate()
        server.wait(60)


@pytest.fixture
def page(browser: Browser, lab: tuple[Path, dict[str, Any]]) -> Iterator[Page]:
    """A page that is logged in; it must ask no other host for anything."""
    _, about = lab
    page = browser.new_page(viewport={"width": 1400, "height": 1000})
    page.set_default_timeout(PATIENCE)
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.goto(f"{about['url']}?token={about['token']}")
    yield page
    page.close()
    own = ("http://localhost:", "http://127.0.0.1:", "data:", "blob:")
    assert [] == [url for url in asked if not url.startswith(own)]


def ready(page: Page) -> None:
    """Wait until a notebook is open and its kernel has started."""
    expect(page.locator(".jp-NotebookPanel").first).to_be_visible()
    expect(page.locator("#jp-main-statusbar")).to_contain_text("Idle")


def test_choosing(page: Page) -> None:
    """The first page is where to choose; an organ and year are chosen by answering, and the other notebooks show them."""
    ready(page)
    expect(page.locator("#jp-main-dock-panel .lm-TabBar-tab")).to_have_text(["select.ipynb"])
    page.locator(".jp-CodeCell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    asked = page.locator(".jp-Stdin-input").last
    expect(asked).to_be_visible()
    asked.fill("某县")
    asked.press("Enter")
    expect(page.locator(".jp-OutputArea").first).to_contain_text(f"选的是{NAME}2024年")
    address = page.url.partition("/lab/")[0]
    page.goto(f"{address}/lab/tree/notebooks/06_other.ipynb?reset")
    ready(page)
    page.get_by_role("menuitem", name="Run", exact=True).click()
    page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
    expect(page.locator(".jp-Notebook")).to_contain_text(f"{NAME}2024年（换机关或年度")
    expect(page.locator(".jp-Notebook")).to_contain_text("六、其他需要报告的事项")


@pytest.mark.parametrize("name", ["report.ipynb", "sections/03_requests.ipynb"])
def test_built_notebook(page: Page, lab: tuple[Path, dict[str, Any]], name: str) -> None:
    """A built notebook opens trusted, with its table, and unchanged; so do the bytes of its file."""
    project, about = lab
    (path,) = project.glob(f"outputs/*/{EXAMPLE}/{name}")
    before = path.read_bytes()
    page.goto(f"{about['url']}lab/tree/{path.relative_to(project).as_posix()}?reset")
    ready(page)
    expect(page.locator("#jp-main-statusbar [title^='Notebook trusted']")).to_have_count(1)
    expect(page.locator(".jp-Notebook table").first).to_be_attached()
    page.wait_for_timeout(3_000)  # what would change it comes after the kernel has answered
    expect(page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
    assert before == path.read_bytes()


STYLES = """() => ['td', 'thead th'].map(name => {
  const style = getComputedStyle(document.querySelector(`.jp-RenderedHTMLCommon table ${name}`));
  return [style.borderLeftStyle, style.borderTopWidth, style.textAlign, style.wordBreak, style.fontWeight];
})"""


def test_notebook_of_somebody_else(page: Page, lab: tuple[Path, dict[str, Any]]) -> None:
    """In a notebook that Jupyter does not trust, which has no style sheet, tables have lines, alignment and bold headers."""
    project, about = lab
    (path,) = project.glob(f"outputs/*/{EXAMPLE}/report.ipynb")
    notebook = json.loads(path.read_text("utf-8"))
    # Cells far below are drawn only when they come into view.
    notebook["cells"] = [cell for cell in notebook["cells"] if "<thead" in json.dumps(cell.get("outputs", []))][:1]
    other = path.with_name("other.ipynb")
    other.write_text(json.dumps(notebook), "utf-8")
    page.goto(f"{about['url']}lab/tree/{other.relative_to(project).as_posix()}?reset")
    ready(page)
    expect(page.locator("#jp-main-statusbar [title^='Notebook not trusted']")).to_have_count(1)
    expect(page.locator(".jp-RenderedHTMLCommon table thead th").first).to_be_attached()
    cell, header = page.evaluate(STYLES)
    assert ["solid", "1px", "center", "normal", "400"] == cell
    assert ["solid", "1px", "center", "keep-all", "700"] == header
    assert 0 == page.locator(".jp-RenderedHTMLCommon table style").count()


def test_notebook_of_the_project(page: Page, lab: tuple[Path, dict[str, Any]]) -> None:
    """A notebook of a new project opens trusted and unchanged."""
    _, about = lab
    page.goto(f"{about['url']}lab/tree/notebooks/04_disputes.ipynb?reset")
    ready(page)
    expect(page.locator("#jp-main-statusbar [title^='Notebook trusted']")).to_have_count(1)
    page.wait_for_timeout(3_000)
    expect(page.locator("#jp-main-dock-panel .lm-TabBar-tab.jp-mod-dirty")).to_have_count(0)
