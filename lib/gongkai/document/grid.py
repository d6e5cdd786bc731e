"""The grid of a table with merged cells: where each cell starts and what it covers."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.document.blocks import Cell, Table


def read_span(value: str | None, most: int) -> int:
    """The value of a ``rowspan`` or ``colspan`` attribute, between 1 and ``most``; 1 if it is not a number."""
    digits = (value or "").strip()
    return max(1, min(int(digits[:9]), most)) if digits.isascii() and digits.isdigit() else 1


@dataclass(frozen=True)
class PlacedCell:
    """A cell and its position; grid rows and columns count from 0.

    Attributes:
        cell: The cell.
        row, column: Position of its upper left corner.
        height, width: Rows and columns that it covers: its spans, clipped at the table's edge and at other cells.
    """

    cell: Cell
    row: int
    column: int
    height: int
    width: int

    @property
    def end(self) -> int:
        """The column after its last one."""
        return self.column + self.width


@dataclass(frozen=True)
class TableGrid:
    """The cells of a table with their positions.

    Attributes:
        rows: For each row the cells that start in it, left to right.
        gaps: For each row the columns that no cell covers.
        width: Number of columns.
    """

    rows: tuple[tuple[PlacedCell, ...], ...]
    gaps: tuple[tuple[int, ...], ...]
    width: int

    @cached_property
    def covering(self) -> tuple[tuple[PlacedCell, ...], ...]:
        """For each row the cells that cover part of it, left to right, whether they start in it or above."""
        found: list[list[PlacedCell]] = [[] for _ in self.rows]
        for placed in self:
            for row in range(placed.row, placed.row + placed.height):
                found[row].append(placed)
        return tuple(tuple(sorted(row, key=lambda placed: placed.column)) for row in found)

    def without_idle_columns(self) -> tuple[TableGrid, tuple[int, ...]]:
        """The same without columns in which no cell begins, which HTML does not allow.

        Returns:
            The grid, whose gaps are those of its own columns; for each of its columns how many of this grid it stands for.
        """
        empty = {column for gaps in self.gaps for column in gaps if column - 1 not in gaps}
        begins = sorted({placed.column for placed in self} | empty | {0})
        if len(begins) >= self.width:
            return self, (1,) * self.width
        new = {column: n for n, column in enumerate(begins)} | {self.width: len(begins)}
        edges = [*begins, self.width]
        rows = tuple(
            tuple(replace(cell, column=new[cell.column], width=new[cell.end] - new[cell.column]) for cell in row)
            for row in self.rows
        )
        gaps = tuple(tuple(new[column] for column in gaps if column in new) for gaps in self.gaps)
        return TableGrid(rows, gaps, len(begins)), tuple(after - at for at, after in pairwise(edges))

    def __iter__(self) -> Iterator[PlacedCell]:
        for row in self.rows:
            yield from row


def grid(table: Table, *, sections: bool = False) -> TableGrid:
    """Compute the grid of a table; any spans are accepted.

    Args:
        table: The table.
        sections: Whether header rows and body are separate, as in HTML: no cell spans from one into the other.
    """
    height, headers = len(table.rows), table.header_rows
    taken: list[set[int]] = [set() for _ in table.rows]
    rows: list[tuple[PlacedCell, ...]] = []
    for number, row in enumerate(table.rows):
        end = min(headers, height) if sections and number < headers else height
        at, placed = 0, []
        for cell in row:
            while at in taken[number]:
                at += 1
            across = next((n for n in range(1, cell.column_span) if at + n in taken[number]), cell.column_span)
            down = max(1, min(cell.row_span, end - number))
            placed.append(PlacedCell(cell, number, at, down, across))
            for below in range(number, number + down):
                taken[below].update(range(at, at + across))
            at += across
        rows.append(tuple(placed))
    width = max((max(columns) + 1 for columns in taken if columns), default=0)
    gaps = tuple(tuple(column for column in range(width) if column not in columns) for columns in taken)
    return TableGrid(tuple(rows), gaps, width)
