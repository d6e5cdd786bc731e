"""Totals of the form and their Excel formulas: a total of parts that are not all filled in is not filled in."""

from __future__ import annotations

from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from gongkai import forms
from gongkai.excel.layout import BALANCE, YES, FormLayout, layout

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from gongkai.returns.model import Number

NOT_FILLED = "未填全"
"""What the balance row shows while a number is missing."""


@forms.cached()
def totals(edition: str) -> dict[str, tuple[str, ...]]:
    """The cells each total adds up, by the total's path; a total comes after the totals it adds up.

    In every row the column 总计 adds up the other columns (R3, R4), in every other column the row 总计 adds up the
    results above it (R2).
    """
    found: dict[str, tuple[str, ...]] = {}
    for table in forms.edition(edition).tables.values():
        for row in table.rows:
            if row.id == "total" and row.groups:
                parts = [part for part in table.group(row.groups[0]) if part.id != row.id]
                for column in row.columns:
                    if column.id != "total":
                        path = f"{table.id}.{row.id}.{column.id}"
                        found[path] = tuple(f"{table.id}.{part.id}.{column.id}" for part in parts)
        for row in table.rows:
            columns = [column.id for column in row.columns]
            if "total" in columns:
                found[f"{table.id}.{row.id}.total"] = tuple(
                    f"{table.id}.{row.id}.{column}" for column in columns if column != "total"
                )
    return found


def computed(parts: Sequence[str], value: Callable[[str], Number | None]) -> Number | None:
    """What a total's formula shows: the sum, or ``None`` if a part is not filled in.

    Args:
        parts: Cell ids of the parts, a value of :func:`totals`.
        value: Gives the number of a cell id.
    """
    values = [value(part) for part in parts]
    found = [item for item in values if item is not None]
    return sum(found, 0) if len(found) == len(values) else None


def formula(edition: str, path: str) -> str:
    """The Excel formula of a total: empty until every part is filled in, or empty cells were declared to be 0.

    Args:
        edition: Id of the edition.
        path: Cell id of a total, a key of :func:`totals`.
    """
    form = layout(edition)
    parts = totals(edition)[path]
    area = _area(form, parts)
    return f'=IF(OR({_rest(form, path)},COUNT({area})={len(parts)}),SUM({area}),"")'


def balance_formula(edition: str, column: str) -> str:
    """The Excel formula of R1 for a column of table 3: 一 + 二 - 三（七） - 四, 0 if the rule holds.

    R1 is the note in the corner of table 3 (国办公开办函〔2021〕30号).

    Args:
        edition: Id of the edition.
        column: Id of a column of table 3.
    """
    form = layout(edition)
    new, carried_in, total, carried_out = (form.cells[f"requests.{row}.{column}"].at for row in BALANCE)
    every = f"{new},{carried_in},{total},{carried_out}"
    difference = f"{new}+{carried_in}-{total}-{carried_out}"
    return f'=IF(OR({_rest(form, "requests")},COUNT({every})=4),{difference},"{NOT_FILLED}")'


def balance(cells: Mapping[str, Number | None], column: str) -> Number | str:
    """What :func:`balance_formula` shows.

    Args:
        cells: Numbers by cell id.
        column: Id of a column of table 3.

    Returns:
        The difference in requests, or :data:`NOT_FILLED` if one of the four cells is not filled in.
    """
    values = [cells[f"requests.{row}.{column}"] for row in BALANCE]
    if any(value is None for value in values):
        return NOT_FILLED
    new, carried_in, total, carried_out = (value or 0 for value in values)
    return new + carried_in - total - carried_out


def _rest(form: FormLayout, path: str) -> str:
    """The condition that empty cells of the table are 0."""
    at = form.rest(path.partition(".")[0])
    return f'${get_column_letter(at.column)}${at.row}="{YES}"'


def _area(form: FormLayout, parts: Sequence[str]) -> str:
    """The cells as a range if they are adjacent, else as a list."""
    places = [form.cells[part] for part in parts]
    first, last = places[0], places[-1]
    rows, columns = last.row - first.row, last.column - first.column
    if (rows == 0 and columns == len(parts) - 1) or (columns == 0 and rows == len(parts) - 1):
        return f"{first.at}:{last.at}"
    return ",".join(item.at for item in places)
