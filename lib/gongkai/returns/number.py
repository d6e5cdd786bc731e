"""A number as it is typed into a cell."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from gongkai import limits
from gongkai.returns.base import Number

BLANK_MARKS = frozenset({"", "/", "／", "-", "－", "—", "——", "\\", "无"})
"""Marks that offices type into empty cells (R32); never read as 0."""


def number(raw: Any, kind: str) -> Number | None:
    """A number typed into a cell; ``None`` if nothing was filled in.

    Full-width digits and thousands separators are read; 减12 is -12 in a signed cell.

    Raises:
        ValueError: The text is not a number.
        TooLongError: It is one of too many digits.
    """
    if raw is None:
        return None
    if isinstance(raw, (int, Decimal)) and not isinstance(raw, bool):
        return limits.check(raw)
    if not isinstance(raw, str):
        raise ValueError(raw)
    text = raw.strip().translate(str.maketrans("０１２３４５６７８９．－，", "0123456789.-,")).replace(",", "")
    if text in BLANK_MARKS:
        return None
    if kind == "signed" and (match := re.fullmatch(r"([减增+-])\s*(\d+)", text)):
        return limits.integer(match[2]) * (-1 if match[1] in "减-" else 1)
    value = limits.decimal(text)
    return int(text) if re.fullmatch(r"[+-]?\d+", text) else value
