"""Rows of a table brought into the form's order of columns: columns are told by their heads, not by their positions."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.returns.importers.core.normal import plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_WIDEST = 200
"""Most grid columns of a table; wider spans are cut."""
_HANZI = re.compile(r"[\u4e00-\u9fff]")


@dataclass(frozen=True, slots=True)
class Box:
    """A cell of a printed table: its text and how many rows and columns it takes."""

    text: str
    height: int = 1
    width: int = 1


@dataclass(frozen=True, slots=True)
class _Placed:
    box: Box
    column: int


def straighten(rows: Sequence[Sequence[Box]]) -> list[list[str]]:
    """The texts of the cells, row by row, each once where it begins.

    Where the heads above a row of numbers are the columns of a row of the form, the numbers come in the form's order
    and empty cells that stand under no head of the form are left out. Every other row stays as it is.

    Args:
        rows: The cells row by row, each where it begins.
    """
    heads: dict[int, str] = {}
    out: list[list[str]] = []
    for row in _place(rows):
        ordered = _ordered(row, heads)
        if ordered is None:
            for item in row:
                for column in range(item.column, item.column + item.box.width):
                    heads[column] = plain(item.box.text)
            ordered = _heads(row)
        out.append([item.box.text for item in ordered])
    return out


def _place(rows: Sequence[Sequence[Box]]) -> Iterable[list[_Placed]]:
    """Each cell with the grid column it begins in, as HTML lays out a table."""
    below: dict[int, int] = {}
    for row in rows:
        taken = {column for column, left in below.items() if left > 0}
        below = {column: left - 1 for column, left in below.items() if left > 1}
        placed: list[_Placed] = []
        column = 0
        for box in row:
            while column in taken:
                column += 1
            if column >= _WIDEST:
                placed.append(_Placed(Box(box.text), _WIDEST))
                continue
            width = max(1, min(box.width, _WIDEST - column))
            placed.append(_Placed(Box(box.text, box.height, width), column))
            if box.height > 1:
                below |= dict.fromkeys(range(column, column + width), box.height - 1)
            column += width
        yield placed


def _ordered(row: list[_Placed], heads: dict[int, str]) -> list[_Placed] | None:
    """A row of numbers in the form's order; ``None`` for a row of heads and for one whose heads are not the form's."""
    known = _columns()
    numbers = [item for item in row if heads.get(item.column) in known and plain(item.box.text) not in known]
    said = [heads[item.column] for item in numbers]
    order = next((columns for columns in _orders() if Counter(columns) == Counter(said)), None)
    if order is None or all(_HANZI.search(item.box.text) for item in numbers):
        return None
    if len(set(order)) == len(order):
        numbers.sort(key=lambda item: order.index(heads[item.column]))
    elif list(order) != said:
        return None
    first = min(item.column for item in numbers)
    others = [item for item in row if item not in numbers and item.box.text.strip()]
    before = [item for item in others if item.column < first]
    return [*before, *numbers, *(item for item in others if item.column >= first)]


def _heads(row: list[_Placed]) -> list[_Placed]:
    """A row of heads in the form's order, where it holds all of a row's columns and each once."""
    said = [plain(item.box.text) for item in row]
    for order in _orders():
        if len(set(order)) == len(order) > 1 and set(order) <= set(said) and len(set(said)) == len(said):
            mine = sorted(
                (item for item in row if plain(item.box.text) in order), key=lambda i: order.index(plain(i.box.text))
            )
            return [*(item for item in row if plain(item.box.text) not in order), *mine]
    return row


@cache
def _orders() -> tuple[tuple[str, ...], ...]:
    """Every sequence of column heads that numbers stand under in one printed row of some edition."""
    found: dict[tuple[str, ...], None] = {}
    for edition in forms.editions().values():
        for table in edition.tables.values():
            by_row: dict[int, list[str]] = {}
            for cell in table.grid.cells:
                if cell.path is not None:
                    by_row.setdefault(cell.row, []).append(plain(_label(table, cell.path)))
            found |= dict.fromkeys(tuple(labels) for labels in by_row.values())
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _columns() -> frozenset[str]:
    return frozenset(label for order in _orders() for label in order)


def _label(table: forms.Table, path: str) -> str:
    _, row, column = path.split(".")
    return next(item.label for item in table.row_by_id[row].columns if item.id == column)
