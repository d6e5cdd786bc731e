"""Which tables are never parted, and how those that end their page take the room that is left on it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from gongkai.document.docx.flow import LINE
from gongkai.document.layout import tables
from gongkai.document.layout.cells import MM
from gongkai.document.layout.tables import LARGE_SIZES, SIZES, largest_size, row_height

if TYPE_CHECKING:
    from gongkai.document.blocks import Table
    from gongkai.document.docx.flow import Flow
    from gongkai.document.layout.tables import TablePlan

DIGIT = 0.7
"""Width in em of a bold digit of the widest serif that stands in for Times New Roman where that is not installed."""

_SMALLEST = 9.5
"""Size of type in points down to which a table is made smaller to be below the text before it."""

_LEAST_AIR, _LITTLE_AIR, _MOST_AIR = 0.19, 0.28, 0.9
"""Space above and below the text of a cell in em: at least, before type is made smaller, where there is plenty of room."""


def needs_a_page(block: Table, planned: TablePlan) -> bool:
    """Whether a table is not parted and leaves too little room on its page for a table before it.

    A table without labels over several rows is as well read on two pages.
    """
    return tables.needs_a_page(planned) and any(
        cell.row_span > 1 for row in block.rows[block.header_rows :] for cell in row
    )


def is_whole(block: Table, planned: TablePlan) -> bool:
    """Whether a table is never parted: a short one, or one that needs a page."""
    return tables.is_kept_whole(planned) and (not tables.needs_a_page(planned) or needs_a_page(block, planned))


def fitted(block: Table, planned: TablePlan, flow: Flow, beside: float, page_after: float, *, draft: bool) -> TablePlan:
    """How a table is set that is not parted and ends its page, as the next one needs a page of its own.

    It is closer than usual if it then is below the text before it, and airier if there is room to spare. Without that
    there would be gaps above and below it.

    Args:
        block: The table.
        planned: How it is set usually.
        flow: The place where it begins.
        beside: Height in mm of its caption and note.
        page_after: Height in mm of the table that comes next.
        draft: Whether marks of cells are shown.
    """
    least, in_word = flow.rooms
    height = sum(planned.heights) + beside
    if height + page_after <= least:
        return planned
    here = _filling(block, planned, least - beside - LINE, draft=draft)
    if here is not None or height <= in_word:
        return here or planned
    return _filling(block, planned, flow.page_room - beside - LINE, draft=draft) or planned


def _filling(block: Table, planned: TablePlan, height: float, *, draft: bool) -> TablePlan | None:
    """A planned table with the size of type and the air with which it takes a height in mm, or what it may take of it.

    Larger type comes before more air, less air before smaller type. ``None`` if the height is not enough.
    """
    rows, roomy = len(planned.lines), sum(planned.heights) < height
    largest = largest_size(block, planned, draft=draft, digit=DIGIT) if roomy else planned.size
    sizes = [size for size in (*LARGE_SIZES, *SIZES) if min(_SMALLEST, planned.size) <= size <= largest]
    for size in sizes:
        air = (height - sum(row_height(count, size, 0) for count in planned.lines)) / (2 * rows * size * MM)
        least = planned.air if size > planned.size else _LEAST_AIR if size == sizes[-1] else _LITTLE_AIR
        if air >= least:
            return replace(planned, size=size, air=round(min(air, _MOST_AIR), 3))
    return None
