"""How full the pages of a PDF are: pictures, tables and the room that they leave."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pdfplumber
import pytest

from gongkai.document.blocks import Figure, Heading, Signature, Table, inline
from gongkai.document.pdf import pages
from tests.document import pdfs
from tests.document.test_pdf import head, long_table, paragraph, render, row_head, svg, value

if TYPE_CHECKING:
    from gongkai.document.blocks import Block


def chart(name: str, height: int = 200) -> Figure:
    """A chart of a height in pixels, 400 wide."""
    return Figure(media="image/svg+xml", data=svg(name, 400, height), alt=name, caption=f"图 {name}")


def two_columns(rows: int) -> Table:
    """A table with a row header and a number in each of so many rows."""
    body = [(row_head(f"第{n}项"), value(str(n))) for n in range(1, rows)]
    return Table(rows=((head("事项"), head("数量")), *body), caption="短表", header_rows=1)


def sizes(data: bytes, text: str) -> set[float]:
    """Sizes in points in which a text is set."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        return {round(char["size"], 1) for page in pdf.pages for char in page.chars if char["text"] in text}


def pitch(data: bytes, page: int, text: str) -> float:
    """Distance in mm of the rows of a table that contain a text."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        tops = sorted({round(c["bottom"], 1) for c in pdf.pages[page].chars if c["text"] == text and c["x0"] < 300})
    return (tops[-1] - tops[0]) / (len(tops) - 1) / pdfs.MM


def test_room_at_the_foot_is_measured() -> None:
    """The room of a page is what is below its last line; a landscape page has none."""
    data = render(paragraph("政" * 28 * 30), Table(rows=((value("甲"),),), caption="表", landscape=True))
    first, second, turned = pages.rooms(data)
    assert first < 6 * pdfs.MM
    assert 10 * 225 / 22 < second / pdfs.MM < 16 * 225 / 22
    assert turned == 0


@pytest.mark.parametrize(
    ("found", "loose", "gaping", "waste"),
    [
        ([10.0, 20.0], False, False, 0.0),
        ([160.0, 20.0], True, False, 44.0),
        ([220.0, 20.0], True, True, 104.0),
        ([10.0, 600.0], True, True, 600.0),
        ([600.0], False, False, 0.0),
    ],
)
def test_what_is_loose(found: list[float], loose: bool, gaping: bool, waste: float) -> None:
    """A last page of few lines is loose, and large room before it; a single page never is."""
    limits = (pages.LOOSE, pages.GAPING)
    assert [loose, gaping] == [pages.is_loose(found, limit) for limit in limits]
    assert waste == round(pages.waste(found))


def test_pictures_are_smaller_where_that_fills_pages() -> None:
    """Two charts that leave half a page empty are both made smaller, by the same factor, and share the page."""
    blocks: list[Block] = [
        paragraph("政" * 28 * 5),
        chart("甲", 180),
        chart("乙", 180),
        Heading(level=1, content=inline("二、后面")),
        paragraph("府" * 28 * 12),
    ]
    data = render(*blocks)
    texts = pdfs.page_texts(data)
    assert "图甲" in texts[0]
    assert "图乙" in texts[0]
    assert len(sizes(data, "甲乙") - {12.0}) == 1


def test_charts_have_one_scale() -> None:
    """A chart that just does not fit is as large as the others, and on the next page."""
    few = render(chart("甲", 120))
    many = render(paragraph("政" * 28 * 14), chart("乙"), paragraph("后" * 28 * 12))
    both = render(chart("甲", 120), paragraph("政" * 28 * 11), chart("乙"), paragraph("后" * 28 * 3))
    assert sizes(few, "甲") - {12.0} == sizes(both, "乙") - {12.0}
    assert sizes(many, "乙") != sizes(both, "乙")


@pytest.mark.parametrize(("lines", "size", "least"), [(11, 10.5, 5.6), (12, 10.5, 5.6), (13, 9.5, 4.6)])
def test_table_that_just_fits(lines: int, size: float, least: float) -> None:
    """Where room is short a table has less air, then smaller type, and always some air."""
    data = render(paragraph("政" * 28 * lines), two_columns(15))
    assert "第14项" in pdfs.page_texts(data)[0]
    assert min(sizes(data, "项")) >= size - 0.1
    assert pitch(data, 0, "项") > least


def test_table_before_one_that_fills_a_page() -> None:
    """A table after which the rest of the page is empty has more air in its cells."""
    heading = Heading(level=1, content=inline("三、后表"))
    alone = render(paragraph("政" * 28 * 3), two_columns(12), paragraph("后"))
    before = render(paragraph("政" * 28 * 3), two_columns(12), heading, long_table(28))
    assert pitch(before, 0, "项") > pitch(alone, 0, "项") + 1
    assert "三、后表" in pdfs.page_texts(before)[1]


def test_table_alone_before_one_that_fills_a_page() -> None:
    """A table of middle height that does not fit is whole on the next page, in larger type, if nothing follows it there."""
    heading = Heading(level=1, content=inline("三、后表"))
    data = render(paragraph("政" * 28 * 13), two_columns(20), heading, long_table(28))
    texts = pdfs.page_texts(data)
    assert ["项" in text for text in texts[:3]] == [False, True, True]
    assert "三、后表" in texts[2]
    assert 12.0 in sizes(data, "第")
    parted = pdfs.page_texts(render(paragraph("政" * 28 * 13), two_columns(20), paragraph("后"), long_table(28)))
    assert ["项" in text for text in parted[:2]] == [True, True]


def test_text_of_the_next_section_comes_before_a_picture() -> None:
    """Only where a picture would leave more than a fifth of the page empty, and if the next section begins with text."""

    def order(lines: int, *following: Block) -> list[str]:
        blocks = (
            paragraph("政" * 28 * lines),
            chart("甲", 260),
            Heading(level=1, content=inline("二、后面")),
            *following,
        )
        text = "".join(pdfs.page_texts(render(*blocks)))
        return sorted(("图甲", "二、后面"), key=text.index)

    text = paragraph("后" * 28 * 6)
    assert ["二、后面", "图甲"] == order(14, text)
    assert ["图甲", "二、后面"] == order(17, text)
    assert ["图甲", "二、后面"] == order(14, paragraph("后"))


@pytest.mark.parametrize("between", [(), (paragraph("短。"),)])
def test_text_comes_before_pictures_that_follow_each_other(between: tuple[Block, ...]) -> None:
    """Where the first of two pictures does not fit, both are on the next page in their order, and the text after them comes first."""
    text = paragraph("后" * 28 * 9)
    data = render(paragraph("政" * 28 * 15), chart("甲", 250), *between, chart("乙", 250), text)
    first, second = pdfs.page_texts(data)[:2]
    assert "后" in first
    assert "图" not in first
    assert 0 <= second.index("图甲") < second.index("图乙")


def test_a_few_lines_need_no_page() -> None:
    """Lines of a page are closer or wider where the last page would have a few only; otherwise there are 22."""
    end = Signature(organ="某局", date="2021年1月25日")

    def found(lines: int) -> tuple[int, int]:
        data = render(paragraph("政" * 28 * lines), end)
        return len(pdfs.page_texts(data)), len(pdfs.lines(data))

    assert [(2, 22), (2, 23), (3, 20)] == [found(32), found(42), found(45)]


def test_no_third_of_a_page_is_empty_before_a_table() -> None:
    """Lines are closer where a table that is whole, since nothing may follow it, then has room in the page before."""
    heading = Heading(level=1, content=inline("三、后表"))
    data = render(paragraph("政" * 28 * (22 + 12)), two_columns(21), heading, long_table(28))
    rooms = [round(room / pdfs.MM) for room in pages.rooms(data)]
    assert "第20项" in pdfs.page_texts(data)[1]
    assert max(rooms[:2]) < 50


def test_signature_of_one_line_needs_one() -> None:
    """An organ without a date takes two lines, the empty one above it included, and so fits at the foot of a page."""
    data = render(paragraph("政" * (28 * 20 - 10)), Signature(organ="某局", date=""))
    assert len(pdfs.page_texts(data)) == 1
