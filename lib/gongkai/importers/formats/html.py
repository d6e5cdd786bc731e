"""Import a saved web page: the article amid the site's boilerplate, tables by their structure."""

from __future__ import annotations

import datetime as dt
import re
import unicodedata
from typing import TYPE_CHECKING, Any

from gongkai import forms
from gongkai.document.grid import read_span
from gongkai.forms.labels import plain
from gongkai.importers.base import MB, Importer
from gongkai.importers.core.decoding import decode
from gongkai.importers.core.flatten import flatten
from gongkai.importers.core.leftovers import Leftover, short
from gongkai.importers.core.parsed_report import Block, ParsedReport, ParsedTable, SpannedCell
from gongkai.parsing.dates import calendar_day
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_DROPPED = frozenset({
    "script", "style", "noscript", "template", "iframe", "object", "embed", "applet", "svg", "canvas", "audio",
    "video", "select", "option", "button", "textarea", "input", "nav", "footer", "link", "meta", "base",
    "map", "area",
})  # fmt: skip
_BLOCKS = frozenset({
    "p", "div", "section", "article", "main", "header", "footer", "aside", "h1", "h2", "h3", "h4", "h5", "h6", "ul",
    "ol", "li", "dl", "dt", "dd", "blockquote", "pre", "table", "tr", "figure", "figcaption", "address", "hr",
    "center", "body", "caption",
})  # fmt: skip
_CHARSET = re.compile(rb"<meta[^>]{0,200}?charset\s*=\s*[\"']?\s*([A-Za-z0-9_-]{2,20})", re.IGNORECASE)
_SPAN_MOST = 100
_LAYOUT_TEXT = 150
"""A cell with more characters belongs to the page's layout, not to a statutory table."""
_HIDDEN_MOST = 300
"""What is hidden and longer is rather a page whose style sheet shows it."""
_META_DATES = ("pubdate", "publishdate", "firstpublishedtime", "article:published_time", "publish_time")
_ATTACHED = re.compile(r"\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)(?:[?#]|$)", re.IGNORECASE)
_META_TITLES = ("articletitle", "og:title", "title")


def read(path: Path) -> ParsedReport:
    """Read a web page; scripts are dropped, nothing is fetched.

    Raises:
        InputError: It has no text.
    """
    return from_bytes(path.read_bytes(), path.name)


def from_bytes(data: bytes, name: str) -> ParsedReport:
    """Read the bytes of a web page.

    Args:
        data: The page in the encoding that it declares, else in any that :func:`decode` knows.
        name: Name of the file, for messages.

    Raises:
        InputError: It has no text.
    """
    from lxml import html

    text = _decode(data, name)
    text = re.sub(r"\A\s*<\?xml[^>]*\?>", "", text.replace("\0", ""))
    try:
        parser = html.HTMLParser(encoding="utf-8", no_network=True, remove_comments=True, remove_pis=True)
        root = html.document_fromstring(text.encode("utf-8", "replace"), parser=parser)
    except Exception as error:  # whatever lxml makes of a damaged page
        msg = f"{name}：网页没有内容，或已损坏，无法读取；请重新保存网页后再导入。"
        raise InputError(msg) from error
    metas = {
        (meta.get("name") or meta.get("property") or "").strip().lower(): (meta.get("content") or "").strip()
        for meta in root.iter("meta")
    }
    title = next((metas[key] for key in _META_TITLES if metas.get(key)), None)
    title = title or next((element.text_content() for element in root.iter("title")), None)
    draft = bool(root.xpath("//body[@class='draft']//p[@class='draft-note']"))
    for element in [item for item in root.iter() if isinstance(item.tag, str) and item.tag in _DROPPED]:
        if element.tag not in {"meta", "title"} and element.getparent() is not None:
            element.drop_tree()
    for element in root.xpath(
        "//*[@hidden or @aria-hidden='true' or contains(translate(@style, ' ', ''), 'display:none')]"
    ):
        if element.getparent() is not None and len(element.text_content()) < _HIDDEN_MOST:
            element.drop_tree()
    _drop_captions(root)
    body = next(root.iter("body"), root)
    article = _article(body)
    head = "" if article is body else _before(body, article)
    blocks = _blocks(article)
    if len(plain(flatten(blocks).text)) < 20:
        msg = f"{name}：网页中没有文字（内容可能由脚本载入）；请用浏览器打开后，把文字复制到文本文件再导入。"
        raise InputError(msg)
    return ParsedReport(
        name, blocks, title or None, head[-3_000:], published=_date(metas), draft=draft,
        leftovers=tuple(_leftovers(body, article)),
    )  # fmt: skip


def _drop_captions(root: Any) -> None:
    """Drop captions of pictures, and placeholders of missing pictures: they are not sentences of the text."""
    for figure in list(root.iter("figure")):
        if next(figure.iter("table"), None) is None:
            for element in [item for item in figure.iter() if item.tag == "figcaption" or item.get("role") == "img"]:
                if element.getparent() is not None:
                    element.drop_tree()


def _leftovers(body: Any, article: Any) -> Iterator[Leftover]:
    """Images of the article, and files that the page links to; nothing is fetched."""
    images = sum(1 for _ in article.iter("img"))
    if images:
        yield Leftover("图片", f"{images}张")
    for link in body.iter("a"):
        if _ATTACHED.search(link.get("href") or ""):
            yield Leftover("附件", short(link.text_content()) or short(link.get("href")))


def _decode(data: bytes, name: str) -> str:
    match = _CHARSET.search(data[:4_096])
    if match and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")) and b"\0" not in data[:512]:
        charset = match[1].decode("ascii").lower()
        if charset in {"gb2312", "gbk", "gb18030", "big5", "hz-gb-2312"}:
            try:
                return data.decode("gb18030" if charset.startswith("gb") else charset)
            except (UnicodeDecodeError, LookupError):
                pass
    return decode(data, name)


@forms.cached()
def _signs() -> tuple[str, ...]:
    """What a report is known by: its section titles and the row labels of its tables, of all editions."""
    found: set[str] = set()
    for edition in forms.editions().values():
        found |= {plain(section.title) for section in edition.sections}
        found |= {plain(row.label) for table in edition.tables.values() for row in table.rows}
    return tuple(sorted(found))


def _article(body: Any) -> Any:
    """The smallest element that holds as many signs of a report as the whole page."""

    def count(element: Any) -> int:
        text = re.sub(r"[\W_]+", "", unicodedata.normalize("NFKC", element.text_content()))
        return sum(sign in text for sign in _signs())

    best, most = body, count(body)
    if not most:
        return body
    while True:
        inner = next((child for child in best if isinstance(child.tag, str) and count(child) == most), None)
        if inner is None or (inner.tag in {"table", "tbody", "tr"} and not _is_layout(_table_of(inner))):
            return best
        best = inner


def _table_of(element: Any) -> Any:
    while element.tag != "table":
        element = element.getparent()
    return element


def _before(body: Any, article: Any) -> str:
    """Text of the page before the article: its title and dates."""
    parts: list[str] = []
    for event, element in _walk(body):
        if element is article:
            break
        if event == "start" and element.text:
            parts.append(element.text.strip())
        elif event == "end" and element.tail:
            parts.append(element.tail.strip())
    return "\n".join(part for part in parts if part)


def _walk(element: Any) -> Iterator[tuple[str, Any]]:
    stack: list[tuple[str, Any]] = [("start", element)]
    while stack:
        event, item = stack.pop()
        yield event, item
        if event == "start":
            stack.append(("end", item))
            stack += [("start", child) for child in reversed(item) if isinstance(child.tag, str)]


def _blocks(article: Any) -> tuple[Block, ...]:
    """The article as paragraphs and tables, in reading order."""
    out: list[Block] = []
    flow: list[str] = []
    tables: set[Any] = set()
    inside: Any = None

    def end_of_text() -> None:
        if text := re.sub(r"[ \t]*\n[ \t]*(?:\n[ \t]*)+", "\n", "".join(flow)).strip("\n "):
            out.append(text)
        flow.clear()

    for event, item in _walk(article):
        if inside is not None:
            if event == "end" and item is inside:
                inside = None
                flow.append(item.tail or "")
            continue
        tag = item.tag
        if event == "start":
            if tag == "table" and item not in tables and not _is_layout(item):
                tables.add(item)
                caption = next((c.text_content() for c in item if c.tag == "caption"), "")
                if plain(caption) and not _form_caption(caption):
                    flow.append(f"\n{caption}")
                end_of_text()
                out.append(_table(item))
                inside = item
                continue
            if tag == "br" or tag in _BLOCKS or tag in {"td", "th"}:
                flow.append("\n")
            flow.append(_flow(item.text))
        else:
            if tag in _BLOCKS or tag in {"td", "th"}:
                flow.append("\n")
            if item is not article:
                flow.append(_flow(item.tail))
    end_of_text()
    return tuple(out)


def _flow(text: str | None) -> str:
    """Text between tags: line breaks in the source are white space."""
    return re.sub(r"[ \t\r\n\f]+", " ", text) if text else ""


def _form_caption(caption: str) -> bool:
    """Whether a caption is only the form's own name for its table."""
    name = plain(caption)
    return (
        any(plain(t.caption) in name for e in forms.editions().values() for t in e.tables.values()) and len(name) <= 40
    )


def _is_layout(table: Any) -> bool:
    """Whether a table lays out the page: it holds tables, or a cell with a text."""
    if next(table.iterdescendants("table"), None) is not None:
        return True
    cells = list(table.iterdescendants("td", "th"))
    return len(cells) <= 1 or any(len(plain(cell.text_content())) > _LAYOUT_TEXT for cell in cells)


def _table(table: Any) -> ParsedTable:
    rows = []
    for row in table.iterdescendants("tr"):
        cells = [cell for cell in row if cell.tag in {"td", "th"}]
        rows.append(
            [
                SpannedCell(
                    _cell(cell), read_span(cell.get("rowspan"), _SPAN_MOST), read_span(cell.get("colspan"), _SPAN_MOST)
                )
                for cell in cells
            ]
        )
    return ParsedTable.from_spans(rows)


def _cell(cell: Any) -> str:
    for br in cell.iterdescendants("br"):
        br.tail = f" {br.tail or ''}"
    return str(cell.text_content())


def _date(metas: dict[str, str]) -> dt.date | None:
    for key in _META_DATES:
        match = re.match(r"(20\d\d)[-/.年](\d{1,2})[-/.月](\d{1,2})", metas.get(key, ""))
        if match and (day := calendar_day(int(match[1]), int(match[2]), int(match[3]))):
            return day
    return None


def _sniff(head: bytes, _path: Path) -> bool:
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<body", b"<div", b"<table", b"<p>", b"<meta")
    ) or (start.startswith(b"<?xml") and b"<html" in start)


IMPORTER = Importer(
    name="html",
    title="网页（.html）",
    suffixes=(".html", ".htm", ".shtml", ".xhtml"),
    max_bytes=20 * MB,
    read=lambda path, _expected: read(path),
    sniff=_sniff,
    uses=("lxml.html",),
)
