"""Texts in an SVG that keep their width whatever font shows them, so that none is clipped or runs into the next."""

from __future__ import annotations

import html
import re
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXT = re.compile(r"(<text\b(?![^>]*\btextLength)[^>]*?\bfont(?:-size)?:[^;\">]*?([\d.]+)px[^>]*)>([^<]+)</text>")


def fix_widths(svg: str, families: Sequence[str]) -> str:
    """Give every text of an SVG drawn by matplotlib the width that it has in its own fonts (``textLength``).

    Args:
        svg: The SVG.
        families: Names of the fonts that it was drawn with, in the order in which a character is looked for.
    """
    from matplotlib.font_manager import FontProperties, findfont, get_font

    font: Any = get_font(list(dict.fromkeys(findfont(FontProperties(family=[name])) for name in families)))

    def fixed(match: re.Match[str]) -> str:
        start, size, text = match.groups()
        width = _advance(font, html.unescape(text), float(size))
        return f'{start} textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs">{text}</text>' if width else match[0]

    return _TEXT.sub(fixed, svg)


def _advance(font: Any, text: str, size: float) -> float:
    """Width of a line in the unit of ``size``."""
    from matplotlib.ft2font import LoadFlags

    font.set_size(size, 72)
    glyphs = (font.load_char(ord(char), flags=LoadFlags.NO_HINTING) for char in text)
    return sum(int(glyph.linearHoriAdvance) for glyph in glyphs) / 65536
