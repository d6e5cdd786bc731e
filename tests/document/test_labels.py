"""Lines of short labels."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document import labels
from gongkai.document.text import text_width


@pytest.mark.parametrize(
    ("text", "room", "expected"),
    [
        ("三、本年度办理结果", 3, "三、/本年度/办理/结果"),
        ("三、本年度办理结果", 4, "三、/本年度/办理结果"),
        ("（三）不予公开", 5, "（三）/不予公开"),
        ("（三）不予公开", 3, "（三）/不予/公开"),
        ("商业企业", 3, "商业/企业"),
        ("社会公益组织", 3, "社会/公益/组织"),
        ("法律服务机构", 3, "法律/服务/机构"),
        ("未经复议直接起诉", 5, "未经复议/直接起诉"),
        ("复议后起诉", 3, "复议后/起诉"),
        ("本年收费金额（单位：万元）", 9, "本年收费金额/（单位：万元）"),
        ("微信公众号“昌明发布”", 6, "微信公众号/“昌明发布”"),
        ("WeChat公众号", 5, "WeChat/公众号"),
        ("社区、园区、地铁站电子公告屏", 7, "社区、园区、/地铁站/电子公告屏"),
        ("短", 1, "短"),
        ("一行\n另一行", 9, "一行/另一行"),
    ],
)
def test_labels_break_between_words(text: str, room: float, expected: str) -> None:
    """A label breaks after its number and between words, never before a mark that closes or inside a Latin word."""
    assert expected == "/".join(labels.lines(text, room))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("三、本年度办理结果", "三、/本年度/办理/结果"),
        ("（三）不予公开", "（三）/不予/公开"),
        ("第二十条第（一）项", "第二十条/第（一）项"),
        ("（区分处理的，只计这一情形）", "（区分/处理的，/只计/这一/情形）"),
        ("WeChat公众号2024年", "WeChat/公众号/2024年"),
        ("甲乙（丙丁、戊己）庚", "甲乙/（丙丁、/戊己）/庚"),
        ("含英文版、无障碍版", "含/英文版、/无障碍版"),
        ("自然资源和规划建设局", "自然/资源/和/规划/建设局"),
        ("本列甲乙丙，丁", "本列/甲/乙丙，/丁"),
        ("", ""),
        ("五、存在的主要问题及改进情况", "五、/存在的/主要/问题/及/改进/情况"),
        ("（六）发布解读回应、社会关切及互动交流情况", "（六）/发布/解读/回应、/社会/关切/及/互动/交流/情况"),
    ],
)
def test_segments(text: str, expected: str) -> None:
    """A browser may break between words, their marks stay with them; unknown hanzi go in pairs, one alone at an end with the word before."""
    assert expected == "/".join(labels.segments(text))


@given(st.text(alphabet="三、（）“”本年度办理结果甲乙WeChat20.,％件 ", max_size=30))
def test_segments_are_the_text(text: str) -> None:
    """Segments joined are the text, and none but the first begins with a mark that must not begin a line."""
    found = labels.segments(text)
    assert text == "".join(found)
    assert not any(part[0] in "、）”％" for part in found[1:])


@given(st.text(alphabet="三、（）“”本年度办理结果WeChat20.,％件", max_size=30), st.floats(1, 12))
def test_lines_are_the_text(text: str, room: float) -> None:
    """Lines joined are the label; none is wider than the room unless it could not be divided."""
    found = labels.lines(text, room)
    assert text == "".join(found)
    least = labels.least_room(text)
    assert all(text_width(line) <= max(room, least) + 0.06 for line in found)
    assert not any(line[0] in "、）”％" for line in found[1:])


def test_least_room() -> None:
    """The least room is the longest part that stays whole."""
    assert [3.0, 3.0, 2.0, 2.2, 0.0] == [
        labels.least_room(text) for text in ("（三）不予公开", "三、本年度办理结果", "信息内容", "1234", "")
    ]
