"""Full-width signs that a font draws as something else: Fandol's ￥ is a dollar sign, its ～ a raised tilde."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from pathlib import Path

FULL_WIDTH = "".join(map(chr, (*range(0xFF01, 0xFF5F), *range(0xFFE0, 0xFFE6))))
"""The full-width forms of ASCII, and ￠￡￢￣￤￥."""

_SIZE = 48
"""Font size in pixels at which signs are compared."""

_ALIKE = 0.85
"""Part of the ink that two signs share if they are one."""

_MIDDLE, _HIGH = "～－", "￣"
"""Signs that must be in the middle and at the top of their square."""

_TOLERANCE = 0.1
"""Distance of a sign from the middle of a hanzi, in em, from which it is elsewhere."""


@lru_cache(maxsize=64)
def wrong_signs(file: Path, index: int = 0) -> str:
    """The signs of a font that are drawn as others, or that are not where they belong.

    Args:
        file: A font file.
        index: Number of the font in a collection.
    """
    from PIL import ImageFont

    font = ImageFont.truetype(str(file), _SIZE, index=index)
    found = [sign for sign in "￥" if _alike(font, sign, "＄") or _alike(font, sign, "$")]
    middle = _centre(font, "一")
    if middle is not None:
        for sign in _MIDDLE + _HIGH:
            at = _centre(font, sign)
            if at is not None and (middle - at > _TOLERANCE * _SIZE) != (sign in _HIGH):
                found.append(sign)
    return "".join(found)


def _ink(font: Any, sign: str) -> Any:
    """A sign's ink as a mask, ``None`` if it has none."""
    mask = font.getmask(sign)
    return None if mask.getbbox() is None else mask


def _centre(font: Any, sign: str) -> float | None:
    """Height of the middle of a sign's ink below the top of the line, in pixels."""
    if _ink(font, sign) is None:
        return None
    _, top, _, bottom = font.getbbox(sign)
    middle: float = (top + bottom) / 2
    return middle


def _alike(font: Any, one: str, other: str) -> bool:
    """Whether two signs have the same ink, whatever their size and place."""
    from PIL import Image, ImageChops

    pictures = []
    for sign in (one, other):
        mask = _ink(font, sign)
        if mask is None:
            return False
        picture = Image.frombytes("L", mask.size, bytes(mask)).crop(mask.getbbox())
        pictures.append(picture.resize((24, 24)).point(lambda value: 255 if value > 96 else 0))
    both = ImageChops.multiply(*pictures).histogram()[255]
    either = ImageChops.lighter(*pictures).histogram()[255]
    return either > 0 and both / either > _ALIKE
