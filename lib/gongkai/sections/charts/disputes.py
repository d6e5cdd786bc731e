"""Outcomes of reconsiderations and lawsuits (table 4)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.sections.bars import Bars
from gongkai.sections.drawing import bars as draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai import returns
    from gongkai.returns import Return

__all__ = ["NAME", "draw", "numbers"]

NAME = "复议诉讼"


def numbers(record: Return, history: Sequence[Return], figure: returns.Figure) -> Bars:  # noqa: ARG001 - one signature
    """A bar per outcome for 行政复议 and for 行政诉讼 (direct and after reconsideration together)."""
    columns = record.edition.tables["disputes"].rows[0].columns
    rows = tuple(
        (column.label, tuple(record.total("disputes", head, column.id) for head in ("reconsideration", "litigation")))
        for column in columns
        if column.id != "total"
    )
    return Bars("政府信息公开行政复议、行政诉讼结果", "件", rows, ("行政复议", "行政诉讼"))
