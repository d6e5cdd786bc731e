"""Through which channels information was disclosed."""

from __future__ import annotations

import pytest

from gongkai.returns import InputError
from tests.sections.charts.made import draw, texts

CHANNELS = """
year: 2020
facts:
  all: {label: 公开信息, value: 285, unit: 条}
  site: {label: 政府网站, value: 229, unit: 条, part_of: all}
  wechat: {label: 政务微信, value: 56, unit: 条, part_of: all}
"""


def test_parts_of_a_whole():
    """The parts of a whole are drawn with their numbers, and said in the alternative text."""
    figure = draw("channels", CHANNELS)
    assert ["政府网站", "政务微信", "229条（80.4%）", "56条（19.6%）"] == texts(figure)
    assert "条形图，公开信息：政府网站229条（80.4%）；政务微信56条（19.6%）。" == figure.alt
    assert "图1 题" == figure.caption


def test_named_facts():
    """A figure may name the facts it shows; one that is not there is named with the nearest."""
    assert ["政务微信", "56条"] == texts(draw("channels", CHANNELS, facts=("wechat",)))
    with pytest.raises(InputError, match="是不是“wechat”"):
        draw("channels", CHANNELS, facts=("wechatt",))


def test_parts_that_do_not_make_up_the_whole_have_no_shares():
    """Where the parts shown are not the whole, no per cent is said."""
    shown = texts(draw("channels", CHANNELS.replace("285", "286")))
    assert ["政府网站", "政务微信", "229条", "56条"] == shown


def test_different_units_are_refused():
    """Numbers counted in different units do not stand side by side."""
    with pytest.raises(InputError, match=r"单位不同.*政府网站（次）.*政务微信（条）"):
        draw("channels", CHANNELS.replace("value: 229, unit: 条", "value: 229, unit: 次"))


def test_negative_numbers_are_not_drawn():
    """A number below 0 cannot be a bar: a sentence says so."""
    assert "公开信息的数字有负数，无法作图。" == draw("channels", CHANNELS.replace("229", "-1")).text()
