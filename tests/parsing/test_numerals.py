"""Chinese numerals are read as they are spelled."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.parsing.numerals import number

DIGITS = "零一二三四五六七八九"


def spell(value: int) -> str:
    """A whole number below 10 000 in Chinese."""
    parts, zero = "", False
    for unit, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // unit % 10
        if digit:
            parts += ("零" if zero and parts else "") + DIGITS[digit] + name
            zero = False
        else:
            zero = True
    return parts or "零"


@given(st.integers(min_value=0, max_value=9999))
def test_numerals(value: int) -> None:
    """A number spelled in Chinese is read back."""
    assert number(spell(value)) == value


@given(st.integers(min_value=1, max_value=9999), st.integers(min_value=0, max_value=9999))
def test_large_numerals(large: int, small: int) -> None:
    """万 multiplies the number before it."""
    rest = ("零" if 0 < small < 1000 else "") + spell(small) if small else ""
    assert number(f"{spell(large)}万{rest}") == large * 10_000 + small


@pytest.mark.parametrize(
    ("text", "value"),
    [("十二", 12), ("一百零五", 105), ("三万", 30_000), ("二〇二〇", 2020), ("一百二", 120), ("两千", 2000), ("", None),
     ("百", None), ("十三亿", 1_300_000_000), ("甲", None)],
)  # fmt: skip
def test_numeral_examples(text: str, value: int | None) -> None:
    """Short forms, 两, digit by digit, and what is not a numeral."""
    assert number(text) == value
