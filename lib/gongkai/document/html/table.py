"""Tables as HTML: merged cells, heads with the scope that holds, row heads that stay in view when the table scrolls."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from markupsafe import Markup

from gongkai.document.blocks import plain
from gongkai.document.html.names import ident
from gongkai.document.html.text import runs, tag, void, words

if TYPE_CHECKING:
    from gongkai.document.blocks import Cell, Table
    from gongkai.document.html.names import Names

_FITS = 4
"""A table of up to so many cells a row fits on a phone; a wider one scrolls in its frame."""
_PAGE = 44.0
"""Width of a table on a wide screen, in em of its text."""
_HEADS = (2.7, 3.8), 7.2
"""Least width of the first and of further levels of row heads, and the greatest of any on a phone, in em."""
_NUMBER = 3.5
"""Least width of a column of numbers on a phone, in em."""
_WIDE_NUMBER = 2.9
"""The same on a wide screen."""
_TEXT = 8.0
"""Width that a column of text needs at most before its lines break, in em."""
_SHORT = 4.5
"""A text up to so wide stays on one line where the browser sets the columns, in em; a phone has room for four."""
_SOLID = re.compile(r"[\d.,％%+-]+")
_MARKS = {"error": ("错误", "×"), "warning": ("警告", "!"), "hint": ("提示", "?"), "blank": ("未填", "")}


def _em(cell: Cell) -> float:
    """Width of a cell's text on one line, in em."""
    return sum(1.0 if char > "\u2e80" else 0.6 for char in plain(cell.content))


@dataclass(frozen=True)
class Layout:
    """Where each cell of a table stands.

    Attributes:
        table: The table.
    """

    table: Table

    @cached_property
    def placed(self) -> tuple[tuple[tuple[int, Cell], ...], ...]:
        """For each row its cells with the grid column in which they start."""
        taken: set[tuple[int, int]] = set()
        rows = []
        for at, row in enumerate(self.table.rows):
            column, found = 0, []
            for cell in row:
                while (at, column) in taken:
                    column += 1
                found.append((column, cell))
                if cell.row_span > 1:
                    last = at + self.rows_of(at, cell)
                    taken.update((r, c) for r in range(at + 1, last) for c in range(column, column + cell.column_span))
                column += cell.column_span
            rows.append(tuple(found))
        return tuple(rows)

    def rows_of(self, at: int, cell: Cell) -> int:
        """Rows over which a cell that starts in row ``at`` reaches: never out of the table's head or body."""
        head = self.table.header_rows
        return max(1, min(cell.row_span, (head if at < head else len(self.table.rows)) - at))

    @cached_property
    def width(self) -> int:
        """Grid columns."""
        return max((column + cell.column_span for row in self.placed for column, cell in row), default=0)

    @cached_property
    def head_columns(self) -> int:
        """Leading grid columns that hold row heads only."""
        body = [row for row in self.placed[self.table.header_rows :] if any(not cell.header for _, cell in row)]
        if not body:
            return 0
        found = self.width
        for row in body:
            found = min(found, *(column for column, cell in row if not cell.header))
        return found

    @cached_property
    def cells_across(self) -> int:
        """Most cells beside the row heads in one row."""
        heads = self.head_columns
        return max((sum(column >= heads for column, _ in row) for row in self.placed), default=0)

    @property
    def wide(self) -> bool:
        """Whether it scrolls on a phone."""
        return self.cells_across + self.levels > _FITS

    @property
    def levels(self) -> int:
        """Grid columns in which row heads that stay in view start."""
        starts = {
            column
            for row in self.placed[self.table.header_rows :]
            for column, cell in row
            if cell.header and column < self.head_columns
        }
        return max(starts) + 1 if starts else 0

    @property
    def fixed(self) -> bool:
        """Whether column widths are set and not left to the browser."""
        spans = any(cell.column_span > 1 for row in self.table.rows for cell in row)
        return bool(self.table.widths) or self.levels > 1 or spans

    @cached_property
    def shares(self) -> tuple[float, ...]:
        """Width of each grid column as a part of the whole."""
        given = self.table.widths
        if not given or len(given) != self.width or min(given) <= 0:
            heads = self.levels if self.levels > 1 else 0
            given = (*[2.2] * heads, *[1.0] * (self.width - heads))
        return tuple(width / sum(given) for width in given)

    @cached_property
    def bodies(self) -> tuple[tuple[int, int], ...]:
        """Rows of each ``tbody``, from and to: groups of rows that a head on their left or above them holds together."""
        found: list[tuple[int, int]] = []
        start = reach = self.table.header_rows
        grouped = False
        for at, row in enumerate(self.placed[start:], start):
            first = row[0][1] if row and row[0][0] == 0 and row[0][1].header else None
            over = first is not None and first.column_span == self.width
            beside = first is not None and self.rows_of(at, first) > 1
            if start < at >= reach and (over or beside or grouped):
                found.append((start, at))
                start, grouped = at, False
            grouped = grouped or (at == start and beside)
            reach = max(reach, *(at + self.rows_of(at, cell) for _, cell in row), at)
        if start < len(self.placed):
            found.append((start, len(self.placed)))
        return tuple(found)

    @cached_property
    def column_groups(self) -> tuple[int, ...]:
        """Extent of each ``colgroup``: the heads of the first row."""
        if not self.table.header_rows or not self.placed:
            return (self.width,) if self.width else ()
        groups = [cell.column_span for _, cell in self.placed[0]]
        rest = self.width - sum(groups)
        return (*groups, rest) if rest > 0 else tuple(groups)

    def rules(self) -> str:
        """Style rules of its columns: wide screen, phone, print."""
        if not self.fixed:
            least = sum(min(_TEXT, width) + 0.7 for width in self.longest)
            scrolls = f"{{}}{{min-width:{least:.2f}em}}@media print{{{{}}{{min-width:0}}}}"
            return "{} .s0{max-width:9em}" + (scrolls if self.wide else "")
        low, high = _HEADS
        desk = [max(low[min(n, 1)], _PAGE * share) for n, share in enumerate(self.shares)]
        phone = [max(low[min(n, 1)], min(high, _PAGE * share * 0.66)) for n, share in enumerate(self.shares)]
        wide = self._columns(desk, _WIDE_NUMBER)
        narrow = self._columns(phone, _NUMBER)
        paper = [max(_PAGE * share, needed) for share, needed in zip(self.shares, self.needed, strict=True)]
        printed = "".join(f"{{}} .c{n}{{width:{width / sum(paper) * 100:.3f}%}}" for n, width in enumerate(paper))
        return f"{narrow}@media (min-width:48rem){{{wide}}}@media print{{{printed}{{}}{{min-width:0}}}}"

    def _columns(self, widths: list[float], least: float) -> str:
        """Rules of columns.

        In a wide table head columns have their width in em, so that what stays in view knows its place, and so have
        columns of long numbers; the others share the rest, ``least`` em each at least.
        """
        if not self.wide:
            if not self.table.widths:
                return ""
            return "".join(f"{{}} .c{n}{{width:{share * 100:.3f}%}}" for n, share in enumerate(self.shares))
        left, found = 0.0, []
        for n in range(self.levels):
            found.append(f"{{}} .c{n}{{width:{widths[n]:.2f}em}}")
            if n:
                found.append(f"{{}} .s{n}{{left:{left:.2f}em}}")
            left += widths[n]
        if left:
            found.append(f"{{}} .stay{{left:{left + 0.5:.2f}em}}")
        across, even = 0.0, (_PAGE - left) / max(1, self.cells_across) if least == _WIDE_NUMBER else least
        for n in range(self.levels, self.width):
            needed = self.needed[n]
            if needed > max(least, even):
                found.append(f"{{}} .c{n}{{width:{needed:.2f}em}}")
            across += max(needed, least)
        spread = min(1.0, (self.cells_across + 1) / max(1, self.width - self.levels))
        found.append(f"{{}}{{min-width:{left + across * spread:.2f}em}}")
        return "".join(found)

    @cached_property
    def longest(self) -> tuple[float, ...]:
        """Width of the longest text in each grid column, in em of the text."""
        found = [0.0] * self.width
        for row in self.placed:
            for column, cell in row:
                if cell.column_span == 1:
                    found[column] = max(found[column], _em(cell))
        return tuple(found)

    @cached_property
    def needed(self) -> tuple[float, ...]:
        """Width of the longest number in each grid column, in em; 0 where there is none."""
        found = [0.0] * self.width
        for row in self.placed:
            for column, cell in row:
                if not cell.header and cell.column_span == 1:
                    longest = max(map(len, _SOLID.findall(plain(cell.content))), default=0)
                    found[column] = max(found[column], longest * 0.6 + 0.8 if longest else 0.0)
        return tuple(found)


def table(block: Table, names: Names) -> Markup:
    """A table in its frame.

    A head's scope is ``rowgroup`` or ``colgroup`` only where it is the head of a whole ``tbody`` or ``colgroup``; HTML
    would give it to cells it does not reach otherwise. A merged head inside one is ``row`` or ``col``, which reaches
    just what it spans.
    """
    layout = Layout(block)
    head = block.header_rows
    columns = _columns(layout)
    parts = [_rows(layout, 0, head, names)] if head else []
    sections = tag("thead", parts[0]) if parts else Markup()
    for start, end in layout.bodies:
        sections += tag("tbody", _rows(layout, start, end, names))
    caption = tag("caption", words(block.caption), class_=None if block.show_caption else "hidden")
    kinds = ["gk", names.style(layout.rules()), *(["fixed"] if layout.fixed else [])]
    inner = tag("table", caption + columns + sections, class_=" ".join(kinds), id=names.id(block.anchor))
    framed = scrolling(inner, names.label(block.caption)) if layout.wide else tag("div", inner, class_="frame")
    if block.note:
        framed += tag("p", runs(block.note), class_="table-note")
    return tag("div", framed, class_="table")


def scrolling(content: Markup, label: str) -> Markup:
    """Something wide in a frame that scrolls, by keyboard too; on a phone a line above says so."""
    hint = tag("p", "左右滑动可看全部", class_="swipe", aria_hidden="true")
    return hint + tag("div", content, class_="frame", role="region", tabindex=0, aria_label=f"{label}（可左右滚动）")


def _columns(layout: Layout) -> Markup:
    found, at = Markup(), 0
    for extent in layout.column_groups:
        cols = Markup().join(void("col", class_=f"c{n}") for n in range(at, at + extent))
        found += tag("colgroup", cols)
        at += extent
    return found


def _rows(layout: Layout, start: int, end: int, names: Names) -> Markup:
    found = Markup()
    for at in range(start, end):
        cells = Markup().join(_cell(layout, start, end, at, column, cell, names) for column, cell in layout.placed[at])
        found += tag("tr", cells) + "\n"
    return found


def _cell(layout: Layout, start: int, end: int, at: int, column: int, cell: Cell, names: Names) -> Markup:
    kinds = [{"left": "l", "right": "r", "center": ""}[cell.align]]
    whole = column == 0 and cell.column_span == layout.width
    if cell.header and column < layout.head_columns and not whole:
        kinds += ["s", f"s{column}"]
    if not layout.fixed and _em(cell) <= _SHORT:
        kinds.append("n")
    if cell.mark:
        kinds += ["mark", f"mark-{cell.mark}"]
    content = runs(cell.content)
    if cell.header and cell.column_span > _FITS and not (whole and at >= layout.table.header_rows):
        content = tag("span", content, class_="stay")
    return tag(
        "th" if cell.header else "td",
        content + _refs(cell, names),
        scope=_scope(layout, start, end, at, column, cell),
        rowspan=span if (span := layout.rows_of(at, cell)) > 1 else None,
        colspan=cell.column_span if cell.column_span > 1 else None,
        class_=" ".join(filter(None, kinds)) or None,
        id=names.id(cell.anchor),
    )


def _scope(layout: Layout, start: int, end: int, at: int, column: int, cell: Cell) -> str | None:
    if not cell.header or cell.scope is None:
        return None
    body = start >= layout.table.header_rows
    if body and at == start and column == 0 and end - start > 1 and cell.column_span == layout.width:
        return "rowgroup"
    if cell.scope in {"row", "rowgroup"}:
        whole = body and at == start and column == 0 and layout.rows_of(at, cell) == end - start > 1
        return "rowgroup" if whole else "row"
    edges, edge = {}, 0
    for extent in layout.column_groups:
        edges[edge] = extent
        edge += extent
    return "colgroup" if not body and cell.column_span > 1 and edges.get(column) == cell.column_span else "col"


def _refs(cell: Cell, names: Names) -> Markup:
    """The sign of a mark, and links to the notes about the cell."""
    found = Markup()
    if cell.mark:
        label, sign = _MARKS[cell.mark]
        found += (
            tag("span", sign or label, class_="sign", title=label)
            if not sign
            else (
                tag("span", tag("span", sign, aria_hidden="true") + tag("span", label, class_="hidden"), class_="sign")
            )
        )
    for ref in cell.refs:
        number, note = names.notes.get(ref, (None, None))
        label = f"看说明：{note.title}" if note else "看说明"
        found += tag("a", str(number or "注"), class_="ref", href=f"#{ident(ref)}", aria_label=label)
    return found
