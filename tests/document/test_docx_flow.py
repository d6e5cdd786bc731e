"""Where Word sets what comes next, and how a table that ends its page takes the room that there is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.document.blocks import Cell, Table, inline
from gongkai.document.docx import fitting, table
from gongkai.document.docx.flow import LINE, Flow

PAGE = 225.0


def lines_left(flow):
    """Lines of running text for which there is room, in Word and in wider fonts."""
    return tuple(int((room + 0.1) // LINE) for room in flow.rooms)


def after(*texts, **about):
    """A page with some paragraphs."""
    flow = Flow(landscape=False)
    for text in texts:
        flow.text(text, **about)
    return flow


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("甲" * 26, (1, 1)),
        ("甲" * 27, (2, 2)),
        # Punctuation hangs over the end of a line, a unit takes a character along.
        ("甲" * 26 + "。", (1, 1)),
        ("甲" * 26 + "2024年", (2, 2)),
        # Digits are wider where Times New Roman is not installed, and LibreOffice sets them off.
        ("甲" * 24 + "2024", (1, 2)),
        ("甲\n乙", (2, 2)),
        ("", (1, 1)),
        ("x" * 120, (3, 3)),
    ],
)
def test_lines_of_a_paragraph(text, lines):
    """The first line is indented by two of 28 characters; a paragraph has more lines in wider fonts."""
    assert tuple(22 - count for count in lines) == lines_left(after(text))


def test_indented_lines_are_shorter():
    """A list of the second level has 26 characters in a line."""
    assert (21, 21) == lines_left(after("甲" * 24, left=2))
    assert (20, 20) == lines_left(after("甲" * 25, left=2))


def test_a_page_has_22_lines():
    """The line after the last one begins the next page."""
    assert (0, 0) == lines_left(after(*["甲"] * 22))
    assert (21, 21) == lines_left(after(*["甲"] * 23))


@pytest.mark.parametrize("pages", [1, 2, 3])
def test_a_paragraph_of_whole_pages(pages):
    """Behind a paragraph that ends with its page nothing is left, however many pages it takes."""
    assert (0, 0) == lines_left(after("甲" * (28 * 22 * pages - 2)))


def test_no_line_of_a_paragraph_is_alone():
    """Two lines at least of a paragraph are on each page."""
    three = "甲" * (26 + 28 + 1)
    assert [(19, 19), (19, 19), (20, 20)] == [
        lines_left(after(*["甲"] * 21, three)),
        lines_left(after(*["甲"] * 20, three)),
        lines_left(after(*["甲"] * 20, three + "甲" * 28)),
    ]


def test_headings_go_with_what_follows():
    """A heading takes room before the next block, and is on its page."""
    flow = after(*["甲"] * 20)
    flow.text("一、总体", heading=True)
    assert (1, 1) == lines_left(flow)
    assert flow.page_room == pytest.approx(PAGE - LINE)
    flow.rows([50.0])
    assert flow.rooms == pytest.approx((PAGE - LINE - 50, PAGE - LINE - 50))


def test_a_table_begins_a_page_or_is_parted_between_rows():
    """Rows that do not fit are on the next page."""
    flow = Flow(landscape=True)
    flow.rows([60.0, 60.0, 60.0])
    assert flow.rooms == pytest.approx((96.0, 96.0))
    flow.turn()
    assert flow.rooms == pytest.approx((156.0, 156.0))


@given(st.lists(st.text(alphabet="甲乙，。年1a. \n", max_size=200), max_size=12))
def test_room_is_that_of_a_page(texts):
    """Whatever the text, what is left is neither negative nor more than a page."""
    assert all(-0.2 <= room <= PAGE for room in after(*texts).rooms)


def small_table(rows=14):
    """A table of middle height."""
    return Table(
        caption="表",
        rows=tuple((Cell(content=inline(f"第{n}项"), header=True), Cell(content=inline("1"))) for n in range(rows)),
    )


def fitted(lines, page_after=200.0):
    """The height of that table under some lines of text, of the usual one, and its plan."""
    block, flow = small_table(), after(*["甲"] * lines)
    planned = table.planned_for(block, 156.0)
    found = fitting.fitted(block, planned, flow, 3.5, page_after, draft=False)
    return sum(found.heights), sum(planned.heights), found


def test_a_table_takes_the_room_before_a_page():
    """Before a table that needs a page one is closer, in type of 9.5 points at least, if it then is under the text.

    With room to spare, or on a page of its own, it is in larger type and airier.
    """
    height, usual, found = fitted(12)
    assert height < usual
    assert height <= PAGE - 12 * LINE - 3.5 - LINE + 0.1
    assert 9.5 <= found.size <= 10.5
    height, usual, found = fitted(18)
    assert height > 1.5 * usual
    assert (12.0, 0.9) == (found.size, found.air)
    height, usual, found = fitted(4)
    assert usual < height == pytest.approx(PAGE - 4 * LINE - 3.5 - LINE - 35, abs=0.5)
    height, usual, found = fitted(9)
    assert usual == height


def test_a_table_fits_where_fonts_set_the_text_to_different_pages():
    """Where it begins at the end of a page in Word, and below text on the next one elsewhere, it fits below that text."""
    block, flow = small_table(), after(*["甲"] * 10, *["甲" * 24 + "2024"] * 10)
    in_word, elsewhere = flow.rooms
    assert (2, 14) == lines_left(flow)
    planned = table.planned_for(block, 156.0)
    found = fitting.fitted(block, planned, flow, 3.5, 200.0, draft=False)
    assert in_word < sum(found.heights) <= elsewhere - 3.5 - LINE


def test_a_table_before_one_that_fits_too_is_as_usual():
    """If the next table is on the same page, nothing is stretched."""
    height, usual, _ = fitted(1, page_after=40.0)
    assert height == usual


def test_a_table_without_groups_needs_no_page():
    """A table of nearly a page is kept whole for its labels over several rows only."""
    flat = small_table(28)
    (first, *row), *others = flat.rows
    grouped = flat.model_copy(
        update={"rows": ((first.model_copy(update={"row_span": 2}), *row), others[0][1:], *others[1:])}
    )
    assert [False, True] == [fitting.needs_a_page(block, table.planned_for(block, 156.0)) for block in (flat, grouped)]
