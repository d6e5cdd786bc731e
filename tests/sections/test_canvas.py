"""The canvas of charts: it writes what matplotlib's own writes, and measures a text once."""

from __future__ import annotations

import io
from typing import Any

import matplotlib as mpl
import pytest
from matplotlib import font_manager
from matplotlib.backends.backend_svg import FigureCanvasSVG
from matplotlib.figure import Figure
from matplotlib.textpath import TextToPath

from gongkai.document import display
from gongkai.sections import canvas
from tests.sections.charts.made import FILES

TEXTS = ("办理\n结果", "1,234件（12.3%）", "AVATo fi 甲，乙", "", "—— “甲” 2024年\n——", "$x^2$件")


def written(kind: type[FigureCanvasSVG], extent: Any = None, **rc: Any) -> str:
    """A figure with texts in every alignment, as a canvas writes it."""
    out = io.StringIO()
    settings: Any = {"svg.fonttype": "none", "svg.hashsalt": "x", "font.sans-serif": display.register(FILES), **rc}
    with mpl.rc_context(settings):
        figure = Figure(figsize=(4, 3), facecolor="#123456")
        kind(figure)
        axes = figure.add_subplot()
        axes.set_title("题目Title")
        axes.plot([1, 2, 3], rasterized=True)
        for number, text in enumerate(TEXTS):
            for align in ("top", "center", "baseline", "bottom"):
                axes.annotate(text, (0.1, number / 6), xycoords="axes fraction", va=align, ha="right")
        figure.text(0.5, 0.5, "斜的\n字", rotation=30, ha="center", family=["Noto Serif SC", "DejaVu Sans"], size=7)
        metadata = {"Date": None, "Creator": None}
        figure.savefig(out, format="svg", bbox_inches=extent, metadata=metadata)
    return out.getvalue()


@pytest.mark.parametrize("rc", [{}, {"text.parse_math": False}, {"svg.fonttype": "path"}])
@pytest.mark.parametrize("extent", [None, "tight"])
def test_bytes(rc: dict[str, Any], extent: str | None) -> None:
    """A figure with texts of all kinds, a formula, a raster part and a ground has the bytes of matplotlib's canvas."""
    assert written(FigureCanvasSVG, extent, **rc) == written(canvas.Canvas, extent, **rc)


def test_sizes() -> None:
    """Hanzi, digits and signs side by side are as large as matplotlib measures the whole text."""
    with mpl.rc_context({"font.sans-serif": display.register(FILES)}):
        font = font_manager.FontProperties(family="sans-serif", size=9.5)
        drawn = canvas._Renderer(9, 9, io.StringIO())
        for text in ("1,111件（7.7%）", "法律服务机构", "2021年、2024年。", "件", "。"):
            expected = TextToPath().get_text_width_height_descent(text, font, ismath=False)
            assert expected == drawn.get_text_width_height_descent(text, font, ismath=False)


def test_measured_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """A second drawing of the same texts opens no font."""
    written(canvas.Canvas)

    def opened(files: object) -> None:
        pytest.fail(f"{files} was opened")

    monkeypatch.setattr(font_manager, "get_font", opened)
    written(canvas.Canvas)
