"""A document as PDF/A-2a and PDF/UA-1 in one file, by Typst, the same bytes every time.

Nothing is written to disk: template, texts and pictures are passed to the compiler in memory.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import re
import threading
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gongkai.document.blocks import Figure, Table, plain
from gongkai.document.errors import GlyphError, RenderError
from gongkai.document.fonts import noto
from gongkai.document.layout import printed
from gongkai.document.outline import walk
from gongkai.document.pdf import pages, tags, typst

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gongkai.document.fonts import FontSet
    from gongkai.document.metadata import Document

STANDARDS = ("a-2a", "ua-1")
"""The standards that the file declares, checked by Typst on export."""

_EPOCH = dt.date(2000, 1, 1)
_LOCK = threading.Lock()
_MISSING = re.compile(r'the text `"(?P<text>.*)"` could not be displayed', re.DOTALL)
_SVG_TEXT = re.compile(r">([^<>]+)<")
_UNSETTLED = "did not converge"
_STABLE = "did not stabilize"

_ATTEMPTS = 5
"""Attempts at a layout that settles."""

_LINES = (typst.LINES, 23, 21, 24, 20)
"""Lines of a page that are tried one after the other where pages are not well filled. Others than 22 only so that the last
page has more than a few, or no other has a third of it empty: GB/T 9704 allows other numbers of lines where need be (5.2.3), and another distance of lines so that seal or
date fit (7.3.5.5)."""

_RIGHT = 3
"""Decisions that are right after an attempt, at least, and are kept for the next."""


def render(document: Document, fonts: FontSet) -> bytes:
    """The document as PDF bytes.

    Args:
        document: The document.
        fonts: The font set; nothing else is used.

    Raises:
        RenderError: A character is in no font of the set, a picture is broken, or Typst refuses the document or warns.
    """
    data = typst.data(document, fonts)
    found, compiled, warnings = _settled(data, document, fonts)
    rooms = pages.rooms(compiled)
    for lines in _LINES:
        smaller = lines == typst.LINES and typst.has_pictures(data)
        if warnings or not pages.is_loose(rooms, pages.LOOSE if smaller else pages.GAPING):
            break
        tried = _settled(typst.adjusted(data, lines), document, fonts)
        filled = pages.rooms(tried[1])
        helps = lines == typst.LINES or not pages.is_loose(filled, pages.LOOSE)
        if helps and not tried[2] and pages.waste(filled) < pages.waste(rooms):
            (found, compiled, warnings), rooms = tried, filled
    if warnings:
        msg = f"PDF排版有警告：{'；'.join(warnings)}。"
        raise RenderError(msg)
    tables = [block for block in walk(printed.printed(document)) if isinstance(block, Table)]
    return tags.finish(compiled, tables, list(typst.keepers(found)), document.meta.identifier)


def _settled(found: dict[str, Any], document: Document, fonts: FontSet) -> tuple[dict[str, Any], bytes, list[str]]:
    """The data, the PDF and the warnings of Typst, after as many attempts as the layout needs to settle.

    What tables and pictures decide by the room that is left depends on what those before them decided. Typst tries five
    times; the first decisions are right by then, are kept, and so the next are right the next time.
    """
    for attempt in range(1, _ATTEMPTS + 1):
        compiled, warnings = _compile(found, fonts, document)
        if not any(_UNSETTLED in warning for warning in warnings):
            return found, compiled, warnings
        decided = _decisions(found, fonts)
        found["decided"] = dict(decided[: attempt * _RIGHT])
    found |= {"decided": {}, "settled": False}
    return found, *_compile(found, fonts, document)


def _decisions(found: dict[str, Any], fonts: FontSet) -> list[tuple[str, Any]]:
    """What tables and pictures decided in the last attempt, in the order of the document."""
    import typst as engine

    with _LOCK:
        text = engine.query(
            typst.template(), "<decision>", field="value", root=str(noto.folder()), ignore_system_fonts=True,
            font_paths=_loaded(fonts.folders, fonts.digest), sys_inputs=_inputs(found),
        )  # fmt: skip
    return sorted((tuple(each) for each in json.loads(text)), key=lambda each: int(each[0]))


def _inputs(found: dict[str, Any]) -> dict[str, str]:
    return {"data": json.dumps(found, ensure_ascii=False)}


def _compile(found: dict[str, Any], fonts: FontSet, document: Document) -> tuple[bytes, list[str]]:
    """The PDF and the warnings of Typst."""
    import typst as engine

    when = printed.date(document.meta) or _EPOCH
    stamp = dt.datetime(when.year, when.month, when.day, tzinfo=dt.UTC)
    with _LOCK:
        try:
            made, warnings = _compiler(fonts.folders, fonts.digest).compile_with_warnings(
                input=typst.template(), format="pdf", sys_inputs=_inputs(found),
                pdf_standards=list(STANDARDS), timestamp=stamp,
            )  # fmt: skip
        except engine.TypstError as error:
            raise _explained(error, document, fonts) from error
    assert isinstance(made, bytes)
    return made, [warning.message for warning in warnings]


@lru_cache(maxsize=4)
def _compiler(folders: tuple[Path, ...], _digest: str) -> Any:
    """A compiler with the fonts of some folders, cached as long as their bytes are unchanged."""
    import typst as engine

    # Nothing is read from the root, as the template contains no path; it must exist, and contain no user files.
    return engine.Compiler(root=str(noto.folder()), font_paths=_loaded(folders, _digest), ignore_system_fonts=True)


@lru_cache(maxsize=4)
def _loaded(folders: tuple[Path, ...], _digest: str) -> Any:
    """The fonts of some folders."""
    import typst as engine

    return engine.Fonts(
        include_system_fonts=False, include_embedded_fonts=False, font_paths=[str(folder) for folder in folders]
    )


def _explained(error: Any, document: Document, fonts: FontSet) -> RenderError:
    match = _MISSING.search(error.message)
    if match is None:
        return RenderError(f"PDF排版失败：{error.message}")
    from gongkai.document.fonts.faces import covered

    known = covered(fonts)
    for text in _texts(document):
        for character in text:
            if ord(character) not in known and not character.isspace():
                at = text.index(character)
                around = text[max(0, at - 12) : at + 13].replace("\n", "")
                return GlyphError(
                    f"字体集“{fonts.name}”里没有字符“{character}”（U+{ord(character):04X}），它在“{around}”里："
                    "请换一个写法，或换用有这个字的字体集。"
                )
    return GlyphError(f"字体集“{fonts.name}”显示不了文字“{match['text']}”：请换一个写法，或换用有这些字的字体集。")


def _texts(document: Document) -> Iterable[str]:
    """Every printed text of the document."""
    for block in document.blocks:
        if isinstance(block, Table):
            for row in block.rows:
                yield from (plain(cell.content) for cell in row)
            yield plain(block.note)
        if isinstance(block, Figure):
            yield block.caption
            if block.media == "image/svg+xml":
                yield from (html.unescape(text) for text in _SVG_TEXT.findall(block.data))
        yield block.text()
    yield document.meta.title
