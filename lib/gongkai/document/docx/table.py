"""Tables for Word: merged cells as gridSpan and vMerge, repeating header rows, rows that do not break across pages."""

from __future__ import annotations

from copy import deepcopy
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from docx.oxml.ns import qn

from gongkai.document import labels
from gongkai.document.blocks import Run, plain
from gongkai.document.docx.fitting import DIGIT, is_whole
from gongkai.document.docx.styles import TABLE_HEADER, TABLE_LABEL, TABLE_NUMBER, TABLE_STYLE, TABLE_TEXT, sized
from gongkai.document.docx.xml import element, put
from gongkai.document.grid import grid
from gongkai.document.layout.cells import MM, breaks_as_label, figure_widths, is_figure
from gongkai.document.layout.pages import TYPE_HEIGHT, TYPE_WIDTH
from gongkai.document.layout.tables import kept_rows, plan
from gongkai.document.layout.text import clean_lines

if TYPE_CHECKING:
    from gongkai.document.blocks import Cell, Inline, Table
    from gongkai.document.docx.runs import Runs
    from gongkai.document.grid import PlacedCell
    from gongkai.document.layout.tables import TablePlan

TWIPS = 56.693
"""Twentieths of a point in a millimetre."""

_SHADES = {"error": "F9D0CC", "warning": "FDE7B8", "hint": "D6E6F7", "blank": "ECECEC"}
_SIGNS = {"error": "▲", "warning": "△", "hint": "○", "blank": "□"}
_STYLE_SIZE = 10.5

_SLACK = 8.0
"""Height in mm that a table of a page leaves free, as rows are higher in some programs: its heading stays with it."""

_FIRST = 4
"""Rows after the header rows that a long table keeps on its first page."""


def planned_for(block: Table, width_mm: float, *, draft: bool = False) -> TablePlan:
    """How a table is set in a width in mm."""
    return plan(block, width_mm, TYPE_HEIGHT[width_mm > TYPE_WIDTH[False]] - _SLACK, draft=draft, digit=DIGIT)


def build(
    block: Table,
    width_mm: float,
    runs: Runs,
    planned: TablePlan,
    *,
    draft: bool = False,
    whole: bool = False,
    room: float = 0.0,
) -> list[Any]:
    """The ``w:tbl`` of the block, or several that each begin a page: a label is repeated on each page that it goes on over.

    Args:
        block: The table, a rectangle without gaps.
        width_mm: Its width.
        runs: Builds the runs of its texts.
        planned: What :func:`planned_for` gives for it.
        draft: Whether marked cells are shaded, given a symbol and linked to the notes about them.
        whole: Whether the table is not parted even if it is of middle height.
        room: Height in mm that is left on the page for the first rows of a table longer than a page; 0 if it begins one.
    """
    landscape = width_mm > TYPE_WIDTH[False]
    twips = [round(width * TWIPS) for width in planned.columns]
    placed, count = grid(block), len(block.rows)
    cells = _Cells(planned, runs, figure_widths(placed), draft=draft)
    kept, begun = _kept(block, planned, whole=whole), _pages(block, planned, TYPE_HEIGHT[landscape] - _SLACK, room)
    heads = {row for row, cells_of in enumerate(placed.rows) if all(at.cell.header for at in cells_of)}
    made: list[Any] = []
    for number, row in enumerate(placed.covering):
        if number == 0 or number in begun:
            columns = element("tblGrid", *(element("gridCol", w=width) for width in twips))
            repeated = [_copy(line) for line in made[0][2 : 2 + block.header_rows]] if made else []
            made.append(element("tbl", _properties(block, sum(twips), planned), columns, *repeated))
        about = element("trPr", element("cantSplit"))
        if number < block.header_rows:
            about.append(element("tblHeader"))
        line = element("tr", about)
        keep = (number in kept and number + 1 not in begun) or (bool(block.note) and number == count - 1)
        for at in row:
            starts = at.row == number or number in begun
            merge = None if at.height == 1 else "restart" if starts else "continue"
            width = sum(twips[at.column : at.end])
            last = at.row + at.height == block.header_rows or (number in heads and number + 1 not in heads)
            line.append(
                cells.cell(at, width, merge=merge, keep=keep, head=number in heads, rule=last and number + 1 < count)
            )
        made[-1].append(line)
    return made


def _copy(row: Any) -> Any:
    """A header row for another page, without the bookmarks that only the first one has."""
    copied = deepcopy(row)
    for mark in list(copied.iter(qn("w:bookmarkStart"), qn("w:bookmarkEnd"))):
        mark.getparent().remove(mark)
    return copied


def _pages(block: Table, planned: TablePlan, height: float, room: float) -> set[int]:
    """Rows that begin another page: of a table longer than a page with labels over several rows; none of other tables.

    No program repeats such a label after a page break of its own, so the pages are divided here.

    Args:
        block: The table.
        planned: How it is set.
        height: Height of a page in mm.
        room: Height that is left of its first page; 0 if the table begins a page.
    """
    heights, count, head = planned.heights, len(block.rows), block.header_rows
    long = any(cell.row_span > 2 for row in block.rows[head:] for cell in row)
    if planned.whole or not long:
        return set()
    inside = {row for start, end in kept_rows(block, planned) for row in range(start + 1, end)}
    found: set[int] = set()
    at, used = head, sum(heights[:head])
    for row in range(head, count):
        used += heights[row]
        if row > head and used > (height if found else room or height):
            first = next((n for n in range(row, at, -1) if n not in inside), row)
            found.add(first)
            at, used = first, sum(heights[:head]) + sum(heights[first : row + 1])
    return found


def _kept(block: Table, planned: TablePlan, *, whole: bool) -> set[int]:
    """Rows that are on the page of the next row."""
    count = len(block.rows)
    if whole or is_whole(block, planned):
        return set(range(count - 1))
    first = set(range(min(block.header_rows + _FIRST, count - 1)))
    heads = {n for n in range(count - 1) if all(cell.header for cell in block.rows[n])}
    return first | heads | {row for start, end in kept_rows(block, planned) for row in range(start, end - 1)}


def _properties(block: Table, width: int, planned: TablePlan) -> Any:
    caption = clean_lines(block.caption)
    air, side = round(planned.size * 20 * max(0.0, planned.air - 0.15)), round(planned.inset * TWIPS)
    first = any(cell.header for row in block.rows[block.header_rows :] for cell in row[:1])
    margins = (("top", air), ("left", side), ("bottom", air), ("right", side))
    return element(
        "tblPr",
        element("tblStyle", val=TABLE_STYLE),
        element("tblW", w=width, type="dxa"),
        element("jc", val="center"),
        element("tblLayout", type="fixed"),
        element("tblCellMar", *(element(name, w=space, type="dxa") for name, space in margins)),
        element(
            "tblLook", val="0000", firstRow=int(block.header_rows > 0), firstColumn=int(first), noHBand=1, noVBand=1
        ),
        element("tblCaption", val=caption),
        element("tblDescription", val=caption),
    )


@dataclass(frozen=True)
class _Cells:
    """Builds the cells of one table."""

    planned: TablePlan
    runs: Runs
    figures: dict[tuple[int, int], float]
    draft: bool

    def cell(self, at: PlacedCell, width: int, *, merge: str | None, keep: bool, head: bool, rule: bool) -> Any:
        """A ``w:tc``.

        Args:
            at: The cell and its position.
            width: Its width in twips.
            merge: Whether it begins or continues a vertically merged cell.
            keep: Whether it stays on the page of the next row.
            head: Whether its row consists of headers.
            rule: Whether the rule under the headers is below it.
        """
        cell = at.cell
        about = element("tcPr", element("tcW", w=width, type="dxa"))
        if cell.column_span > 1:
            about.append(element("gridSpan", val=cell.column_span))
        if merge:
            about.append(element("vMerge", val=merge))
        if rule:
            about.append(element("tcBorders", element("bottom", val="single", sz=6, space=0, color="000000")))
        if self.draft and cell.mark:
            about.append(element("shd", val="clear", color="auto", fill=_SHADES[cell.mark]))
        if is_figure(cell) and cell.align == "center":
            # A number in a wider font takes the space at its sides rather than a second line.
            about.append(element("tcMar", element("left", w=0, type="dxa"), element("right", w=0, type="dxa")))
        about.append(element("vAlign", val="center"))
        content: list[Any] = []
        if merge != "continue":
            content = self.runs.inline(_broken(cell, self.planned.room(at)))
            if self.draft and cell.mark:
                to = f"#{cell.refs[0]}" if cell.refs else None
                content += self.runs.inline((Run(text=_SIGNS[cell.mark], href=to),))
            if self.draft:
                content = self.runs.marked(cell.anchor, content)
        return element("tc", about, self._paragraph(at, content, head=head, keep=keep))

    def _paragraph(self, at: PlacedCell, content: list[Any], *, head: bool, keep: bool) -> Any:
        style = TABLE_HEADER if head else {"left": TABLE_LABEL, "right": TABLE_NUMBER}.get(at.cell.align, TABLE_TEXT)
        longest = self.figures.get((at.column, at.end))
        aligned = longest is not None and not at.cell.header and not (self.draft and at.cell.mark)
        if aligned:
            style = TABLE_NUMBER
        if self.planned.size != _STYLE_SIZE:
            style = sized(self.runs.part.styles.element, style, self.planned.size)
        about = element("pPr", element("pStyle", val=style))
        if keep:
            put(about, element("keepNext"))
        if aligned and longest is not None:
            # The longest number is centred, unless it needs the room in a wider font, and the others end where it does.
            em = self.planned.size * MM
            room = self.planned.room(at) + 2 * self.planned.inset / em
            right = max(0.0, min((room - longest) / 2, room - 2 * DIGIT * longest))
            put(about, element("ind", right=round(right * em * TWIPS)))
        return element("p", about, *content)


def _broken(cell: Cell, room: float) -> Inline:
    """The cell's text, a label with line breaks between its words where it needs several lines."""
    if not breaks_as_label(cell):
        return cell.content
    lines = labels.lines(clean_lines(plain(cell.content)), room)
    return (cell.content[0].model_copy(update={"text": "\n".join(lines)}),)
