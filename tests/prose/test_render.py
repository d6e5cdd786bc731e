"""Texts as they will be published."""

from __future__ import annotations

import pickle
import re

import pytest

from gongkai.prose import MISSING, ProseError, render_texts, slots, source_location
from tests.returns.test_load import read

FIGURES = """
year: 2020
requests:
  new: [3, 2, 0, 0, 0, 0, 5]
  carried_in: [1, 0, 0, 0, 0, 0, 1]
  granted: [2, 1, 0, 0, 0, 0, 3]
  unavailable_1: [1, 0, 0, 0, 0, 0, 1]
  total: [3, 1, 0, 0, 0, 0, 4]
  carried_out: [1, 1, 0, 0, 0, 0, 2]
  rest: 0
disputes:
  reconsideration: [1, 0, 0, 1, 2]
  rest: 0
"""


def overview(text):
    record = read(FIGURES + text)
    return {passage.id: passage.text for passage in render_texts(record).section("overview")}


def test_placeholder_takes_the_cell():
    """A placeholder becomes the number of its cell, one for a header the sum of its rows."""
    text = "sections:\n  overview: 收到{{ requests.new.total }}件，无法提供{{ requests.unavailable.total }}件，组织{{ requests.new.organizations }}件。\n"
    assert {"opening": "收到5件，无法提供1件，组织2件。"} == overview(text)


def test_left_out_passage_is_made_from_the_figures():
    """Passages that the organ does not write on requests are generated from the figures."""
    assert (
        "2020年，本机关新收政府信息公开申请5件（自然人3件、商业企业2件），上年结转1件。"
        "本年度办结4件，其中予以公开3件、无法提供1件；结转下年度继续办理2件。\n\n"
        "因政府信息公开引起的行政复议2件，其中结果维持1件、尚未审结1件；因政府信息公开引起的行政诉讼0件。"
    ) == overview("")["requests"]


def test_no_request_no_dispute():
    """The absence of requests and disputes is stated."""
    record = read("year: 2020\nrequests: {rest: 0}\ndisputes: {rest: 0}\n")
    text = next(p.text for p in render_texts(record).section("overview") if p.id == "requests")
    assert (
        "2020年，本机关未收到政府信息公开申请，也没有上年结转的申请。\n\n本年度没有因政府信息公开引起的行政复议和行政诉讼。"
        == text
    )


def test_missing_figures_are_not_zero():
    """If nothing is filled in, nothing is claimed."""
    record = read("year: 2020\n")
    assert MISSING == next(p.text for p in render_texts(record).section("overview") if p.id == "requests")


@pytest.mark.parametrize(
    ("fee", "said"),
    [("0", "2021年，本机关未收取政府信息公开信息处理费。"), ("300", "2021年，本机关收取政府信息公开信息处理费300元。")],
)
def test_fee(fee, said):
    """Section six states the fee, even if none was collected."""
    record = read(f"year: 2021\nfacts:\n  info_fee: {{label: 信息处理费, value: {fee}, unit: 元}}\n")
    assert said == render_texts(record).text("other")


def test_headings_are_numbered():
    """Passages are numbered in their order, with the usual heading where none is given."""
    record = read("year: 2020\nsections:\n  overview:\n    summary: 甲\n    x: {heading: 政策解读, text: 乙}\n")
    assert [
        "（一）概述",
        "（二）主动公开政府信息情况",
        "（三）政府信息公开申请办理情况",
        "（四）政策解读",
    ] == [passage.heading for passage in render_texts(record).section("overview")]


def test_markdown_is_cut_at_its_headings():
    """A single text is split at its top-level headings and its passages are recognised."""
    record = read(
        "year: 2020\nsections:\n  problems: |\n    开头\n\n    ### （一）存在的不足\n\n    甲\n\n    ### （二）下一步打算\n\n    乙\n"
    )
    found = slots(render_texts(record), "problems")
    assert {"opening": ["开头"], "problems": ["甲"], "improvement": ["乙"]} == {
        key: [passage.text for passage in items] for key, items in found.items()
    }


def test_order_is_kept_in_slots():
    """A passage out of the usual order stays where the organ put it."""
    record = read(
        "year: 2020\nsections:\n  overview: |\n    ### （一）平台建设\n\n    甲\n\n    ### （二）主动公开情况\n\n    乙\n"
    )
    found = slots(render_texts(record), "overview")
    assert ["甲", "乙"] == [passage.text for items in found.values() for passage in items]


@pytest.mark.parametrize(
    ("placeholder", "words"),
    [
        ("{{ requsts.new.total }}", "是不是“requests”"),
        ("{{ requests.nwe.total }}", "是不是“new”"),
        ("{{ requests.new.toal }}", "是不是“total”"),
        ("{{ disclosure.licensing.decisions }}", "没有填写"),
        ("{{ facts.x }}", "facts中没有“x”"),
        ("{{ requests }}", "本身不是一个数"),
        ("{{ requests.new }}", "“requests.new”本身不是一个数"),
        ("{{ facts }}", "本身不是一个数"),
        ("{{ figures }}", "本身不是一个数"),
        ("{{ figures.x }}", "figures中没有显示的图“x”"),
        ("{{ requests.new.total", "“{{ requests.new.total”写法不对：花括号没有成对"),
        ("收到{{ requests.new.total }件，其中", "“{{ requests.new.total }件，其中”写法不对：花括号没有成对"),
        ("{{ requests.new.total ｝｝", "里面的“｝”是中文（全角）符号"),
        ("{{ year }}{{ requests。new }}", "“{{ requests。new }}”写法不对：里面的“。”是中文（全角）符号"),
        ("{{ requests.new. }}", "“{{ requests.new. }}”写法不对；请写成“{{ requests.new.total }}”这样"),
        ("{{ requests.new.total | grwth(3) }}", "没有“grwth”这个算法，是不是“growth”？"),
        ("{% if year %}", "语句“{% if year %}”写法不对"),
        ("{{ ''.__class__ }}", "不能用下划线开头的名称"),
        ("{{ requests.new.total | growth(0) }}", "不能计算"),
        (
            "{{ requests.new.total | growth }}",
            "算不出来；请写成“{{ requests.new.total | growth(previous.requests.new.total) }}”",
        ),
        ("{{ requests.new.total / 0 }}", "除数是0"),
        ("{{ previous.requests.new.total }}", "没有上一年的数据"),
        ("{{ agency.nme }}", "机关（agency）没有“nme”，是不是“name”？"),
        ("{{ year.total }}", "请删去“.total”"),
        ("{{ requests.new.total + 'x' }}", "“{{ requests.new.total + 'x' }}”：不能写文字"),
    ],
)
def test_bad_placeholders_name_file_and_line(placeholder, words):
    """A placeholder that cannot be filled is refused with file, line and what to do."""
    text = f"year: 2020\nrequests:\n  new: [1, 0, 0, 0, 0, 0, 1]\nsections:\n  overview:\n    summary: |\n      第一行\n      {placeholder}\n"
    with pytest.raises(ProseError) as caught:
        render_texts(read(text))
    assert str(caught.value).startswith("params/a/2020.yaml:8：某局2020年")
    assert words in str(caught.value)
    assert [] == re.findall(r"(?<![A-Za-z.])[A-Za-z]+ [A-Za-z]+ [A-Za-z]+", str(caught.value).replace(placeholder, ""))


def test_growth():
    """The filters give year-on-year change and 万."""
    from gongkai.prose.filters import growth, wan

    assert ("增长50.0%", "下降25.0%", "持平", "27.37") == (growth(15, 10), growth(6, 8), growth(3, 3), wan(273680))


def test_signature_and_date():
    """Organ and date are printed as Chinese documents print them."""
    prose = render_texts(read("year: 2020\nsigned: 2021-01-05\n"))
    assert ("某局", "2021年1月5日", "某局2020年政府信息公开工作年度报告") == (
        prose.signature,
        prose.signed,
        prose.title,
    )


@pytest.mark.parametrize(
    ("written", "line"),
    [
        ("    summary: 收到{{ facts.x }}件\n", 4),
        ("    summary: '收到{{ facts.x }}件'\n", 4),
        ("    summary: |\n      第一行\n\n      收到{{ facts.x }}件\n", 7),
        ("    summary: |-\n      收到{{ facts.x }}件\n", 5),
        ("    summary:\n      heading: 概述\n      text: 收到{{ facts.x }}件\n", 6),
        ("    summary:\n      heading: 概述\n      text: |\n        第一行\n        收到{{ facts.x }}件\n", 8),
    ],
)
def test_a_bad_placeholder_is_on_its_line(written, line):
    """The line of a placeholder is that of the file, in a text beside its key as in a block."""
    with pytest.raises(ProseError) as caught:
        render_texts(read(f"year: 2020\nsections:\n  overview:\n{written}"))
    (problem,) = caught.value.problems
    assert ("sections.overview.summary", f"params/a/2020.yaml:{line}") == (problem.path, problem.where)
    assert "占位符“{{ facts.x }}”：facts中没有“x”。" == problem.problem


def test_all_bad_placeholders_are_reported_at_once():
    """Every placeholder of a return that cannot be filled in is reported with its line, in the order of the texts."""
    text = (
        "year: 2020\nsections:\n  overview:\n    summary: |\n      {{ facts.x }}，{{ year }}，{{ facts.y }}\n\n      {{ nothing\n"
        "  problems: |\n    第一行\n    {{ requests.new.toal }}\n  other: '{% if year %}'\n"
    )
    with pytest.raises(ProseError) as caught:
        render_texts(read(text))
    assert [
        ("sections.overview.summary", 5),
        ("sections.overview.summary", 5),
        ("sections.overview.summary", 7),
        ("sections.problems", 10),
        ("sections.other", 11),
    ] == [(item.path, int(item.where.rpartition(":")[2])) for item in caught.value.problems]
    assert 5 == len(str(caught.value).splitlines())


def test_problems_survive_a_process():
    """An error about placeholders comes out of another process as it went in."""
    with pytest.raises(ProseError) as caught:
        render_texts(read("year: 2020\nsections:\n  other: '{{ facts.x }}'\n"))
    copy = pickle.loads(pickle.dumps(caught.value))
    assert (str(caught.value), caught.value.problems) == (str(copy), copy.problems)


NUMBERS = """year: 2021
disclosure:
  fees: [98.4361]
facts:
  hits: {value: 40, unit: 次, label: 点击}
  days: {value: 3, unit: 天, label: 天数}
  long: {value: 13.333333333333334, unit: 次, label: 平均点击}
  half: {value: 12.50, unit: 次, label: 一半}
  "12345": {value: 7, unit: 件, label: 《12345》热线（件）}
  a: {value: 1, unit: 件, label: 重名}
  b: {value: 2, unit: 件, label: 重名}
sections:
  other: "@"
"""


@pytest.mark.parametrize(
    ("placeholder", "printed"),
    [
        ("{{ disclosure.fees.amount }}", "98.4361"),
        ("{{ facts.half }}", "12.50"),
        ("{{ facts.hits / 4 }}", "10"),
        ("{{ facts.hits / 16 }}", "2.5"),
        ("{{ facts.half + facts.half }}", "25"),
        ("{{ facts.hits * 0.1 * 10 }}", "40"),
        ("{{ (facts.hits / facts.days) | round(2) }}", "13.33"),
        ("{{ (facts.hits / facts.days) | round }}", "13"),
        ("{{ facts.long | round(1) }}", "13.3"),
        ("{{ facts.days | percent(facts.hits) }}", "7.5%"),
        ("{{ facts.days | percent(facts.hits, 2) }}", "7.50%"),
        ("{{ facts.days | percent(facts.hits, digits=0) }}", "8%"),
        ("{{ facts.点击 }}", "40"),
        ("{{ facts.项12345热线件 }}", "7"),
    ],
)
def test_numbers_in_a_text(placeholder, printed):
    """Numbers of the return are printed as typed, computed ones with at most two decimals, others as a filter says."""
    assert printed == render_texts(read(NUMBERS.replace("@", placeholder))).markdown("other")


@pytest.mark.parametrize(
    ("placeholder", "words"),
    [
        ("{{ facts.hits / facts.days }}", "算出来的数有2位以上的小数；请用round写明保留几位"),
        ("{{ facts.hits / facts.days }}", "百分比用percent（“{{ requests.granted.total | percent("),
        ("{{ disclosure.fees.amount + 0 }}", "请用round写明"),
        ("{{ facts.hits / facts.days | round(1) }}", "“|”只管它前面的一个数，算式要放在括号里"),
        ("{{ facts.long }}", "这个数有15位小数，不能这样印；请改正这个数，或用round"),
        ("{{ facts.days | percent }}", "请写成“{{ requests.granted.total | percent(requests.total.total) }}”"),
        ("{{ facts.days | percent(0) }}", "总数为0，不能计算百分比"),
        (
            "{{ facts.days | percnt(3) }}",
            "没有“percnt”这个算法，是不是“percent”？可以用growth（比上年增减）、percent（占比）",
        ),
        ("{{ facts.重名 }}", "facts中名称是“重名”的有2个；请写代号：a、b。"),
        ("{{ facts.点吉 }}", "facts中没有“点吉”，是不是“点击”？"),
    ],
)
def test_numbers_that_a_text_cannot_print(placeholder, words):
    """A number with more decimals is refused, and the message names the filter."""
    with pytest.raises(ProseError) as caught:
        render_texts(read(NUMBERS.replace("@", placeholder)))
    assert words in str(caught.value)


def test_standard_sentences_round_what_cannot_be_printed():
    """A standard sentence never prints 13.333333333333334."""
    text = "year: 2021\nfacts:\n  x: {value: 13.333333333333334, unit: 条, label: 平均每日公开信息}\n"
    assert "平均每日公开信息13.33条" in render_texts(read(text)).text("overview")


def test_passages_know_their_lines():
    """A passage begins at the line of its text in the file, also behind a heading and blank lines."""
    text = "year: 2020\nsections:\n  problems: |\n\n    ### 问题\n\n\n    一是慢。\n\n    ### 改进\n    快一点。\n"
    record = read(text)
    lines = [source_location(record, item.path, item.line) for item in render_texts(record).section("problems")]
    assert ["params/a/2020.yaml:8", "params/a/2020.yaml:11"] == lines
