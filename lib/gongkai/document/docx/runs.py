"""Runs of text for Word, with links and bookmarks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docx.opc.constants import RELATIONSHIP_TYPE

from gongkai.document.docx.styles import KAI, SONG
from gongkai.document.docx.xml import element, fonts, put, text
from gongkai.document.layout.text import clean_lines
from gongkai.document.text import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterable

    from docx.parts.document import DocumentPart

    from gongkai.document.blocks import Inline, Run

_OUTSIDE = re.compile(SCHEMES, re.IGNORECASE)
_URL = "!#$%&'()*+,/:;=?@[]~-._"
"""Characters of a URL that are not percent-encoded; Word refuses files with invalid URLs."""


class Runs:
    """Builds runs; keeps track of the document's bookmarks."""

    def __init__(self, part: DocumentPart, anchors: Iterable[str]) -> None:
        """Links become relationships of ``part`` or point to bookmarks of ``anchors``."""
        self.part = part
        # Word limits bookmark names to 40 characters starting with a letter or an underscore; the latter are hidden.
        self.names = {anchor: f"_at{number}" for number, anchor in enumerate(dict.fromkeys(anchors), 1)}
        self._given: set[str] = set()
        self._bookmarks = 0

    def inline(self, content: Inline, *, size: float | None = None, bold: bool = False) -> list[Any]:
        """Runs for some text, wrapped in hyperlinks where it links somewhere.

        Args:
            content: The text.
            size: Font size in points if it differs from the style's.
            bold: Whether all of it is bold.
        """
        found = []
        for piece in content:
            run = _run(piece, size, bold=bold)
            target = self._link(piece.href)
            if target is None:
                found.append(run)
            else:
                put(run.get_or_add_rPr(), element("rStyle", val="Hyperlink"))
                target.append(run)
                found.append(target)
        return found

    def _link(self, href: str | None) -> Any | None:
        if not href:
            return None
        if href.startswith("#"):
            name = self.names.get(href[1:])
            return None if name is None else element("hyperlink", anchor=name)
        if not _OUTSIDE.match(href):
            return None
        url = quote(clean_lines(href), safe=_URL)
        return element("hyperlink", r_id=self.part.relate_to(url, RELATIONSHIP_TYPE.HYPERLINK, is_external=True))

    def marked(self, anchor: str | None, content: Iterable[Any]) -> list[Any]:
        """Elements wrapped in a bookmark; the first block that names an anchor gets it."""
        if not anchor or anchor in self._given or anchor not in self.names:
            return list(content)
        self._given.add(anchor)
        return self.bookmark(self.names[anchor], content)

    def bookmark(self, name: str, content: Iterable[Any]) -> list[Any]:
        """Elements wrapped in a named bookmark."""
        self._bookmarks += 1
        start = element("bookmarkStart", id=self._bookmarks, name=name)
        return [start, *content, element("bookmarkEnd", id=self._bookmarks)]


def _run(piece: Run, size: float | None, *, bold: bool) -> Any:
    made = element("r")
    about = element("rPr")
    if piece.code:
        about.append(fonts(SONG, "Consolas"))
    elif piece.italic:
        # Chinese emphasis is a change of typeface: slanted hanzi are hard to read.
        about.append(fonts(KAI))
    if piece.bold or bold:
        about.append(element("b"))
        about.append(element("bCs"))
    if size is not None:
        about.append(element("sz", val=round(2 * size)))
        about.append(element("szCs", val=round(2 * size)))
    if len(about):
        made.append(about)
    for number, line in enumerate(clean_lines(piece.text).split("\n")):
        if number:
            made.append(element("br"))
        if line:
            made.append(text(line))
    return made
