"""Text independent of the output format: characters that no format can represent, and estimated width."""

from __future__ import annotations

import re

SCHEMES = r"(?:https?://|mailto:|tel:)"
"""What a link may begin with, whatever its case."""

_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u2028\u2029\ufffe\uffff]")


def clean(text: str) -> str:
    """Text without control characters, which HTML, PDF/UA and XML do not allow."""
    return _CONTROL.sub("", text)


def text_width(text: str, latin: float = 0.55, capital: float | None = None) -> float:
    """Width of a text in hanzi.

    Args:
        text: The text.
        latin: Width of a letter or digit, which depends on the font.
        capital: Width of a capital, if it differs.
    """
    large = latin if capital is None else capital
    return sum(1.0 if not sign.isascii() else large if sign.isupper() else latin for sign in text)
