"""Tables laid out by their spans, and blocks as one text with the places of its tables."""

from __future__ import annotations

import pytest

from gongkai.forms.table_match import PositionedCell
from gongkai.importers.core.delimiters import CELL, END
from gongkai.importers.core.flatten import cells, clean, flatten
from gongkai.importers.core.parsed_report import WIDEST, DelimitedText, ParsedTable, SpannedCell


def laid_out(*rows: str) -> list[list[tuple[str, int, int]]]:
    """Text, column and width of cells given as ``text:height:width``."""
    spans = [
        [SpannedCell(c[0], *map(int, c[2:].split(":"))) if c[1:] else SpannedCell(c) for c in row.split()]
        for row in rows
    ]
    return [[(cell.text, cell.column, cell.width) for cell in row] for row in ParsedTable.from_spans(spans).rows]


@pytest.mark.parametrize(
    ("rows", "expected"),
    [
        (("a b",), [[("a", 0, 1), ("b", 1, 1)]]),
        (("a:1:2 b",), [[("a", 0, 2), ("b", 2, 1)]]),
        (("a:2:1 b", "c d"), [[("a", 0, 1), ("b", 1, 1)], [("c", 1, 1), ("d", 2, 1)]]),
        (("a:2:2 b", "c", "d"), [[("a", 0, 2), ("b", 2, 1)], [("c", 2, 1)], [("d", 0, 1)]]),
        (("a:3:1", "b", "c", "d"), [[("a", 0, 1)], [("b", 1, 1)], [("c", 1, 1)], [("d", 0, 1)]]),
        (("a b:2:1 c", "d e"), [[("a", 0, 1), ("b", 1, 1), ("c", 2, 1)], [("d", 0, 1), ("e", 2, 1)]]),
        (("a:2:1 b:2:1 c", "d:2:1", "e f"), [[("a", 0, 1), ("b", 1, 1), ("c", 2, 1)], [("d", 2, 1)], [("e", 0, 1), ("f", 1, 1)]]),
        (("a:0:0 b",), [[("a", 0, 1), ("b", 1, 1)]]),
        (("", "a"), [[], [("a", 0, 1)]]),
    ],
)  # fmt: skip
def test_spans(rows, expected):
    """Each cell is in the first column that no cell from above covers."""
    assert expected == laid_out(*rows)


def test_widest():
    """Spans are cut at the widest table, and what is behind it is in its last column."""
    assert [[("a", 0, WIDEST), ("b", WIDEST, 1)]] == laid_out(f"a:1:{WIDEST + 1} b")
    assert [[("a", 0, WIDEST - 1), ("b", WIDEST - 1, 1), ("c", WIDEST, 1)]] == laid_out(f"a:1:{WIDEST - 1} b:1:2 c")


def table(*rows: str) -> ParsedTable:
    return ParsedTable(tuple(tuple(PositionedCell(c, at) for at, c in enumerate(row.split())) for row in rows))


@pytest.mark.parametrize(
    ("rows", "expected"), [(("a b", "c"), 4), (("a", "b c d"), 6), (("a",), 1), ((), 0), (("", ""), 0)]
)
def test_area(rows, expected):
    """The cells of a table's grid are its rows times its columns, with gaps."""
    assert expected == table(*rows).area


def test_area_of_wide_cells():
    """A cell counts with all columns up to its end."""
    assert 7 == ParsedTable(((PositionedCell("a", 3, 4),),)).area


@pytest.mark.parametrize("paged", [False, True])
def test_places_of_rows(paged):
    """Each row is where the text has it; tables that follow each other on pages are one."""
    blocks = (
        "前文",
        table("甲 1", "", "乙 2"),
        table("丙 3"),
        DelimitedText(f"{CELL}x"),
        f"文{CELL}字",
        table(""),
        table("丁"),
    )
    flat = flatten(blocks, paged=paged)
    said = [[flat.text[start:end] for start, end in item.rows] for item in flat.tables]
    assert [[f"{CELL}甲{CELL}1", "", f"{CELL}乙{CELL}2"], [f"{CELL}丙{CELL}3"], [""], [f"{CELL}丁"]] == said
    mark = "" if paged else END
    assert (
        f"前文\n{CELL}甲{CELL}1\n{CELL}乙{CELL}2{mark}\n{CELL}丙{CELL}3{END}\n{CELL}x\n文 字\n{mark}\n{CELL}丁{END}"
        == flat.text
    )
    first = flat.tables[0]
    assert (3, 3 + 9) == (first.start, first.end)


def test_table_without_rows():
    """A table without rows is a mark in the text and no table."""
    flat = flatten((table(), "文"))
    assert (f"{END}\n文", ()) == (flat.text, flat.tables)


def test_cells_on_one_line():
    """Cells are on one line, each after a mark of its own; an empty one and one that is not there are alike."""
    row = [PositionedCell(" a\n b ", 0), None, PositionedCell("", 1), PositionedCell(f"c{CELL}{END}d", 2)]
    assert f"{CELL}a b{CELL}{CELL}{CELL}c d" == cells(row)
    assert "a  b" == clean(f"a{CELL}{END}b")
