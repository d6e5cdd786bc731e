"""Statutory tables found in grids of texts."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import forms
from gongkai.forms.printed_rows import FormRow, form_rows
from gongkai.forms.table_match import PositionedCell, TableMatch, find

Rows = list[list[PositionedCell]]
TABLES = [(edition, table) for edition in forms.editions() for table in forms.edition(edition).tables]
REQUESTS = forms.edition("2021").tables["requests"]
APPLICANTS = form_rows(REQUESTS)[0].headers


def printed(table: forms.Table) -> tuple[Rows, dict[str, str]]:
    """A table as the form prints it, and the number in each cell."""
    paths = [str(cell.path) for cell in table.grid.cells if cell.path]
    numbers = {path: str(at) for at, path in enumerate(paths, 100)}
    rows = [
        [PositionedCell(numbers[cell.path] if cell.path else cell.text, cell.column, cell.column_span) for cell in row]
        for row in table.grid.rows
    ]
    return rows, numbers


def simple(columns: list[int], labels: list[str]) -> Rows:
    """Table 3 without merged cells, its columns in some order: row ``n`` has the numbers ``n0`` to ``n6``."""
    rows = [["项目", *(APPLICANTS[at] for at in columns)]]
    rows += [[label, *(f"{n}{at}" for at in columns)] for n, label in enumerate(labels)]
    return [[PositionedCell(text, at) for at, text in enumerate(row)] for row in rows]


def values(found: TableMatch[PositionedCell] | None) -> dict[str, str]:
    """The text of each cell that was found."""
    assert found is not None
    return {
        path: cell.text
        for row in found.rows
        for path, cell in zip(row.row.paths, row.cells, strict=True)
        if cell is not None
    }


def of_rows(*ids: str) -> dict[str, str]:
    """What :func:`simple` has in rows that it numbers in this order."""
    columns = REQUESTS.rows[0].columns
    return {f"requests.{id_}.{c.id}": f"{n}{at}" for n, id_ in enumerate(ids) if id_ for at, c in enumerate(columns)}


def change(rows: Rows, old: str, new: str) -> Rows:
    """A grid with another text in some cells."""
    return [[PositionedCell(new if c.text == old else c.text, c.column, c.width) for c in row] for row in rows]


@pytest.mark.parametrize(("edition", "table"), TABLES)
def test_as_the_form_prints_it(edition: str, table: str) -> None:
    """Every number of every table is found in its cell, merged cells or not, and only in its own table."""
    form = forms.edition(edition)
    rows, numbers = printed(form.tables[table])
    found = find(form.tables[table], [rows])
    assert numbers == values(found)
    assert found is not None
    assert (True, True, [], {}) == (found.is_complete, found.in_order, found.strange, found.headers)
    assert [None] * len(found.rows) == [row.printed for row in found.rows]
    assert [None] * (len(form.tables) - 1) == [find(form.tables[id_], [rows]) for id_ in form.tables if id_ != table]


@pytest.mark.parametrize(("edition", "table"), TABLES)
def test_the_fitting_edition_scores_best(edition: str, table: str) -> None:
    """A table fits the edition it is of better than any other that prints it otherwise."""
    rows, _ = printed(forms.edition(edition).tables[table])
    found = {id_: find(item.tables[table], [rows]) for id_, item in forms.editions().items()}
    scores = {id_: item.score for id_, item in found.items() if item is not None}
    same = [
        id_
        for id_, item in forms.editions().items()
        if item.tables[table].grid == forms.edition(edition).tables[table].grid
    ]
    assert set(same) == {id_ for id_, score in scores.items() if score == max(scores.values())}


@given(st.permutations(range(7)))
def test_columns_in_any_order(order: list[int]) -> None:
    """Numbers are those under the header, in whatever order a page prints its columns."""
    found = find(REQUESTS, [simple(order, ["一、本年新收政府信息公开申请数量", "（一）予以公开"])])
    assert of_rows("new", "granted") == values(found)
    assert found is not None
    assert (order == sorted(order)) == found.in_order


@given(st.permutations([row for row in form_rows(REQUESTS) if row.label]), st.integers(1, 23))
def test_rows_in_any_order_and_number(rows: list[FormRow], count: int) -> None:
    """A row is known by its label, not by its place; one that is not there is not found."""
    rows = rows[:count]
    found = find(REQUESTS, [simple([*range(7)], [str(row.label) for row in rows])])
    assert of_rows(*(row.paths[0].split(".")[1] for row in rows)) == values(found)


@given(st.integers(0, 10**6), st.sampled_from(TABLES))
def test_torn_tables(seed: int, which: tuple[str, str]) -> None:
    """Whatever rows, cells and letters of a table are lost: a number that is found is in its own cell."""
    chance = Random(seed)
    rows, numbers = printed(forms.edition(which[0]).tables[which[1]])

    def damaged(cell: PositionedCell) -> PositionedCell:
        at = chance.randrange(len(cell.text))
        lost = not cell.text.isdigit() and chance.random() < 0.1
        return PositionedCell(cell.text[:at] + cell.text[at + 1 :] if lost else cell.text, cell.column, cell.width)

    torn = [[damaged(cell) for cell in row] for row in rows if chance.random() < 0.9]
    found = find(forms.edition(which[0]).tables[which[1]], [torn])
    assert found is None or [] == [path for path, text in values(found).items() if numbers[path] != text]


def test_a_label_that_differs() -> None:
    """It is read as the form's if it is similar, or if it alone is left between its neighbours, and is given as printed."""
    rows, numbers = printed(REQUESTS)
    rows = change(change(rows, "7.属于行政执法案卷", "7.行政执法案卷"), "2.重复申请", "2.多次提出")
    found = find(REQUESTS, [rows])
    assert found is not None
    assert [("7.属于行政执法案卷", "7.行政执法案卷")] == [(r.row.label, r.printed) for r in found.rows if r.printed]
    assert ["2.多次提出"] == [row.label for row in found.strange]
    assert {path: text for path, text in numbers.items() if "unprocessed_2" not in path} == values(found)


@pytest.mark.parametrize(
    ("old", "new"), [("科研机构", "科研单位"), ("自然人", "个人和自然人"), ("总计", "合计"), ("结果纠正", "纠正")]
)
@pytest.mark.parametrize("id_", ["requests", "disputes"])
def test_a_header_that_differs(id_: str, old: str, new: str) -> None:
    """It is known by its place between the others, and is given as printed."""
    table = forms.edition("2021").tables[id_]
    rows, numbers = printed(table)
    changed = change(rows, old, new)
    found = find(table, [changed])
    assert numbers == values(found)
    assert found is not None
    assert ({} if changed == rows else {new: old}) == found.headers


def test_cells_without_their_widths() -> None:
    """Where a grid says only where cells begin, the headers of a row are meant before those of a block above."""
    table = forms.edition("2019").tables["disclosure"]
    rows, numbers = printed(table)
    assert numbers == values(find(table, [[[PositionedCell(c.text, c.column) for c in row] for row in rows]]))


def test_a_unit_behind_a_header() -> None:
    """采购总金额（万元） is the form's 采购总金额."""
    table = forms.edition("2019").tables["disclosure"]
    rows, numbers = printed(table)
    found = find(table, [change(rows, "采购总金额", "采购总金额（单位：万元）")])
    assert numbers == values(found)
    assert found is not None
    assert {} == found.headers


def test_headers_that_are_not_the_forms() -> None:
    """Under headers of something else there is no table of the form, whatever the labels."""
    rows = [["项目", "件数", "占比", "备注"], ["（一）予以公开", "1", "2", "3"]]
    assert find(REQUESTS, [[[PositionedCell(t, n) for n, t in enumerate(row)] for row in rows]]) is None


def test_an_empty_column_beside_the_numbers() -> None:
    """Cells under no header take no part."""
    rows = [["项目", "", *APPLICANTS, ""], ["（一）予以公开", "", *"1234567", ""]]
    found = find(REQUESTS, [[[PositionedCell(t, n) for n, t in enumerate(row)] for row in rows]])
    assert [*"1234567"] == [*values(found).values()]


def test_a_blank_row() -> None:
    """A row that was not filled in is found, blank."""
    rows = simple([*range(7)], ["（一）予以公开", "1.属于国家秘密"])
    rows[1] = [rows[1][0], *(PositionedCell("", cell.column) for cell in rows[1][1:])]
    assert {""} == {text for path, text in values(find(REQUESTS, [rows])).items() if "granted" in path}


def test_over_pages() -> None:
    """A table goes on in the next grid, with its headers or without; rows that lost a merged cell are shifted."""
    rows, numbers = printed(REQUESTS)
    shifted = [[PositionedCell(c.text, at) for at, c in enumerate(row)] for row in rows[12:]]
    assert numbers == values(find(REQUESTS, [rows[:12], rows[:3] + rows[12:]]))
    assert numbers == values(find(REQUESTS, [rows[:12], rows[12:]]))
    assert numbers == values(find(REQUESTS, [rows[:12], rows[:3] + shifted]))


def test_a_grid_of_another_width() -> None:
    """Headers do not hold for a grid with other columns."""
    rows, _ = printed(REQUESTS)
    narrow = [[PositionedCell(cell.text, cell.column, cell.width) for cell in row[:-2]] for row in rows[12:]]
    found = find(REQUESTS, [rows[:12], narrow])
    assert found is not None
    assert {0} == {row.at[0] for row in found.rows}


def test_a_row_that_is_there_twice_and_one_of_no_place() -> None:
    """The first of two equal labels is read; a strange row of numbers is named with them."""
    found = find(
        REQUESTS, [simple([*range(7)], ["（一）予以公开", "（一）予以公开", "其中：涉农信息", "（二）部分公开"])]
    )
    assert found is not None
    assert of_rows("granted", "", "", "partial") == values(found)
    assert [("（一）予以公开", True), ("其中：涉农信息", False)] == [(r.label, bool(r.repeats)) for r in found.strange]


def test_rows_without_numbers_are_no_rows() -> None:
    """A note between the rows changes nothing."""
    rows = simple([*range(7)], ["（一）予以公开", "（二）部分公开"])
    rows.insert(2, [PositionedCell("注：本表由各单位汇总。", 0, 8)])
    assert of_rows("granted", "partial") == values(find(REQUESTS, [rows]))


@given(st.lists(st.lists(st.builds(PositionedCell, st.sampled_from(["", "总计", "自然人", "1", "（一）予以公开", "规章"]),
                                   st.integers(0, 9), st.integers(1, 4)), max_size=8), max_size=8))  # fmt: skip
def test_any_grid(rows: Rows) -> None:
    """No grid breaks it, cells that overlap or are out of order included."""
    for table in forms.edition("2021").tables.values():
        find(table, [rows])
