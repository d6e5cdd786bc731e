"""Tables as HTML: merged cells, headers with the correct scope."""

from __future__ import annotations

from typing import TYPE_CHECKING

from markupsafe import Markup

from gongkai.document.blocks import MARKS
from gongkai.document.html.marks import references
from gongkai.document.html.table_layout import FITS, SHORT, TableLayout, em, is_number, is_short_text
from gongkai.document.html.text import SIGNS, runs, tag, void, words

if TYPE_CHECKING:
    from gongkai.document.blocks import Cell, Table
    from gongkai.document.grid import PlacedCell
    from gongkai.document.html.context import PageContext

_SWIPE = "左右滑动可看全部"


def table(block: Table, context: PageContext) -> Markup:
    """A table in its scrollable frame.

    A header's scope is ``rowgroup`` or ``colgroup`` only if it is the header of a whole ``tbody`` or ``colgroup``;
    otherwise HTML would apply it to unrelated cells. A merged header inside one is ``row`` or ``col``, which applies to
    exactly what it spans.
    """
    layout = TableLayout(block)
    headers = block.header_rows
    columns = _columns(layout, context)
    parts = [_rows(layout, 0, headers, context)] if headers else []
    sections = tag("thead", parts[0]) if parts else Markup()
    for start, end in layout.bodies:
        sections += tag("tbody", _rows(layout, start, end, context))
    hidden = not block.show_caption
    caption = tag("caption", words(block.caption), class_="hidden" if hidden else None)
    kinds = ["gk", *([context.style(layout.rules())] if context.own else []), *(["fixed"] if layout.fixed else [])]
    inner = tag(
        "table", (caption if context.own or not hidden else Markup()) + columns + sections, class_=" ".join(kinds),
        id=context.place(block), aria_label=block.caption if hidden and not context.own else None,
    )  # fmt: skip
    if layout.wide and context.own:
        framed = scrolling(inner, context.label(block.caption), always=layout.always)
    else:
        framed = tag("div", inner, class_="frame")
    if block.note:
        framed += tag("p", runs(block.note), class_="table-note")
    return tag("div", framed, class_="table whole" if layout.whole else "table")


def scrolling(content: Markup, label: str, *, always: bool = False) -> Markup:
    """Content in a frame that scrolls, with a line in it that says so and takes the focus, so that arrow keys scroll.

    Args:
        content: The content.
        label: What it is called.
        always: Whether it scrolls on wide screens too; otherwise the line, and the stop for the keyboard, are not there.
    """
    hint = tag(
        "p", _SWIPE, class_="swipe always" if always else "swipe", role="group", tabindex=0,
        aria_label=f"{_SWIPE}：{label}",
    )  # fmt: skip
    return tag("div", hint + content, class_="frame")


def _columns(layout: TableLayout, context: PageContext) -> Markup:
    found, at, widths = Markup(), 0, layout.widened
    for extent in layout.column_groups:
        cols = Markup()
        for n in range(at, at + extent):
            if context.own:
                cols += void("col", class_=f"c{n}")
            else:
                cols += void("col", style=f"width:{widths[n] / sum(widths) * 100:.1f}%" if layout.fixed else None)
        found += tag("colgroup", cols)
        at += extent
    return found


def _rows(layout: TableLayout, start: int, end: int, context: PageContext) -> Markup:
    found = Markup()
    for at in range(start, end):
        cells = Markup().join(_cell(layout, start, end, placed, context) for placed in layout.rows[at])
        kept = context.own and not layout.whole and at in layout.kept
        found += tag("tr", cells, class_="keep" if kept else None) + "\n"
    return found


def _cell(layout: TableLayout, start: int, end: int, placed: PlacedCell, context: PageContext) -> Markup:
    """A cell of the table section with rows ``start`` to ``end`` (exclusive)."""
    cell, column = placed.cell, placed.column
    kinds = [{"left": "l", "right": "r", "center": ""}[cell.align]]
    whole = placed.width == layout.width
    if cell.header and column < layout.header_columns and not whole:
        kinds += ["s", f"s{column}"]
    noted = cell.mark or cell.refs
    unbroken = is_number(cell)
    if (unbroken and not noted) or (not layout.fixed and em(cell) <= SHORT):
        kinds.append("n")
    if cell.mark:
        kinds += ["mark", f"mark-{cell.mark}"]
    if not context.own and cell.header and (placed.row < layout.table.header_rows or whole):
        kinds.append("b")
    is_label = cell.header or (context.own and not layout.fixed and "n" not in kinds and is_short_text(cell))
    if is_label and not cell.header:
        kinds.append("w")
    content = runs(cell.content, header=is_label)
    if unbroken and noted:  # the marks beside it go to the next line if need be
        content = tag("span", content, class_="n")
    if cell.header and placed.width > FITS and not (whole and placed.row >= layout.table.header_rows):
        content = tag("span", content, class_="stay")
    return tag(
        "th" if cell.header else "td",
        content + _refs(cell, context),
        scope=_scope(layout, start, end, placed),
        rowspan=placed.height if placed.height > 1 else None,
        colspan=placed.width if placed.width > 1 else None,
        class_=" ".join(filter(None, kinds)) or None,
        id=context.id(cell.anchor),
        data_cell=cell.key,
    )


def _scope(layout: TableLayout, start: int, end: int, placed: PlacedCell) -> str | None:
    """The scope of a header, or ``None``: a group scope only if it begins the section and spans all of it."""
    cell = placed.cell
    if not cell.header or cell.scope is None:
        return None
    body = start >= layout.table.header_rows
    first = body and placed.row == start and placed.column == 0 and end - start > 1
    if first and placed.width == layout.width:
        return "rowgroup"
    if cell.scope in {"row", "rowgroup"}:
        return "rowgroup" if first and placed.height == end - start else "row"
    edges, edge = {}, 0
    for extent in layout.column_groups:
        edges[edge] = extent
        edge += extent
    return "colgroup" if not body and placed.width > 1 and edges.get(placed.column) == placed.width else "col"


def _refs(cell: Cell, context: PageContext) -> Markup:
    """The symbol of a mark, and links to the notes about the cell."""
    found = Markup()
    if cell.mark:
        label, sign = MARKS[cell.mark], SIGNS.get(cell.mark)
        if sign is None or not context.own:
            found += tag("span", sign or label, class_="sign", title=label)
        else:
            both = tag("span", sign, aria_hidden="true") + tag("span", label, class_="hidden")
            found += tag("span", both, class_="sign")
    return found + references(cell.refs, context)
