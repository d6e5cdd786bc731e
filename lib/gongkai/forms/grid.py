"""The printed grid of a statutory table: merged cells that close to a rectangle."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from math import lcm
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

Role = Literal["corner", "title", "column", "row", "value"]

_MOST_POSITIONS = 20_000
"""The largest grid; blocks whose numbers of columns have no common multiple would make an immense one."""


@dataclass(frozen=True, slots=True)
class GridCell:
    """One printed cell.

    Attributes:
        text: The label as the form prints it; empty for a value cell.
        role: ``corner``, ``title`` (header of a block), ``column`` or ``row`` (headers) or ``value``.
        path: The cell id (``requests.new.total``) of a value cell, else ``None``.
        row, column: Position of the upper left corner, counted from 0.
        row_span, column_span: Extent, at least 1.
    """

    text: str
    role: Role
    row: int
    column: int
    row_span: int = 1
    column_span: int = 1
    path: str | None = None

    @property
    def is_header(self) -> bool:
        """Whether this is a header (corner, title, column or row) rather than a value."""
        return self.role != "value"


@dataclass(frozen=True)
class Grid:
    """A rectangle of :class:`GridCell` that covers every position once.

    Attributes:
        cells: All printed cells in reading order.
        height, width: Extent in grid positions.
        header_rows: Number of leading rows that are column headers and repeat on each page.

    Raises:
        ValueError: Two cells overlap or a position is not covered.
    """

    cells: tuple[GridCell, ...]
    height: int
    width: int
    header_rows: int

    def __post_init__(self) -> None:
        """Check that the spans close to a rectangle."""
        if self.height * self.width > _MOST_POSITIONS:
            msg = f"a grid of {self.height} x {self.width} is too large"
            raise ValueError(msg)
        covered: set[tuple[int, int]] = set()
        for cell in self.cells:
            for row in range(cell.row, cell.row + cell.row_span):
                for column in range(cell.column, cell.column + cell.column_span):
                    if (row, column) in covered:
                        msg = f"cells overlap at row {row}, column {column}: {cell.text or cell.path}"
                        raise ValueError(msg)
                    covered.add((row, column))
        wanted = {(row, column) for row in range(self.height) for column in range(self.width)}
        if covered != wanted:
            msg = f"spans do not close to {self.height} x {self.width}: {sorted(covered ^ wanted)[:5]}"
            raise ValueError(msg)

    @cached_property
    def rows(self) -> tuple[tuple[GridCell, ...], ...]:
        """The cells by the row in which they start, left to right."""
        return tuple(
            tuple(sorted((c for c in self.cells if c.row == row), key=lambda c: c.column)) for row in range(self.height)
        )


@dataclass(frozen=True)
class Node:
    """A header and its subheaders: the tree from which row and column headers are laid out."""

    label: str
    id: str | None = None
    children: tuple[Node, ...] = ()

    @property
    def leaves(self) -> tuple[Node, ...]:
        """The headers without children, left to right."""
        return tuple(leaf for child in self.children for leaf in child.leaves) if self.children else (self,)

    @property
    def depth(self) -> int:
        """Number of header levels, including this one."""
        return 1 + max((child.depth for child in self.children), default=0)


def _heads(
    nodes: Sequence[Node], role: Literal["row", "column"], across: int, along: int, depth: int
) -> list[GridCell]:
    """Lay out a tree of headers. ``across`` is its first level, ``along`` its first leaf position.

    A header without children spans all remaining levels.
    """
    cells: list[GridCell] = []
    for node in nodes:
        length = len(node.leaves)
        levels = depth if not node.children else 1
        if role == "column":
            cells.append(GridCell(node.label, role, across, along, levels, length))
        else:
            cells.append(GridCell(node.label, role, along, across, length, levels))
        cells += _heads(node.children, role, across + 1, along, depth - 1)
        along += length
    return cells


def matrix(table: str, corner: str, rows: Sequence[Node], columns: Sequence[Node]) -> Grid:
    """Lay out rows by columns (table 3).

    Args:
        table: The id of the table.
        corner: Text of the upper left cell.
        rows: The trees of row headers.
        columns: The trees of column headers.
    """
    head_rows = max(node.depth for node in columns)
    head_columns = max(node.depth for node in rows)
    row_leaves = [leaf for node in rows for leaf in node.leaves]
    column_leaves = [leaf for node in columns for leaf in node.leaves]
    cells = [GridCell(corner, "corner", 0, 0, head_rows, head_columns)]
    cells += _heads(columns, "column", 0, head_columns, head_rows)
    cells += _heads(rows, "row", 0, head_rows, head_columns)
    cells += [
        GridCell("", "value", head_rows + i, head_columns + j, path=f"{table}.{row.id}.{column.id}")
        for i, row in enumerate(row_leaves)
        for j, column in enumerate(column_leaves)
    ]
    return _grid(cells, head_rows + len(row_leaves), head_columns + len(column_leaves), head_rows)


def blocks(table: str, corner: str, parts: Sequence[tuple[str, Sequence[Node], Sequence[Node]]]) -> Grid:
    """Lay out blocks below one another, each a title, column headers and rows (table 2).

    Args:
        table: The id of the table.
        corner: The header above the row labels.
        parts: For each block its title, column headers and row headers.
    """
    width = lcm(*(1 + len(columns) for _, columns, _ in parts))
    cells: list[GridCell] = []
    at = 0
    for title, columns, rows in parts:
        span = width // (1 + len(columns))
        cells.append(GridCell(title, "title", at, 0, 1, width))
        cells.append(GridCell(corner, "column", at + 1, 0, 1, span))
        cells += [GridCell(column.label, "column", at + 1, span * (j + 1), 1, span) for j, column in enumerate(columns)]
        for i, row in enumerate(rows):
            cells.append(GridCell(row.label, "row", at + 2 + i, 0, 1, span))
            cells += [
                GridCell("", "value", at + 2 + i, span * (j + 1), 1, span, f"{table}.{row.id}.{column.id}")
                for j, column in enumerate(columns)
            ]
        at += 2 + len(rows)
    return _grid(cells, at, width, 0)


def line(table: str, groups: Sequence[Node], columns: Sequence[Node]) -> Grid:
    """Lay out one row of numbers under groups of headers (table 4).

    Args:
        table: The id of the table.
        groups: The tree of groups; its leaves carry the row ids.
        columns: The headers under each leaf of the tree.
    """

    def grow(node: Node) -> Node:
        if node.children:
            return Node(node.label, node.id, tuple(map(grow, node.children)))
        below = tuple(Node(column.label, f"{node.id}.{column.id}") for column in columns)
        return Node(node.label, node.id, below)

    tree = [grow(node) for node in groups]
    depth = max(node.depth for node in tree)
    leaves = [leaf for node in tree for leaf in node.leaves]
    cells = _heads(tree, "column", 0, 0, depth)
    cells += [GridCell("", "value", depth, j, path=f"{table}.{leaf.id}") for j, leaf in enumerate(leaves)]
    return _grid(cells, depth + 1, len(leaves), depth)


def _grid(cells: Sequence[GridCell], height: int, width: int, header_rows: int) -> Grid:
    return Grid(tuple(sorted(cells, key=lambda c: (c.row, c.column))), height, width, header_rows)
