"""Runs of text for Word, with links and bookmarks."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

from docx.opc.constants import RELATIONSHIP_TYPE

from gongkai.document import breaking
from gongkai.document.docx.styles import CODE, EMPHASIS, KAI, LINK, SONG, STRONG
from gongkai.document.docx.xml import element, fonts, text
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

    def inline(self, content: Inline, *, running: bool = False) -> list[Any]:
        """Runs for some text, wrapped in hyperlinks where it links somewhere.

        Args:
            content: The text.
            running: Whether it is running text, in which a telephone number is not broken at its hyphen.
        """
        found = []
        for piece in content:
            target = self._link(piece.href)
            run = _run(piece, linked=target is not None, running=running)
            if target is not None:
                target.append(run)
            found.append(run if target is None else target)
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


def _run(piece: Run, *, linked: bool, running: bool) -> Any:
    made = element("r", *_look(piece, linked=linked))
    for number, line in enumerate(clean_lines(piece.text).split("\n")):
        if number:
            made.append(element("br"))
        if line:
            made.extend(_texts(line) if running and not piece.code else [text(line)])
    return made


def _look(piece: Run, *, linked: bool) -> list[Any]:
    """The properties of a run, by a named style where one is enough: a run has one style, and that of a link is its own."""
    style = CODE if piece.code else EMPHASIS if piece.italic else STRONG if piece.bold else None
    about = []
    if linked:
        about.append(element("rStyle", val=LINK))
        if piece.code or piece.italic:
            about.append(fonts(SONG, "Consolas") if piece.code else fonts(KAI))
    elif style:
        about.append(element("rStyle", val=style))
    if piece.bold and (linked or style != STRONG):
        about += [element("b"), element("bCs")]
    return [element("rPr", *about)] if about else []


def _texts(line: str) -> list[Any]:
    """Text in which hyphens between digits are Word's own that never break."""
    found, plain = [], ""
    for kind, parts in breaking.pieces(line):
        words = "".join(parts)
        if kind != "keep" or "-" not in words:
            plain += words
            continue
        first, *others = words.split("-")
        found += [text(plain + first)] if plain + first else []
        for other in others[:-1]:
            found += [element("noBreakHyphen"), text(other)]
        found.append(element("noBreakHyphen"))
        plain = others[-1]
    return [*found, text(plain)] if plain else found
