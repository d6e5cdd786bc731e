"""Import a PDF with a text layer: tables by their lines, joined over pages; else its lines of text."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai.returns.errors import InputError
from gongkai.returns.importers.core.grid import clean, emit
from gongkai.returns.importers.core.normal import plain
from gongkai.returns.importers.core.source import Source
from gongkai.returns.importers.core.texts import line_width

if TYPE_CHECKING:
    from pathlib import Path

MOST_PAGES = 120
"""Most pages that are read; a report has about ten."""
MOST_MARKS = 60_000
"""Most characters, lines and boxes on a page; a page of a report has about two thousand."""
_PAGE_NUMBER = re.compile(r"^\s*[-—–－·]*\s*(?:第\s*)?\d{1,3}\s*(?:页)?(?:\s*[/／]\s*(?:共\s*)?\d{1,3}\s*(?:页)?)?\s*[-—–－·]*\s*$")
_LEAST_TEXT = 60


def read(path: Path) -> Source:
    """Read the text layer of a PDF; nothing in it is executed.

    Raises:
        InputError: Locked, damaged, scanned without a text layer, or far longer than a report.
    """
    pages = _check(path)
    import pdfplumber

    parts: list[str] = []
    try:
        with pdfplumber.open(str(path)) as document:
            for number in range(pages):
                page = document.pages[number]
                if sum(map(len, page.objects.values())) > MOST_MARKS:
                    raise InputError(f"{path.name}：第{number + 1}页有异常多的内容，为安全起见没有读取；请核对文件。")
                parts.append(_page(page))
                page.close()
    except InputError:
        raise
    except Exception as error:  # whatever a damaged object makes pdfminer raise
        raise InputError(f"{path.name}：PDF内容损坏，无法读取；请重新导出后再导入。") from error
    text = _join(parts)
    if len(plain(text)) < _LEAST_TEXT:
        raise InputError(f"{path.name}：PDF里没有文字（是扫描件）；请先用OCR转换成文字并核对，或改用网页、Word版本导入。")
    prose = "\n".join(line for line in text.split("\n") if "\x1f" not in line)
    return Source(path.name, text, wrapped=line_width(prose), paged=True)


def _check(path: Path) -> int:
    """The number of pages, once it is sure that the file can be opened."""
    import pikepdf

    try:
        with pikepdf.open(path) as document:
            pages = len(document.pages)
    except pikepdf.PasswordError:
        raise InputError(f"{path.name}：PDF设了打开密码；请去掉密码，另存后再导入。") from None
    except Exception as error:  # whatever a damaged file makes qpdf raise
        raise InputError(f"{path.name}：PDF已损坏，无法打开；请重新下载或导出后再导入。") from error
    if pages > MOST_PAGES:
        raise InputError(f"{path.name}：有{pages}页，不像一份年度报告；请只留下报告的页面后再导入。")
    return pages


def _page(page: Any) -> str:
    """Lines and tables of a page from top to bottom."""
    tables = [table for table in page.find_tables() if len(table.cells) > 1]
    boxes = [table.bbox for table in tables]

    def outside(item: dict[str, Any]) -> bool:
        x, y = (item["x0"] + item["x1"]) / 2, (item["top"] + item["bottom"]) / 2
        return not any(left <= x <= right and top <= y <= bottom for left, top, right, bottom in boxes)

    pieces: list[tuple[float, str]] = []
    for line in page.filter(lambda item: item.get("object_type") != "char" or outside(item)).extract_text_lines(
        return_chars=False, x_tolerance=2
    ):
        if not (_PAGE_NUMBER.match(line["text"]) and _at_edge(page, line)):
            pieces.append((line["top"], clean(line["text"])))
    for table in tables:
        pieces.append((table.bbox[1], emit(_rows(table))))
    return "\n".join(text for _, text in sorted(pieces, key=lambda piece: piece[0]))


def _at_edge(page: Any, line: dict[str, Any]) -> bool:
    return bool(line["top"] > page.height * 0.85 or line["bottom"] < page.height * 0.12)


def _rows(table: Any) -> list[list[str]]:
    """The cells row by row, each where it begins."""
    return [[cell for cell in row if cell is not None] for row in table.extract(x_tolerance=2)]


def _join(parts: list[str]) -> str:
    """Pages one after another; a table that goes on is one table."""
    text = "\n".join(part.strip("\n") for part in parts)
    return re.sub("\x1e\\s*\x1f", "\n\x1f", text)
