"""Organ and date at the end (落款), by GB/T 9704: 7.3.5.1 with room for a seal, 7.3.5.2 without."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.document.blocks import inline
from gongkai.document.docx.styles import DATE, ORGAN, PITCH
from gongkai.document.docx.table import TWIPS
from gongkai.document.docx.xml import element, put
from gongkai.document.layout.pages import TYPE_WIDTH
from gongkai.document.layout.text import clean_lines
from gongkai.document.text import text_width

if TYPE_CHECKING:
    from gongkai.document.blocks import Signature
    from gongkai.document.docx.runs import Runs

_LATIN = 0.5
"""Width of a letter or digit of Times New Roman in hanzi."""

_CHARACTERS, _TWIPS = 28, round(TYPE_WIDTH[False] * TWIPS)
"""Width of a line in characters and twips."""

_SEAL_ROOM = 700
"""Room above the organ and below the date for a seal of 42 mm, in twips."""


def build(block: Signature, runs: Runs) -> list[Any]:
    """Paragraphs with an empty line, the organ and the date.

    Both lines have the same indents, or ones that differ by two characters: that they are centred or two characters apart
    does not depend on the fonts of the reader's machine.
    """
    organ, date = clean_lines(block.organ), clean_lines(block.date)
    made = [element("p", element("pPr", element("pStyle", val="Blank"), element("keepNext")))]
    widths = {line: text_width(line, _LATIN) for line in (organ, date)}
    if block.seal:
        # Centred in a part of the line that ends at the right edge and has the middle of the date in its middle, four
        # characters before the edge, or more below a long name.
        middle = max(4 + (widths[date] if date else widths[organ]) / 2, widths[organ] / 2)
        left = max(0.0, _CHARACTERS - 2 * middle)
        lefts = {organ: left, date: left}
    elif date and widths[date] > widths[organ]:
        left = _CHARACTERS - 2 - widths[date]
        lefts = {organ: left - 2, date: left}
    else:
        left = max(0.0, _CHARACTERS - 2 - widths[organ])
        lefts = {organ: left, date: left + 2}
    for line, style in ((organ, ORGAN), (date, DATE)):
        if not line:
            continue
        about = element("pPr", element("pStyle", val=style))
        made.append(element("p", about, *runs.inline(inline(line))))
        # A date in a wider font goes into the margin rather than onto a second line.
        right = -4 * _TWIPS // _CHARACTERS if line is date and not block.seal else 0
        put(about, element("ind", left=round(max(0.0, lefts[line]) * _TWIPS / _CHARACTERS), right=right))
        if block.seal:
            put(about, element("jc", val="center"))
            side = "before" if line is organ else "after"
            put(about, element("spacing", **{side: _SEAL_ROOM, "line": PITCH, "lineRule": "exact"}))
    return made
