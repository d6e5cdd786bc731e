"""Draw charts: functions ``(frame, ax) -> Axes`` in the style of ``charts/gongkai.mplstyle``, as SVG."""

from __future__ import annotations

import io
import math
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple, cast
from weakref import WeakKeyDictionary

from gongkai.document import labels
from gongkai.document.display import describe, described, register
from gongkai.document.svg_text import fix_widths, outlined
from gongkai.document.text import clean, text_width
from gongkai.sections.bars import Bars

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    import pandas as pd
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
    from matplotlib.transforms import Affine2DBase, Bbox

    from gongkai.returns import Number

    Draw = Callable[[pd.DataFrame, Axes], Any]
    """Draws the numbers of a chart into Axes."""

WIDTH_MM = 142
"""Width in print."""

PHONE_MM = 87
"""Width of the variant for phones: what a screen of 360 pixels has beside its margins."""

STYLE = Path(__file__).parent / "charts" / "gongkai.mplstyle"
"""The style sheet."""

_WIDTH = WIDTH_MM / 25.4 * 72
_LINE = 1.26
"""Line height of a label, relative to the font size."""

_LABEL = 7
"""Width of a line of a label in hanzi; bars of all charts begin at its end, so that charts of a report share a base line."""

_GAP = 5.0
_THICK = {1: 14.0, 2: 12.0}
"""Height of a bar in points, by the number of series."""

_HATCHES = ("", "", "////")
"""Hatch of each series; their fills are colours of the style."""

_SOFT = "#5a5a5a"
"""Colour of the text for missing numbers."""


@cache
def _families(fonts: tuple[Path, ...]) -> tuple[str, ...]:
    return tuple(register(fonts))


@cache
def _style() -> dict[str, Any]:
    import matplotlib as mpl

    found: Any = mpl.rc_params_from_file(STYLE, use_default_template=False)
    return dict(found)


def forget() -> None:
    """Register the fonts with matplotlib again when the next chart is drawn."""
    _families.cache_clear()


def bars(frame: pd.DataFrame, ax: Axes) -> Axes:
    """Draw a frame as horizontal bars with their numbers, and set its alternative text.

    A series with only zeros becomes a line of text under the bars. If ``ax`` is alone in its figure, the figure's
    height fits the bars, and the width of ``ax`` the labels. The alternative text is generated from the same numbers.

    Args:
        frame: One row per bar, one column per series; see :meth:`gongkai.sections.bars.Bars.to_frame`.
        ax: Axes to draw into.

    Raises:
        ValueError: A value of the frame is not a number.
    """
    import matplotlib as mpl

    shown = Bars.of(frame)
    series = shown.drawn()
    layout = _Layout(shown, float(mpl.rcParams["font.size"]))
    layout.place(ax)
    fills = mpl.rcParams["axes.prop_cycle"].by_key()["color"]
    for index, number in enumerate(series):
        values = [numbers[number] for _, numbers in shown.rows]
        middle = (index - (len(series) - 1) / 2) * layout.thick / layout.pitch
        drawn = ax.barh(
            [row + middle for row in range(len(values))], [layout.length(value) for value in values],
            height=(layout.thick - 1) / layout.pitch, label=shown.series[number] if shown.series else "",
            color=fills[number % len(fills)], hatch=_HATCHES[number % len(_HATCHES)], clip_on=False,
        )  # fmt: skip
        words = [clean(shown.said(value)) for value in values]
        said = ax.bar_label(drawn, words, padding=0.8 * _GAP, annotation_clip=False)
        for bar, text, value in zip(drawn, said, values, strict=True):
            bar.set_visible(bool(value))
            if value is None:
                text.set_color(_SOFT)
    ax.xaxis.set_visible(False)
    ax.yaxis.set_label_coords(0, 0.5)  # no legend: matplotlib need not look for the best place
    ax.set_yticks(range(len(shown.rows)), layout.labels)
    if shown.series:
        _key(ax, [(fills[n % len(fills)], _HATCHES[n % len(_HATCHES)], shown.series[n]) for n in series], layout)
    if note := shown.note():
        ax.annotate(
            clean(note), (0, 0), xycoords="axes fraction", xytext=(0, -layout.foot / 2 - 1),
            textcoords="offset points", va="center", color=_SOFT, annotation_clip=False,
        )  # fmt: skip
    describe(ax, shown.sentence())
    _PLACED[ax] = _state(ax), layout
    return ax


def _key(ax: Axes, series: Sequence[tuple[Any, str, str]], layout: _Layout) -> None:
    """The legend, in a line above the bars; ``ax.legend`` would take as long as all the bars."""
    from matplotlib.patches import Rectangle
    from matplotlib.transforms import ScaledTranslation

    figure, top = cast("Figure", ax.get_figure(root=True)), cast("Affine2DBase", ax.transAxes)
    x = 0.0
    for fill, hatch, name in series:
        corner = figure.dpi_scale_trans + ScaledTranslation(0, 1, top)
        sample = Rectangle((x / 72, 6 / 72), 18 / 72, 8 / 72, facecolor=fill, hatch=hatch, transform=corner)
        sample.set_clip_on(False)
        ax.add_artist(sample)
        ax.annotate(
            clean(name), (0, 1), xycoords="axes fraction", xytext=(x + 22, 10), textcoords="offset points",
            va="center", annotation_clip=False,
        )  # fmt: skip
        x += 40 + layout.measure(name)


_PLACED: WeakKeyDictionary[Axes, tuple[object, _Layout]] = WeakKeyDictionary()
"""Drawn by :func:`bars`, so that nothing extends beyond the figure, and with what layout."""


def _unchanged(ax: Axes) -> bool:
    """Whether axes are as :func:`bars` left them."""
    return ax in _PLACED and _PLACED[ax][0] == _state(ax)


def _state(ax: Axes) -> object:
    """State that edits after :func:`bars` would change: measuring all text takes half the time of a chart."""
    titles = ax.get_title("left"), ax.get_title(), ax.get_title("right")
    figure = cast("Figure", ax.get_figure(root=True))
    return (
        len(ax.get_children()), titles, ax.get_xlabel(), ax.get_ylabel(), [text.get_text() for text in ax.texts],
        len(figure.get_children()), tuple(figure.get_size_inches()), ax.get_position().bounds,
        str(ax.yaxis.get_tick_params()),
    )  # fmt: skip


class _Layout:
    """Space taken by the parts of a chart, in points."""

    def __init__(self, shown: Bars, size: float) -> None:
        self.size = size
        lines = [labels.lines(clean(label).replace("\n", ""), _LABEL) for label, _ in shown.rows]
        self.labels = ["\n".join(label) for label in lines]
        widest = max((self.measure(line) for label in lines for line in label), default=0.0)
        self.left = max(widest, _LABEL * size) + _GAP
        count = len(shown.drawn())
        numbers = [numbers[n] for _, numbers in shown.rows for n in shown.drawn()]
        known = [float(value) for value in numbers if value is not None]
        self.top = max(map(abs, known), default=0.0) or 1.0
        self.bottom = min(0.0, *known) if known else 0.0
        self.said = max((self.measure(shown.said(value)) for value in numbers), default=0.0)
        self.thick = _THICK.get(count, 11.5)
        tallest = max(map(len, lines), default=1)
        self.pitch = max(self.thick * count + (9.0 if count == 1 else 11.0), _LINE * size * tallest + 3)
        self.head = 20.0 if shown.series else 2.0
        self.foot = 16.0 if shown.note() else 2.0
        self.rows = max(1, len(lines))

    def place(self, ax: Axes) -> None:
        """Position the axes, set the figure's height, and leave room for the numbers on the right."""
        figure = cast("Figure", ax.get_figure(root=True))
        height = self.pitch * self.rows
        if figure.axes == [ax]:
            full = self.head + height + self.foot
            figure.set_size_inches(figure.get_figwidth(), full / 72)
            width = figure.get_figwidth() * 72
            ax.set_position((self.left / width, self.foot / full, 1 - self.left / width, height / full))
        width = ax.get_position().width * figure.get_figwidth() * 72
        room = max(width - self.said - 2 * _GAP, width / 4)
        ax.set_xlim(self.bottom, self.top * width / room)
        ax.set_ylim(self.rows - 0.5, -0.5)

    def length(self, value: Number | None) -> float:
        """Length of a bar; tiny values stay visible."""
        given = float(value or 0)
        return math.copysign(max(abs(given), self.top / 400), given) if given else 0.0

    def measure(self, words: str) -> float:
        """Estimated width of text: hanzi are square, capitals nearly, other letters and digits half as wide."""
        return text_width(words, 0.57, 1.0) * self.size


class Picture(NamedTuple):
    """A chart as it is drawn.

    Attributes:
        svg: SVG with selectable text of fixed width.
        words: Its description, see :func:`gongkai.document.display.described`.
        width_mm: Width in mm, larger than :data:`WIDTH_MM` if something extends beyond the figure.
        screen: The SVG for screens, with its texts as outlines.
        phone: A variant of :data:`PHONE_MM`; empty if something but :func:`bars` drew or changed the chart.
    """

    svg: str
    words: str
    width_mm: float
    screen: str
    phone: str


def picture(frame: pd.DataFrame, draw: Draw, fonts: Sequence[Path], salt: str) -> Picture:
    """Draw a chart; the same bytes for the same numbers, fonts and salt.

    Args:
        frame: The numbers.
        draw: Function that draws them.
        fonts: Font files.
        salt: Part of the SVG's ids, so that those of two charts on a page differ.
    """
    import matplotlib as mpl
    from matplotlib.figure import Figure
    from matplotlib.transforms import Bbox

    from gongkai.sections.canvas import Canvas

    families = list(_families(tuple(fonts)))
    rc: Any = {"font.sans-serif": families, "svg.hashsalt": salt}
    with mpl.rc_context(_style() | rc):
        figure = Figure(figsize=(_WIDTH / 72, 2.2), dpi=72)
        Canvas(figure)
        draw(frame, figure.add_subplot())
        whole = shown = figure.bbox_inches
        own = all(_unchanged(axes) for axes in figure.axes)
        if not own:
            shown = Bbox.union([whole, figure.get_tightbbox()])
        svg = _saved(figure, None if _same(shown, whole) else shown)
        words, width = described(figure), WIDTH_MM * shown.width / whole.width
        phone = ""
        if own and len(figure.axes) == 1:
            (ax,) = figure.axes
            figure.set_figwidth(PHONE_MM / 25.4)
            _PLACED[ax][1].place(ax)
            phone = outlined(_saved(figure, None), families)
    return Picture(fix_widths(svg, families), words, width, outlined(svg, families), phone)


def _saved(figure: Figure, extent: Bbox | None) -> str:
    out = io.StringIO()
    metadata = {"Date": None, "Creator": None, "Format": None, "Type": None}
    figure.savefig(out, format="svg", bbox_inches=extent, metadata=metadata)
    return out.getvalue()


def _same(one: Any, other: Any) -> bool:
    return bool(max(abs(a - b) for a, b in zip(one.extents, other.extents, strict=True)) < 0.02)
