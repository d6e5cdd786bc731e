"""Where the cells of a table with merged cells are."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document.blocks import Cell, Table
from gongkai.document.grid import grid, read_span


def table(*rows: str, header_rows: int = 0) -> Table:
    """A table from spans: ``21`` is a cell two rows high and one column wide."""
    cells = (tuple(Cell(row_span=int(span[0]), column_span=int(span[1])) for span in row.split()) for row in rows)
    return Table(rows=tuple(cells), caption="表", header_rows=header_rows)


def test_positions_of_cells() -> None:
    """Cells are where spans from above and from the left leave room."""
    found = grid(table("21 12", "11 11", "13"))
    assert [[placed.column for placed in row] for row in found.rows] == [[0, 1], [1, 2], [0]]
    assert (found.width, found.gaps) == (3, ((), (), ()))


def test_spans_are_cut() -> None:
    """A cell reaches neither out of the table nor over another cell; short rows leave gaps."""
    found = grid(table("11 91 11", "13", "11"))
    assert [[(placed.height, placed.width) for placed in row] for row in found.rows] == [
        [(1, 1), (3, 1), (1, 1)],
        [(1, 1)],
        [(1, 1)],
    ]
    assert found.gaps == ((), (2,), (2,))


def test_idle_columns() -> None:
    """A column in which no cell begins is part of the one before; how many each stands for is given."""
    found, parts = grid(table("12 14", "14 12", "12 12 12")).without_idle_columns()
    assert parts == (2, 2, 2)
    assert [[(placed.column, placed.width) for placed in row] for row in found.rows] == [
        [(0, 1), (1, 2)],
        [(0, 2), (2, 1)],
        [(0, 1), (1, 1), (2, 1)],
    ]
    whole = grid(table("12 11", "11 12"))
    assert whole.without_idle_columns() == (whole, (1, 1, 1))
    assert grid(table("13", "11")).without_idle_columns()[0].gaps == ((), (1,))


@given(
    st.lists(st.lists(st.tuples(st.integers(1, 3), st.integers(1, 4)), min_size=1, max_size=4), min_size=1, max_size=4)
)
def test_idle_columns_change_no_position(spans: list[list[tuple[int, int]]]) -> None:
    """Every cell covers the same columns as before, counted by what they stand for, and no column is idle."""
    rows = tuple(tuple(Cell(row_span=down, column_span=across) for down, across in row) for row in spans)
    before = grid(Table(rows=rows, caption="表"))
    after, parts = before.without_idle_columns()
    edges = [sum(parts[:n]) for n in range(len(parts) + 1)]
    covered = [[(edges[placed.column], edges[placed.end]) for placed in row] for row in after.rows]
    assert [[(placed.column, placed.end) for placed in row] for row in before.rows] == covered
    begun = {placed.column for placed in after} | {column for gaps in after.gaps for column in gaps}
    assert set(range(after.width)) == begun


def test_sections() -> None:
    """With header rows and body apart no cell reaches from one into the other."""
    given = table("31 11", "11", "11 11", header_rows=2)
    assert [grid(given, sections=sections).rows[0][0].height for sections in (False, True)] == [3, 2]
    assert grid(table("31 11", header_rows=5), sections=True).rows[0][0].height == 1


def test_cells_that_cover_a_row() -> None:
    """The cells that cover a row are those that start in it and those that reach down into it, left to right."""
    found = grid(table("11 21", "11", "12"))
    assert [[(placed.row, placed.column) for placed in row] for row in found.covering] == [
        [(0, 0), (0, 1)],
        [(1, 0), (0, 1)],
        [(2, 0)],
    ]


@given(st.lists(st.lists(st.tuples(st.integers(1, 4), st.integers(1, 4)), max_size=5), min_size=1, max_size=6))
def test_every_position_is_covered_once_or_a_gap(spans: list[list[tuple[int, int]]]) -> None:
    """Whatever the spans, cells and gaps together cover every position once."""
    rows = tuple(tuple(Cell(row_span=down, column_span=across) for down, across in row) for row in spans)
    found = grid(Table(rows=rows, caption="表"))
    covered = [(row, column) for row, columns in enumerate(found.gaps) for column in columns]
    for placed in found:
        covered += [(placed.row + y, placed.column + x) for y in range(placed.height) for x in range(placed.width)]
    assert sorted(covered) == [(y, x) for y in range(len(rows)) for x in range(found.width)]


@pytest.mark.parametrize(
    ("value", "span"),
    [(None, 1), ("", 1), (" 3 ", 3), ("0", 1), ("-2", 1), ("²", 1), ("３", 1), ("2.5", 1), ("9" * 5000, 50)],
)
def test_span_of_an_attribute(value: str | None, span: int) -> None:
    """An attribute of HTML counts if it is digits, and never for more than the limit."""
    assert span == read_span(value, 50)
