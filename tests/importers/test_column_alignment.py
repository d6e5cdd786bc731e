from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import forms
from gongkai.importers.core.column_alignment import reorder
from gongkai.importers.core.parsed_report import ParsedTable, SpannedCell

APPLICANTS = ("自然人", "商业企业", "科研机构", "社会公益组织", "法律服务机构", "其他", "总计")


def reordered(rows):
    return reorder(ParsedTable.from_spans(rows).rows)


def texts(rows):
    return reordered([[SpannedCell(text) for text in row] for row in rows])


@given(st.permutations(range(7)))
def test_columns_in_any_order_come_in_the_forms_order(order):
    """Numbers follow the heads above them, in whatever order a page prints its columns."""
    numbers = [str(100 + at) for at in range(7)]
    rows = texts([["项目", *(APPLICANTS[at] for at in order)], ["一、本年新收", *(numbers[at] for at in order)]])
    assert [["项目", *APPLICANTS], ["一、本年新收", *numbers]] == rows


@pytest.mark.parametrize("edition", forms.editions())
@pytest.mark.parametrize("table", ["disclosure", "requests", "disputes"])
def test_the_forms_own_tables_stay_as_they_are(edition, table):
    """A table printed as the form prints it is not touched, merged cells and blank cells included."""
    grid, random = forms.edition(edition).tables[table].grid, Random(1)
    rows = [
        [SpannedCell(cell.text or random.choice(["", "0", "12"]), cell.row_span, cell.column_span) for cell in row]
        for row in grid.rows
    ]
    assert [[box.text for box in row] for row in rows] == reordered(rows)


def test_an_empty_column_beside_the_numbers_is_left_out():
    """Empty cells under no head of the form take no part."""
    rows = texts([["项目", "", *APPLICANTS, ""], ["（一）予以公开", "", *"1234567", ""]])
    assert ["（一）予以公开", *"1234567"] == rows[1]


def test_blank_rows_keep_the_heads():
    """A row that was not filled in is a row of numbers, not of heads."""
    rows = texts([["项目", *reversed(APPLICANTS)], ["甲", *[""] * 7], ["乙", *"7654321"]])
    assert ["乙", *"1234567"] == rows[2]


def test_heads_that_are_not_the_forms_change_nothing():
    """Where a head differs from the form's the numbers stay in their places."""
    rows = [["项目", "自然人", "企业", "总计"], ["甲", "1", "2", "3"]]
    assert rows == texts(rows)


def test_enormous_spans_take_no_time_or_memory():
    """A cell that claims millions of columns is cut to a few."""
    rows = reordered([[SpannedCell("规章", 10**9, 10**9), SpannedCell("0", 10**9, 10**9)]] * 50)
    assert 50 == len(rows)
