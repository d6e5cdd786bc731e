"""Whether an organ has reported: a year's file that was only started says nothing yet."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from gongkai.returns.model import Return

CARRIED_ROW = "requests.carried_in"
"""The row 二、上年结转, which last year's return determines (R6)."""
CARRIED_COLUMN = "previous_items"
"""The column 上一年项目数量 of form 2019, which last year's return determines (R9)."""


def has_reported(record: Return) -> bool:
    """Whether a return has a number of its own: one that is not merely taken over from last year.

    A 0 is one, also by ``rest: 0``; texts alone are not a report that a roll-up could add up.
    """
    return any(is_begun(record, table) for table in record.edition.tables)


def is_begun(record: Return, table: str) -> bool:
    """Whether a table has a number of its own year: not only those that ``gongkai new`` brings from the year before."""
    return any(
        record.cells[cell.path] is not None
        for cell in record.edition.tables[table].cells
        if cell.row_path != CARRIED_ROW and cell.column != CARRIED_COLUMN
    )
