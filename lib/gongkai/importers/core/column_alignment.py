"""Rows of a table brought into the form's order of columns: columns are identified by their headers, not by their positions."""

from __future__ import annotations

import re
from collections import Counter
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.forms.labels import plain
from gongkai.importers.core.parsed_report import WIDEST

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.importers.core.parsed_report import PositionedCell

_HANZI = re.compile(r"[\u4e00-\u9fff]")


def reorder(rows: Iterable[Sequence[PositionedCell]]) -> list[list[str]]:
    """The texts of the cells, row by row, each once where it begins.

    If the headers above a row of numbers are the columns of a row of the form, the numbers come in the form's order
    and empty cells below no header of the form are left out. Every other row is unchanged.

    Args:
        rows: The cells row by row, each where it begins, left to right.
    """
    heads: dict[int, str] = {}
    out: list[list[str]] = []
    for row in rows:
        ordered: Sequence[PositionedCell] | None = _ordered(row, heads)
        if ordered is None:
            for item in row:
                for column in range(item.column, item.column + min(item.width, WIDEST)):
                    heads[column] = plain(item.text)
            ordered = _heads(row)
        out.append([item.text for item in ordered])
    return out


def _ordered(row: Sequence[PositionedCell], heads: dict[int, str]) -> list[PositionedCell] | None:
    """A row of numbers in the form's order; ``None`` for a row of headers and for one whose headers are not the form's."""
    known = _columns()
    numbers = [item for item in row if heads.get(item.column) in known and plain(item.text) not in known]
    said = [heads[item.column] for item in numbers]
    order = next((columns for columns in _orders() if Counter(columns) == Counter(said)), None)
    if order is None or all(_HANZI.search(item.text) for item in numbers):
        return None
    if len(set(order)) == len(order):
        numbers.sort(key=lambda item: order.index(heads[item.column]))
    elif list(order) != said:
        return None
    first = min(item.column for item in numbers)
    others = [item for item in row if item not in numbers and item.text.strip()]
    before = [item for item in others if item.column < first]
    return [*before, *numbers, *(item for item in others if item.column >= first)]


def _heads(row: Sequence[PositionedCell]) -> Sequence[PositionedCell]:
    """A row of headers without its empty cells, in the form's order if it holds all of a row's columns, each once."""
    said = [plain(item.text) for item in row]
    if not _columns() & set(said):
        return row
    row = [item for item in row if item.text.strip()]
    for order in _orders():
        if len(set(order)) == len(order) > 1 and all(said.count(head) == 1 for head in order):
            mine = [item for item in row if plain(item.text) in order]
            others = [item for item in row if plain(item.text) not in order]
            return [*others, *sorted(mine, key=lambda item: order.index(plain(item.text)))]
    return row


@forms.cached()
def _orders() -> tuple[tuple[str, ...], ...]:
    """Every sequence of column headers above the numbers of one printed row of some edition."""
    found: dict[tuple[str, ...], None] = {}
    for edition in forms.editions().values():
        for table in edition.tables.values():
            by_row: dict[int, list[str]] = {}
            for cell in table.grid.cells:
                if cell.path is not None:
                    by_row.setdefault(cell.row, []).append(plain(_label(table, cell.path)))
            found |= dict.fromkeys(tuple(labels) for labels in by_row.values())
    return tuple(sorted(found, key=len, reverse=True))


@forms.cached()
def _columns() -> frozenset[str]:
    return frozenset(label for order in _orders() for label in order)


def _label(table: forms.Table, path: str) -> str:
    _, row, column = path.split(".")
    return next(item.label for item in table.row_by_id[row].columns if item.id == column)
