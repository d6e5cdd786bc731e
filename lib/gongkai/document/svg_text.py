"""Texts in an SVG drawn by matplotlib: of fixed width in any font, or as outlines, which need no font."""

from __future__ import annotations

import html
import re
from functools import lru_cache
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Sequence

_TEXT = re.compile(r"(<text\b(?![^>]*\btextLength)[^>]*?\bfont(?:-size)?:[^;\">]*?([\d.]+)px[^>]*)>([^<]+)</text>")
_DRAWN = re.compile(r"<text\b([^>]*?\bfont(?:-size)?:[^;\">]*?([\d.]+)px[^>]*)>([^<]+)</text>")
_ATTRIBUTE = re.compile(r'([\w:-]+)="([^"]*)"')
_ROTATED = re.compile(r"rotate\(-?(?!0(?:\.0*)?[ )])[\d.]")
_HEAD = re.compile(r"^\s*(?:<\?xml.*?\?>\s*)?(?:<!DOCTYPE.*?>\s*)?", re.DOTALL)
_UNITS = 1000
"""Units of an outline in an em."""


def fix_widths(svg: str, families: Sequence[str]) -> str:
    """Give every text of an SVG drawn by matplotlib the width that it has in its own fonts (``textLength``).

    Args:
        svg: The SVG.
        families: Names of the fonts that it was drawn with, in the order in which a character is looked for.
    """
    files = _files(tuple(families))

    def fixed(match: re.Match[str]) -> str:
        start, size, text = match.groups()
        width = sum(_advance(files, char, float(size)) for char in html.unescape(text)) / 65536
        return f'{start} textLength="{width:.2f}" lengthAdjust="spacingAndGlyphs">{text}</text>' if width else match[0]

    return _TEXT.sub(fixed, svg)


def outlined(svg: str, families: Sequence[str]) -> str:
    """The SVG with the outlines of its texts, so that every reader sees the same letters, and without what nobody sees.

    Args:
        svg: An SVG drawn by matplotlib.
        families: Names of the fonts that it was drawn with, in the order in which a character is looked for.
    """
    files = _files(tuple(families))
    glyphs: dict[str, str] = {}

    def drawn(match: re.Match[str]) -> str:
        attributes, size, text = match.groups()
        given = dict(_ATTRIBUTE.findall(attributes))
        style = dict(part.strip().split(": ", 1) for part in given.get("style", "").split(";") if ": " in part)
        found, at = "", 0.0
        for char in html.unescape(text):
            outline, advance = _glyph(files, char)
            if outline:
                glyphs[name := f"g{ord(char):x}"] = outline
                shift = f' x="{at:g}"' if at else ""
                found += f'<use href="#{name}"{shift}/>'
            at += advance
        start = {"middle": -at / 2, "end": -at}.get(style.get("text-anchor", ""), 0.0) * float(size) / _UNITS
        x, y = float(given.get("x", 0)), float(given.get("y", 0))
        place = f"translate({x + start:.2f},{y:.2f})scale({float(size) / _UNITS:g},{-float(size) / _UNITS:g})"
        turned = given.get("transform", "")
        if _ROTATED.search(turned) or "translate" in turned:
            place = turned.replace(" ", ",") + place
        painted = "".join(f' {key}="{style[key]}"' for key in ("fill", "opacity") if key in style)
        return f'<g transform="{place}"{painted}>{found}</g>'

    body = _DRAWN.sub(drawn, svg)
    shapes = "".join(f'<path id="{name}" d="{outline}"/>' for name, outline in glyphs.items())
    body = re.sub(r"<metadata>.*?</metadata>|<!--.*?-->", "", _HEAD.sub("", body), flags=re.DOTALL)
    body = re.sub(r"\s*\n\s*", " ", body).replace("> <", "><")
    return body.replace(">", f"><defs>{shapes}</defs>", 1) if shapes else body


@lru_cache(maxsize=32)
def _files(families: tuple[str, ...]) -> tuple[str, ...]:
    from matplotlib.font_manager import FontProperties, findfont

    return tuple(dict.fromkeys(str(findfont(FontProperties(family=[name]))) for name in families))


def _font(files: tuple[str, ...], char: str) -> Any:
    """The first font that has a character, else the first; no other is opened, which takes 20 ms in a new process."""
    from matplotlib.font_manager import get_font

    fonts = map(get_font, files)
    first: Any = next(fonts)
    if first.get_char_index(ord(char)):
        return first
    return next((font for font in fonts if font.get_char_index(ord(char))), first)


@lru_cache(maxsize=4096)
def _glyph(files: tuple[str, ...], char: str) -> tuple[str, float]:
    """Outline of a character, in the first font that has it, and its width, in units."""
    from matplotlib.ft2font import LoadFlags

    font = _font(files, char)
    font.set_size(_UNITS, 72)
    glyph = font.load_char(ord(char), flags=LoadFlags.NO_HINTING)
    points, codes = font.get_path()
    return _path(points.tolist(), codes.tolist()), round(glyph.linearHoriAdvance / 65536, 1)


_LETTERS = {1: ("M", 1), 2: ("l", 1), 3: ("q", 2), 4: ("c", 3)}
"""Letter and number of points of each kind of segment of matplotlib's paths."""


def _path(points: list[tuple[float, float]], codes: list[int]) -> str:
    """A path in whole units relative to the point before, without spaces."""
    found, at, x, y = "", 0, 0, 0
    while at < len(codes):
        if codes[at] not in _LETTERS:
            found, at = f"{found}z", at + 1
            continue
        letter, count = _LETTERS[codes[at]]
        numbers: list[int] = []
        for across, up in points[at : at + count]:
            numbers += [round(across), round(up)] if letter == "M" else [round(across) - x, round(up) - y]
        x, y = round(points[at + count - 1][0]), round(points[at + count - 1][1])
        if letter == "l" and 0 in numbers:
            letter, numbers = ("v", numbers[1:]) if numbers[0] == 0 else ("h", numbers[:1])
        found += letter + ",".join(map(str, numbers)).replace(",-", "-")
        at += count
    return found


@lru_cache(maxsize=4096)
def _advance(files: tuple[str, ...], char: str, size: float) -> int:
    """Width of a character, in the first font that has it, in 65536ths of the unit of ``size``."""
    from matplotlib.ft2font import LoadFlags

    font = _font(files, char)
    font.set_size(size, 72)
    return int(font.load_char(ord(char), flags=LoadFlags.NO_HINTING).linearHoriAdvance)
