"""What is read from a Word file as other programs write it: merged cells, tables of layout, text boxes, watermarks."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest
from docx import Document
from docx.oxml import parse_xml

from gongkai.importers.core.parsed_report import ParsedReport, ParsedTable
from gongkai.importers.formats import docx
from gongkai.returns import InputError

if TYPE_CHECKING:
    from pathlib import Path

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
WORDS = "主动公开机构职能、应急预案和安全生产检查结果等信息。"
MARK = f'<w:p {W} xmlns:v="urn:schemas-microsoft-com:vml"><w:r><w:pict><v:shape><v:textpath string="{{}}"/></v:shape></w:pict></w:r></w:p>'


def read(folder: Path, document: Any) -> ParsedReport:
    path = folder / "a.docx"
    document.save(str(path))
    return docx.read(path)


def from_xml(folder: Path, *parts: str) -> tuple[Any, ...]:
    """What is read of a body of these parts, without the paragraph that makes it long enough."""
    document = Document()
    document.add_paragraph(WORDS)
    for part in parts:
        document.element.body.insert(-1, parse_xml(part.replace("<w:", "<w:", 1).replace(">", f" {W}>", 1)))
    first, *rest = read(folder, document).blocks
    assert WORDS == first
    return tuple(rest)


@pytest.mark.parametrize(
    ("run", "expected"),
    [
        ("<w:r><w:t>甲</w:t><w:br/><w:t>乙</w:t></w:r>", "甲\n乙"), ("<w:r><w:t>甲</w:t><w:cr/><w:t>乙</w:t></w:r>", "甲\n乙"),
        ("<w:r><w:t>甲</w:t><w:tab/><w:t>乙</w:t></w:r>", "甲 乙"), ("<w:r><w:t>甲</w:t><w:noBreakHyphen/><w:t>乙</w:t></w:r>", "甲-乙"),
        ("<w:pPr><w:tabs><w:tab w:val='left' w:pos='9'/></w:tabs></w:pPr><w:r><w:t>甲</w:t></w:r>", "甲"),
        ("<w:del><w:r><w:t>甲</w:t></w:r></w:del><w:ins><w:r><w:t>乙</w:t></w:r></w:ins>", "乙"), ("<w:r><w:t/></w:r>", ""),
        ("<w:r><w:t>甲</w:t><w:pict><w:txbxContent><w:p><w:r><w:t>乙</w:t></w:r></w:p></w:txbxContent></w:pict></w:r>", "甲\n乙"),
    ],
)  # fmt: skip
def test_paragraph(tmp_path: Path, run: str, expected: str) -> None:
    """Breaks, tabs and hyphens are characters; what was deleted is left out; a text box is on a line of its own."""
    assert (expected,) == from_xml(tmp_path, f"<w:p>{run}</w:p>")


def test_containers(tmp_path: Path) -> None:
    """Paragraphs and tables in content controls are read, in their order."""
    inner = "<w:p><w:r><w:t>甲</w:t></w:r></w:p>"
    sdt = f"<w:sdt><w:sdtContent>{inner}</w:sdtContent></w:sdt>"
    assert ("甲", "乙") == from_xml(tmp_path, sdt, "<w:p><w:r><w:t>乙</w:t></w:r></w:p>")


def cell(text: str, more: str = "") -> str:
    return f"<w:tc><w:tcPr>{more}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>"


def rows(block: Any) -> list[list[tuple[str, int, int]]]:
    assert isinstance(block, ParsedTable)
    return [[(one.text, one.column, one.width) for one in row] for row in block.rows]


def test_merged_cells(tmp_path: Path) -> None:
    """A merged cell is once where it begins, as wide as its columns; what precedes the first cell of a row is skipped."""
    wide, start, on, off = (
        f"<w:{tag}/>" for tag in ("gridSpan w:val='2'", "vMerge w:val='restart'", "vMerge", "vMerge w:val='continue'")
    )
    xml = (
        f"<w:tbl><w:tr>{cell('甲', start)}{cell('乙', wide)}</w:tr><w:tr>{cell('', on)}{cell('丙')}{cell('丁')}</w:tr>"
        f"<w:tr>{cell('', off)}<w:sdt><w:sdtContent>{cell('戊')}</w:sdtContent></w:sdt></w:tr>"
        f"<w:tr><w:trPr><w:gridBefore w:val='2'/></w:trPr>{cell('己')}</w:tr></w:tbl>"
    )
    (table,) = from_xml(tmp_path, xml)
    assert [[("甲", 0, 1), ("乙", 1, 2)], [("丙", 1, 1), ("丁", 2, 1)], [("戊", 1, 1)], [("己", 2, 1)]] == rows(table)


@pytest.mark.parametrize(
    ("value", "width"),
    [("100", 100), ("101", 100), ("9999", 100), ("10000", 1), ("x", 1), ("", 1), ("²", 1), ("-2", 1)],
)
def test_widths_that_are_wrong(tmp_path: Path, value: str, width: int) -> None:
    """A cell covers a hundred columns at most; what is no number is none."""
    span = f"<w:gridSpan w:val='{value}'/>"
    (table,) = from_xml(tmp_path, f"<w:tbl><w:tr>{cell('甲', span)}{cell('乙')}</w:tr></w:tbl>")
    assert [[("甲", 0, width), ("乙", width, 1)]] == rows(table)


@pytest.mark.parametrize(("length", "is_table"), [(150, True), (151, False)])
def test_table_of_layout(tmp_path: Path, length: int, is_table: bool) -> None:
    """A table with a long text lays out the page: its cells are paragraphs."""
    blocks = from_xml(tmp_path, f"<w:tbl><w:tr>{cell('甲' * length)}{cell('乙')}</w:tr></w:tbl>")
    assert ([[("甲" * length, 0, 1), ("乙", 1, 1)]] if is_table else ["甲" * length, "乙"]) == (
        rows(blocks[0]) if is_table else list(blocks)
    )


def test_frame(tmp_path: Path) -> None:
    """A table of one cell is a frame around a paragraph; a table in a cell is a table."""
    one = f"<w:tbl><w:tr>{cell('甲')}</w:tr></w:tbl>"
    assert ("甲",) == from_xml(tmp_path, one)
    inner = f"<w:tbl><w:tr>{cell('甲')}{cell('乙')}</w:tr></w:tbl>"
    table, last = from_xml(tmp_path, f"<w:tbl><w:tr><w:tc>{inner}<w:p/></w:tc>{cell('丙')}</w:tr></w:tbl>")[::2]
    assert ([[("甲", 0, 1), ("乙", 1, 1)]], "丙") == (rows(table), last)


@pytest.mark.parametrize(("length", "is_read"), [(19, False), (20, True)])
def test_shortest_text(tmp_path: Path, length: int, is_read: bool) -> None:
    """A file with less than twenty letters has no text."""
    document = Document()
    document.add_paragraph("甲" * length)
    if is_read:
        assert ("甲" * length,) == read(tmp_path, document).blocks
    else:
        with pytest.raises(InputError, match="文件里没有文字"):
            read(tmp_path, document)


@pytest.mark.parametrize(
    ("where", "text", "is_draft"),
    [("header", "草稿", True), ("header", "草稿 不得外传", True), ("header", "样本", False), ("even_page_header", "草稿", True), ("footer", "草稿", False), (None, "", False)],
)  # fmt: skip
def test_watermark(tmp_path: Path, where: str | None, text: str, is_draft: bool) -> None:
    """A watermark 草稿 in a header, also in that of even pages, is a draft's."""
    document = Document()
    document.add_paragraph(WORDS)
    if where is not None:
        getattr(document.sections[0], where).is_linked_to_previous = False
        getattr(document.sections[0], where)._element.append(parse_xml(MARK.format(text)))
    assert is_draft == read(tmp_path, document).draft


def test_headers_and_title(tmp_path: Path) -> None:
    """Each line of headers and footers is listed once, page numbers are not; the title is the document's."""
    document = Document()
    document.add_paragraph(WORDS)
    document.core_properties.title = "某局年报"
    document.sections[0].header.paragraphs[0].text = "内部资料"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.add_section().footer.is_linked_to_previous = False
    document.sections[1].footer.paragraphs[0].text = "内部资料"
    document.sections[1].footer.add_paragraph("- 2 -")
    found = read(tmp_path, document)
    assert ([("页眉页脚", "内部资料"), ("页眉页脚", "第1页")], "某局年报") == (
        [(item.kind, item.text) for item in found.leftovers],
        found.title,
    )
