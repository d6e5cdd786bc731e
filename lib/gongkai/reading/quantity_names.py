"""Names of quantities that a number in the text may refer to: cells, groups of cells and sums.

A name is a path ``table.row.column`` in which the row may be a group of rows (``requests.refused.total`` is all of
（三）, ``disputes.litigation.total`` both kinds of lawsuit) and the column ``organizations`` (the five columns of
法人或其他组织), or several such paths joined by ``+``.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.forms import patterns
from gongkai.returns.cells import label, possible, values_or_none
from gongkai.returns.labels import row_name
from gongkai.returns.sums import add

if TYPE_CHECKING:
    from gongkai.forms import Row, Table
    from gongkai.returns import Number, Return


@forms.cached(4096)
def cells(edition: str, name: str) -> tuple[str, ...]:
    """Paths of the cells whose sum a name is; empty if the edition does not have them."""
    found: list[str] = []
    for part in name.split("+"):
        table_id, row_id, column_id = part.split(".")
        table = forms.edition(edition).tables.get(table_id)
        if table is None:
            return ()
        paths = [
            f"{table_id}.{row.id}.{column.id}"
            for row in _rows(table, row_id)
            for column in patterns.group_columns(row, column_id)
        ]
        if not paths:
            return ()
        found += paths
    return tuple(found)


def _rows(table: Table, id: str) -> tuple[Row, ...]:
    """The rows that an id stands for; if the form prints several instead of a row of an earlier one, those."""
    if rows := patterns.group_rows(table, id):
        return rows
    parts = dict(forms.splits()).get(f"{table.id}.{id}", ())
    found = tuple(row for row in table.rows if f"{table.id}.{row.id}" in parts)
    return found if len(found) == len(parts) else ()


def value(record: Return, name: str) -> Number | None:
    """Its number in a return; ``None`` if a cell is not filled in or the form does not have it."""
    paths = cells(record.edition.id, name)
    return add([record.cells.get(path) for path in paths]) if paths else None


def values(record: Return, name: str) -> set[Number]:
    """All numbers it may be: more than one where a cell was read in several ways; empty where one is missing."""
    paths = cells(record.edition.id, name)
    if not paths:
        return set()
    filled = values_or_none(record.cells, paths)
    if filled is not None:
        return {sum(filled)}
    sums: set[Number] = {0}
    for path in paths:
        read = possible(record, path)
        if None in read or len(read) * len(sums) > 200:
            return set()
        sums = {old + new for old in sums for new in read if new is not None}
    return sums


def describe(record: Return, name: str) -> str:
    """The name used in messages: ``表三“一、本年新收政府信息公开申请数量”“总计”``."""
    table = record.edition.table_name(name.partition(".")[0])
    first, *others = (_describe(record, part) for part in name.split("+"))
    return f"{first}与{'与'.join(part.removeprefix(table) for part in others)}之和" if others else first


def _describe(record: Return, name: str) -> str:
    table, row, column = name.split(".")
    found = cells(record.edition.id, name)
    if len(found) == 1:
        return label(record, found[0])
    form = record.edition.tables[table]
    group = patterns.row_label(form, row) or _rows(form, row)[0].headers[-1]
    both = "（合计）" if form.layout == "line" else ""
    return f"{record.edition.table_name(table)}“{row_name(group)}{both}”“{patterns.column_label(form, patterns.ANY, column) or column}”"
