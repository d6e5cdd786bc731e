"""Import a PDF with a text layer: tables by their lines, joined over pages; else its lines of text."""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from statistics import median, mode
from typing import TYPE_CHECKING, Any

from gongkai import limits
from gongkai.forms.labels import plain
from gongkai.importers.base import MB, Importer
from gongkai.importers.core import pdf_content
from gongkai.importers.core.flatten import flatten
from gongkai.importers.core.leftovers import Leftover
from gongkai.importers.core.parsed_report import Block, ParsedReport, ParsedTable, PositionedCell
from gongkai.parsing import watchdog
from gongkai.returns import identifier
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

MOST_PAGES = 120
"""Maximum number of pages that are read; a report has about ten."""
_PAGE_NUMBER = re.compile(
    r"^\s*[-—–－·]*\s*(?:第\s*)?\d{1,3}\s*(?:页)?(?:\s*[/／]\s*(?:共\s*)?\d{1,3}\s*(?:页)?)?\s*[-—–－·]*\s*$"
)
_LEAST_TEXT = 60
_SMALL = 0.7
_TOUCHING = 0.5
"""Points by which the line between two cells may be off."""


def read(path: Path) -> ParsedReport:
    """Read the text layer of a PDF; nothing in it is executed.

    Raises:
        InputError: Locked, damaged, scanned without a text layer, or with far more on its pages than a report has.
    """
    allowed = watchdog.allowed_seconds(path) // limits.READ_SECONDS
    pages = _check(path, limits.PDF_CONTENT * allowed)
    import pdfplumber

    logging.getLogger("pdfminer").setLevel(logging.ERROR)  # its warnings about fonts do not help the reader
    parts: list[list[_Line]] = []
    marks = ""
    images = drawn = 0
    try:
        with pdfplumber.open(str(path)) as document:
            for number in range(pages):
                page = document.pages[number]
                drawn += _bounded(page, path.name, number, limits.PDF_MARKS * allowed - drawn)
                marks += "".join(char["text"] for char in page.chars if not _straight(char))
                parts.append(_page(page.filter(_straight)))
                images += len(page.images)
                page.close()
    except InputError:
        raise
    except Exception as error:  # whatever a damaged object makes pdfminer raise
        msg = f"{path.name}：PDF内容损坏，无法读取；请重新导出后再导入。"
        raise InputError(msg) from error
    blocks = _paragraphs(parts)
    if len(plain(flatten(blocks).text)) < _LEAST_TEXT:
        msg = f"{path.name}：PDF里没有文字（是扫描件）；请先用OCR转换成文字并核对，或改用网页、Word版本导入。"
        raise InputError(msg)
    left = (Leftover("图片", f"{images}张"),) if images else ()
    return ParsedReport(path.name, blocks, paged=True, draft="草稿" in marks, leftovers=left)


def _straight(item: dict[str, Any]) -> bool:
    """Whether something is not part of a watermark, whose characters run across the page."""
    return item.get("object_type") != "char" or 0 in [round(value, 3) for value in item["matrix"][:2]]


def _check(path: Path, most: int) -> int:
    """The number of pages, once it is sure that the file can be opened, and draws at most so many bytes of content."""
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            pages = len(document.pages)
            drawn = pdf_content.drawn(document, most) if pages <= MOST_PAGES else 0
    except pikepdf.PasswordError:
        msg = f"{path.name}：PDF设了打开密码；请去掉密码，另存后再导入。"
        raise InputError(msg) from None
    except Exception as error:  # whatever a damaged file makes qpdf raise
        msg = f"{path.name}：PDF已损坏，无法打开；请重新下载或导出后再导入。"
        raise InputError(msg) from error
    if pages > MOST_PAGES:
        msg = f"{path.name}：有{pages}页，不像一份年度报告；请只留下报告的页面后再导入。"
        raise InputError(msg)
    if drawn > most:
        msg = (
            f"{path.name}：页面上要绘制的内容解压后超过{most / limits.MB:g}MB（反复使用的内容每次都算），"
            "不像一份年度报告；为安全起见没有读取，请核对文件。"
        )
        raise InputError(msg)
    return pages


def _bounded(page: Any, name: str, number: int, most: int) -> int:
    """How many characters, lines and boxes a page has, if they are not more than the pages before have left."""
    found = sum(map(len, page.objects.values()))
    if found > min(limits.PDF_MARKS, most):
        msg = (
            f"{name}：第{number + 1}页的文字、线条和框太多（一页最多{limits.PDF_MARKS}个，文件不大时各页合计也是），"
            "不像一份年度报告；为安全起见没有读取，请核对文件。"
        )
        raise InputError(msg)
    return found


@dataclass(frozen=True)
class _Line:
    """A line of text, or a table (``table``), with its position on the page in points."""

    text: str
    top: float
    left: float
    right: float
    size: float
    table: ParsedTable | None = None


def _page(page: Any) -> list[_Line]:
    """Lines and tables of a page from top to bottom, without the page number and the identifier of a Gongkai report."""
    tables = [table for table in page.find_tables() if len(table.cells) > 1]
    boxes = [table.bbox for table in tables]

    def outside(item: dict[str, Any]) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)

    found = [_Line("", table.bbox[1], table.bbox[0], table.bbox[2], 0, _table(table)) for table in tables]
    words = page.filter(lambda item: item.get("object_type") != "char" or outside(item))
    for line in words.extract_text_lines(x_tolerance=2):
        edge = line["top"] > page.height * 0.85 or line["bottom"] < page.height * 0.12
        is_foot = _PAGE_NUMBER.match(line["text"]) or identifier.PATTERN.fullmatch(line["text"].strip())
        if not (is_foot and edge):
            size = median(char["size"] for char in line["chars"])
            found.append(_Line(line["text"], line["top"], line["x0"], line["x1"], size))
    return sorted(found, key=lambda item: item.top)


def _table(table: Any) -> ParsedTable:
    """The cells row by row, each where it begins and as wide as the columns that it covers."""
    lefts = sorted({left for left, _, _, _ in table.cells})
    rows: list[tuple[PositionedCell, ...]] = []
    for row, texts in zip(table.rows, table.extract(x_tolerance=2), strict=True):
        found = [(box, text) for box, text in zip(row.cells, texts, strict=True) if box is not None]
        rows.append(
            tuple(
                PositionedCell(text or "", lefts.index(left), sum(left <= other < right - _TOUCHING for other in lefts))
                for (left, _, right, _), text in found
            )
        )
    return ParsedTable(tuple(rows))


def _paragraphs(pages: list[list[_Line]]) -> tuple[Block, ...]:
    """Lines joined to paragraphs, also over pages: a paragraph is indented, its lines begin at the margin.

    Lines in a much smaller type than most are labels of a chart and are left out.
    """
    lines = [line for page in pages for line in page]
    text = [line for line in lines if line.table is None]
    if not text:
        return tuple(line.table for line in lines if line.table is not None)
    size = mode(round(line.size, 1) for line in text for _ in line.text)
    text = [line for line in text if line.size >= size * _SMALL]
    margin = _margin(text, size)
    edge = max((line.right for line in text), default=0.0)
    out: list[Block] = []
    before: _Line | None = None
    for line in lines:
        if line.table is not None:
            out.append(line.table)
            before = None
        elif line.size >= size * _SMALL:
            goes_on = (
                before is not None and abs(line.left - margin) < size and before.right > edge - 2.5 * size
                and abs(before.size - line.size) < 1
            )  # fmt: skip
            if goes_on:
                begun = str(out[-1])
                glue = " " if re.search(r"[A-Za-z0-9]$", begun) and re.match(r"[A-Za-z0-9]", line.text) else ""
                out[-1] = begun + glue + line.text
            else:
                out.append(line.text)
            before = line
    return tuple(out)


def _margin(text: list[_Line], size: float) -> float:
    """Where most lines begin that do not begin a paragraph: the leftmost place where several do."""
    lefts = sorted(round(line.left / size * 2) for line in text)
    often = [left for left in lefts if lefts.count(left) >= max(2, len(lefts) // 10)]
    return (often[0] if often else lefts[0]) * size / 2


IMPORTER = Importer(
    name="pdf",
    title="PDF",
    suffixes=(".pdf",),
    max_bytes=50 * MB,
    read=lambda path, _expected: read(path),
    sniff=lambda head, _path: b"%PDF-" in head[:1_024],
    binary=True,
    uses=("pdfplumber", "pikepdf"),
)
