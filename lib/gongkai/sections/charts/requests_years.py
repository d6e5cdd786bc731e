"""Requests over the years, if there are earlier returns (table 3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.sections.bars import Bars
from gongkai.sections.drawing import bars as draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai import returns
    from gongkai.returns import Return

__all__ = ["NAME", "draw", "numbers"]

NAME = "历年申请"


def numbers(record: Return, history: Sequence[Return], figure: returns.Figure) -> Bars:  # noqa: ARG001 - one signature
    """Newly received and answered requests, a pair of bars per year."""
    rows = tuple(
        (f"{item.year}年", (item.cells["requests.new.total"], item.cells["requests.total.total"]))
        for item in (*history, record)
    )
    return Bars("历年政府信息公开申请", "件", rows, ("新收", "办结"), years=True)
