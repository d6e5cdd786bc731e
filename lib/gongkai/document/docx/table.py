"""Tables for Word: merged cells as gridSpan and vMerge, header rows that repeat, rows that do not split."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.document.blocks import plain
from gongkai.document.docx.xml import element, set_fonts
from gongkai.document.markdown import clean

if TYPE_CHECKING:
    from gongkai.document.blocks import Cell, Table

_SONG = "宋体"
_SHADES = {"error": "F8D0D0", "warning": "FBE6C2", "hint": "DCE9F7", "blank": "EDEDED"}


def build(block: Table, width_mm: float, *, draft: bool = False) -> Any:
    """A ``w:tbl`` of the block.

    Args:
        block: The table.
        width_mm: Its width.
        draft: Whether marked cells are shaded.
    """
    columns = block.width
    shares = block.widths or (1.0,) * columns
    twips = [round(width_mm * 56.7 * share / sum(shares)) for share in shares]
    size = 18 if columns >= 10 else 21
    properties = element(
        "tblPr",
        element("tblStyle", val="TableGrid"),
        element("tblW", w=sum(twips), type="dxa"),
        element("jc", val="center"),
        _borders(),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(side, w=57, type="dxa") for side in ("left", "right"))),
        element("tblLook", val="0020", firstRow=int(block.header_rows > 0), noVBand=1),
        element("tblCaption", val=clean(block.caption)),
    )
    made = element("tbl", properties, element("tblGrid", *(element("gridCol", w=width) for width in twips)))
    # For each grid column the cell that still reaches down into it, and how far.
    open_: dict[int, tuple[Cell, int]] = {}
    for number, row in enumerate(block.rows):
        line = element("tr")
        about = element("trPr", element("cantSplit"))
        if number < block.header_rows:
            about.append(element("tblHeader"))
        line.append(about)
        starting = iter(row)
        at = 0
        while at < columns:
            if at in open_:
                cell, left = open_.pop(at)
                line.append(_cell(cell, sum(twips[at : at + cell.column_span]), size, draft=draft, merge="continue"))
            else:
                found = next(starting, None)
                if found is None:
                    line.append(element("tc", element("tcPr"), element("p")))
                    at += 1
                    continue
                cell, left = found, found.row_span
                merge = "restart" if cell.row_span > 1 else None
                line.append(_cell(cell, sum(twips[at : at + cell.column_span]), size, draft=draft, merge=merge))
            if left > 1:
                open_[at] = (cell, left - 1)
            at += cell.column_span
        made.append(line)
    return made


def _cell(cell: Cell, width: int, size: int, *, draft: bool, merge: str | None) -> Any:
    properties = element("tcPr", element("tcW", w=width, type="dxa"))
    if cell.column_span > 1:
        properties.append(element("gridSpan", val=cell.column_span))
    if merge:
        properties.append(element("vMerge", val=merge))
    if draft and cell.mark:
        properties.append(element("shd", val="clear", color="auto", fill=_SHADES[cell.mark]))
    properties.append(element("vAlign", val="center"))
    return element(
        "tc", properties, _paragraph("" if merge == "continue" else clean(plain(cell.content)), cell.align, size)
    )


def _paragraph(text: str, align: str, size: int) -> Any:
    properties = element(
        "pPr",
        element("snapToGrid", val=0),
        element("spacing", before=0, after=0, line=round(size * 12.5), lineRule="atLeast"),
        element("ind", firstLine=0),
        element("jc", val=align),
    )
    made = element("p", properties)
    if text:
        about = element("rPr", element("sz", val=size), element("szCs", val=size))
        set_fonts(about, _SONG)
        shown = element("t")
        shown.text = text
        shown.set("{http://www.w3.org/XML/1998/namespace}space", "preserve")
        made.append(element("r", about, shown))
    return made


def _borders() -> Any:
    sides = ("top", "left", "bottom", "right", "insideH", "insideV")
    return element("tblBorders", *(element(side, val="single", sz=4, space=0, color="000000") for side in sides))


def frame(text: str, width_mm: float, height_mm: float) -> Any:
    """A framed space that stands for a picture that is not there."""
    width = round(width_mm * 56.7)
    height = round(height_mm * 56.7)
    properties = element("tblPr", element("tblW", w=width, type="dxa"), element("jc", val="center"), _borders())
    row = element("tr", element("trPr", element("cantSplit"), element("trHeight", val=height, hRule="exact")))
    cell = element("tc", element("tcPr", element("tcW", w=width, type="dxa"), element("vAlign", val="center")))
    cell.append(_paragraph(text, "center", 21))
    row.append(cell)
    return element("tbl", properties, element("tblGrid", element("gridCol", w=width)), row)
