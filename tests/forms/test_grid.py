"""The printed grid."""

from __future__ import annotations

import pytest

from gongkai import forms
from gongkai.forms.grid import Grid, GridCell

TABLES = [(edition, table) for edition in ("2019", "2021") for table in ("disclosure", "requests", "disputes")]


@pytest.mark.parametrize(("edition", "table"), TABLES)
def test_every_position_once(edition, table):
    """The printed cells cover the rectangle exactly once."""
    grid = forms.edition(edition).tables[table].grid
    assert grid.height * grid.width == sum(cell.row_span * cell.column_span for cell in grid.cells)


@pytest.mark.parametrize(("edition", "table"), TABLES)
def test_values_in_order(edition, table):
    """Read line by line, the value cells are the table's cells in order."""
    found = forms.edition(edition).tables[table]
    assert [cell.path for cell in found.cells] == [cell.path for cell in found.grid.cells if cell.path]


def test_request_table_headers():
    """The corner of table 3 spans three rows and columns, and the results header spans its rows."""
    grid = forms.edition("2021").tables["requests"].grid
    corner = grid.rows[0][0]
    assert (3, 3) == (corner.row_span, corner.column_span)
    results = next(cell for cell in grid.cells if cell.text == "三、本年度办理结果")
    assert 22 == results.row_span
    assert 3 == grid.header_rows


def test_overlap_is_refused():
    """Two cells on one position are refused."""
    cells = (GridCell("a", "row", 0, 0), GridCell("b", "row", 0, 0))
    with pytest.raises(ValueError, match="overlap"):
        Grid(cells, 1, 1, 0)


def test_gap_is_refused():
    """A position that no cell covers is refused."""
    with pytest.raises(ValueError, match="do not close"):
        Grid((GridCell("a", "row", 0, 0),), 1, 2, 0)
