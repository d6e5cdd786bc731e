"""Names of quantities that a number in the text may refer to: cells, groups of cells and sums.

A name is a path ``table.row.column`` in which the row may be a group of rows (``requests.refused.total`` is all of
（三）, ``disputes.litigation.total`` both kinds of lawsuit) and the column ``organizations`` (the five columns of
法人或其他组织), or several such paths joined by ``+``.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.returns.cells import label, possible
from gongkai.returns.places import TABLES
from gongkai.returns.sums import add

if TYPE_CHECKING:
    from gongkai.returns import Number, Return

ORGANIZATIONS = ("business", "research", "public_interest", "legal_service", "other")
_GROUPS = {
    "refused": "（三）不予公开", "unavailable": "（四）无法提供", "unprocessed": "（五）不予处理", "others": "（六）其他处理",
    "litigation": "行政诉讼（两类合计）",
}  # fmt: skip
_COLUMNS = {"organizations": "法人或其他组织", "total": "总计", "upheld": "结果维持", "corrected": "结果纠正",
            "pending": "尚未审结"}  # fmt: skip


@lru_cache(maxsize=4096)
def cells(edition: str, name: str) -> tuple[str, ...]:
    """Paths of the cells whose sum a name is; empty if the edition does not have them."""
    found: list[str] = []
    for part in name.split("+"):
        table_id, row_id, column_id = part.split(".")
        table = forms.edition(edition).tables.get(table_id)
        if table is None:
            return ()
        if table_id == "requests" and row_id == "other" and not table.group("other"):
            row_id = "others"
        rows = [row for row in table.group(row_id) if row.id != "total" or row_id == "total"]
        paths = [
            f"{table_id}.{row.id}.{column.id}"
            for row in rows
            for column in row.columns
            if column.id == column_id or (column_id == "organizations" and "organizations" in column.groups)
        ]
        if not paths:
            return ()
        found += paths
    return tuple(found)


def value(record: Return, name: str) -> Number | None:
    """Its number in a return; ``None`` if a cell is not filled in or the form does not have it."""
    paths = cells(record.edition.id, name)
    return add([record.cells.get(path) for path in paths]) if paths else None


def values(record: Return, name: str) -> set[Number]:
    """All numbers it may be: more than one where a cell was read in several ways; empty where one is missing."""
    sums: set[Number] = {0}
    paths = cells(record.edition.id, name)
    if not paths:
        return set()
    for path in paths:
        read = possible(record, path)
        if None in read or len(read) * len(sums) > 200:
            return set()
        sums = {old + new for old in sums for new in read if new is not None}
    return sums


def describe(record: Return, name: str) -> str:
    """The name used in messages: ``表三“一、本年新收政府信息公开申请数量”“总计”``."""
    parts = name.split("+")
    named = [_describe(record, part) for part in parts]
    return (
        f"{named[0]}与{'与'.join(part.removeprefix('表三').removeprefix('表四') for part in named[1:])}之和"
        if named[1:]
        else named[0]
    )


def _describe(record: Return, name: str) -> str:
    table, row, column = name.split(".")
    found = cells(record.edition.id, name)
    if len(found) == 1:
        return label(record, found[0])
    if row == "other":
        row = "others"
    group = _GROUPS.get(row)
    if group is None:
        group = record.edition.tables[table].row_by_id[row].label.split("（区分处理")[0]
    tail = _COLUMNS.get(column)
    if tail is None:
        columns = record.edition.tables[table].rows[0].columns
        tail = next(item.label for item in columns if item.id == column)
    return f"{TABLES[table]}“{group}”“{tail}”"
