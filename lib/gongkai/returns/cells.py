"""Helpers for cells: labels for messages, why a number is missing, all readings of an ambiguous row."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from gongkai import forms
from gongkai.returns.labels import column_labels, row_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from gongkai.returns import Issue, Number, Return


def label(record: Return, path: str) -> str:
    """``表三“（一）予以公开”“自然人”`` for a cell of the return's form."""
    table, row, column = path.split(".")
    found = record.edition.tables[table].row_by_id[row]
    name = row_name(found.label)
    head = f"{found.headers[-1]}" if found.headers and table in {"requests", "disputes"} and name[0].isdigit() else ""
    return f"{record.edition.table_name(table)}“{head}{name}”“{dict(column_labels(record.edition.id, table, row))[column]}”"


def values_or_none(cells: Mapping[str, Number | None], paths: Iterable[str]) -> list[Number] | None:
    """The numbers of cells; ``None`` if one of them is not filled in."""
    found = [cells[path] for path in paths]
    return None if None in found else cast("list[Number]", found)


def known_sums(record: Return) -> dict[tuple[str, ...], Number]:
    """Sums of cells that are known though not each of the cells is: from a row that another edition prints as one.

    A report in a mixed form has （六）其他处理 as one row: what the three rows of the form add up to.
    """
    found: dict[tuple[str, ...], Number] = {}
    for issue in record.issues:
        if issue.kind != "extra" or len(issue.candidates) != 1 or "." not in issue.path:
            continue
        table, row, *column = issue.path.split(".")
        for whole, parts in forms.splits():
            rows = record.edition.tables[table].row_by_id if table in record.edition.tables else {}
            ids = [part.partition(".")[2] for part in parts]
            if whole != f"{table}.{row}" or not rows.keys() >= set(ids):
                continue
            columns_ = column or [item.id for item in rows[ids[0]].columns]
            for id_, value in zip(columns_, issue.candidates[0], strict=False):
                if value is not None:
                    found[tuple(f"{part}.{id_}" for part in parts)] = value
    return found


def sum_or_none(record: Return, paths: Sequence[str]) -> Number | None:
    """The sum of cells; cells that are not filled in count where their sum is known, else it is ``None``."""
    cells = record.cells
    values = values_or_none(cells, paths)
    if values is not None:
        return sum(values)
    left, total = list(paths), 0
    for group, value in known_sums(record).items():
        if set(group) <= set(left) and any(cells.get(path) is None for path in group):
            left = [path for path in left if path not in group]
            total += value  # type: ignore[assignment]
    values = values_or_none(cells, left)
    return None if values is None else sum(values) + total


_WANTED = {"integer": "非负整数", "signed": "整数", "decimal": "非负数"}
"""What a cell must hold, by kind."""


def wanted(edition: forms.Edition, path: str, value: Number) -> str | None:
    """What a cell must hold instead of a number (非负整数); ``None`` if it may hold it."""
    kind = edition.cells[path].kind
    if (kind == "signed" or value >= 0) and (kind == "decimal" or value == int(value)):
        return None
    return _WANTED[kind]


def named(names: Sequence[str], most: int = 6) -> str:
    """A list of names for a sentence: ``甲、乙、丙等9个``."""
    listed = "、".join(names[:most])
    return listed if len(names) <= most else f"{listed}等{len(names)}个"


def issue_at(record: Return, path: str, kinds: Iterable[str]) -> Issue | None:
    """The issue of one of these kinds about a cell, its row or its table."""
    table, _, rest = path.partition(".")
    row = f"{table}.{rest.partition('.')[0]}"
    for issue in record.issues:
        if issue.kind in kinds and issue.path in {path, row, table}:
            return issue
    return None


def stayed(record: Return, kind: str) -> Iterator[tuple[Issue, Number]]:
    """Issues of a kind about numbers that stayed when a source could not be read or had been emptied, with the numbers.

    They hold as long as the number is the same (:mod:`gongkai.drafting.unread`).
    """
    for issue in record.issues:
        if issue.kind != kind or len(issue.candidates) != 1:
            continue
        head, _, id_ = issue.path.partition(".")
        fact = record.facts.get(id_) if head == "facts" else None
        value = record.cells.get(issue.path) if fact is None else fact.value
        if value is not None and issue.candidates[0] == (value,):
            yield issue, value


def missing_reason(record: Return, paths: Iterable[str]) -> str:
    """Why numbers are missing: 未能读定 if one is ambiguous in the source, else 未填写."""
    if any(issue_at(record, path, ("ambiguous",)) for path in paths):
        return "原文未能读定"
    return "未填写"


def readings(record: Return, row: str) -> list[tuple[Number | None, ...]]:
    """All readings of a row (``disclosure.penalty``), in column order; a single one if nothing is ambiguous."""
    values = tuple(record.row(row))
    if None not in values or not record.issues:
        return [values]
    found = [values]
    ids = [column for column, _ in column_labels(record.edition.id, *row.split("."))]
    for issue in record.issues:
        if issue.kind != "ambiguous" or not issue.candidates:
            continue
        if issue.path == row:
            found = [
                candidate
                for candidate in issue.candidates
                if len(candidate) == len(ids)
                and all(value is None or value == read for value, read in zip(values, candidate, strict=True))
            ] or found
        elif issue.path.rpartition(".")[0] == row and issue.path.rpartition(".")[2] in ids:
            at = ids.index(issue.path.rpartition(".")[2])
            found = [
                (*one[:at], read[0], *one[at + 1 :]) for one in found for read in issue.candidates if len(read) == 1
            ]
    return found


def possible(record: Return, path: str) -> set[Number | None]:
    """All values that a cell may have; ``{None}`` if it is not filled in."""
    value = record.cells[path]
    if value is not None:
        return {value}
    row, _, column = path.rpartition(".")
    at = [id_ for id_, _ in column_labels(record.edition.id, *row.split("."))].index(column)
    return {reading[at] for reading in readings(record, row)}
