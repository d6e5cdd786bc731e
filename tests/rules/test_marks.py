"""Template marks in what is printed are quoted, with their line and what to write."""

from __future__ import annotations

import pytest

from gongkai.parsing import yaml
from tests.rules import fixtures
from tests.rules.build import findings, record

TEXT = """\
facts:
  calls: {label: 接听电话, value: 3, unit: 个}
sections:
  overview:
    extra:
      heading: "{year}年培训"
      text: |
        组织培训。

        接听{facts.calls}个。
  disputes: 行政复议 facts.calls }}件。
"""


def test_line_and_what_to_write() -> None:
    """Each mark is reported with file, line, text and what to write instead."""
    data, lines = yaml.parse(TEXT, "2022.yaml")
    found = findings("W3", fixtures.make({"return": data}, "2022.yaml", lines))
    assert [(f.where, f.value("mark"), f.todo) for f in found] == [
        ("2022.yaml:6", "{year}", "小标题、图题、图的说明和落款里不能用占位符，请直接写出文字。"),
        ("2022.yaml:10", "{facts.calls}", "请写成“{{ facts.calls }}”，前后各两层半角花括号。"),
        ("2022.yaml:11", "}}", "请删去，或补成“{{ requests.new.total }}”这样成对的占位符。"),
    ]
    assert found[1].message == "“sections.overview.extra”里的“{facts.calls}”没有换成数据，会原样印在报告里。"


@pytest.mark.parametrize(
    ("text", "marks"),
    [
        ("{facts.x}", ["{facts.x}"]),
        ("${year}", ["{year}"]),
        ("{ previous.requests.new.total | wan }", ["{ previous.requests.new.total | wan }"]),
        ("｛facts．x｝", ["｛facts．x｝"]),
        (r"\{{ facts.x }}", ["{{ facts.x }}"]),
        (r"\{% if x %}", ["{% if x %}"]),
        (r"\{\{ facts.x \}\}", ["{{ facts.x }}"]),
        ("100%}和#}", ["%}", "#}"]),
        ("`}}`", ["}}"]),
    ],
)
def test_marks(text: str, marks: list[str]) -> None:
    """Double braces, block and comment marks, and names of the data in single braces are found."""
    this = record(f"sections:\n  disputes: '行政复议{text}件。'\n")
    assert [finding.value("mark") for finding in findings("W3", this)] == marks


@pytest.mark.parametrize(
    ("text", "mark"),
    [
        (r"\{\{ 7\*7 }}", "{{ 7*7 }}"),
        (r"{\{ x \}\}", "{{ x }}"),
        (r"\{\% if x %}", "{% if x %}"),
        (r"\{\# x #}", "{# x #}"),
        (r"{\% x %}", "{% x %}"),
        (r"\{\{ x", "{{"),
    ],
)
def test_escaped(text: str, mark: str) -> None:
    """An escaped mark is printed too: it is reported as printed, with the line where it is written."""
    data, lines = yaml.parse(f"sections:\n  disputes: |\n    无。\n\n    行政复议{text}件。\n", "2022.yaml")
    found = findings("W3", fixtures.make({"return": data}, "2022.yaml", lines))
    assert [(f.where, f.value("mark"), f.todo) for f in found] == [
        ("2022.yaml:5", mark, "请删去；要用占位符的，请去掉其中的反斜杠，写成“{{ requests.new.total }}”这样。"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "{",
        "}",
        "{附件}",
        "{a, b}",
        "集合{x}",
        "〔2020〕1号",
        "【一】",
        "（{1}）",
        "｛一｝",
        "{2020}",
        "http://a.cn/?q={id}",
        "{\n}",
    ],
)
def test_ordinary_braces(text: str) -> None:
    """Braces of ordinary text are ignored."""
    this = record(f"sections:\n  disputes: |\n    行政复议{text.replace(chr(10), chr(10) + '    ')}件。\n")
    assert findings("W3", this) == []
