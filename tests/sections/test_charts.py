"""Charts made from the numbers."""

from __future__ import annotations

import itertools
import re
import subprocess
import sys
from decimal import Decimal
from typing import get_args

import pytest
from lxml import etree

from gongkai.document import fonts
from gongkai.document.blocks import Figure, Paragraph
from gongkai.returns import FIGURES, FigureKind, InputError, Params
from gongkai.returns import Figure as Given
from gongkai.sections import charts
from gongkai.sections.charts import bars, drawing
from tests.returns.test_load import read

FILES = fonts.font_set("bundled").files


def draw(kind, text, history=(), **about):
    record = read(text)
    figure = Given(id=kind, kind=kind, caption="图1 题", **about)
    return charts.chart(kind, record, history, figure, FILES)


def texts(figure):
    """Every text in the SVG, in order."""
    return re.findall(r"<text[^>]*>([^<]*)</text>", figure.data)


CHANNELS = """
year: 2020
facts:
  all: {label: 公开信息, value: 285, unit: 条}
  site: {label: 政府网站, value: 229, unit: 条, part_of: all}
  wechat: {label: 政务微信, value: 56, unit: 条, part_of: all}
"""


def test_channels():
    """The parts of a whole are drawn with their numbers, and said in the alternative text."""
    figure = draw("channels", CHANNELS)
    assert ["政府网站", "229条（80.4%）", "政务微信", "56条（19.6%）"] == texts(figure)
    assert "条形图，公开信息：政府网站229条（80.4%）；政务微信56条（19.6%）。" == figure.alt
    assert "图1 题" == figure.caption


def test_named_facts():
    """A figure may name the facts it shows; one that is not there is named with the nearest."""
    assert ["政务微信", "56条"] == texts(draw("channels", CHANNELS, facts=("wechat",)))
    with pytest.raises(InputError, match="是不是“wechat”"):
        draw("channels", CHANNELS, facts=("wechatt",))


REQUESTS = """
year: 2021
requests:
  new: [3, 1, 0, 0, 2, 0, 6]
  granted: [1, 0, 0, 0, 0, 0, 1]
  refused_1: [0, 1, 0, 0, 0, 0, 1]
  refused_8: [1, 0, 0, 0, 0, 0, 1]
  other_3: [0, 0, 0, 0, 2, 0, 2]
  total: [2, 1, 0, 0, 2, 0, 5]
  rest: 0
disputes:
  reconsideration: [1, 0, 0, 2, 3]
  litigation_direct: [1, 0, 0, 0, 1]
  litigation_after_reconsideration: [2, 0, 0, 0, 2]
"""


@pytest.mark.parametrize(
    ("kind", "alt"),
    [
        ("applicants", "条形图，新收政府信息公开申请：自然人3件（50.0%）；商业企业1件（16.7%）；科研机构0件；社会公益组织0件；法律服务机构2件（33.3%）；其他组织0件。"),
        ("results", "条形图，政府信息公开申请办理结果：予以公开1件（20.0%）；部分公开0件；不予公开2件（40.0%）；无法提供0件；不予处理0件；其他处理2件（40.0%）。"),
        ("disputes", "条形图，政府信息公开行政复议、行政诉讼结果：行政复议中，结果维持1件、结果纠正0件、其他结果0件、尚未审结2件；行政诉讼中，结果维持3件、结果纠正0件、其他结果0件、尚未审结0件。"),
    ],
)  # fmt: skip
def test_alternative_text_is_made_from_the_numbers(kind, alt):
    """What a chart shows stands in its alternative text, number by number."""
    figure = draw(kind, REQUESTS)
    assert isinstance(figure, Figure)
    assert alt == figure.alt


def test_years():
    """Requests over the years take earlier returns."""
    figure = draw(
        "requests_years", REQUESTS, history=[read(REQUESTS.replace("2021", "2020").replace("other_3", "other"))]
    )
    assert "条形图，历年政府信息公开申请：2020年新收6件、办结5件；2021年新收6件、办结5件。" == figure.alt


def test_documents_of_another_edition_are_left_out():
    """Documents in force are compared within one edition of the form only."""
    text = "year: {}\ndisclosure: {{{}: [1, 0, 4], normative_documents: [2, 1, 9]}}\n"
    earlier = [read(text.format(2020, "regulations")), read(text.format(2021, "regulations"))]
    figure = draw("documents", text.format(2022, "regulations"), history=earlier)
    assert figure.alt.startswith("条形图，规章和行政规范性文件现行有效件数：2021年规章4件、行政规范性文件9件；2022年")


def test_zeros_are_a_sentence():
    """Where every number is 0 there is a sentence instead of a chart."""
    found = draw("applicants", "year: 2021\nrequests: {rest: 0}\n")
    assert isinstance(found, Paragraph)
    assert "新收政府信息公开申请均为0。" == found.text()


def test_missing_is_not_zero():
    """A number that is not filled in is said to be so, and is no bar of 0."""
    assert "新收政府信息公开申请的数字没有填写，无法作图。" == draw("applicants", "year: 2021\n").text()
    figure = draw("applicants", "year: 2021\nrequests:\n  new: [3, null, 0, 0, 0, 0, null]\n")
    assert "商业企业未填写" in figure.alt
    assert "未填写" in texts(figure)


def test_unknown_kind():
    """A kind of chart that does not exist is refused with the nearest."""
    with pytest.raises(InputError, match="是不是“results”"):
        charts.chart("result", read(REQUESTS), (), Given(id="a", kind="results", caption="图1 题"), FILES)


def test_kinds():
    """A return may ask for a photo and for every chart there is, and for nothing else."""
    assert ["photo", *charts.CHARTS] == list(FIGURES) == list(get_args(FigureKind))


def test_available(root):
    """Worth showing is what has numbers."""
    params = Params(root / "params")
    assert ("channels",) == charts.available(params.load("huancui-yingji", 2020))
    assert ("applicants", "results", "disputes") == charts.available(params.load("huaian-zhengfu", 2024))[:3]


def test_given_alternative_text():
    """What the organ writes as alternative text stands."""
    assert "说明" == draw("channels", CHANNELS, alt="说明").alt


def test_same_bytes():
    """The same numbers give the same bytes in another process, without date or path."""
    code = "import sys; from tests.sections.test_charts import *; sys.stdout.buffer.write(draw('channels', CHANNELS).data.encode())"
    other = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=120).stdout.decode()
    figure = draw("channels", CHANNELS)
    assert figure.data == other
    assert not re.search(r"\d{4}-\d\d-\d\d|/tmp|/usr|/home", figure.data)


def test_parts_that_do_not_make_up_the_whole_have_no_shares():
    """Where the parts shown are not the whole, no per cent is said."""
    assert ["政府网站", "229条", "政务微信", "56条"] == texts(draw("channels", CHANNELS.replace("285", "286")))


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((1, 99_999), ["1件（不足0.1%）", "99999件（超过99.9%）"]),
        ((1, 2), ["1件（33.3%）", "2件（66.7%）"]),
        ((0, 5), ["0件", "5件"]),
        ((Decimal("1E+1"), None), ["10件", "未填写"]),
    ],
)
def test_shares(values, said):
    """Shares are rounded to a tenth, say no 0 and no 100 that is none, and want every number."""
    made = bars.Bars("甲", "件", tuple((str(n), (value,)) for n, value in enumerate(values)), shares=True)
    assert said == [made.said(value) for value in values]


def test_a_series_of_zeros_is_a_sentence_under_the_bars():
    """A series of nothing but zeros takes no room: a line says it."""
    text = "year: {}\ndisclosure: {{regulations: [0, 0, 0], normative_documents: [2, 1, {}]}}\n"
    figure = draw("documents", text.format(2022, 9), history=[read(text.format(2021, 8))])
    assert ["行政规范性文件", "2021年", "8件", "2022年", "9件", "规章均为0件。"] == texts(figure)
    assert "2021年规章0件、行政规范性文件8件" in figure.alt


def test_different_units_are_refused():
    """Numbers counted in different units do not stand side by side."""
    with pytest.raises(InputError, match=r"单位不同.*政府网站（次）.*政务微信（条）"):
        draw("channels", CHANNELS.replace("value: 229, unit: 条", "value: 229, unit: 次"))


def test_negative_numbers_are_not_drawn():
    """A number below 0 cannot be a bar: a sentence says so."""
    assert "公开信息的数字有负数，无法作图。" == draw("channels", CHANNELS.replace("229", "-1")).text()


def test_long_labels_take_several_lines():
    """A long label is broken into lines of even length; all of it is there."""
    label = "区政府门户网站应急管理局子站主动公开栏目"
    shown = texts(draw("channels", CHANNELS.replace("政府网站", label)))
    assert label == "".join(shown[: shown.index("229条（80.4%）")])
    assert max(map(len, shown)) < 12


@pytest.mark.parametrize("label", ["<script>alert(1)</script>", "$x_1$", "{{ x }}", "a&amp;b\x01"])
def test_labels_are_text(label):
    """Whatever a label is, it is shown as it is and the SVG is whole."""
    made = bars.Bars("甲", "件", ((label, (3,)), ("乙", (4,))))
    root = etree.fromstring(drawing.draw(made, Given(id="x", kind="channels", caption="图"), FILES).data.encode())
    found = [element.text for element in root.iter("{http://www.w3.org/2000/svg}text")]
    assert label.replace("\x01", "") == "".join(found[:-3])


def test_series_differ_in_lightness():
    """Fills are told apart in black and white."""
    from matplotlib.colors import to_rgb

    light = [sum(w * c for w, c in zip((0.299, 0.587, 0.114), to_rgb(fill), strict=True)) for fill, _ in drawing._FILLS]
    assert all(later - earlier > 0.12 for earlier, later in itertools.pairwise(light))
