"""The printed rows of numbers of a table, and the headers over them."""

from __future__ import annotations

from dataclasses import dataclass

from gongkai import forms
from gongkai.forms.labels import plain


@dataclass(frozen=True, slots=True)
class FormRow:
    """A printed row of numbers of the form.

    Attributes:
        label: The label beside it; ``None`` if the table has one row of numbers only.
        headers: The column header over each number.
        paths: The cell of each number.
    """

    label: str | None
    headers: tuple[str, ...]
    paths: tuple[str, ...]


@forms.cached()
def form_rows(table: forms.Table) -> tuple[FormRow, ...]:
    """The printed rows of numbers of a table, from top to bottom."""
    rows: dict[int, list[forms.GridCell]] = {}
    for cell in table.grid.cells:
        if cell.path is not None:
            rows.setdefault(cell.row, []).append(cell)
    found = []
    for at, cells in rows.items():
        beside = [c for c in table.grid.cells if c.role == "row" and c.row <= at < c.row + c.row_span]
        headers = tuple(_above(table, cell) for cell in cells)
        label = max(beside, key=lambda c: c.column).text if beside else None
        found.append(FormRow(label, headers, tuple(str(cell.path) for cell in cells)))
    return tuple(found)


def _above(table: forms.Table, value: forms.GridCell) -> str:
    """The header over a value."""
    over = (
        c
        for c in table.grid.cells
        if c.role == "column" and c.row < value.row and c.column <= value.column < c.column + c.column_span
    )
    return max(over, key=lambda c: c.row).text


@forms.cached()
def rows_by_headers(table: forms.Table) -> dict[tuple[str, ...], tuple[FormRow, ...]]:
    """The rows of a table by their headers, the most headers first: they are the surest."""
    found: dict[tuple[str, ...], list[FormRow]] = {}
    for row in form_rows(table):
        found.setdefault(row.headers, []).append(row)
    return {headers: tuple(found[headers]) for headers in sorted(found, key=len, reverse=True)}


@forms.cached()
def foreign_headers(table: forms.Table) -> frozenset[str]:
    """The headers of all other tables of the form: where one is, this table has ended."""
    return frozenset(
        plain(cell.text)
        for edition in forms.editions().values()
        for other in edition.tables.values()
        if other.id != table.id
        for cell in other.grid.cells
        if cell.role == "column"
    )
