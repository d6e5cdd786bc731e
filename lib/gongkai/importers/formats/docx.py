"""Import a Word file: paragraphs and tables in their order, merged cells once."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING, Any

from gongkai.excel.office import DAMAGE, Limits, xml_parts
from gongkai.forms.labels import plain
from gongkai.importers.base import MB, Importer
from gongkai.importers.core.container import zip_parts
from gongkai.importers.core.flatten import flatten
from gongkai.importers.core.leftovers import Leftover, short
from gongkai.importers.core.parsed_report import WIDEST, Block, ParsedReport, ParsedTable, PositionedCell
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_FALLBACK = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"
_TEXTPATH = "{urn:schemas-microsoft-com:vml}textpath"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
_IMAGE = "{urn:schemas-microsoft-com:vml}imagedata"
_LAYOUT_TEXT = 150
_WIDEST = 100
_LIMITS = Limits("Word", "Word 文档（.docx）", "一份年度报告", parts=3_000, xml=48 * MB, content=512 * MB)
"""A report has about 200 kB of XML, and photos."""


def read(path: Path) -> ParsedReport:
    """Read a Word file; fields, links and objects in it are not followed.

    Raises:
        InputError: The file is damaged, or has no text.
    """
    from docx import Document

    try:
        document = Document(str(path))
        body = document.element.body
        title = document.core_properties.title or None
    except Exception as error:  # whatever a damaged part makes python-docx raise
        msg = f"{path.name}：Word文件内容损坏，无法读取；请用Word或WPS打开、另存后再导入。"
        raise InputError(msg) from error
    blocks = tuple(_blocks(body))
    if len(plain(flatten(blocks).text)) < 20:
        msg = f"{path.name}：文件里没有文字（可能是图片）；请先转换成文字并核对后再导入。"
        raise InputError(msg)
    return ParsedReport(path.name, blocks, title, draft=_draft(document), leftovers=tuple(_leftovers(document)))


def _draft(document: Any) -> bool:
    """Whether a header has the watermark 草稿, that of a Gongkai draft or Word's own."""
    headers = (part for section in document.sections for part in (section.header, section.even_page_header))
    marks = (mark for part in headers if not part.is_linked_to_previous for mark in part._element.iter(_TEXTPATH))  # noqa: SLF001
    return any("草稿" in (mark.get("string") or "") for mark in marks)


def _leftovers(document: Any) -> Iterator[Leftover]:
    """Images, and the texts of headers and footers but for page numbers."""
    images = sum(
        1
        for item in document.element.body.iter(_PICTURE, _IMAGE)
        if not any(above.tag == _FALLBACK for above in item.iterancestors())
    )
    if images:
        yield Leftover("图片", f"{images}张")
    texts: dict[str, None] = {}
    for section in document.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:
                texts |= dict.fromkeys("\n".join(_paragraph(item) for item in part._element.iter(f"{_W}p")).split("\n"))  # noqa: SLF001
    for text in texts:
        if re.search(r"[^\W\d]", text):
            yield Leftover("页眉页脚", short(text))


def _blocks(parent: Any) -> Iterator[Block]:
    for item in parent:
        if item.tag == f"{_W}p":
            yield _paragraph(item)
        elif item.tag == f"{_W}tbl":
            yield from _table(item)
        elif item.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml", f"{_W}smartTag"}:
            yield from _blocks(item)


def _paragraph(paragraph: Any) -> str:
    """The text of a paragraph; deleted text and the second form of a drawing left out, text boxes on lines of their own."""
    parts: list[str] = []
    for item in paragraph.iter():
        if any(above.tag in {_FALLBACK, f"{_W}del"} for above in item.iterancestors() if above is not paragraph):
            continue
        if item.tag == f"{_W}t":
            parts.append(item.text or "")
        elif item.tag in {f"{_W}br", f"{_W}cr"}:
            parts.append("\n")
        elif item.tag == f"{_W}tab" and item.getparent().tag == f"{_W}r":
            parts.append(" ")
        elif item.tag == f"{_W}noBreakHyphen":
            parts.append("-")
        elif item.tag == f"{_W}p" and item is not paragraph:
            parts.append("\n")
    return "".join(parts)


def _table(table: Any) -> Iterator[Block]:
    rows: list[list[PositionedCell]] = []
    for row in _children(table, "tr"):
        cells: list[PositionedCell] = []
        column = _number(row.find(f"{_W}trPr/{_W}gridBefore"), 0)
        for cell in _children(row, "tc"):
            at, width = min(column, WIDEST), _number(cell.find(f"{_W}tcPr/{_W}gridSpan"), 1)
            column += width
            merge = cell.find(f"{_W}tcPr/{_W}vMerge")
            if merge is not None and merge.get(f"{_W}val", "continue") == "continue":
                continue
            if cell.find(f".//{_W}tbl") is not None:
                yield from _blocks(cell)
                continue
            cells.append(PositionedCell(flatten(tuple(_blocks(cell))).text, at, width))
        rows.append(cells)
    if sum(map(len, rows)) <= 1 or any(len(plain(cell.text)) > _LAYOUT_TEXT for row in rows for cell in row):
        yield from (cell.text for row in rows for cell in row)
    else:
        yield ParsedTable(tuple(map(tuple, rows)))


def _number(element: Any, default: int) -> int:
    value = "" if element is None else element.get(f"{_W}val") or ""
    return min(int(value), _WIDEST) if value.isascii() and value.isdigit() and len(value) < 5 else default


def _children(parent: Any, tag: str) -> Iterator[Any]:
    """Rows or cells, also those inside content controls."""
    for item in parent:
        if item.tag == f"{_W}{tag}":
            yield item
        elif item.tag in {f"{_W}sdt", f"{_W}sdtContent", f"{_W}ins", f"{_W}customXml"}:
            yield from _children(item, tag)


def check(path: Path) -> None:
    """Look at a Word file's container before it is opened: parts are unpacked one by one, never beyond what they declare.

    Raises:
        InputError: Unpacking to more than a report needs, damaged, encrypted, or with macros or entities.
    """
    name = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            for _ in xml_parts(name, archive, _LIMITS):
                pass
    except InputError:
        raise
    except DAMAGE:
        msg = f"{name}：文件已损坏，无法打开；请用Word或WPS打开检查，另存后再导入。"
        raise InputError(msg) from None


def _sniff(head: bytes, path: Path) -> bool:
    return head.startswith(b"PK\x03\x04") and any(name.startswith("word/") for name in zip_parts(path) or ())


IMPORTER = Importer(
    name="docx",
    title="Word（.docx）",
    suffixes=(".docx", ".docm"),
    max_bytes=50 * MB,
    read=lambda path, _expected: read(path),
    sniff=_sniff,
    binary=True,
    check=check,
    uses=("docx",),
)
