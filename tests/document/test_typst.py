from __future__ import annotations

import base64
import io
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from gongkai.document import fonts
from gongkai.document.blocks import (
    Block,
    Cell,
    Figure,
    Heading,
    List,
    Note,
    Paragraph,
    Quote,
    Run,
    Signature,
    Table,
    inline,
)
from gongkai.document.layout import figures
from gongkai.document.layout import text as texts
from gongkai.document.metadata import Document, Meta
from gongkai.document.pdf import typst
from gongkai.document.text import text_width


def drawn(*blocks: Block, **meta: Any) -> list[dict[str, Any]]:
    """The blocks of the first part, as passed to the template."""
    data = typst.data(Document(meta=Meta(title="题", **meta), blocks=blocks), fonts.font_set("bundled"))
    found: list[dict[str, Any]] = data["parts"][0]["blocks"]
    return found


def table(*rows: str, heads: int = 0, **more: Any) -> Table:
    """A table from rows of cells divided by blanks; a cell that begins with ``*`` is a header."""
    cells = (tuple(Cell(content=inline(c.lstrip("*")), header=c[0] == "*") for c in row.split()) for row in rows)
    return Table(rows=tuple(cells), caption="表", header_rows=heads, **more)


def levels(block: Table) -> list[tuple[int, int]]:
    """Level and number of cells of each part of a table."""
    return [(part["level"], len(part["cells"])) for part in drawn(block)[0]["parts"]]


@given(st.text(alphabet="某市区局（）2020年，《》abc ", max_size=90))
def test_title_is_divided_without_loss(text: str) -> None:
    """Lines of a title make up the title, each at most twenty characters wide."""
    lines = texts.title_lines(text)
    assert "".join(lines) == text
    assert all(text_width(line) <= 21 for line in lines)


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("某局年度报告", ["某局年度报告"]),
        (
            "某某市某某区应急管理局2020年政府信息公开工作年度报告",
            ["某某市某某区应急管理局2020年", "政府信息公开工作年度报告"],
        ),
        ("第一行\n第二行", ["第一行", "第二行"]),
        ("关于印发某某市某某区（试行）工作方案的通知的情况", ["关于印发某某市某某区", "（试行）工作方案的通知的情况"]),
    ],
)
def test_title_is_divided_where_it_makes_sense(text: str, lines: list[str]) -> None:
    """A long title is broken after the year, else in halves, never before closing punctuation."""
    assert texts.title_lines(text) == lines


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=80), st.booleans())
def test_runs_keep_their_text(text: str, narrow: bool) -> None:
    """Pieces and line breaks make up the text, control characters aside, and can be written as JSON."""
    planner = typst._Planner(False, frozenset())
    found = planner.inline((Run(text=text),), narrow=narrow)
    parts = ["\n" if "n" in run else "".join(run["t"]) for run in found]
    assert "".join(parts) == texts.clean_lines(text)
    json.dumps(found, ensure_ascii=False).encode()


def test_long_words_come_in_pieces() -> None:
    """A word of twenty letters or more may be broken, after punctuation if it has any."""
    found = drawn(Paragraph(content=inline("见https://www.example.gov.cn/a。")))[0]["content"]
    assert found == [
        {"t": "见"},
        {"t": ["https://", "www.", "example.", "gov.", "cn/", "a"]},
        {"t": "。", "p": True},
    ]


def test_styles_and_links() -> None:
    """Style of runs is kept; links to nowhere and of other schemes are dropped."""
    runs = (
        Run(text="a", bold=True, italic=True, code=True, href="mailto:a@example.gov.cn"),
        Run(text="b", href="#x"), Run(text="c", href="#y"), Run(text="d", href="javascript:alert(1)"),
    )  # fmt: skip
    found = drawn(Heading(level=1, content=inline("题"), anchor="x"), Paragraph(content=runs))[1]["content"]
    assert found == [
        {"t": "a", "b": True, "i": True, "c": True, "h": "mailto:a@example.gov.cn"},
        {"t": "b", "h": "#x"},
        {"t": "c"},
        {"t": "d"},
    ]


def test_anchor_is_given_once() -> None:
    """Of two blocks with the same anchor the first gets it."""
    found = drawn(*(Heading(level=1, content=inline("题"), anchor="x") for _ in range(2)))
    assert [block.get("anchor") for block in found] == ["x", None]


def test_leading_rows_are_headers() -> None:
    """The header rows form one repeating part; the rest is the body."""
    assert levels(table("*a *b", "*c *d", "*e 1", "*f 2", heads=2)) == [(1, 4), (0, 4)]


def test_stacked_blocks_have_their_own_headers() -> None:
    """Header rows in the middle begin a part that replaces the previous headers."""
    assert levels(table("*a *b", "*c 1", "*d *e", "*f 2")) == [(1, 2), (0, 2), (1, 2), (0, 2)]


def test_headers_below_headers_are_a_level_deeper() -> None:
    """In a table with header rows, header rows in the body are of the second level."""
    assert levels(table("*a *b", "*c *d", "*e 1", heads=1)) == [(1, 2), (2, 2), (0, 2)]


def test_header_rows_at_the_end_are_body() -> None:
    """Headers with nothing below them do not repeat."""
    assert levels(table("*a 1", "*b *c")) == [(0, 4)]


def test_header_row_inside_a_spanning_label_is_body() -> None:
    """A header row into which a label spans cannot repeat on its own."""
    label = Cell(content=inline("组"), header=True, row_span=3)
    rows = ((label, Cell(header=True)), (Cell(header=True),), (Cell(content=inline("1")),))
    assert levels(Table(rows=rows, caption="表")) == [(0, 4)]


def test_label_spanning_beyond_the_headers_extends_them() -> None:
    """A header that spans more rows than declared extends the header rows."""
    rows = ((Cell(header=True, row_span=2), Cell(header=True)), (Cell(header=True),), (Cell(), Cell()))
    assert levels(Table(rows=rows, caption="表", header_rows=1)) == [(1, 3), (0, 2)]


def test_cells_carry_span_alignment_and_text() -> None:
    """Spans and alignment other than the default are given; marks and anchors in drafts only."""
    cell = Cell(content=inline("1"), row_span=1, column_span=2, align="right", mark="hint", anchor="c", refs=("n",))
    block = Table(rows=((Cell(), Cell()), (cell,)), caption="表")
    assert drawn(block)[0]["parts"][0]["cells"][2] == {"t": [{"t": "1"}], "cs": 2, "al": "right"}
    note = Note(level="hint", title="注", anchor="n")
    assert drawn(block, note, draft=True)[0]["parts"][0]["cells"][2] == {
        "t": [{"t": "1"}], "cs": 2, "al": "right", "anchor": "c", "mark": "hint", "to": "n",
    }  # fmt: skip


def test_labels_over_rows_know_their_rows() -> None:
    """A label over three rows or more names its rows, each of which is marked once."""
    label = Cell(content=inline("组"), header=True, row_span=60)
    rows = ((label, Cell(), Cell()), *[(Cell(), Cell())] * 59)
    cells = drawn(Table(rows=rows, caption="表"))[0]["parts"][0]["cells"]
    assert next(cell["rows"] for cell in cells if "rows" in cell) == [*range(60)]
    assert [cell["row"] for cell in cells if "row" in cell] == [*range(60)]


def test_narrow_headers_are_wrapped_evenly() -> None:
    """A header of several lines has its number on the first and lines of even length."""
    heads = tuple(Cell(content=inline(text), header=True) for text in ("商业企业", "（三）不予公开", "短"))
    block = Table(rows=(heads, (Cell(), Cell(), Cell())), caption="表", widths=(1, 2.2, 14), header_rows=1)
    first, second, third = drawn(block)[0]["parts"][0]["cells"]
    assert first["t"] == [{"t": "商业"}, {"n": True}, {"t": "企业"}]
    assert second["t"] == [{"t": "（三）"}, {"n": True}, {"t": "不予公开"}]
    assert third["t"] == [{"t": "短"}]


def test_dense_tables_have_smaller_type() -> None:
    """Type is smaller only if numbers do not fit: columns as such do not count."""
    sizes = [
        drawn(table(" ".join(["123456"[:digits]] * count)))[0]["size"] for count, digits in ((4, 6), (15, 2), (12, 6))
    ]
    assert sizes == [10.5, 10.5, 8.0]


def test_text_before_a_figure_says_where_it_ends() -> None:
    """A paragraph and the figure after it share a name by which the figure finds its end."""
    before, figure = drawn(Paragraph(content=inline("文")), Figure(media=None, caption="图"))
    assert before["end"] == figure["after"]


@pytest.mark.parametrize(
    ("svg", "size"),
    [
        ('<svg xmlns="http://www.w3.org/2000/svg" width="720pt" height="360pt"/>', (144.0, 72.0)),
        ('<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 100 200"/>', (48.0, 96.0)),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="100%" height="100%"/>', (144.0, 86.4)),
        (
            '<?xml version="1.0" encoding="GBK"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 1 2"><text>图</text></svg>',
            (48.0, 96.0),
        ),
        ('<svg xmlns="http://www.w3.org/2000/svg" width="10cm" height="5cm"/>', (144.0, 72.0)),
    ],
)
def test_size_of_pictures(svg: str, size: tuple[float, float]) -> None:
    """A picture is 144 mm wide unless it would be higher than 96 mm."""
    found = figures.plan(Figure(media="image/svg+xml", data=svg, alt="图"))
    assert (found["width"], found["height"]) == size


def test_width_of_a_picture_can_be_asked_for() -> None:
    """The asked width holds, within the room there is."""
    svg = '<svg xmlns="http://www.w3.org/2000/svg" width="100pt" height="50pt"/>'
    figure = Figure(media="image/svg+xml", data=svg, alt="图", width_mm=90)
    assert [figures.plan(figure, room)["width"] for room in (156.0, 60.0)] == [90.0, 60.0]


def test_pictures_load_nothing() -> None:
    """References of an SVG to other places are taken out; embedded data stay."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="9" height="9">'
        '<image href="http://example.com/a.png"/><image xlink:href="../b.png"/><use href="file:///etc/passwd#x"/>'
        '<script>x</script><image href="data:image/png;base64,AA"/><use href="#c"/></svg>'
    )
    found = figures.plan(Figure(media="image/svg+xml", data=svg, alt="图"))["svg"]
    assert [word in found for word in ("example", "b.png", "passwd", "script", "data:", "#c")] == [False] * 4 + [
        True
    ] * 2


def test_photos_are_wrapped_without_change() -> None:
    """A photo is embedded in its SVG byte by byte."""
    out = io.BytesIO()
    Image.new("RGB", (30, 20)).save(out, "PNG")
    encoded = base64.b64encode(out.getvalue()).decode()
    found = figures.plan(Figure(media="image/png", data=encoded, alt="图"))
    assert f'href="data:image/png;base64,{encoded}"' in found["svg"]
    assert (found["width"], found["height"]) == (7.938, 5.292)


@pytest.mark.parametrize(
    ("figure", "alt"),
    [
        (Figure(media=None, alt="甲", caption="乙"), "甲"),
        (Figure(media=None, caption="乙"), "乙"),
        (Figure(media=None), "没有说明的图"),
    ],
)
def test_every_picture_has_alternative_text(figure: Figure, alt: str) -> None:
    """Alternative text is the figure's, else its caption, else says that there is none."""
    assert figures.plan(figure)["alt"] == alt


def test_signature_finds_room_with_the_block_before() -> None:
    """The paragraph before the signature keeps room, also as the last of a list; a small table stays with it."""
    end = Signature(organ="某局", date="2021年")
    assert drawn(Paragraph(content=inline("文")), end)[0]["room"] == {"lines": 2, "seal": False}
    item = drawn(List(items=((Paragraph(content=inline("文")),),)), end)[0]["items"][-1][-1]
    assert item["room"] == {"lines": 2, "seal": False}
    assert drawn(table("a b"), end)[0]["sticky"] is True
    long_organ = Signature(organ="某" * 40, date="2021年")
    assert drawn(Paragraph(content=inline("文")), long_organ)[0]["room"] == {"lines": 3, "seal": False}


def test_notes_are_for_drafts() -> None:
    """Notes go in final documents, also inside lists and quotes; references to what is not there go too."""
    note = Note(level="info", title="注", refs=(("x", "甲"), ("y", "乙")))
    blocks = (Heading(level=1, content=inline("题"), anchor="x"), note, Quote(blocks=(note,)), List(items=((note,),)))
    final = drawn(*blocks)
    assert [block["type"] for block in final] == ["heading", "quote", "list"]
    assert (final[1]["blocks"], final[2]["items"]) == ([], [[]])
    assert drawn(*blocks, draft=True)[1]["refs"] == [["x", "甲"]]


def test_landscape_pages_take_their_headings_along() -> None:
    """Headings over a landscape table go with it; neighbours share the page; the rest is upright."""
    blocks = (
        Paragraph(content=inline("前")), Heading(level=1, content=inline("题")), table("a b", landscape=True),
        table("c d", landscape=True), Paragraph(content=inline("后")),
    )  # fmt: skip
    data = typst.data(Document(meta=Meta(title="题"), blocks=blocks), fonts.font_set("bundled"))
    found = [(part["landscape"], [block["type"] for block in part["blocks"]]) for part in data["parts"]]
    assert found == [(False, ["paragraph"]), (True, ["heading", "table", "table"]), (False, ["paragraph"])]


def test_title_of_a_document_is_never_empty() -> None:
    """A document without a title gets one, as PDF/UA requires it."""
    data = typst.data(Document(meta=Meta(title=" \n"), blocks=()), fonts.font_set("bundled"))
    assert data["meta"]["title"] == "未命名"
