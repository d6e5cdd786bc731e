"""Applicants of newly received requests by kind (table 3, first row)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.sections.bars import Bars
from gongkai.sections.drawing import bars as draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai import returns
    from gongkai.returns import Return

__all__ = ["NAME", "draw", "numbers"]

NAME = "申请人"


def numbers(record: Return, history: Sequence[Return], figure: returns.Figure) -> Bars:  # noqa: ARG001 - one signature
    """A bar per kind of applicant."""
    columns = record.edition.tables["requests"].row_by_id["new"].columns
    rows = tuple(
        ("其他组织" if column.id == "other" else column.label, (record.cells[f"requests.new.{column.id}"],))
        for column in columns
        if column.id != "total"
    )
    return Bars("新收政府信息公开申请", "件", rows, shares=True)
