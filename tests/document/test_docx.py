"""Blocks to Word, read back by python-docx and by LibreOffice."""

from __future__ import annotations

import io
import re
import subprocess
import sys
import zipfile

import docx as word
import pdfplumber
import pytest
from docx.oxml.ns import qn
from docx.shared import Mm
from lxml import etree

from gongkai.document import docx, fonts
from gongkai.document.blocks import Cell, Figure, Heading, List, Paragraph, Run, Signature, Table, inline, plain
from gongkai.document.docx.xml import ORDER
from gongkai.document.errors import RenderError
from gongkai.document.metadata import Document, Meta
from tests.document.hostile import TEXTS, hostile_document
from tests.document.libreoffice import assert_same_tables, converted, starting
from tests.document.sample import sample_document

FONTS = fonts.font_set("bundled")


def opened(document):
    return word.Document(io.BytesIO(docx.render(document, FONTS)))


def grid(table):
    """The text of every grid position of a table; merged cells repeat theirs. Line breaks of labels do not count."""
    return [[cell.text.replace("\n", "") for cell in row.cells] for row in table.rows]


def expected_grid(table):
    """The same, from the block."""
    height = len(table.rows)
    found: list[list[str | None]] = [[None] * table.width for _ in range(height)]
    for n, row in enumerate(table.rows):
        for cell in row:
            at = found[n].index(None)
            for r in range(n, n + cell.row_span):
                for c in range(at, at + cell.column_span):
                    found[r][c] = plain(cell.content)
    return found


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_tables_read_back(edition):
    """Every table comes back cell by cell, merged as it was."""
    sample = sample_document(edition=edition)
    tables = [block for block in sample.blocks if isinstance(block, Table)]
    made = [table for table in opened(sample).tables if len(table.rows) > 1]
    assert [expected_grid(table) for table in tables] == [grid(table) for table in made]


def test_header_rows_repeat_and_rows_stay_whole():
    """Header rows repeat on each page; no row is divided."""
    sample = sample_document()
    tables = [block for block in sample.blocks if isinstance(block, Table)]
    made = [table for table in opened(sample).tables if len(table.rows) > 1]
    heads = [sum(row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows) for table in made]
    assert [table.header_rows for table in tables] == heads
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for table in made for row in table.rows)


def test_text_reads_back():
    """Every heading and paragraph is there, in order, in the style that Word users expect."""
    sample = sample_document()
    made = [(p.style.name, p.text) for p in opened(sample).paragraphs if p.text]
    headings = [(f"Heading {b.level}", b.text()) for b in sample.blocks if isinstance(b, Heading)]
    assert headings == [item for item in made if item[0].startswith("Heading")]
    texts = {text for _, text in made}
    assert set() == {b.text().replace("\n", "") for b in sample.blocks if isinstance(b, Paragraph)} - {
        t.replace("\n", "") for t in texts
    }


def test_styles_are_words_own():
    """The styles are Word's built-in ones, so Chinese Word shows them as 标题 1 …, in the fonts of GB/T 9704."""
    made = opened(sample_document())
    found = {}
    for level in (1, 2, 3, 4):
        style = made.styles[f"Heading {level}"]
        assert f"Heading{level}" == style.style_id
        found[level] = style.element.rPr.rFonts.get(qn("w:eastAsia"))
    assert {1: "黑体", 2: "楷体", 3: "仿宋", 4: "仿宋"} == found
    assert "仿宋" == made.styles["Normal"].element.rPr.rFonts.get(qn("w:eastAsia"))


def test_page():
    """A4 with the margins of GB/T 9704, page numbers outside on odd and even pages."""
    section = opened(sample_document()).sections[0]
    size = (section.page_width, section.page_height, section.top_margin, section.left_margin)
    assert tuple(round(Mm(n).mm) for n in (210, 297, 37, 28)) == tuple(round(length.mm) for length in size)
    for footer in (section.footer, section.even_page_footer):
        assert "PAGE" in footer._element.xml
    assert ("right", "left") == tuple(
        footer.paragraphs[0]._p.pPr.jc.get(qn("w:val")) for footer in (section.footer, section.even_page_footer)
    )


def test_contents_field():
    """If asked for, a table of contents field lists the sections before Word updates it."""
    sample = sample_document()
    assert "TOC \\o" not in opened(sample).element.xml
    asked = sample.model_copy(update={"meta": sample.meta.model_copy(update={"contents": True})})
    xml = opened(asked).element.xml
    assert "TOC \\o" in xml
    anchors = set(re.findall(r'w:anchor="(_Toc\d+)"', xml))
    assert anchors
    assert anchors <= set(re.findall(r'w:name="(_Toc\d+)"', xml))


def test_pictures_have_alternative_text():
    """Charts are there as SVG with a PNG beside it, and say what they show."""
    sample = sample_document()
    made = opened(sample)
    alts = [item.get("descr") for item in made.element.iter(qn("wp:docPr"))]
    assert [b.alt for b in sample.blocks if isinstance(b, Figure) and b.media] == alts
    names = zipfile.ZipFile(io.BytesIO(docx.render(sample, FONTS))).namelist()
    assert any(name.endswith(".svg") for name in names)
    svg = zipfile.ZipFile(io.BytesIO(docx.render(sample, FONTS))).read("word/media/chart1.svg").decode()
    assert "'Microsoft YaHei', 'SimHei', 'PingFang SC', sans-serif" in svg
    assert "svgBlip" in made.element.xml


def test_missing_picture_is_a_framed_space():
    """A picture that is not there is a framed space on the page of its caption; without one it is not held."""
    figures = Figure(media=None, caption="图1 开放日"), Figure(media=None)
    made = opened(Document(meta=Meta(title="甲"), blocks=figures))
    _, *lines = made.paragraphs
    captions = [n for n, line in enumerate(lines) if line.style.name == "Caption"]
    assert [["图1 开放日"], [7]] == [[lines[n].text for n in captions], captions]
    framed = [line for line in lines if line.style.name == "图片暂缺"]
    assert (["", "", "", "（图片暂缺）", "", "", ""] * 2) == [line.text for line in framed]
    style = framed[0].style
    assert {"top", "left", "bottom", "right"} == {
        side.tag.rpartition("}")[2] for side in style.element.pPr.find(qn("w:pBdr"))
    }
    assert style.paragraph_format.keep_with_next
    assert [None] * 13 + [False] == [line.paragraph_format.keep_with_next for line in framed]
    assert "表后空行" == lines[-1].style.name
    # Word draws one frame around paragraphs whose indents are the same.
    assert 1 == len({(line.paragraph_format.left_indent, line.paragraph_format.right_indent) for line in framed})


def test_landscape_table_has_a_separate_page():
    """A landscape table has a landscape page, and the next page is portrait again."""
    table = next(block for block in sample_document().blocks if isinstance(block, Table))
    made = opened(
        Document(
            meta=Meta(title="甲"),
            blocks=(table.model_copy(update={"landscape": True}), Paragraph(content=inline("乙"))),
        )
    )
    assert [False, True, False] == [section.page_width > section.page_height for section in made.sections]


def test_draft_carries_a_watermark():
    """A draft shows 草稿 behind its text; a final report does not."""
    shown = [
        draft
        for draft in (True, False)
        if "草稿" in opened(sample_document(draft=draft)).sections[0].header._element.xml
    ]
    assert [True] == shown


def test_nested_lists_and_signature():
    """Lists keep their numbers; organ and date are at the end."""
    blocks = (
        List(items=((Paragraph(content=inline("甲")),), (Paragraph(content=inline("乙")),)), start=3),
        Signature(organ="某局", date="2021年1月5日"),
    )
    made = opened(Document(meta=Meta(title="题"), blocks=blocks))
    assert ["题", "3.\u2002甲", "4.\u2002乙", "某局", "2021年1月5日"] == [p.text for p in made.paragraphs if p.text]


def test_same_bytes():
    """The same document gives the same bytes, also in another process and folder."""
    sample = sample_document()
    first = docx.render(sample, FONTS)
    code = (
        "import sys; from tests.document.sample import sample_document; from gongkai.document import docx, fonts; "
        "sys.stdout.buffer.write(docx.render(sample_document(), fonts.font_set('bundled')))"
    )
    second = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, timeout=120).stdout
    assert first == second
    assert {(2000, 1, 1, 0, 0, 0)} == {item.date_time for item in zipfile.ZipFile(io.BytesIO(first)).infolist()}


@pytest.mark.parametrize("text", TEXTS)
def test_hostile_text_is_text(text):
    """Whatever an organ writes comes out as it was written, and the file opens."""
    made = opened(hostile_document(text))
    assert made.paragraphs


def test_libreoffice_shows_the_same_text(tmp_path):
    """LibreOffice opens the file and shows every paragraph and every number."""
    sample = sample_document()
    shown = converted(sample, tmp_path, "txt:Text (encoded):UTF8", "report.txt").decode("utf-8-sig")
    shown = re.sub(r"\s", "", shown)
    for block in sample.blocks:
        if isinstance(block, (Heading, Paragraph)):
            assert re.sub(r"\s", "", block.text()) in shown
        if isinstance(block, Table):
            for row in block.rows:
                for cell in row:
                    assert re.sub(r"\s", "", plain(cell.content)) in shown


@pytest.mark.parametrize("edition", ["2019", "2021"])
def test_libreoffice_keeps_the_tables(edition, tmp_path):
    """Opened and saved by LibreOffice, every table is as it was: cells, merges, header rows; headings and pictures too."""
    sample = sample_document(edition)
    tables, kept, made = assert_same_tables(sample, tmp_path)
    heads = [sum(row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows) for table in kept]
    assert [table.header_rows for table in tables] == heads
    headings = [(b.level, b.text()) for b in sample.blocks if isinstance(b, Heading)]
    assert headings == [
        (int(p.style.name[-1]), p.text) for p in made.paragraphs if re.fullmatch(r"Heading \d", p.style.name)
    ]
    alts = [item.get("descr") for item in made.element.iter(qn("wp:docPr"))]
    assert [b.alt for b in sample.blocks if isinstance(b, Figure) and b.media] == alts


def test_pages_of_the_report(tmp_path):
    """Set by LibreOffice the report has its size, no page is empty, and the signature is not alone on the last one."""
    data = converted(sample_document(), tmp_path, "pdf", "report.pdf")
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        texts = [page.extract_text() for page in pdf.pages]
        assert {(595, 842)} == {(round(page.width), round(page.height)) for page in pdf.pages}
    numbers = [re.search(r"— (\d+) —", text)[1] for text in texts]
    assert [str(n) for n in range(1, len(texts) + 1)] == numbers
    assert all(len(text) > 15 for text in texts)
    assert "80.4％" in texts[-1]


def test_numbers_are_on_one_line(tmp_path):
    """In the fonts of LibreOffice, whose digits may be wider, no number of a table is broken."""
    columns = 7
    longest = ["87654321", "3119", "40282342", "1362", "9", "53", "5012303"]
    head = tuple(Cell(content=inline(f"第{n}列"), header=True) for n in range(columns + 1))
    rows = [
        (
            Cell(
                content=inline(f"{n}.申请人逾期未按收费通知要求缴纳费用、行政机关不再处理"), header=True, align="left"
            ),
            *(Cell(content=(Run(text=text, bold=True),)) for text in longest),
        )
        for n in range(3)
    ]
    table = Table(caption="表", header_rows=1, rows=(head, *rows))
    document = Document(meta=Meta(title="题"), blocks=(table,))
    with pdfplumber.open(io.BytesIO(converted(document, tmp_path, "pdf", "report.pdf"))) as pdf:
        words = [word["text"] for word in pdf.pages[0].extract_words()]
    page_number = "1"
    assert sorted([*longest * 3, page_number]) == sorted(word for word in words if word.isdigit())


def rows_on_pages(folder, *blocks):
    """How many rows whose label is 行 with a number LibreOffice sets on each page."""
    document = Document(meta=Meta(title="题"), blocks=blocks)
    with pdfplumber.open(io.BytesIO(converted(document, folder, "pdf", "report.pdf"))) as pdf:
        return [len(re.findall(r"行\d", page.extract_text() or "")) for page in pdf.pages]


def table_of(count, *, group=1):
    """A table of some rows with a header row, and labels over ``group`` of them each."""
    label = Cell(content=inline("组"), header=True, row_span=group)
    labels = [(label,) if group > 1 and n % group == 0 else () for n in range(count)]
    rows = [
        (*before, Cell(content=inline(f"行{n}"), header=True), Cell(content=inline("1")))
        for n, before in enumerate(labels)
    ]
    head = tuple(Cell(content=inline(text), header=True) for text in ("组", "项", "数")[group == 1 :])
    return Table(caption="表", header_rows=1, rows=(head, *rows))


def test_a_table_before_a_page_is_not_parted(tmp_path):
    """A table of middle height stays whole if the next one needs a page: its rest would be alone on a page."""
    before = [Paragraph(content=inline("甲")) for _ in range(15)]
    heading = Heading(level=1, content=inline("三、收到"))
    text = Paragraph(content=inline("乙"))
    assert [0, 18, 28] == rows_on_pages(tmp_path, *before, table_of(18), heading, table_of(28, group=7))
    assert 0 < rows_on_pages(tmp_path, *before, table_of(18), text, table_of(28, group=7))[0] < 18


def test_a_long_table_without_groups_begins_under_the_text(tmp_path):
    """A table of nearly a page without labels over several rows is parted, so that no gap is left before it."""
    before = [Paragraph(content=inline("甲")) for _ in range(10)]
    first, second = rows_on_pages(tmp_path, *before, table_of(28))
    assert first > 10
    assert 28 == first + second
    assert [0, 28] == rows_on_pages(tmp_path, *before, table_of(28, group=7))


def _ordered(properties, order):
    places = [order.index(child.tag.rpartition("}")[2]) for child in properties]
    return places == sorted(set(places))


@pytest.mark.parametrize("document", [sample_document(draft=True), hostile_document("<b>&")], ids=["sample", "hostile"])
def test_properties_are_in_schema_order(document):
    """Properties of paragraphs, runs, tables and cells are unique and in order, as Word requires."""
    parts = zipfile.ZipFile(io.BytesIO(docx.render(document, FONTS)))
    for name in parts.namelist():
        if re.fullmatch(r"word/(document|styles|header\d|footer\d)\.xml", name):
            root = etree.fromstring(parts.read(name))
            for kind, order in ORDER.items():
                wrong = [p for p in root.iter(qn(f"w:{kind}")) if not _ordered(p, order)]
                assert [] == [etree.tostring(p) for p in wrong]


def test_every_style_that_is_used_is_there():
    """No paragraph, run or table names a style that the file does not have."""
    made = opened(sample_document(draft=True))
    known = {style.style_id for style in made.styles}
    kinds = [qn(f"w:{kind}") for kind in ("pStyle", "rStyle", "tblStyle", "basedOn", "next")]
    used = {e.get(qn("w:val")) for root in (made.element, made.styles.element) for e in root.iter(*kinds)}
    assert set() == used - known
    assert {"toc 1", "caption", "heading 1", "Body Text", "Signature", "表头"} <= {
        s.element.name_val for s in made.styles
    }


def test_notes_are_for_drafts():
    """A final report shows no note and no mark; a draft links mark and note."""
    marked = sample_document(draft=True)
    final = marked.model_copy(update={"meta": marked.meta.model_copy(update={"draft": False})})
    shown = ["R3（错误）" in opened(document).element.xml for document in (marked, final)]
    assert [True, False] == shown
    xml = opened(marked).element.xml
    names = re.findall(r'w:bookmarkStart w:id="\d+" w:name="([^"]+)"', xml)
    assert len(names) == len(set(names))
    assert set(re.findall(r'<w:hyperlink w:anchor="([^"]+)"', xml)) <= set(names)
    assert "▲" in xml


def test_signature_is_held():
    """The signature stays with what precedes it: a paragraph, a list, the last rows of a table."""
    table = next(block for block in sample_document().blocks if isinstance(block, Table))
    for before in (Paragraph(content=inline("甲")), List(items=((Paragraph(content=inline("甲")),),)), table):
        made = opened(Document(meta=Meta(title="题"), blocks=(before, Signature(organ="某局", date="2021年1月5日"))))
        *held, last = list(made.element.body.iter(qn("w:p")))[-4:]
        assert "2021年1月5日" == last.text
        # The style of the organ keeps it with the date.
        assert all(p.pPr.find(qn("w:keepNext")) is not None or p.style == "Signature" for p in held)


def test_addresses_are_made_safe():
    """An address that Word could not read is encoded, one that is no address is text."""
    runs = (Run(text="甲", href="https://例.cn/a b<c>"), Run(text="乙", href="javascript:alert(1)"))
    made = opened(Document(meta=Meta(title="题"), blocks=(Paragraph(content=runs),)))
    links = [rel.target_ref for rel in made.part.rels.values() if rel.is_external]
    assert ["https://%E4%BE%8B.cn/a%20b%3Cc%3E"] == links


def test_formatting_in_cells():
    """Bold text and links in table cells stay so."""
    cell = Cell(content=(Run(text="甲", bold=True), Run(text="乙", href="https://example.cn/")))
    made = opened(Document(meta=Meta(title="题"), blocks=(Table(rows=((cell,),), caption="表"),)))
    xml = made.tables[0]._tbl.xml
    assert '<w:rStyle w:val="Strong"/>' in xml
    assert "w:hyperlink" in xml


def test_nothing_of_the_template_comes_along():
    """The file holds no thumbnail and no styles that are not used for reports."""
    data = docx.render(sample_document(), FONTS)
    names = zipfile.ZipFile(io.BytesIO(data)).namelist()
    assert not [name for name in names if "thumbnail" in name or "stylesWithEffects" in name]
    assert len(data) < 80_000


def test_bad_date_and_broken_picture():
    """An invalid date is omitted; a broken picture is named."""
    assert docx.render(Document(meta=Meta(title="题", date="去年"), blocks=()))
    broken = Figure(media="image/png", data="AAAA", caption="图1 会场")
    with pytest.raises(RenderError, match="图1 会场"):
        docx.render(Document(meta=Meta(title="题"), blocks=(broken,)))


def twips(paragraph, name):
    """An indent of a paragraph in characters of the grid."""
    return round(int(paragraph.pPr.find(qn("w:ind")).get(qn(f"w:{name}")) or 0) / (156 * 56.693 / 28), 1)


def test_signature_follows_the_standard():
    """Without a seal the date begins two characters after the organ, with one both are centred about the same line."""
    for organ in ("某某区应急管理局", "某局"):
        made = opened(Document(meta=Meta(title="题"), blocks=(Signature(organ=organ, date="2021年1月25日"),)))
        name, date = (p._p for p in made.paragraphs[-2:])
        assert 2 == round(twips(date, "left") - twips(name, "left"), 1)
        longest = max(len(organ), 0.5 * 7 + 3)
        assert 28 - 2 - longest == pytest.approx(twips(name if len(organ) == longest else date, "left"), abs=0.1)
        sealed = Signature(organ=organ, date="2021年1月25日", seal=True)
        made = opened(Document(meta=Meta(title="题"), blocks=(sealed,)))
        name, date = (p._p for p in made.paragraphs[-2:])
        assert ["center", "center"] == [p.pPr.jc.get(qn("w:val")) for p in (name, date)]
        assert twips(name, "left") == twips(date, "left") == pytest.approx(28 - 2 * (4 + 6.5 / 2), abs=0.1)


@pytest.mark.parametrize(("organ", "left"), [("某某省某某市某某区自然资源和规划建设局", 9), ("某" * 40, 0)])
def test_long_name_is_centred_over_the_date(organ, left, tmp_path):
    """With a seal a long name begins further left, and the date with it, so that both have the same middle."""
    blocks = Paragraph(content=inline("文")), Signature(organ=organ, date="2021年1月25日", seal=True)
    document = Document(meta=Meta(title="题"), blocks=blocks)
    name, date = (p._p for p in opened(document).paragraphs[-2:])
    assert [left, left] == [twips(name, "left"), twips(date, "left")]
    with pdfplumber.open(io.BytesIO(converted(document, tmp_path, "pdf", "report.pdf"))) as pdf:
        lines = [(line["x0"] + line["x1"]) / 2 for line in pdf.pages[0].extract_text_lines()[2:-1]]
    assert len(lines) == 2 + len(organ) // 28
    assert max(lines) - min(lines) < 2


def test_paragraphs_and_cells_have_named_styles():
    """No run of a final report has fonts or sizes of its own, no line of a cell a height of its own."""
    made = opened(sample_document())
    runs = [run for run in made.element.body.iter(qn("w:r")) if run.find(qn("w:rPr")) is not None]
    own = {child.tag.rpartition("}")[2] for run in runs for child in run.rPr}
    assert own <= {"rStyle"}
    lines = [p for table in made.tables for row in table.rows for cell in row.cells for p in cell.paragraphs]
    styles = {p.style.name.split()[0] for p in lines}
    assert {"表头", "表格文字", "表格标目", "表格数字"} >= styles >= {"表头", "表格文字", "表格标目"}
    assert [p for p in lines if p._p.pPr.spacing is not None] == []


def test_small_tables_have_styles_of_their_own():
    """A table that is set smaller has styles named after their size, based on the usual ones."""
    cells = tuple(Cell(content=inline(f"{10**7 + n}")) for n in range(14))
    made = opened(Document(meta=Meta(title="题"), blocks=(Table(rows=(cells, cells), caption="宽表"),)))
    style = made.tables[0].cell(0, 0).paragraphs[0].style
    assert style.base_style.name == "表格数字"
    assert style.name == f"表格数字 {style.font.size.pt:g}磅"
    assert style.font.size.pt < 10.5


def test_formatted_runs_have_named_styles():
    """Bold, emphasis, code and links are Word's own styles; only a bold link has formatting beside its style."""
    runs = (
        Run(text="甲", bold=True),
        Run(text="乙", italic=True),
        Run(text="丙", code=True),
        Run(text="丁", bold=True, href="https://a.cn"),
    )
    made = opened(Document(meta=Meta(title="题"), blocks=(Paragraph(content=runs),)))
    ids = {style.style_id: style.name for style in made.styles}
    found = {
        run.text: run.rPr.find(qn("w:rStyle")) for run in made.element.body.iter(qn("w:r")) if run.text in "甲乙丙丁"
    }
    assert {text: ids[style.get(qn("w:val"))] for text, style in found.items()} == {
        "甲": "Strong",
        "乙": "Emphasis",
        "丙": "HTML Code",
        "丁": "Hyperlink",
    }


def test_lines_do_not_begin_with_units():
    """Word starts no line with the unit of a number, and does not break a telephone number; its text stays the same."""
    text = "2024年收到3件，电话0631-5218910-2，图1"
    made = opened(Document(meta=Meta(title="题"), blocks=(Paragraph(content=inline(text)),)))
    rules = made.settings.element
    before, after = (rules.find(qn(f"w:noLineBreaks{side}")).get(qn("w:val")) for side in ("Before", "After"))
    assert set("年件。，）") <= set(before)
    assert set("图第（《") <= set(after)
    assert made.paragraphs[-1].text == text
    assert made.paragraphs[-1]._p.xml.count("<w:noBreakHyphen/>") == 2


@pytest.mark.parametrize(("lines", "begins"), [(1, []), (15, ["一、表"])])
def test_labels_of_a_long_table_are_repeated(lines, begins, tmp_path):
    """On each page of a table longer than one, the label of rows that go on is there again.

    The table begins a page unless there is much room under the text.
    """
    label = Cell(content=inline("一季度"), header=True, scope="row", row_span=60)
    rows = [
        (Cell(content=inline(f"第{n}项"), header=True, scope="row"), Cell(content=inline(str(n)))) for n in range(60)
    ]
    head = tuple(Cell(content=inline(text), header=True, scope="col") for text in ("季度", "事项", "数量"))
    table = Table(rows=(head, (label, *rows[0]), *rows[1:]), caption="长表", header_rows=1)
    texts = [Paragraph(content=inline("文"))] * lines
    document = Document(meta=Meta(title="题"), blocks=(*texts, Heading(level=1, content=inline("一、表")), table))
    made = opened(document)
    tables = [[starting(row) for row in table.rows] for table in made.tables]
    assert len(tables) > 1
    assert [(["季度", "事项", "数量"], "一季度")] * len(tables) == [(rows[0], rows[1][0]) for rows in tables]
    assert [f"第{n}项" for n in range(60)] == [row[-2] for rows in tables for row in rows[1:]]
    assert [p.text for p in made.paragraphs if p.paragraph_format.page_break_before] == [
        *begins,
        *[""] * (len(tables) - 1),
    ]
    with pdfplumber.open(io.BytesIO(converted(document, tmp_path, "pdf", "report.pdf"))) as pdf:
        shown = [("第" in text, "一季度" in text) for text in (page.extract_text() for page in pdf.pages)]
    assert all(with_label for with_rows, with_label in shown if with_rows)
    assert len(shown) == len(tables) + bool(begins)


@pytest.mark.parametrize("lines", [0, 9])
def test_no_header_of_a_long_table_is_alone(lines):
    """Where the first row is higher than the room under the text, it stays with the header rows."""
    head, (label, first, number), *rows = table_of(40, group=40).rows
    high = first.model_copy(update={"content": inline("字" * 900)})
    table = Table(caption="表", header_rows=1, rows=(head, (label, high, number), *rows))
    texts = [Paragraph(content=inline("甲"))] * lines
    made = opened(Document(meta=Meta(title="题"), blocks=(*texts, table)))
    assert len(made.tables) > 1
    assert [] == [table for table in made.tables if len(table.rows) < 2]


def test_page_number_of_a_landscape_page_is_turned():
    """The page number of a landscape page is in a text box at its left, that of the next page at its foot again."""
    table = next(block for block in sample_document().blocks if isinstance(block, Table))
    lying = table.model_copy(update={"landscape": True})
    made = opened(Document(meta=Meta(title="甲"), blocks=(lying, Paragraph(content=inline("乙")))))
    turned = ["vert='vert'" in s.footer._element.xml.replace('"', "'") for s in made.sections]
    assert [False, True, False] == turned
    assert all("PAGE" in s.footer._element.xml for s in made.sections)


def test_no_space_between_hanzi_and_latin():
    """Word adds no space between hanzi and numbers, as in the other formats."""
    about = opened(sample_document()).styles["Normal"].element.pPr
    assert ["0", "0"] == [about.find(qn(f"w:{name}")).get(qn("w:val")) for name in ("autoSpaceDE", "autoSpaceDN")]
