"""The filters of placeholders: growth, share, 万, rounding."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongkai.returns import Number

Value = int | Decimal | str
"""Value of an expression: a number, or a text such as the organ's name."""


class ExpressionError(ValueError):
    """An expression is refused or has no value; the message is a Chinese sentence."""


class ExpressionSyntaxError(ExpressionError):
    """An expression cannot be parsed."""


def growth(now: Number, before: Number, digits: int = 1) -> str:
    """增长 or 下降 with the percentage change from last year; 持平 if equal.

    Args:
        now: This year's number.
        before: Last year's number.
        digits: Decimals of the percentage.

    Raises:
        ExpressionError: Last year's number is 0, so that the percentage is undefined.
    """
    if before == 0:
        msg = "上一年的数为0，不能计算增减百分比；请改写这句话。"
        raise ExpressionError(msg)
    change = (Decimal(now) - Decimal(before)) / Decimal(before) * 100
    if change == 0:
        return "持平"
    return f"{'增长' if change > 0 else '下降'}{abs(change):.{digits}f}%"


def percent(value: Number, whole: Number, digits: int = 1) -> str:
    """The share of a whole: 1362 of 3119 is 43.7%.

    Args:
        value: The part.
        whole: The whole.
        digits: Decimals of the percentage.

    Raises:
        ExpressionError: The whole is 0, so that the percentage is undefined.
    """
    if whole == 0:
        msg = "总数为0，不能计算百分比；请改写这句话。"
        raise ExpressionError(msg)
    return f"{Decimal(value) / Decimal(whole) * 100:.{digits}f}%"


def wan(value: Number, digits: int = 2) -> str:
    """A number in 万: 273680 is 27.37.

    Args:
        value: The number.
        digits: Decimals.
    """
    return f"{Decimal(value) / 10000:.{digits}f}"


def rounded(value: Number, digits: int = 0) -> Decimal:
    """A number rounded half up (四舍五入).

    Args:
        value: The number.
        digits: Decimals.
    """
    return Decimal(value).quantize(Decimal(1).scaleb(-digits))


FILTERS: dict[str, Callable[..., Value]] = {"growth": growth, "percent": percent, "wan": wan, "round": rounded}
"""The filters by the name that a text calls them by."""
NUMBERS = {"growth": 1, "percent": 1, "wan": 0, "round": 0}
"""How many numbers a filter takes before ``digits``."""
USAGE = {
    "growth": "{{ requests.new.total | growth(previous.requests.new.total) }}",
    "percent": "{{ requests.granted.total | percent(requests.total.total) }}",
    "wan": "{{ facts.代号 | wan }}",
    "round": "{{ (requests.new.total / 12) | round(1) }}",
}
"""A filter as a text calls it."""
