"""Patterns of cells: what a rule needs of a form, and the cells of an edition that match.

A pattern is a path ``table.row.column`` in which

- a row or column may be a group: ``requests.refused.total`` is every row of （三） (a group's own total is not part of it),
  ``requests.new.organizations`` the five columns of 法人或其他组织;
- ``{a,b}`` asks for each of several rows or columns;
- ``*`` is any one row or column, the same one for everything in braces: ``disclosure.*.{made,repealed,in_force}``
  matches the rows that have all three columns.

``sections.overview`` is a section, ``sections.overview.max_characters`` something that the edition says of it. Several
patterns with ``|`` between them are alternatives.
"""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import product
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.forms.model import Column, Edition, Row, Table

ANY = "*"
_NAME = r"(?:[a-z][a-z0-9_]*|\*|\{[a-z][a-z0-9_]*(?:,[a-z][a-z0-9_]*)*\})"
_PATTERN = re.compile(rf"[a-z][a-z0-9_]*\.{_NAME}\.{_NAME}|sections\.[a-z_]+(?:\.[a-z_]+)?")


class _Pattern(NamedTuple):
    """A pattern taken apart; a row or column of ``("*",)`` is any."""

    table: str
    rows: tuple[str, ...]
    columns: tuple[str, ...]


def check(pattern: str) -> None:
    """Check that a pattern, or each of several alternatives, is well-formed.

    Raises:
        ValueError: It is not.
    """
    for one in alternatives(pattern):
        if _PATTERN.fullmatch(one) is None:
            msg = f"not a pattern of cells: {one!r}; like requests.new.total, disclosure.*.{{made,repealed}}"
            raise ValueError(msg)


def alternatives(pattern: str) -> tuple[str, ...]:
    """The patterns that ``|`` separates."""
    return tuple(one.strip() for one in pattern.split("|"))


def group_rows(table: Table, id: str) -> tuple[Row, ...]:
    """The rows that an id stands for: the row itself, or the rows of the group without the group's total."""
    return tuple(row for row in table.group(id) if row.id != "total" or id == "total")


def group_columns(row: Row, id: str) -> tuple[Column, ...]:
    """The columns of a row that an id stands for: the column itself, or the columns of the group."""
    return tuple(column for column in row.columns if column.id == id or id in column.groups)


def row_label(table: Table, id: str) -> str | None:
    """The printed label of a row, or of a group of rows; ``None`` if the table has neither."""
    for row in table.rows:
        if row.id == id or id in row.groups:
            return row.label if row.id == id else row.headers[row.groups.index(id)]
    return None


def column_label(table: Table, row_id: str, id: str) -> str | None:
    """The printed label of a column, or of a group of columns, of a row, a group of rows or (``*``) any row."""
    for row in table.rows:
        if row_id in {ANY, row.id, *row.groups}:
            for column in group_columns(row, id):
                return column.label if column.id == id else column.headers[-1]
    return None


@lru_cache(maxsize=1024)
def matches(edition: Edition, pattern: str) -> tuple[tuple[str, ...], ...]:
    """The cells that a pattern matches in an edition.

    Args:
        edition: The form.
        pattern: One pattern of cells, without alternatives.

    Returns:
        For each row or column that ``*`` can stand for, the paths of all cells that the pattern then asks for, in its
        order. Without ``*`` one entry at most. Empty if the form lacks the cells.
    """
    parsed = _parse(pattern)
    table = edition.tables.get(parsed.table)
    if table is None:
        return ()
    any_row = [row.id for row in table.rows]
    any_column = list(dict.fromkeys(column.id for row in table.rows for column in row.columns))
    rows = [(id_,) for id_ in any_row] if parsed.rows == (ANY,) else [parsed.rows]
    columns = [(id_,) for id_ in any_column] if parsed.columns == (ANY,) else [parsed.columns]
    found = (_cells(table, *bound) for bound in product(rows, columns))
    return tuple(paths for paths in found if paths)


def has(edition: Edition, pattern: str) -> bool:
    """Whether an edition has what a pattern, or one of its alternatives, asks for."""
    return not all(_lacks(edition, one) for one in alternatives(pattern))


def lacking(edition: Edition, pattern: str) -> tuple[str, ...]:
    """What an edition lacks of a pattern: the parts of each alternative that it does not have; empty if it has one.

    Of ``disclosure.*.{made,disclosed}`` an edition without ``disclosed`` lacks ``disclosure.*.disclosed``.
    """
    if has(edition, pattern):
        return ()
    return tuple(dict.fromkeys(part for one in alternatives(pattern) for part in _missing_parts(edition, one)))


def alike(edition: Edition, other: Edition, path: str) -> bool:
    """Whether two editions have a cell and print its row and its column alike, so that its numbers can be compared."""
    here, there = edition.cells.get(path), other.cells.get(path)
    return here is not None and there is not None and (here.label, here.kind) == (there.label, there.kind)


def _parse(pattern: str) -> _Pattern:
    table, row, column = pattern.split(".")
    return _Pattern(table, _names(row), _names(column))


def _names(part: str) -> tuple[str, ...]:
    return tuple(part.strip("{}").split(","))


def _cells(table: Table, rows: tuple[str, ...], columns: tuple[str, ...]) -> tuple[str, ...]:
    """The cells of all rows and columns; none if one is lacking."""
    paths: list[str] = []
    for row_id, column_id in product(rows, columns):
        found = [
            f"{table.id}.{row.id}.{column.id}"
            for row in group_rows(table, row_id)
            for column in group_columns(row, column_id)
        ]
        if not found:
            return ()
        paths += found
    return tuple(paths)


def _lacks(edition: Edition, pattern: str) -> bool:
    if not pattern.startswith("sections."):
        return not matches(edition, pattern)
    _, id_, *attribute = pattern.split(".")
    section = next((section for section in edition.sections if section.id == id_), None)
    return section is None or any(getattr(section, name, None) is None for name in attribute)


def _missing_parts(edition: Edition, pattern: str) -> Iterator[str]:
    """The single cells of a pattern that the form lacks; the pattern itself if it has each, but not together."""
    if pattern.startswith("sections."):
        yield pattern
        return
    table, rows, columns = _parse(pattern)
    parts = [f"{table}.{row}.{column}" for row, column in product(rows, columns)]
    yield from [part for part in parts if not matches(edition, part)] or [pattern]
