"""How requests were answered: the sums of each kind of result (table 3, third part)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.sections.bars import Bars
from gongkai.sections.drawing import bars as draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai import returns
    from gongkai.returns import Return

__all__ = ["NAME", "draw", "numbers"]

NAME = "办理结果"


def numbers(record: Return, history: Sequence[Return], figure: returns.Figure) -> Bars:  # noqa: ARG001 - one signature
    """A bar per kind of result, in the order of the form."""
    table = record.edition.tables["requests"]
    headers: dict[str, str] = {}
    for row in table.group("results"):
        if row.id != "total":
            # Rows under a group header count towards the group, others for themselves.
            head = row.groups[1] if len(row.groups) > 1 else row.id
            label = row.headers[1] if len(row.headers) > 1 else row.label
            headers.setdefault(head, label.split("）", 1)[-1].split("（", 1)[0])
    rows = tuple((label, (record.total("requests", head, "total"),)) for head, label in headers.items())
    return Bars("政府信息公开申请办理结果", "件", rows, shares=True)
