"""Documents in force over the years, if there are earlier returns in the same form (table 2)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.sections.bars import Bars
from gongkai.sections.drawing import bars as draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai import returns
    from gongkai.returns import Return

__all__ = ["NAME", "draw", "numbers"]

NAME = "文件"


def numbers(record: Return, history: Sequence[Return], figure: returns.Figure) -> Bars:  # noqa: ARG001 - one signature
    """规章 and 行政规范性文件, a pair of bars per year; years of another edition count something else and are left out."""
    table = record.edition.tables["disclosure"]
    rows = [table.row_by_id[id_] for id_ in ("regulations", "normative_documents")]
    last = rows[0].columns[-1]
    years = [item for item in (*history, record) if item.edition.id == record.edition.id]
    found = tuple(
        (f"{item.year}年", tuple(item.cells[f"disclosure.{row.id}.{last.id}"] for row in rows)) for item in years
    )
    return Bars(
        f"{rows[0].label}和{rows[1].label}{last.label}", "件", found, tuple(row.label for row in rows), years=True
    )
