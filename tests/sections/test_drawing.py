"""Charts as they are drawn: real Axes, one look, the same bytes."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from typing import TYPE_CHECKING, cast

import matplotlib as mpl
import matplotlib.style
import numpy as np
import pandas as pd
import pytest
from lxml import etree
from matplotlib.colors import to_rgb
from matplotlib.figure import Figure

from gongkai.document.display import described
from gongkai.sections import drawing
from gongkai.sections.bars import Bars
from tests.sections.charts.made import FILES

if TYPE_CHECKING:
    from matplotlib.container import BarContainer

PAIR = Bars("甲", "件", (("乙", (2, None)), ("丙", (0, 1))), ("上年", "本年"))


def picture(made, draw=drawing.bars):
    return drawing.picture(made.to_frame(), draw, FILES, "x")


def texts(svg):
    root = etree.fromstring(svg.encode())
    return [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]


def test_axes():
    """Bars are matplotlib's own: a container a series, its values, ticks with the labels; the axes are given back."""
    figure = Figure()
    ax = figure.add_subplot()
    assert ax is drawing.bars(PAIR.to_frame(), ax)
    assert [("上年", [2, 0]), ("本年", [0, 1])] == [
        (bars.get_label(), np.asarray(bars.datavalues).tolist()) for bars in cast("list[BarContainer]", ax.containers)
    ]
    assert ["乙", "丙"] == [label.get_text() for label in ax.get_yticklabels()]
    assert {"2件", "未填写", "0件", "1件", "上年", "本年"} == {text.get_text() for text in ax.texts}
    assert PAIR.sentence() == described(figure)


def test_axes_beside_others():
    """Into one of several axes bars are drawn too, and leave place and size of the figure as they are."""
    figure = Figure(figsize=(6, 3))
    left, right = figure.subplots(1, 2)
    before = right.get_position().bounds
    drawing.bars(PAIR.to_frame(), right)
    assert (before, [6, 3]) == (right.get_position().bounds, list(figure.get_size_inches()))
    assert [] == left.containers


def test_numbers_stay_inside():
    """No text of a chart extends beyond its figure, even if labels and numbers are long."""
    made = Bars("甲", "件", (("区政府门户网站 WWWWWWWW 专栏", (123456789,)), ("乙", (3,))), shares=True)

    def measured(frame, ax):
        drawing.bars(frame, ax)
        figure = ax.get_figure()
        whole, tight = figure.bbox_inches, figure.get_tightbbox()
        assert whole.x0 - 0.01 < tight.x0
        assert tight.x1 < whole.x1 + 0.01
        assert whole.y0 - 0.01 < tight.y0
        assert tight.y1 < whole.y1 + 0.01

    picture(made, measured)


def test_same_bytes():
    """The same numbers give the same bytes in another process, without date or path."""
    code = "import sys; from tests.sections.test_drawing import *; sys.stdout.buffer.write(picture(PAIR)[0].encode())"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=120).stdout.decode()
    svg, *_ = picture(PAIR)
    assert svg == other
    assert not re.search(r"\d{4}-\d\d-\d\d|/tmp|/usr|/home", svg)


def test_look_leaves_nothing():
    """Drawing a chart leaves matplotlib's settings as they were, also where it fails."""
    before = dict(mpl.rcParams)
    picture(PAIR)
    with pytest.raises(ZeroDivisionError):
        picture(PAIR, lambda _frame, _ax: 1 / 0)
    assert before == dict(mpl.rcParams)


def test_look_by_its_name():
    """The look is a style sheet of matplotlib's: any figure can have it."""
    with matplotlib.style.context("gongkai.sections.charts.gongkai"):
        assert ("none", 9.5, False) == tuple(
            mpl.rcParams[key] for key in ("svg.fonttype", "font.size", "axes.spines.top")
        )
        assert "#1f4e79" == mpl.rcParams["axes.prop_cycle"].by_key()["color"][0]


def test_series_differ_in_lightness():
    """Fills are distinguishable in black and white."""
    fills = drawing._style()["axes.prop_cycle"].by_key()["color"]
    light = [sum(w * c for w, c in zip((0.299, 0.587, 0.114), to_rgb(fill), strict=True)) for fill in fills]
    assert len(drawing._HATCHES) == len(light)
    assert all(later - earlier > 0.12 for earlier, later in itertools.pairwise(light))


def test_what_an_analyst_adds():
    """A title above the bars, and labels that are larger, are not cut off: the picture grows."""
    svg, said, width, *_ = picture(PAIR, lambda frame, ax: drawing.bars(frame, ax).set_title("很高的题目", pad=30))
    assert ("很高的题目" in texts(svg), PAIR.sentence(), 142) == (True, said, width)
    height = float(etree.fromstring(svg.encode()).get("height").removesuffix("pt"))
    assert height > 15 + float(etree.fromstring(picture(PAIR)[0].encode()).get("height").removesuffix("pt"))
    _, _, wider, *_ = picture(PAIR, lambda frame, ax: drawing.bars(frame, ax).tick_params(axis="y", labelsize=90))
    assert wider > 142


def test_drawn_by_somebody_else():
    """Whatever a function draws is shown; its titles say what it is."""
    svg, said, *_ = picture(PAIR, lambda frame, ax: ax.set(title="折线") and ax.plot(frame["上年"].astype(float)))
    assert "折线" == said
    assert "折线" in texts(svg)


def test_frame_that_was_changed():
    """The alternative text is made from the numbers that are drawn."""
    made = Bars("甲", "件", (("乙", (3,)), ("丙", (1,))))
    _, said, *_ = picture(made, lambda frame, ax: drawing.bars(frame.sort_values("件"), ax))
    assert "条形图，甲：丙1件；乙3件。" == said


def test_next_to_nothing_is_seen():
    """A bar of next to nothing has some length; one of 0 is not there."""
    ax = Figure().add_subplot()
    (bars,) = drawing.bars(pd.DataFrame({"件": [1_000_000, 1, 0]}, index=["甲", "乙", "丙"]), ax).containers
    assert [(True, 1_000_000), (True, 2500), (False, 0)] == [(bar.get_visible(), bar.get_width()) for bar in bars]


@pytest.mark.parametrize("values", [[], [0, 0], [None], [-3, 1]])
def test_frames_without_bars(values):
    """Frames that hold nothing to draw, or numbers below 0, do not fail."""
    svg, *_ = drawing.picture(pd.DataFrame({"件": pd.array(values, dtype="Int64")}), drawing.bars, FILES, "x")
    assert svg.rstrip().endswith("</svg>")


def test_long_labels_take_several_lines():
    """A long label is broken into lines of even length; all of it is there."""
    label = "区政府门户网站应急管理局子站主动公开栏目"
    shown = texts(picture(Bars("甲", "条", ((label, (229,)), ("乙", (56,)))))[0])
    assert label == "".join(shown[: shown.index("乙")])
    assert max(map(len, shown)) < 12


def test_labels_break_between_words():
    """A label is broken as headers of tables are, never inside a word."""
    label = "社区、园区、地铁站电子公告屏"
    shown = texts(picture(Bars("甲", "条", ((label, (229,)), ("乙", (56,)))))[0])
    assert shown[: shown.index("乙")] == ["社区、园区、", "地铁站", "电子公告屏"]


@pytest.mark.parametrize("labels", [("乙", "丙"), ("法律服务机构", "其他组织"), ("区政府门户网站主动公开栏目", "乙")])
def test_charts_share_a_base_line(labels):
    """Bars begin at the same distance from the left, however long the labels are."""
    figures = [Figure(figsize=(5, 2)) for _ in range(2)]
    for figure, names in zip(figures, (labels, ("甲",)), strict=True):
        drawing.bars(Bars("甲", "件", tuple((name, (3,)) for name in names)).to_frame(), figure.add_subplot())
    first, second = (figure.axes[0].get_position().x0 for figure in figures)
    assert first == second


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "$x_1$", "{{ x }}", "a&amp;b\x01", "_甲", ""])
def test_labels_are_text(label):
    """Whatever a label is, it is shown as it is and the SVG is whole."""
    found = texts(picture(Bars("甲", "件", ((label, (3,)), ("乙", (4,)))))[0])
    assert label.replace("\x01", "") == "".join(found[:-3])


def test_for_phones():
    """The variant for phones is narrower, has the same texts in the same size, and bars that fit; both are outlines."""
    made = picture(Bars("甲", "件", (("社会公益组织", (123456,)), ("乙", (1,))), shares=True))
    wide, phone = (etree.fromstring(svg.encode()) for svg in (made.screen, made.phone))
    widths = [float(root.get("width").removesuffix("pt")) for root in (wide, phone)]
    assert [142.0, 87.0] == [round(width / 72 * 25.4, 1) for width in widths]
    glyphs = [[use.get("href") for use in root.iter("{http://www.w3.org/2000/svg}use")] for root in (wide, phone)]
    assert glyphs[0] == glyphs[1] != []
    scales = [set(re.findall(r"scale\([\d.,-]+\)", svg)) for svg in (made.screen, made.phone)]
    assert scales[0] == scales[1] != set()
    assert [] == texts(made.phone)


def test_no_variant_for_what_somebody_changed():
    """A chart that is changed, or drawn by somebody else, has none: only its own function knows how to set it narrower."""
    changed = picture(PAIR, lambda frame, ax: drawing.bars(frame, ax).set_title("题"))
    other = picture(PAIR, lambda frame, ax: ax.plot(frame["上年"].astype(float)))
    assert ["", ""] == [changed.phone, other.phone]
    assert [] == texts(changed.screen)
