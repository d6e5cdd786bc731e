"""Numbers in prose: every way of writing them, and what looks like a count but is not."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.reading.quantities import find_quantities
from gongkai.reading.sentences import normalise, split_sentences


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("收到申请3119 件", [(3119, "件", "")]),
        ("收到申请１２件", [(12, "件", "")]),
        ("共1,234件", [(1234, "件", "")]),
        ("梳理3大类12中类48小项", [(3, "大类", ""), (12, "中类", ""), (48, "小项", "")]),
        ("全年 1 2 件", [(12, "件", "")]),
        ("公开18万余条", [(180_000, "条", "more")]),
        ("公开900余篇", [(900, "篇", "more")]),
        ("近30件", [(30, "件", "less")]),
        ("约30件", [(30, "件", "about")]),
        ("100件以上", [(100, "件", "more")]),
        ("收费24252.31万元", [(Decimal("242523100.00"), "元", "")]),
        ("占51.85%", [(Decimal("51.85"), "%", "")]),
        ("占百分之五点三", [(Decimal("5.3"), "%", "")]),
        ("公众号206条", [(206, "条", "")]),
        ("复议案件：3。", [(3, "", "")]),
        ("收到申请一件。", [(1, "件", "")]),
    ],
)
def test_quantities(text: str, expected: list[tuple[object, str, str]]) -> None:
    """Value, unit and exactness are read."""
    assert [(q.value, q.unit, q.exactness) for q in find_quantities(normalise(text))] == expected


@pytest.mark.parametrize(
    "text",
    [
        "2022年1月1日", "第711号", "国办函〔2020〕109号", "电话：0591-23165370", "邮编：350400", "第二十条第（一）项", "2021-2035年",
        "办结一件申请、解决一个问题", "《关于3件事项的通知》", "“100件实事”", "每一件申请", "第5期", "H5", "十四五", "12345热线", "一是加强",
    ],
)  # fmt: skip
def test_no_quantities(text: str) -> None:
    """Dates, ordinals, numbers of documents and telephones, titles and slogans count nothing."""
    assert find_quantities(normalise(text)) == ()


@pytest.mark.parametrize(
    ("text", "actual", "true"),
    [
        ("75件", 75, True), ("75件", 74, False), ("900余件", 950, True), ("900余件", 899, False), ("近30件", 28, True),
        ("近30件", 31, False), ("约30件", 32, True), ("约30件", 60, False), ("1.2万件", 11_800, True), ("1.2万件", 13_000, False),
    ],
)  # fmt: skip
def test_admits(text: str, actual: int, true: bool) -> None:
    """A claim is true as exactly as it is made."""
    assert find_quantities(text)[0].admits(actual) is true


def test_lines_are_joined() -> None:
    """A line break inside a sentence is ignored; a heading and a table end a paragraph."""
    text = "### （二）依申请公开\n全市共受理政府信息公开申请3119 件，答复\n3050 件。\n\n| 规章 | 1 |\n\n下一段"
    assert normalise(text) == "###（二）依申请公开\n全市共受理政府信息公开申请3119件，答复3050件。\n下一段"


def test_regions() -> None:
    """A heading says what the sentences after it are about, also where it runs on into the text."""
    found = split_sentences(
        "（一）主动公开方面。公开信息。（二）依申请公开方面2023年收到申请。（三）监督保障方面培训。"
    )
    assert [sentence.region for sentence in found] == ["disclosure", "disclosure", "requests", "supervision"]


def test_remains_of_tables() -> None:
    """Cells that run together are not a sentence."""
    assert split_sentences("信息内容本年制发件数本年废止件数现行有效件数规章000") == ()
