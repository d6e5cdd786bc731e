from __future__ import annotations

import base64
import io
import itertools
import os
import subprocess
import sys
from typing import TYPE_CHECKING, Any

import pikepdf
import pytest
from PIL import Image

from gongkai.document import fonts, pdf
from gongkai.document.blocks import (
    Cell,
    Code,
    Figure,
    Heading,
    List,
    Note,
    Paragraph,
    Quote,
    Run,
    Signature,
    Table,
    Title,
    inline,
)
from gongkai.document.errors import RenderError
from gongkai.document.layout import figures
from gongkai.document.metadata import Document, Meta
from gongkai.document.pdf import pages
from tests.document import pdfs, reading_order
from tests.document.hostile import TEXTS, hostile_document, hostile_markdown
from tests.document.sample import sample_document

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.document.blocks import Block

SENTENCE = "本机关围绕群众关心的安全生产、防灾减灾、应急救援等领域，及时更新公开目录，落实专人负责。"


def render(*blocks: Block, **meta: Any) -> bytes:
    """A document of some blocks as PDF."""
    return pdf.render(Document(meta=Meta(title="题", **meta), blocks=blocks), fonts.font_set("bundled"))


def paragraph(text: str) -> Paragraph:
    """A paragraph."""
    return Paragraph(content=inline(text))


def head(text: str, **more: Any) -> Cell:
    """A column header."""
    return Cell(content=inline(text), header=True, scope="col", **more)


def row_head(text: str, **more: Any) -> Cell:
    """A row header."""
    return Cell(content=inline(text), header=True, scope="row", align="left", **more)


def value(text: str) -> Cell:
    """A number."""
    return Cell(content=inline(text))


def long_table(rows: int, **more: Any) -> Table:
    """A table of so many rows."""
    body = [(row_head(f"第{n}项"), value(str(n * 977)), value("无")) for n in range(1, rows + 1)]
    return Table(rows=((head("事项"), head("数量"), head("说明")), *body), caption="长表", header_rows=1, **more)


@pytest.fixture(scope="module", params=["2019", "2021"])
def report(request: pytest.FixtureRequest) -> tuple[Document, bytes]:
    """A whole report of each edition, with its PDF."""
    document = sample_document(request.param)
    return document, pdf.render(document, fonts.font_set("bundled"))


def test_every_text_can_be_read_back(report: tuple[Document, bytes]) -> None:
    """Every paragraph, heading, label and number is in the PDF as read by pdfminer."""
    document, data = report
    found = pdfs.text(data)
    missing = [
        part
        for block in document.blocks
        if not isinstance(block, (Figure, Table))
        for part in block.text().split("\n")
        if pdfs.squeezed(part) not in found
    ]
    cells = [
        cell.content[0].text
        for block in document.blocks
        if isinstance(block, Table)
        for row in block.rows
        for cell in row
        if cell.content and len(cell.content[0].text) <= 3
    ]
    assert (missing, [text for text in cells if text not in found]) == ([], [])


def test_promises_of_the_standards_are_kept(report: tuple[Document, bytes]) -> None:
    """PDF/A-2a and PDF/UA-1 as far as structure shows: tags, languages, names, embedded fonts, no .notdef."""
    assert pdfs.broken_promises(report[1]) == []


def test_structure_tree_is_the_document(report: tuple[Document, bytes]) -> None:
    """Read in the order of its tags the PDF says what the document says; its tables are closed and have headers."""
    document, data = report
    assert reading_order.text(document) == pdfs.tagged_text(data)
    assert pdfs.open_grids(data) == []


def test_no_line_of_a_paragraph_is_alone() -> None:
    """Neither the first nor the last line of a paragraph is alone on a page."""
    for filler in range(1, 30, 3):
        blocks = [paragraph("甲" * 28 * (filler % 7 + 1)), *[paragraph("政" * 26 + "府" * 28 * 3 + "末" * 9)] * 8]
        for page in pdfs.page_texts(render(*blocks)):
            rest = page.lstrip("甲")
            assert not rest.startswith("末")
            assert not rest.endswith("政" * 26) or rest == "政" * 26


def test_promises_are_kept_in_drafts_too() -> None:
    """The same for a draft with watermark, marks and notes, in both directions of the page."""
    document = sample_document("2021", draft=True)
    turned = [b.model_copy(update={"landscape": True}) if isinstance(b, Table) else b for b in document.blocks]
    data = pdf.render(document.model_copy(update={"blocks": tuple(turned)}), fonts.font_set("bundled"))
    assert pdfs.broken_promises(data) == []


def test_same_bytes_twice(report: tuple[Document, bytes]) -> None:
    """A document rendered again is the same to the byte."""
    document, data = report
    assert pdf.render(document, fonts.font_set("bundled")) == data


def test_same_bytes_in_another_process_and_folder(tmp_path: Path, root: Path) -> None:
    """Process, folder, time zone and hash seed leave no trace; no file is left behind."""
    program = (
        "import sys; sys.path.insert(0, sys.argv[1])\n"
        "from tests.document.sample import sample_document\n"
        "from gongkai.document import fonts, pdf\n"
        "sys.stdout.buffer.write(pdf.render(sample_document('2021', True), fonts.font_set('bundled')))"
    )
    made = []
    for seed, zone in (("1", "Asia/Shanghai"), ("2", "America/New_York")):
        folder = tmp_path / seed
        (folder / "tmp").mkdir(parents=True)
        environment = {**os.environ, "PYTHONHASHSEED": seed, "TZ": zone, "TMPDIR": str(folder / "tmp")}
        command = [sys.executable, "-c", program, str(root)]
        made.append(subprocess.run(command, cwd=folder, env=environment, check=True, capture_output=True).stdout)
        assert [path for path in folder.rglob("*") if path.is_file() and "matplotlib" not in str(path)] == []
    assert made[0] == made[1]


def test_document_says_what_it_is(report: tuple[Document, bytes]) -> None:
    """Title, organ, date, language and bookmarks are the document's."""
    document, data = report
    with pdfs.opened(data) as opened, opened.open_outline() as outline:
        info = opened.docinfo
        assert str(opened.Root.Lang) == "zh-CN"
        assert (str(info.Title), str(info.Author)) == (document.meta.title, document.meta.author)
        assert document.meta.date is not None
        assert str(info.CreationDate).startswith("D:" + document.meta.date.replace("-", ""))
        wanted = [b.text() for b in document.blocks if isinstance(b, Heading) and b.level == 1]
        assert [item.title for item in outline.root] == wanted


def test_page_is_that_of_the_standard() -> None:
    """A full page of running text holds 22 lines of 28 characters within the type area (GB/T 9704)."""
    data = render(paragraph("政" * 28 * 60))
    lines = pdfs.lines(data, 1)
    assert (len(lines), {len(line) for line in lines}) == (22, {28})
    found = pdfs.chars(data, 1)
    left, right = min(c["x0"] for c in found) / pdfs.MM, max(c["x1"] for c in found) / pdfs.MM
    assert (round(left), round(right)) == (28, 184)
    assert min(c["top"] for c in found) / pdfs.MM > 36
    assert max(c["bottom"] for c in found) / pdfs.MM < 297 - 34


def test_page_numbers_are_outside() -> None:
    """Page numbers are between dashes, on the right of odd pages and on the left of even ones."""
    import pdfplumber

    places = []
    with pdfplumber.open(io.BytesIO(render(paragraph("政" * 28 * 50)))) as opened:
        for page in opened.pages:
            feet = [c for c in page.chars if c["bottom"] > page.height - 33 * pdfs.MM and c["text"].strip()]
            places.append(("".join(c["text"] for c in feet), feet[0]["x0"] > page.width / 2))
    assert places == [("—1—", True), ("—2—", False), ("—3—", True)]


def number(data: bytes, page: int) -> list[dict[str, Any]]:
    """The characters of a page's number."""
    import pdfplumber

    with pdfplumber.open(io.BytesIO(data)) as opened:
        found = opened.pages[page]
        foot = 297 - 35
        return [
            c
            for c in found.chars
            if c["text"].strip()
            and (c["x1"] / pdfs.MM < 34.5 if found.width > found.height else c["top"] / pdfs.MM > foot)
        ]


def test_page_number_is_seven_millimetres_below() -> None:
    """The dashes of the page number are 7 mm under the type area; on landscape pages it is where other pages have it."""
    lying = Table(rows=((head("列"),), (value("1"),)), caption="表", landscape=True)
    data = render(paragraph("政"), lying, lying, paragraph("政" * 28 * 30), lying)
    pages = [number(data, page) for page in range(5)]
    assert ["—1—", "—2—", "—3—", "—4—", "—5—"] == ["".join(c["text"] for c in page) for page in pages]
    # From the foot of the type area to the base line less the height of the dash, and from the edge to the text.
    size = 14 / pdfs.MM
    for page, lies, right in zip(
        pages, (False, True, False, False, True), (True, False, True, False, True), strict=True
    ):
        if lies:
            # Turned to the left: the foot of the page is its left side, the outer edge of odd pages below.
            base = 35 - min(c["matrix"][4] for c in page) / pdfs.MM
            along = (
                max(c["bottom"] for c in page) / pdfs.MM - 28 if right else min(c["top"] for c in page) / pdfs.MM - 28
            )
        else:
            base = 35 - page[0]["matrix"][5] / pdfs.MM
            along = (max if right else min)(c["x1" if right else "x0"] for c in page) / pdfs.MM - 28
        assert 7 == round(base - 0.36 * size, 1)
        assert (156 - size if right else size) == pytest.approx(along, abs=1)


@pytest.mark.parametrize("landscape", [False, True])
@pytest.mark.parametrize("length", [60, 160])
def test_last_page_says_which_document_it_is(landscape: bool, length: int) -> None:
    """The identifier is in the margin under the last page, portrait or landscape, in lines as wide as the type area at most, of one size."""
    import pdfplumber

    identifier = "%E5A" * (length // 4)
    last = Table(rows=((head("列"),), (value("1"),)), caption="表", landscape=landscape)
    with pdfplumber.open(io.BytesIO(render(paragraph("政" * 28 * 30), last, identifier=identifier))) as opened:
        *before, page = opened.pages
        assert not any("%" in found.extract_text() for found in before)
        found = [c for c in page.chars if c["text"] in "%E5A"]
    assert identifier == "".join(c["text"] for c in found)
    start, end = ("top", "bottom") if landscape else ("x0", "x1")
    assert landscape or {7.5} == {round(c["size"], 1) for c in found}
    along = [round(at / pdfs.MM) for at in (min(c[start] for c in found), max(c[end] for c in found))]
    assert along[0] == 28
    assert along[1] <= 28 + 156
    foot = min(c["x0"] for c in found) if landscape else page.height - max(c["bottom"] for c in found)
    assert 9 == pytest.approx(foot / pdfs.MM, abs=0.5)


def test_punctuation_is_squeezed() -> None:
    """Marks that meet take the room of one and a half; quotes are as wide as other characters."""
    found = pdfs.chars(render(paragraph("政“府”、《信》《息》（“公”）。开")))
    at = {c["text"]: c["matrix"][4] for c in found}
    em = 16.0
    assert em == pytest.approx(at["府"] - at["政"] - em, abs=0.6)
    assert 1.5 * em == pytest.approx(at["息"] - at["信"] - em, abs=0.6)
    assert 1.5 * em == pytest.approx(at["公"] - at["息"] - em - em / 2, abs=1.2)


@pytest.mark.parametrize("kept", ["2024年", "图12", "0631-5218910", "96171.6万元", "第20条", "100%"])
def test_numbers_are_not_parted_from_what_they_count(kept: str) -> None:
    """No line ends inside a number with its unit, wherever it is in the line, and none begins with a mark."""
    for mark in ("，", "：", "；", "。", "）"):
        for before in range(20, 28):
            data = render(paragraph("政" * before + kept + mark + "府" * 40))
            lines = pdfs.lines(data)
            assert any(kept in line for line in lines)
            assert not any(line.startswith(mark) for line in lines)


def test_addresses_do_not_tear_lines() -> None:
    """A long address is broken after its marks, and the text before it is not spread."""
    data = render(
        paragraph("本报告的电子版可以在https://www.changming-etdz.example.gov.cn/zwgk/fdzdgknr/zfxxgknb/下载。")
    )
    first = pdfs.lines(data)[0]
    assert first.endswith(("/", ".", "-"))
    at = [c["x0"] for c in pdfs.chars(data) if c["text"] in "本报告的电子版"][:7]
    assert max(b - a for a, b in itertools.pairwise(at)) < 16.5


def test_gap_after_a_marker_is_fixed() -> None:
    """The text after a marker begins at the same place whatever the line."""
    starts = set()
    for count in range(20, 34):
        found = pdfs.chars(render(paragraph("1. 政" + "府，" * (count // 2) + "2020年" * 3 + "府" * count)))
        starts.add(round(found[2]["x0"], 1))
    assert 1 == len(starts)


def test_table_three_is_on_one_page(report: tuple[Document, bytes]) -> None:
    """The table of requests is on one page, in type of 9 points at least."""
    pages = pdfs.page_texts(report[1])
    assert 1 == sum("结转下年度继续办理" in page and "本年新收政府信息公开申请数量" in page for page in pages)
    number_of = next(n for n, page in enumerate(pages) if "结转下年度继续办理" in page and "申请人情况" in page)
    sizes = {round(c["size"], 1) for c in pdfs.chars(report[1], number_of) if c["size"] < 12}
    assert sizes == {10.5}


def test_statutory_labels_break_between_words(report: tuple[Document, bytes]) -> None:
    """Headers of tables are broken between words."""
    text = "\n".join("\n".join(pdfs.lines(report[1], page)) for page in range(len(pdfs.page_texts(report[1]))))
    for part in ("商业企\n", "社会公\n", "法律服\n", "\n、"):
        assert part not in text


def test_groups_are_not_parted() -> None:
    """A group of few rows is on one page with its headers, wherever the table begins."""
    blocks = []
    for part in "甲乙丙丁戊己":
        blocks += [(head(f"{part}部分", column_span=2),), (head("项"), head(f"{part}数"))]
        blocks += [(row_head(f"{part}{n}"), value(str(n))) for n in range(3)]
    for filler in range(8, 15):
        data = render(paragraph("政" * 28 * filler), Table(rows=tuple(blocks), caption="表"))
        for part in "甲乙丙丁戊己":
            where = [n for n, page in enumerate(pdfs.page_texts(data)) if f"{part}0" in page or f"{part}2" in page]
            assert 1 == len(where)
        assert pdfs.broken_promises(data) == []


def test_label_is_repeated_beside_few_rows() -> None:
    """Enough rows go to the next page for the label over them to be repeated there."""
    group = Cell(content=inline("三、本年度办理结果"), header=True, scope="rowgroup", row_span=30)
    rows = [(*((group,) if n == 0 else ()), row_head(f"第{n}项"), value("1")) for n in range(30)]
    widths = (1.0, 5.0, 2.0)
    for filler in range(1, 6):
        block = Table(rows=((head("组"), head("项"), head("数")), *rows), caption="表", header_rows=1, widths=widths)
        more = [(head(f"尾{n}"), head(""), value("")) for n in range(20)]
        block = block.model_copy(update={"rows": (*block.rows, *more)})
        pages = pdfs.page_texts(render(paragraph("政" * 28 * filler), block))
        for page in pages:
            if any(f"第{n}项" in page for n in range(30)):
                assert "本年度" in page


def test_text_comes_before_a_picture_that_does_not_fit() -> None:
    """A picture that is higher than the rest of the page is at the top of the next, and the text after it fills the page."""
    picture = Figure(media="image/svg+xml", data=svg("图", 400, 260), alt="图", caption="图1 某图")
    data = render(paragraph("政" * 28 * 18), picture, paragraph("府" * 28 * 8))
    pages = pdfs.page_texts(data)
    assert "府" in pages[0]
    assert pages[1].index("图1某图") < pages[1].index("府")
    assert pdfs.broken_promises(data) == []


def test_no_picture_overtakes_another() -> None:
    """A small picture that would fit comes after a large one that did not."""
    large = Figure(media="image/svg+xml", data=svg("大", 400, 260), alt="大", caption="图1 大")
    small = Figure(media="image/svg+xml", data=svg("小", 400, 40), alt="小", caption="图2 小")
    text = "".join(
        pdfs.page_texts(
            render(paragraph("政" * 28 * 17), large, paragraph("府" * 28 * 4), small, paragraph("府" * 200))
        )
    )
    assert text.index("图1大") < text.index("图2小")


def test_pictures_stay_in_their_section() -> None:
    """A picture is before the heading of the next section."""
    picture = Figure(media="image/svg+xml", data=svg("图", 400, 260), alt="图", caption="图1 某图")
    blocks = (
        paragraph("政" * 28 * 15),
        picture,
        paragraph("府" * 28 * 4),
        Heading(level=1, content=inline("二、后面")),
    )
    text = pdfs.text(render(*blocks, paragraph("信" * 28 * 3)))
    assert text.index("图1某图") < text.index("二、后面")


def test_last_page_is_not_nearly_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    """If pictures and tables can be a little smaller so that the last few lines need no page, they are."""
    picture = Figure(media="image/svg+xml", data=svg("图", 400, 260), alt="图", caption="图1 某图")
    blocks: list[Block] = [
        paragraph("政" * 28 * 7),
        picture,
        paragraph("府" * 28),
        Signature(organ="某局", date="2021年1月25日"),
    ]
    counts = []
    for loose in (pages.is_loose, lambda *_, **__: False):
        monkeypatch.setattr(pages, "is_loose", loose)
        counts.append([len(pdfs.page_texts(render(*blocks[:2], *[blocks[2]] * n, blocks[3]))) for n in (1, 2)])
    assert counts[1] == [2, 2]
    assert counts[0][0] == 1


def test_photo_is_not_blown_up() -> None:
    """A photo of few pixels is as large as they are, a tall one lower than a page."""
    widths = []
    for size in ((120, 90), (300, 3000), (3000, 300)):
        out = io.BytesIO()
        Image.linear_gradient("L").resize(size).save(out, "PNG")
        photo = Figure(media="image/png", data=base64.b64encode(out.getvalue()).decode(), alt="照片")
        planned = figures.plan(photo)
        widths.append((round(planned["width"]), round(planned["height"])))
    assert widths == [(32, 24), (10, 96), (144, 14)]


def test_nothing_leaves_the_type_area(report: tuple[Document, bytes]) -> None:
    """No character of a report is in the margin."""
    for number in range(len(pdfs.page_texts(report[1]))):
        for char in pdfs.chars(report[1], number):
            # Punctuation at either end of a line is half as wide as its box.
            assert char["x0"] > 27 * pdfs.MM - (8 if char["text"] in "（《“" else 0)
            assert char["x1"] < 185 * pdfs.MM + (8 if char["text"] in "，。、；：）》”" else 0)


def test_report_keeps_its_length(report: tuple[Document, bytes]) -> None:
    """The sample reports take five or six pages; no page is empty."""
    pages = pdfs.page_texts(report[1])
    assert len(pages) in {5, 6}
    assert all(len(page) > 20 or "图" in page for page in pages)


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_headers_of_tables_are_tagged_both_ways(edition: str) -> None:
    """Every header is TH with its scope, every number of table 3 refers to the headers of its column and row."""
    document = sample_document(edition)
    tables = [b for b in document.blocks if isinstance(b, Table)]
    with pdfs.opened(pdf.render(document, fonts.font_set("bundled"))) as opened:
        found = list(pdfs.structure(opened).all("Table"))
        assert [str(t.attribute("/Summary")) for t in found] == [t.caption for t in tables]
        for tagged, table in zip(found, tables, strict=True):
            cells = [cell for row in table.rows for cell in row]
            kinds = [e.kind for e in tagged.all("TH", "TD")]
            assert kinds == ["TH" if cell.header else "TD" for cell in cells]
        requests = found[1]
        scopes = {str(e.attribute("/Scope")) for e in requests.all("TH")}
        assert scopes == {"/Column", "/Row"}
        last = list(requests.all("TD"))[-1]
        assert [str(name)[0] for name in last.attribute("/Headers")].count("R") == 1
        assert len(last.attribute("/Headers")) == 3


def test_row_headers_span_their_rows() -> None:
    """A number beside a label that spans rows names both labels."""
    rows = (
        (head("组"), head("项"), head("数")),
        (Cell(content=inline("甲"), header=True, scope="rowgroup", row_span=2), row_head("一"), value("1")),
        (row_head("二"), value("2")),
    )
    with pdfs.opened(render(Table(rows=rows, caption="表", header_rows=1))) as opened:
        numbers = list(pdfs.structure(opened).all("TD"))
        assert [[str(n) for n in e.attribute("/Headers")][1:] for e in numbers] == [
            ["R0x0y1", "R0x1y1"],
            ["R0x0y1", "R0x1y2"],
        ]


def test_ragged_tables_come_out() -> None:
    """Rows of different lengths, spans out of the table and rows covered from above do not stop a build."""
    tall, wide = Cell(content=inline("甲"), row_span=2), Cell(content=inline("乙"), column_span=3)
    ragged = [
        ((tall, tall), (), (value("丙"), value("丁"))),
        ((value("丙"), tall), (wide,), (value("丁"),)),
        ((row_head("甲", row_span=9), value("1")), (value("2"), value("3"))),
    ]
    for rows in ragged:
        data = render(Table(rows=rows, caption="表", header_rows=1))
        assert pdfs.broken_promises(data) == []


def test_tables_in_lists_and_quotes_are_tagged() -> None:
    """Tables inside other blocks are counted in reading order."""
    data = render(List(items=((long_table(1),),)), Quote(blocks=(long_table(2),)), long_table(3))
    with pdfs.opened(data) as opened:
        found = [sum(1 for _ in t.all("TR")) for t in pdfs.structure(opened).all("Table")]
    assert found == [2, 3, 4]


def test_long_table_repeats_its_headers() -> None:
    """A table of 160 rows has its headers on every page and every row exactly once."""
    data = render(long_table(160, show_caption=True, note=inline("注：全年数据。")))
    pages = pdfs.page_texts(data)
    assert len(pages) == 6
    assert [page.count("事项数量说明") for page in pages] == [1] * 6
    found = "".join(pages)
    assert [found.count(f"第{n}项{n * 977}无") for n in range(1, 161)] == [1] * 160


def test_label_over_rows_is_repeated_for_the_eye_only() -> None:
    """A label that spans a page break is on both pages, and once in the structure."""
    group = Cell(content=inline("合并的组"), header=True, scope="rowgroup", row_span=60)
    rows = [(*((group,) if n == 0 else ()), row_head(f"第{n}项"), value("1")) for n in range(60)]
    data = render(Table(rows=((head("组"), head("项"), head("数")), *rows), caption="表", header_rows=1))
    assert [page.count("合并的组") for page in pdfs.page_texts(data)] == [1, 1]
    with pdfs.opened(data) as opened:
        assert [e.kind for e in pdfs.structure(opened).all("TH")].count("TH") == 3 + 61
    assert pdfs.broken_promises(data) == []


def test_blocks_of_a_stacked_table_have_their_own_headers() -> None:
    """Headers in the middle of a table repeat if their block spans a page break."""
    blocks = []
    for part in ("甲", "乙"):
        blocks += [(head(f"{part}部分", column_span=2),), (head("项"), head(f"{part}数"))]
        blocks += [(row_head(f"{part}{n}"), value(str(n))) for n in range(40)]
    pages = pdfs.page_texts(render(Table(rows=tuple(blocks), caption="表")))
    assert [("甲部分" in page, "乙部分" in page) for page in pages] == [(True, False), (True, True), (False, True)]


def test_table_does_not_start_at_the_page_end() -> None:
    """Heading and table go to the next page together when there is room for a row or two only."""
    for filler in range(14, 22):
        data = render(paragraph("政" * 28 * filler), Heading(level=1, content=inline("二、标题")), long_table(40))
        pages = pdfs.page_texts(data)
        with_heading = next(page for page in pages if "二、标题" in page)
        assert "第5项4885无" in with_heading


def test_heading_is_never_alone_at_the_page_end() -> None:
    """The line after a heading is on the same page, whatever precedes it."""
    for filler in range(17, 24):
        data = render(
            paragraph("政" * 28 * filler), Heading(level=1, content=inline("二、标题")),
            Heading(level=2, content=inline("（一）小标题")), paragraph(SENTENCE * 3),
        )  # fmt: skip
        page = next(page for page in pdfs.page_texts(data) if "二、标题" in page)
        assert "（一）小标题" + SENTENCE[:10] in page


@pytest.mark.parametrize("last", ["paragraph", "list"])
def test_signature_is_never_alone(last: str) -> None:
    """The signature has text above it on its page, however long the text is."""
    for filler in range(14, 24):
        end: Block = paragraph("府" * 28 * filler)
        if last == "list":
            end = List(items=((paragraph("府" * 24 * filler),),), start=1)
        data = render(paragraph("政"), end, Signature(organ="某区应急管理局", date="2021年1月25日"))
        page = next(page for page in pdfs.page_texts(data) if "某区应急管理局" in page)
        assert page.startswith(("政", "府府"))
        assert page.endswith("府某区应急管理局2021年1月25日")


ORGANS = {
    "某某区应急管理局": 2,
    "某局": None,
    "某某省某某市某某区自然资源和规划建设局": 2,
}
"""Organs, and how many characters each is from the right without a seal; a short one is before its longer date."""


def extents(data: bytes, *texts: str) -> list[tuple[float, float]]:
    """Left and right end of texts on the first page in mm from the left of the paper, each on its own line."""
    lines: dict[int, list[dict[str, Any]]] = {}
    for char in pdfs.chars(data):
        lines.setdefault(round(char["bottom"] / 4), []).append(char)
    found = {"".join(c["text"] for c in sorted(line, key=lambda c: c["x0"])): line for line in lines.values()}
    return [
        (min(c["x0"] for c in found[text]) / pdfs.MM, max(c["x1"] for c in found[text]) / pdfs.MM) for text in texts
    ]


@pytest.mark.parametrize("organ", ORGANS)
def test_signature_without_a_seal(organ: str) -> None:
    """GB/T 9704, 7.3.5.2: the date begins two characters after the organ, the longer of them is two in from the right."""
    em = 156 / 28
    data = render(paragraph("政"), Signature(organ=organ, date="2021年1月25日"))
    (left, right), (date_left, date_right) = extents(data, organ, "2021年1月25日")
    assert 2 == round((date_left - left) / em, 1)
    assert 2 == round((184 - (date_right if ORGANS[organ] is None else right)) / em, 1)


@pytest.mark.parametrize("organ", ORGANS)
def test_signature_with_room_for_a_seal(organ: str) -> None:
    """GB/T 9704, 7.3.5.1: the organ is centred over the date, with room around; the date is four in from the right.

    Below a long name, which ends at the right, it is further in.
    """
    em = 156 / 28
    data = render(paragraph("政"), Signature(organ=organ, date="2021年1月25日", seal=True), paragraph("末"))
    (left, right), (date_left, date_right) = extents(data, organ, "2021年1月25日")
    assert 4 == round((184 - date_right) / em, 1) or (len(organ) > 14 and 0 == round((184 - right) / em, 1))
    assert 0 == round((date_left + date_right) / 2 - (left + right) / 2)
    tops = {c["text"]: c["top"] / pdfs.MM for c in pdfs.chars(data)}
    assert tops["末"] - tops["政"] > 45


def test_signature_without_a_date() -> None:
    """An organ without a date is two characters in from the right."""
    ((_, right),) = extents(render(Signature(organ="某某区应急管理局", date="")), "某某区应急管理局")
    assert 2 == round((184 - right) / (156 / 28), 1)


def test_long_organ_stays_in_the_type_area() -> None:
    """An organ whose name is longer than a line is broken, not cut off."""
    organ = "某某省某某市某某区某某某某某某街道办事处（某某经济技术开发区管理委员会）"
    data = render(paragraph("政"), Signature(organ=organ, date="2021年1月25日"))
    assert organ in pdfs.text(data)
    assert max(c["x1"] for c in pdfs.chars(data) if c["text"] != "）") < 185 * pdfs.MM


def svg(text: str, width: int = 400, height: int = 200) -> str:
    """A picture with a word in it."""
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}pt" height="{height}pt">'
        f"<text x='20' y='40' style=\"font: 12px 'Noto Sans SC'\">{text}</text></svg>"
    )


def test_figures_have_alternative_text_and_selectable_words() -> None:
    """A chart's words can be read, its alternative text and caption stand in the tags."""
    data = render(Figure(media="image/svg+xml", data=svg("网站229条"), alt="柱状图：网站229条。", caption="图1 渠道"))
    assert pdfs.text(data) == "网站229条图1渠道"
    with pdfs.opened(data) as opened:
        assert [str(e.node.Alt) for e in pdfs.structure(opened).all("Figure")] == ["柱状图：网站229条。"]


def test_figure_is_fitted_to_its_mention() -> None:
    """A chart that just does not fit is made smaller and stays on the page of the text before it."""
    data = render(
        paragraph("政" * 28 * 14),
        Figure(media="image/svg+xml", data=svg("图中字"), alt="a", caption="图1"),
        paragraph("后" * 28 * 12),
    )
    assert "图中字" in pdfs.page_texts(data)[0]


@pytest.mark.parametrize("kind", ["png", "jpeg"])
def test_photos_are_embedded(kind: str) -> None:
    """Photos come in as they are; a portrait one is no higher than half a page."""
    out = io.BytesIO()
    Image.new("RGB", (300, 900), "#88aacc").save(out, kind)
    figure = Figure.model_validate(
        {"media": f"image/{kind}", "data": base64.b64encode(out.getvalue()).decode(), "alt": "照片", "caption": "图2"}
    )
    data = render(figure)
    with pdfs.opened(data) as opened:
        images = [o for o in opened.objects if isinstance(o, pikepdf.Stream) and o.get("/Subtype") == "/Image"]
        assert [(int(i.Width), int(i.Height)) for i in images] == [(300, 900)]
        box = next(pdfs.structure(opened).all("Figure")).attribute("/BBox", "/Layout")
        assert (float(box[3]) - float(box[1])) / pdfs.MM < 100


def test_missing_picture_is_a_framed_space() -> None:
    """A picture that is not there leaves a frame with its caption."""
    data = render(Figure(media=None, alt="现场", caption="图3 现场"))
    assert pdfs.text(data) == "（图片暂缺）图3现场"
    assert pdfs.broken_promises(data) == []


@pytest.mark.parametrize(
    ("figure", "message"),
    [
        (Figure(media="image/svg+xml", data="<svg", caption="图1"), "图片“图1”的数据不是完整的SVG图：请重新生成。"),
        (Figure(media="image/svg+xml", data="<p/>", alt="甲"), "图片“甲”的数据不是SVG图：请重新生成。"),
        (Figure(media="image/png", data="AAAA"), "一张没有说明的图片的数据不是完整的图片：请换一个文件。"),
    ],
)
def test_broken_picture_is_named(figure: Figure, message: str) -> None:
    """A picture that cannot be read stops the build with its caption."""
    with pytest.raises(RenderError) as caught:
        render(figure)
    assert str(caught.value) == message


@pytest.mark.parametrize(
    "block",
    [
        Title(content="甲𠮷乙"),
        Heading(level=1, content=inline("甲𠮷乙")),
        paragraph("甲𠮷乙"),
        List(items=((paragraph("甲𠮷乙"),),)),
        Quote(blocks=(paragraph("甲𠮷乙"),)),
        Code(content="甲𠮷乙"),
        Table(rows=((value("甲𠮷乙"),),), caption="表"),
        Table(rows=((value("甲"),),), caption="表", note=inline("甲𠮷乙")),
        Figure(media=None, alt="a", caption="甲𠮷乙"),
        Figure(media="image/svg+xml", data=svg("甲𠮷乙"), alt="a"),
        Signature(organ="甲𠮷乙", date="2021年"),
    ],
    ids=lambda block: block.type,
)
def test_missing_glyph_is_named(block: Block) -> None:
    """A character in no font of the set stops the build, named with its code point and its neighbours."""
    with pytest.raises(RenderError) as caught:
        render(block)
    message = "字体集“bundled”里没有字符“𠮷”（U+20BB7），它在“甲𠮷乙”里：请换一个写法，或换用有这个字的字体集。"
    assert str(caught.value).replace("甲𠮷乙2021年", "甲𠮷乙").replace("甲𠮷乙：a", "甲𠮷乙") == message


def test_rare_characters_and_wide_digits() -> None:
    """镕 喆 珺 堃, full-width digits and signs come out in every face."""
    rare = "朱镕、张喆、李珺、王堃，１２３４５，㎡，①⑩，〔2020〕，‰，—，…，“”"
    runs = (Run(text=rare), Run(text=rare, bold=True), Run(text=rare, italic=True), Run(text=rare, code=True))
    data = render(Title(content=rare[:8]), Heading(level=1, content=inline(rare)), Paragraph(content=runs))
    assert pdfs.text(data) == pdfs.squeezed(rare[:8] + rare * 5)
    assert pdfs.broken_promises(data) == []


def test_long_words_are_broken() -> None:
    """An address without blanks is broken inside the type area, with nothing added to it."""
    url = "https://www.example.gov.cn/" + "col12345/index" * 12 + "?uid=1&page=2"
    data = render(
        Paragraph(content=(Run(text="地址是"), Run(text=url, href="https://www.example.gov.cn/"))),
        Table(rows=((value(url), value("甲")),), caption="表"),
    )
    assert pdfs.text(data).startswith("地址是" + url)
    assert max(c["x1"] for c in pdfs.chars(data)) < 185 * pdfs.MM


def test_numbers_are_not_wrapped() -> None:
    """Numbers of ten figures stay on one line in a table of ten columns."""
    rows = (tuple(head("列") for _ in range(10)), tuple(value(f"{n}234567890") for n in range(10)))
    lines = pdfs.lines(render(Table(rows=rows, caption="表", header_rows=1)))
    assert lines[-1] == "".join(f"{n}234567890" for n in range(10))


def test_wide_table_gets_a_landscape_page() -> None:
    """A table that requests it, or has more columns than fit a portrait page, is on a landscape page."""
    wide = Table(rows=(tuple(value(f"{n}23456.789") for n in range(16)),), caption="表")
    asked = long_table(3, landscape=True)
    heading = Heading(level=1, content=inline("一、标题"))
    data = render(paragraph("前"), heading, wide, asked, paragraph("后"))
    with pdfs.opened(data) as opened:
        turned = [float(p.mediabox[2]) > float(p.mediabox[3]) for p in opened.pages]
    assert turned == [False, True, False]
    assert pdfs.page_texts(data)[1].startswith("一、标题")


def test_table_of_too_many_columns_stays_on_its_page() -> None:
    """Words are broken as a last resort; nothing is cut off at the edge."""
    rows = tuple(tuple(value(f"{n}{r}345.6789") for n in range(40)) for r in range(3))
    data = render(Table(rows=rows, caption="表"))
    assert max(c["x1"] for c in pdfs.chars(data)) < (297 - 34) * pdfs.MM


def test_long_overview() -> None:
    """An overview of 6,000 characters comes out whole."""
    parts = [paragraph(f"{n}、" + (SENTENCE * 14)[:597]) for n in range(10)]
    data = render(Heading(level=1, content=inline("一、总体情况")), *parts)
    assert pdfs.text(data) == "一、总体情况" + "".join(part.text() for part in parts)
    assert len(pdfs.page_texts(data)) == 10


def test_draft_shows_notes_marks_and_watermark() -> None:
    """Notes, marks of cells and 草稿 are in drafts only."""
    cell = Cell(content=inline("5"), mark="error", anchor="c", refs=("n",))
    blocks = (
        Table(rows=((head("数"),), (cell,)), caption="表", header_rows=1),
        Note(level="error", title="不相等", content=inline("请核对。"), anchor="n", refs=(("c", "第一格"),)),
    )
    assert pdfs.text(render(*blocks)) == "数5"
    draft = render(*blocks, draft=True)
    found = pdfs.text(draft)
    assert [word in found for word in ("草", "稿", "【错误】不相等", "请核对。", "第一格", "5▲")] == [True] * 6
    with pdfs.opened(draft) as opened:
        assert len(opened.pages[0].Annots) == 2
    assert pdfs.broken_promises(draft) == []


def test_links_go_to_addresses_and_anchors() -> None:
    """Links to the web and to existing anchors become links; others remain text."""
    runs = (
        Run(text="网站", href="https://www.example.gov.cn/"), Run(text="甲", href="#a"), Run(text="乙", href="#nowhere"),
    )  # fmt: skip
    data = render(Heading(level=1, content=inline("题"), anchor="a"), Paragraph(content=runs))
    with pdfs.opened(data) as opened:
        assert len(opened.pages[0].Annots) == 2
    assert pdfs.broken_promises(data) == []


def test_skipped_levels_and_empty_blocks_are_put_right() -> None:
    """What PDF/UA refuses (skipped heading levels, empty headings, control characters) does not stop a build."""
    data = render(
        Heading(level=3, content=inline("甲")), Heading(level=1, content=()), Heading(level=4, content=inline("乙")),
        paragraph("a\x00b\ufeffc\u202ed\u2028e"), Table(rows=(), caption="空"), Table(rows=((),), caption="空"),
        List(items=()), List(items=((),)), Quote(blocks=()), Code(content=""), paragraph(""), Title(content=""),
        Signature(organ="", date=""),
    )  # fmt: skip
    with pdfs.opened(data) as opened:
        assert [e.kind for e in pdfs.structure(opened).all("H1", "H2", "H3")] == ["H1", "H2"]
    assert "abcde" in pdfs.text(data)
    assert pdfs.broken_promises(data) == []


@pytest.mark.parametrize("date", [None, "someday"])
def test_document_without_a_date(date: str | None) -> None:
    """A document without a date has a fixed one in its metadata, never today's."""
    with pdfs.opened(render(paragraph("甲"), date=date)) as opened:
        assert str(opened.docinfo.CreationDate).startswith("D:20000101")


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_is_text(text: str) -> None:
    """Markup of HTML, Jinja and Typst in any field is printed literally and never executed."""
    document = hostile_document(text)
    data = pdf.render(document, fonts.font_set("bundled"))
    assert pdfs.text(render(paragraph(text))) == pdfs.squeezed(text)
    assert pdfs.broken_promises(data) == []
    with pdfs.opened(data) as opened:
        links = [str(a.A.get("/URI", "")) for p in opened.pages for a in p.get("/Annots", []) if "/A" in a]
        assert [link for link in links if link.startswith("javascript:")] == []
        assert not any(key in opened.Root for key in ("/OpenAction", "/AA", "/AcroForm"))


def test_hostile_markdown_is_text() -> None:
    """The same through Markdown."""
    data = pdf.render(hostile_markdown(), fonts.font_set("bundled"))
    assert pdfs.broken_promises(data) == []


@pytest.mark.parametrize(
    ("warnings", "calls"),
    [(["layout did not converge within 5 attempts"], [*[True] * 5, False]), ([], [True])],
)
def test_layout_that_does_not_converge_is_simplified(
    monkeypatch: pytest.MonkeyPatch, warnings: list[str], calls: list[bool]
) -> None:
    """If the layout does not converge, it is done without looking at page positions."""
    compiled, seen = pdf._compile, []

    def watched(found: dict[str, Any], *rest: Any) -> tuple[bytes, list[str]]:
        seen.append(found["settled"])
        return compiled(found, *rest)[0], warnings if found["settled"] else []

    monkeypatch.setattr(pdf, "_compile", watched)
    assert pdfs.text(render(paragraph("甲"), long_table(60))).startswith("甲事项数量")
    assert seen == calls


def test_warnings_stop_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    """Any other warning of Typst is an error."""
    compiled = pdf._compile
    monkeypatch.setattr(pdf, "_compile", lambda *all_: (compiled(*all_)[0], ["unknown font family: x"]))
    with pytest.raises(RenderError, match="PDF排版有警告：unknown font family: x。"):
        render(paragraph("甲"))


def test_two_threads_side_by_side() -> None:
    """Two documents rendered at the same time keep their pictures apart."""
    from concurrent.futures import ThreadPoolExecutor

    def one(n: int) -> str:
        return pdfs.text(render(paragraph(f"文{n}"), Figure(media="image/svg+xml", data=svg(f"图{n}"), alt="a")))

    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(one, range(8))) == [f"文{n}图{n}" for n in range(8)]
