"""``gongkai preview`` in a real browser: seconds from saving a file until the page shows what was saved."""

from __future__ import annotations

import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Page

SHOWN = """text => {
  const frame = document.querySelector("iframe.shown");
  return frame !== null && frame.contentDocument.body.textContent.includes(text);
}"""
"""Whether the report that the page shows has a text; asked at every frame that the browser draws."""

_PATIENCE = 120_000
"""Milliseconds."""


def measure(params: Path, agency: str, year: int, repeats: int) -> dict[str, Any]:
    """Seconds of each edit, in turn in each round; medians.

    A sentence of the text is changed, a number of table 3 (which every section, rule and chart may depend on), and the caption of a chart.

    Args:
        params: Folder of inputs; a copy is edited.
        agency: Folder of an organ whose report has charts.
        year: Report year.
        repeats: Rounds.
    """
    from playwright.sync_api import sync_playwright

    program = shutil.which("chromium")
    if program is None:
        msg = "chromium is not here"
        raise RuntimeError(msg)
    with tempfile.TemporaryDirectory(prefix="gongkai-") as folder:
        project = Path(folder)
        shutil.copytree(params / agency, project / "params" / agency)
        shutil.copytree(params.parent / "notebooks", project / "notebooks")
        (project / "gongkai.toml").touch()
        path = project / "params" / agency / f"{year}.yaml"
        server = subprocess.Popen(
            [sys.executable, "-P", "-m", "gongkai.cli", "--project", folder, "preview", agency, str(year), "--no-browser"],
            cwd=project, stdout=subprocess.PIPE, encoding="utf-8", env={**os.environ, "PYTHONIOENCODING": "utf-8"},
        )  # fmt: skip
        try:
            assert server.stdout is not None
            address = re.search(r"http://\S+", server.stdout.readline())
            assert address is not None
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=program, args=["--headless", "--no-sandbox"])
                page = browser.new_page(viewport={"width": 1280, "height": 800})
                page.goto(address[0])
                page.wait_for_selector("iframe.shown", timeout=_PATIENCE)
                found: dict[str, list[float]] = {name: [] for name in EDITS}
                for number in range(repeats + 1):
                    for name, edit in EDITS.items():
                        taken = _seconds(page, path, edit, number)
                        if number:  # the first round fills caches
                            found[name].append(taken)
                browser.close()
        finally:
            server.terminate()
            server.communicate(timeout=60)
    return {
        name: {"wall": statistics.median(taken), "walls": [round(t, 3) for t in taken]} for name, taken in found.items()
    }


def _seconds(page: Page, path: Path, edit: Callable[[str, int], tuple[str, str]], number: int) -> float:
    """Seconds from an edit until the page shows it, and has nothing more to do."""
    text, wanted = edit(path.read_text("utf-8"), number)
    clock = time.perf_counter()
    path.write_text(text, "utf-8")
    page.wait_for_function(SHOWN, arg=wanted, timeout=_PATIENCE)
    taken = time.perf_counter() - clock
    page.wait_for_timeout(500)
    return taken


def _text(text: str, number: int) -> tuple[str, str]:
    """Other words in section five."""
    wanted = f"第{number}次改过的"
    return re.sub(r"一是(?:第\d+次改过的)?政策", f"一是{wanted}政策", text, count=1), wanted


def _figure(text: str, number: int) -> tuple[str, str]:
    """Another number of requests in table 3, which is nowhere else by chance."""
    wanted = str(813_179 + 7_919 * number)
    return re.sub(r"^(  new: \[)\d+", rf"\g<1>{wanted}", text, count=1, flags=re.MULTILINE), wanted


def _chart(text: str, number: int) -> tuple[str, str]:
    """Another caption of the first chart."""
    wanted = f"第{number}次的图"
    return re.sub(r"^(    caption: ).*$", rf"\1{wanted}", text, count=1, flags=re.MULTILINE), wanted


EDITS = {"text": _text, "figure": _figure, "chart": _chart}
"""The edits by name: each makes of a year's file and the number of the round a new one, and the text to be shown."""
