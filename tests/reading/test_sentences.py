"""Sentences and where they are."""

from __future__ import annotations

from gongkai.reading.sentences import split_sentences
from gongkai.rules import check
from tests.returns.test_load import read


def test_sentences_know_their_lines():
    """Each sentence has the line in which it begins, with Markdown, spaces, tables and repetitions between."""
    text = "甲 **一** 件。乙２件。\n\n| 表 | 1 |\n甲一\n件。\n<!-- 说\n明 -->\n丙[三\n件](x)。丁4件。\n乙2件。"
    found = [(item.text, item.line) for item in split_sentences(text, line_one=11)]
    assert [
        ("甲一件。", 11),
        ("乙2件。", 11),
        ("甲一件。", 14),
        ("丙三件。", 14),
        ("丁4件。", 19),
        ("乙2件。", 20),
    ] == found


def test_findings_of_a_text_are_at_the_line_of_the_sentence():
    """A finding about a sentence names its line in the file, not that of the key or of the table."""
    text = """year: 2021
requests:
  new: [5, 0, 0, 0, 0, 0, 5]
  carried_in: [0, 0, 0, 0, 0, 0, 0]
  rest: 0
sections:
  overview:
    summary: |
      {{ year }}年工作有序开展。

      我们很努力。2021年共收到政府信息公开申请7件。
    requests: |
      联系人手机号码可写在这里。
      手机13800138000。
  problems: |
    ### 问题

    还不够好。
    统计期限为2019年1月1日至2019年12月31日。
"""
    found = {(item.rule, item.where) for item in check(read(text)) if item.outcome == "fail"}
    lines = {rule: int(where.rpartition(":")[2]) for rule, where in found if rule in {"R12", "R25", "R29"}}
    assert {"R12": 11, "R29": 14, "R25": 19} == lines
