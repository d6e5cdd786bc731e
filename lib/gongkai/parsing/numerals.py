"""Chinese numerals: read and written."""

from __future__ import annotations

import re

_WRITTEN = "零一二三四五六七八九"
DIGITS = {digit: value for value, digit in enumerate(_WRITTEN)} | {"〇": 0, "○": 0, "两": 2}
UNITS = {"十": 10, "百": 100, "千": 1000}
LARGE = {"万": 10_000, "亿": 100_000_000}

NUMERAL = re.compile(r"[零〇○一二两三四五六七八九十百千万亿]+")


def number(text: str) -> int | None:
    """The value of a Chinese numeral (十二, 一百零五, 三万, 二〇二〇); ``None`` if it is not one."""
    if not text or not NUMERAL.fullmatch(text):
        return None
    if all(char in DIGITS for char in text):
        return int("".join(str(DIGITS[char]) for char in text))
    if text[0] in LARGE or text[0] in {"百", "千"}:
        return None
    total = part = digit = 0
    pending = False
    last = 10
    for char in text:
        if char in DIGITS:
            if pending and digit:
                return None
            digit, pending = DIGITS[char], True
        elif char in UNITS:
            unit = UNITS[char]
            part += (digit if pending and digit else 1) * unit
            digit, pending, last = 0, False, unit
        else:
            total = (total + part + digit) * LARGE[char]
            part = digit = 0
            pending, last = False, LARGE[char]
    if pending and digit and last >= 100 and text[-2] not in "零〇○" and len(text) > 1:
        # 一百二 is 120, 三万五 is 35000.
        digit *= last // 10
    return total + part + digit


def numeral(value: int) -> str:
    """A number from 1 to 99 in Chinese numerals (十二), as headings count.

    Raises:
        ValueError: It is none of these.
    """
    if not 1 <= value <= 99:
        msg = f"not from 1 to 99: {value}"
        raise ValueError(msg)
    tens, ones = divmod(value, 10)
    leading = "" if tens == 0 else "十" if tens == 1 else f"{_WRITTEN[tens]}十"
    return leading + (_WRITTEN[ones] if ones else "")
