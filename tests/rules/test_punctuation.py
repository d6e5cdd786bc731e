"""Chinese punctuation, and figures mentioned in their order: how many there are, which one is quoted, and its line."""

from __future__ import annotations

import pytest

from gongkai.parsing import yaml
from tests.rules import fixtures
from tests.rules.build import findings


def found(text: str) -> list[tuple[str | None, str]]:
    """Line and message of the findings in the text of a section."""
    written = "".join(f"    {line}\n" if line else "\n" for line in text.split("\n"))
    data, lines = yaml.parse(f"sections:\n  disputes: |\n{written}", "2022.yaml")
    this = fixtures.make({"return": data}, "2022.yaml", lines)
    return [(item.where, item.message) for item in findings("W4", this) if item.cells == ("sections.disputes",)]


@pytest.mark.parametrize(
    ("text", "line", "said"),
    [
        ("甲。\n\n。乙", 5, "1处段首的标点，如“。乙”"),
        ("。甲\n\n，乙", 3, "2处段首的标点，如“。甲”"),
        ("1. ，甲", 3, "1处段首的标点，如“，甲”"),
        ("……一二三四五六七八九", 3, "1处段首的标点，如“……一二三四五六七八”"),
        ("甲。\n\n乙,丙，丁;戊", 5, "2处汉字之间的半角标点，如“,丙，丁;戊”"),
        ("甲,乙\n\n丙?丁", 3, "2处汉字之间的半角标点，如“,乙”"),
        ("甲<条例>乙", 3, "1处代替书名号的尖括号，如“<条例>”"),
        ("甲‹条例›乙＜规定＞", 3, "2处代替书名号的尖括号，如“‹条例›”"),
        ("甲。\n\n乙，，丙。。", 5, "2处重复的标点，如“乙，，”"),
        ("一二三四五六七，。", 3, "1处重复的标点，如“二三四五六七，。”"),
        ("甲；！乙！；", 3, "2处重复的标点，如“甲；！”"),
    ],
)
def test_marks(text: str, line: int, said: str) -> None:
    """All marks of a kind in a text are one finding, with their number, and quote and line of the first."""
    assert (f"2022.yaml:{line}", said) in [
        (where, message.partition("有")[2].rstrip("。")) for where, message in found(text)
    ]


@pytest.mark.parametrize("text", ["甲，乙。", "甲：“乙。”", "3.5,6", "a<b>c", "a,b", "甲……乙", "第1,234件", "- 甲"])
def test_ordinary(text: str) -> None:
    """Ordinary text has no finding."""
    assert [] == found(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("见图1、图2。", []),
        ("见图2。\n\n见图1。", [(5, 1, 2)]),
        ("见图1、图3。\n\n见图2。", [(5, 2, 3)]),
        ("见图1、图2，再看图1。", []),
        ("见图3、图1、图2。", [(3, 1, 3), (3, 2, 3)]),
        ("见图2、图1，再看图1。", [(3, 1, 2)]),
        ("见图10、图9。", [(3, 9, 10)]),
    ],
)
def test_order_of_figures(text: str, expected: list[tuple[int, int, int]]) -> None:
    """A figure first mentioned behind one of a higher number is a finding, once."""
    assert [
        (f"2022.yaml:{line}", f"图{number}在图{highest}之后才提到，编号的次序和文字不同。")
        for line, number, highest in expected
    ] == found(text)
