"""Tables in print: rectangles, widths of columns, font size."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document.blocks import Cell, Table, inline
from gongkai.document.grid import grid
from gongkai.document.layout import columns, tables
from gongkai.document.layout.pages import TYPE_WIDTH


@given(
    st.lists(st.lists(st.text(alphabet="政府信息公开0123456789.", max_size=14), min_size=1, max_size=14), min_size=1),
    st.booleans(),
)
def test_columns_fill_the_width(texts: list[list[str]], landscape: bool) -> None:
    """Columns fill the type area, none is without width, and numbers fit unless the smallest type is too large."""
    count = max(map(len, texts))
    rows = tuple(tuple(Cell(content=inline(text)) for text in [*row, *[""] * (count - len(row))]) for row in texts)
    block = Table(rows=rows, caption="表")
    width = TYPE_WIDTH[landscape]
    planned = tables.plan(block, width, 200.0, draft=False)
    needed = columns.needed_widths(block, grid(block), planned.size, planned.inset, draft=False)
    assert len(planned.columns) == count
    assert abs(sum(planned.columns) - width) < 0.1
    assert min(planned.columns) > 0
    assert planned.narrow or all(got >= need - 0.01 for got, need in zip(planned.columns, needed, strict=True))


@pytest.mark.parametrize(
    ("rows", "spans"),
    [
        ("ab|c", [[(1, 1), (1, 1)], [(1, 1), (1, 1)]]),
        ("a3b|c", [[(2, 1), (1, 1)], [(1, 1)]]),
        ("", [[]]),
    ],
)
def test_ragged_tables_are_closed(rows: str, spans: list[list[tuple[int, int]]]) -> None:
    """Short rows are filled up and spans out of the table cut; a digit is the span over rows of the letter before."""
    given = []
    for line in rows.split("|"):
        cells: list[Cell] = []
        for letter in line:
            if letter.isdigit():
                cells[-1] = cells[-1].model_copy(update={"row_span": int(letter)})
            else:
                cells.append(Cell(content=inline(letter)))
        given.append(tuple(cells))
    found = tables.squared(Table(rows=tuple(given), caption="表"))
    assert [[(cell.row_span, cell.column_span) for cell in row] for row in found.rows] == spans


@given(st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=5), min_size=1, max_size=6))
def test_closed_tables_cover_every_position_once(spans: list[list[tuple[int, int]]]) -> None:
    """Whatever the spans, the closed table is a rectangle without overlap."""
    rows = tuple(tuple(Cell(row_span=down, column_span=across) for down, across in row) for row in spans)
    found = tables.squared(Table(rows=rows, caption="表"))
    covered: list[tuple[int, int]] = []
    for at in grid(found):
        covered += [(at.row + y, at.column + x) for y in range(at.cell.row_span) for x in range(at.cell.column_span)]
    width = max((x + 1 for _, x in covered), default=0)
    assert sorted(covered) == [(y, x) for y in range(len(found.rows)) for x in range(width)]
