"""The one look of all charts: bars from a line on the left, each with its number; legible in black and white."""

from __future__ import annotations

import io
from functools import cache
from typing import TYPE_CHECKING, Any

from gongkai.document.blocks import Figure
from gongkai.document.display import register
from gongkai.document.markdown import clean

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from matplotlib.figure import Figure as Canvas

    from gongkai import returns
    from gongkai.sections.charts.bars import Bars

WIDTH_MM = 142
"""Width in print."""

_WIDTH = WIDTH_MM / 25.4 * 72
_SIZE = 9.5
_LINE = 12.0
_LABEL = 9
"""Characters of a label in a line; a longer one takes several."""

_GAP = 5.0
_THICK = {1: 14.0, 2: 12.0}
"""Height of a bar in points, by the number of series."""

_FILLS = (("#1f4e79", None), ("#c3d7ea", None), ("#ffffff", "////"))
"""Fill and hatch of each series: dark, light, hatched. Told apart by lightness alone, and by those who see no red."""

_INK, _EDGE, _SOFT = "#1a1a1a", "#22313f", "#5a5a5a"


@cache
def _families(fonts: tuple[Path, ...]) -> tuple[str, ...]:
    return tuple(register(fonts))


def forget() -> None:
    """Tell matplotlib of the fonts again when the next chart is drawn."""
    _families.cache_clear()


def draw(bars: Bars, figure: returns.Figure, fonts: Sequence[Path]) -> Figure:
    """Draw the bars as SVG with selectable text; the same bytes for the same numbers and fonts.

    Args:
        bars: What to show.
        figure: Caption, and alternative text where the organ gives one.
        fonts: Font files.
    """
    import matplotlib as mpl
    from matplotlib.backends.backend_svg import FigureCanvasSVG
    from matplotlib.figure import Figure as MplFigure

    rc: Any = {
        "svg.hashsalt": figure.id,
        "svg.fonttype": "none",
        "font.family": "sans-serif",
        "font.sans-serif": list(_families(tuple(fonts))),
        "font.size": _SIZE,
        "hatch.linewidth": 0.7,
        "axes.unicode_minus": False,
        "text.usetex": False,
        "text.parse_math": False,
    }
    with mpl.rc_context(rc):
        plan = _Plan(bars)
        canvas = MplFigure(figsize=(_WIDTH / 72, plan.height / 72), dpi=72, facecolor="none", edgecolor="none")
        FigureCanvasSVG(canvas)
        plan.fill(canvas)
        out = io.StringIO()
        canvas.savefig(out, format="svg", metadata={"Date": None, "Creator": None, "Format": None, "Type": None})
    return Figure(
        media="image/svg+xml", data=out.getvalue(), alt=figure.alt or bars.sentence(), caption=figure.caption,
        width_mm=WIDTH_MM, anchor=f"figure-{figure.id}",
    )  # fmt: skip


class _Plan:
    """Where everything stands, in points from the lower left corner."""

    def __init__(self, bars: Bars) -> None:
        self.bars = bars
        self.series = bars.drawn()
        self.labels = [_lines(clean(label).replace("\n", "")) for label, _ in bars.rows]
        self.left = max(_measure(line) for lines in self.labels for line in lines) + _GAP
        numbers = [numbers[n] for _, numbers in bars.rows for n in self.series]
        self.top = max(float(value) for value in numbers if value is not None)
        said = max(_measure(bars.said(value)) for value in numbers)
        self.room = _WIDTH - self.left - said - 2 * _GAP
        self.thick = _THICK.get(len(self.series), 11.5)
        content = self.thick * len(self.series)
        self.pitch = max(content + (9.0 if len(self.series) == 1 else 11.0), _LINE * max(map(len, self.labels)) + 3)
        self.head = 20.0 if bars.series else 2.0
        self.foot = 16.0 if bars.note() else 2.0
        self.height = self.head + self.pitch * len(bars.rows) + self.foot

    def fill(self, canvas: Canvas) -> None:
        """Draw everything, in reading order."""
        if self.bars.series:
            self._legend(canvas)
        for row, (_, numbers) in enumerate(self.bars.rows):
            middle = self.height - self.head - self.pitch * (row + 0.5)
            lines = self.labels[row]
            for index, line in enumerate(lines):
                y = middle + _LINE * ((len(lines) - 1) / 2 - index)
                self._text(canvas, self.left - _GAP, y, line, side="right")
            for index, series in enumerate(self.series):
                y = middle + self.thick * (len(self.series) / 2 - index - 0.5)
                value = numbers[series]
                length = self.room * float(value or 0) / self.top
                if length:
                    # A bar of next to nothing is still seen.
                    length = max(length, 0.75)
                    self._bar(canvas, self.left, y - self.thick / 2 + 0.5, length, self.thick - 1, series)
                colour = _SOFT if value is None else _INK
                self._text(canvas, self.left + length + _GAP * 0.8, y, self.bars.said(value), colour=colour)
        self._axis(canvas)
        note = self.bars.note()
        if note:
            self._text(canvas, self.left, self.foot / 2 - 1, note, colour=_SOFT)

    def _legend(self, canvas: Canvas) -> None:
        x, y = self.left, self.height - self.head / 2 + 2
        for series in self.series:
            self._bar(canvas, x, y - 4, 18, 8, series)
            name = self.bars.series[series]
            self._text(canvas, x + 22, y, name)
            x += 22 + _measure(name) + 18

    def _axis(self, canvas: Canvas) -> None:
        from matplotlib.lines import Line2D
        from matplotlib.transforms import IdentityTransform

        ends = [self.foot, self.height - self.head]
        line = Line2D(
            [self.left] * 2, ends, color=_EDGE, linewidth=0.8, solid_capstyle="butt", transform=IdentityTransform()
        )
        canvas.add_artist(line)

    def _bar(self, canvas: Canvas, x: float, y: float, width: float, height: float, series: int) -> None:
        from matplotlib.patches import Rectangle
        from matplotlib.transforms import IdentityTransform

        fill, hatch = _FILLS[series % len(_FILLS)]
        canvas.add_artist(
            Rectangle(
                (x, y), width, height, facecolor=fill, hatch=hatch, edgecolor=_EDGE, linewidth=0.5,
                transform=IdentityTransform(),
            )
        )  # fmt: skip

    def _text(self, canvas: Canvas, x: float, y: float, words: str, *, side: str = "left", colour: str = _INK) -> None:
        from matplotlib.transforms import IdentityTransform

        # Hanzi stand from -0.12 to 0.88 of their size about the base line.
        canvas.text(x, y - 0.37 * _SIZE, words, ha=side, va="baseline", color=colour, transform=IdentityTransform())


def _measure(words: str) -> float:
    """Width of some text in points: hanzi are as wide as high, letters and digits a little over half."""
    return sum(0.57 if letter.isascii() else 1.0 for letter in words) * _SIZE


def _lines(label: str) -> list[str]:
    """A label in lines of even length."""
    count = max(1, round(-(-_measure(label) // (_LABEL * _SIZE))))
    length = -(-len(label) // count)
    return [label[at : at + length] for at in range(0, len(label), length)] or [""]
