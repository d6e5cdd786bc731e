"""Tables for Word: merged cells as gridSpan and vMerge, repeating header rows, rows that do not break across pages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.document.blocks import Run
from gongkai.document.docx.styles import TABLE_TEXT, borders
from gongkai.document.docx.xml import element, put
from gongkai.document.grid import grid
from gongkai.document.layout.pages import TYPE_HEIGHT, TYPE_WIDTH
from gongkai.document.layout.tables import plan
from gongkai.document.layout.text import clean_lines

if TYPE_CHECKING:
    from gongkai.document.blocks import Cell, Table
    from gongkai.document.docx.runs import Runs

TWIPS = 56.693
"""Twentieths of a point in a millimetre."""

_SHADES = {"error": "F9D0CC", "warning": "FDE7B8", "hint": "D6E6F7", "blank": "ECECEC"}
_SIGNS = {"error": "▲", "warning": "△", "hint": "○", "blank": "□"}
_STYLE_SIZE = 10.5
_SHORT = 14
"""Maximum number of rows of a table that is kept on one page."""

_FIRST = 4
"""Rows after the header rows that a long table keeps on its first page."""


def build(block: Table, width_mm: float, runs: Runs, *, draft: bool = False) -> Any:
    """A ``w:tbl`` of the block.

    Args:
        block: The table, a rectangle without gaps.
        width_mm: Its width.
        runs: Builds the runs of its texts.
        draft: Whether marked cells are shaded, given a symbol and linked to the notes about them.
    """
    landscape = width_mm > TYPE_WIDTH[False]
    planned = plan(block, width_mm, TYPE_HEIGHT[landscape], draft=draft)
    size, inset, columns = planned.size, planned.inset, planned.columns
    twips = [round(width * TWIPS) for width in columns]
    kept = len(block.rows) - 1 if len(block.rows) <= _SHORT else block.header_rows + _FIRST
    made = element("tbl", _properties(block, sum(twips), size, inset))
    made.append(element("tblGrid", *(element("gridCol", w=width) for width in twips)))
    for number, row in enumerate(grid(block).covering):
        about = element("trPr", element("cantSplit"))
        if number < block.header_rows:
            about.append(element("tblHeader"))
        line = element("tr", about)
        keep = number < kept or (bool(block.note) and number == len(block.rows) - 1)
        for placed in row:
            merge = None if placed.height == 1 else "restart" if placed.row == number else "continue"
            width = sum(twips[placed.column : placed.end])
            line.append(_cell(placed.cell, width, size, runs, draft=draft, merge=merge, keep=keep))
        made.append(line)
    return made


def _properties(block: Table, width: int, size: float, inset: float) -> Any:
    caption = clean_lines(block.caption)
    air, side = round(size * 20 * 0.3), round(inset * TWIPS)
    first = any(cell.header for row in block.rows[block.header_rows :] for cell in row[:1])
    margins = (("top", air), ("left", side), ("bottom", air), ("right", side))
    return element(
        "tblPr",
        element("tblStyle", val="TableGrid"),
        element("tblW", w=width, type="dxa"),
        element("jc", val="center"),
        borders(),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(name, w=space, type="dxa") for name, space in margins)),
        element(
            "tblLook", val="0000", firstRow=int(block.header_rows > 0), firstColumn=int(first), noHBand=1, noVBand=1
        ),
        element("tblCaption", val=caption),
        element("tblDescription", val=caption),
    )


def _cell(cell: Cell, width: int, size: float, runs: Runs, *, draft: bool, merge: str | None, keep: bool) -> Any:
    about = element("tcPr", element("tcW", w=width, type="dxa"))
    if cell.column_span > 1:
        about.append(element("gridSpan", val=cell.column_span))
    if merge:
        about.append(element("vMerge", val=merge))
    if draft and cell.mark:
        about.append(element("shd", val="clear", color="auto", fill=_SHADES[cell.mark]))
    about.append(element("vAlign", val="center"))
    content: list[Any] = []
    if merge != "continue":
        own = None if size == _STYLE_SIZE else size
        content = runs.inline(cell.content, size=own)
        if draft and cell.mark:
            to = f"#{cell.refs[0]}" if cell.refs else None
            content += runs.inline((Run(text=_SIGNS[cell.mark], href=to),), size=own)
        if draft:
            content = runs.marked(cell.anchor, content)
    return element("tc", about, _paragraph(content, cell.align, size, keep=keep))


def _paragraph(content: list[Any], align: str, size: float, *, keep: bool = False) -> Any:
    about = element("pPr", element("pStyle", val=TABLE_TEXT))
    if keep:
        put(about, element("keepNext"))
    # The same line height in every program, whichever font is substituted.
    put(about, element("spacing", line=round(size * 26), lineRule="exact"))
    if align != "center":
        put(about, element("ind", left=40, right=40))
    put(about, element("jc", val=align))
    return element("p", about, *content)


def frame(words: list[Any], alt: str, width_mm: float, height_mm: float) -> Any:
    """An empty frame in place of a missing picture, kept with the caption under it."""
    width, height = round(width_mm * TWIPS), round(height_mm * TWIPS)
    about = element(
        "tblPr", element("tblW", w=width, type="dxa"), element("jc", val="center"), borders(),
        element("tblLayout", type="fixed"), element("tblDescription", val=clean_lines(alt)),
    )  # fmt: skip
    cell = element("tc", element("tcPr", element("tcW", w=width, type="dxa"), element("vAlign", val="center")))
    cell.append(_paragraph(words, "center", _STYLE_SIZE, keep=True))
    row = element("tr", element("trPr", element("cantSplit"), element("trHeight", val=height, hRule="exact")), cell)
    return element("tbl", about, element("tblGrid", element("gridCol", w=width)), row)
