"""Charts with a reader who lacks their fonts."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import matplotlib as mpl
from matplotlib.figure import Figure

from gongkai.document import blocks, display
from tests.browser.conftest import PATIENCE
from tests.sections.charts.made import FILES, REQUESTS, draw

if TYPE_CHECKING:
    from playwright.sync_api import Browser

MEASURE = """fixed => [...document.querySelectorAll('svg text')].map(text => {
  if (!fixed) text.removeAttribute('textLength');
  const box = text.getBoundingClientRect(), whole = text.ownerSVGElement.getBoundingClientRect();
  return [text.textContent, box.width, whole.right - box.right, box.left - whole.left];
})"""


def measured(
    browser: Browser, chart: blocks.Figure, family: str = "monospace"
) -> list[list[tuple[str, float, float, float]]]:
    """Each text of a chart in another font: its width, and how far it is from either side; with fixed widths and without."""
    svg = re.sub('font-family: [^;"]*', f"font-family: {family}", chart.data)
    page = browser.new_page()
    page.set_default_timeout(PATIENCE)
    page.set_content(svg[svg.index("<svg") :])
    found = [page.evaluate(MEASURE, fixed) for fixed in (True, False)]
    page.close()
    return found


def widths(chart: blocks.Figure) -> list[float]:
    """Widths that the texts of a chart ask for, in pixels of CSS."""
    return [float(value) * 96 / 72 for value in re.findall(r'textLength="([\d.]+)"', chart.data)]


def test_texts_are_never_clipped(browser: Browser) -> None:
    """In any font a text is as wide as in the chart's own, and stays inside; it would not be without its fixed width."""
    chart = draw("results", REQUESTS)
    assert isinstance(chart, blocks.Figure)
    fixed, free = measured(browser, chart)
    wanted = widths(chart)
    assert len(fixed) == len(wanted) > 0
    assert [] == [
        text for (text, width, right, left), asked in zip(fixed, wanted, strict=True)
        if abs(width - asked) > 0.6 or min(right, left) < -1
    ]  # fmt: skip
    assert any(width > asked + 1 for (_, width, _, _), asked in zip(free, wanted, strict=True))


def test_figures_of_an_analyst(browser: Browser) -> None:
    """The same for a figure that an analyst draws with matplotlib, of several lines, rotated and bold."""
    with mpl.rc_context({"font.size": 11}):
        figure = Figure(figsize=(4, 3))
        ax = figure.subplots()
        ax.barh(["第一行\nWWWW 1234567890", "乙"], [1, 2])
        ax.set_title("粗体 2025年 <a & b>", weight="bold")
        ax.set_ylabel("单位：件 1234567890")
        chart = display.figure(figure, FILES)
    fixed, _ = measured(browser, chart)
    assert len(fixed) == len(widths(chart)) > 5
    upright = [item for item in zip(fixed, widths(chart), strict=True) if "单位" not in item[0][0]]
    assert [] == [text for (text, width, _, _), asked in upright if abs(width - asked) > 0.6]
