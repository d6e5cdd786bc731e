"""Where lines of running text may break."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document import breaking


def kept(text: str) -> list[str]:
    """What of a text is never divided."""
    return ["".join(piece.parts) for piece in breaking.pieces(text) if piece.kind == "keep"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2024年，公开229条（图1）", ["2024年", "229条", "图1"]),
        ("电话0631-5218910", ["0631-5218910"]),
        ("2025年6月30日前", ["2025年", "6月", "30日"]),
        ("规划（2021—2035年）320㎡、96171.6万元，1.2亿次", ["2021—2035年", "320㎡", "96171.6万元", "1.2亿次"]),
        ("抽查5%，差错率0.02‰", ["5%", "0.02‰"]),
        ("第20条、3个百分点", ["第20条", "3个"]),
        ("得分81.2：", ["81.2："]),
        ("2a和A2，没有数字", []),
    ],
)
def test_numbers_stay_with_their_units(text: str, expected: list[str]) -> None:
    """A number, what counts it and what it counts are one."""
    assert expected == kept(text)


def test_addresses_break_after_their_marks() -> None:
    """A long address is divided after slashes, dots and the like; inside a long part after hyphens."""
    text = "https://www.example.gov.cn/zwgk/a-very-long-part-of-it/2024/index.html?a=1"
    (piece,) = breaking.pieces(text)
    assert "https://|www.|example.|gov.|cn/|zwgk/|a-|very-|long-|part-|of-|it/|2024/|index.|html?|a=|1" == "|".join(
        piece.parts
    )


@given(st.text(alphabet="年图第条12.-—：，“”（）a/@:hтps文", max_size=60) | st.text(max_size=40))
def test_pieces_are_the_text(text: str) -> None:
    """Pieces joined are the text."""
    assert text == "".join("".join(piece.parts) for piece in breaking.pieces(text))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("1. 政府网站", "1. "),
        ("1．政府", "1．"),
        ("（2）其他", "（2）"),
        ("③甲", "③"),
        ("1.5倍", ""),
        ("2020年", ""),
        ("1. ", ""),
    ],
)
def test_markers(text: str, expected: str) -> None:
    """A number at the start of a paragraph is its marker, a decimal or a year is not."""
    assert expected == breaking.marker(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("见https://www.example.gov.cn/a。", True),
        ("Requests may be filed by e-mail.", True),
        ("通过WeChat公开56条，通过网站公开229条。", False),
    ],
)
def test_what_would_tear_lines(text: str, expected: bool) -> None:
    """A paragraph with an address or mostly in Latin letters is set ragged."""
    assert expected == breaking.is_ragged(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("甲" * 21 + "12345678条，其余如下。", True),
        ("甲" * 20 + "0631-5218910，其余如下。", True),
        ("甲" * 21 + "zwgkzwgk@a.cn，其余如下。", False),  # divided after @
        ("甲" * 20 + "2024年，其余如下。", False),  # fits
        ("甲" * 24 + "12345678条，其余如下。", False),  # too little room to be seen
        ("甲" * 48 + "12345678条，其余如下。", False),  # two lines share the room
        ("甲" * 20 + "12345678条" + "甲" * 21 + "0631-5218910，其余如下。", True),  # the line before is full
        ("x" * 60 + "甲", True),
        ("甲" * 10, False),
    ],
)
def test_what_would_stretch_a_line(text: str, expected: bool) -> None:
    """Something long that is kept whole and does not fit on a line leaves room there, which the lines before it may share."""
    assert expected == breaking.is_torn(text)


def test_long_paragraphs_are_looked_through() -> None:
    """A paragraph of a hundred thousand characters takes no longer than a hundred of a thousand."""
    assert not breaking.is_torn("甲" * 50_000 + "0631-5218910" + "甲" * 50_000)
