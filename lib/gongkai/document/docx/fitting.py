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

_SPARE = 35.0
"""Height in mm that a table need not fill, as a page with that is full enough and what is above it is an estimate."""


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

    It is closer than usual if it then is below the text before it, and airier if there is room to spare: the largest gap
    above or below it, by either count of the lines before it, is as small as it can be.

    Args:
        block: The table.
        planned: How it is set usually.
        flow: The place where it begins.
        beside: Height in mm of its caption and note.
        page_after: Height in mm of the table that comes next.
        draft: Whether marks of cells are shown.
    """
    if sum(planned.heights) + beside + page_after <= min(flow.rooms):
        return planned
    usual = sum(planned.heights)
    # A line is to spare.
    *rooms, page = (room - beside - LINE for room in (*flow.rooms, flow.page_room))
    limits = [min(room, max(usual, room - _SPARE)) for room in rooms]
    largest = largest_size(block, planned, draft=draft, digit=DIGIT)
    plans = [found for height in sorted({*limits, page}) if (found := _filling(planned, height, largest))]

    def gap(plan: TablePlan) -> float:
        height = sum(plan.heights)
        below = page - height
        return max(
            room - height if height <= limit + 1 else max(room, below)
            for room, limit in zip(rooms, limits, strict=True)
        )

    return min([planned, *plans], key=gap)


def _filling(planned: TablePlan, height: float, largest: float) -> TablePlan | None:
    """A planned table with the size of type and the air with which it takes a height in mm, or what it may take of it.

    Larger type, up to a size, comes before more air, less air before smaller type. ``None`` if the height is not enough.
    """
    rows = len(planned.lines)
    sizes = [size for size in (*LARGE_SIZES, *SIZES) if min(_SMALLEST, planned.size) <= size <= largest]
    for size in sizes:
        air = (height - sum(row_height(count, size, 0) for count in planned.lines)) / (2 * rows * size * MM)
        least = planned.air if size > planned.size else _LEAST_AIR if size == sizes[-1] else _LITTLE_AIR
        if air >= least:
            return replace(planned, size=size, air=round(min(air, _MOST_AIR), 3))
    return None
