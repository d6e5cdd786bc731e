"""Where on its page Word sets what comes next, so that tables take the room that there is.

Nobody but Word knows, and it depends on the fonts of the reader's machine. So the text is measured twice: as Word with its
own fonts sets it, and as LibreOffice does that has none of them and puts a space between hanzi and Latin letters.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.document.docx.styles import PITCH
from gongkai.document.layout.cells import MM

if TYPE_CHECKING:
    from collections.abc import Sequence

LINE = PITCH / 20 * MM
"""Distance of lines of running text in mm."""

_PAGE = {False: 225.0, True: 156.0}
"""Height in mm of the type area, upright and landscape."""

_CHARACTERS = 28
"""Hanzi in a line of running text."""

_FONTS = (0.5, 0.0), (0.64, 0.2)
"""Width in em of a digit, and of the space between it and hanzi: of Times New Roman in Word, of what replaces it elsewhere."""

_STRETCH = re.compile(r"[!-~]+|[^!-~]+")

_LONG_WORD = 24
"""Characters from which a word is broken to fill the line."""

_HANGING = frozenset("，。、；：！？）》〉」』】〕”’…年月日号件次份元户万亿")
"""What begins no line: it hangs over the end of the line before, or takes a character along."""

_HANZI = re.compile("[\u3400-\u9fff]")


class Flow:
    """The place where the next block begins, from the blocks before it; one for each orientation of the page."""

    def __init__(self, *, landscape: bool) -> None:
        """Begin a page."""
        self.page = _PAGE[landscape]
        self._cursors = tuple(_Cursor(self.page, *font) for font in _FONTS)

    @property
    def rooms(self) -> tuple[float, ...]:
        """Height in mm left on the page under headings that stay with the next block: in Word, and in wider fonts."""
        return tuple(cursor.room for cursor in self._cursors)

    @property
    def page_room(self) -> float:
        """Height in mm of a page under the same headings."""
        return self.page - self._cursors[0].lead

    def text(self, text: str, *, left: float = 0.0, heading: bool = False) -> None:
        """A paragraph of running text.

        Args:
            text: Its text.
            left: Indent of all its lines in characters.
            heading: Whether it stays with what follows.
        """
        for cursor in self._cursors:
            count = cursor.count(text, _CHARACTERS - left)
            if heading:
                cursor.lead += count * LINE
            else:
                cursor.lines(count)

    def rows(self, heights: Sequence[float]) -> None:
        """Rows of a table, or a single block: what comes next, of these heights in mm, is parted between them only."""
        for cursor in self._cursors:
            cursor.rows(heights)

    def turn(self) -> None:
        """What follows begins a page, with the headings before it."""
        for cursor in self._cursors:
            cursor.used = 0.0


class _Cursor:
    """A place on a page, of a document in certain fonts."""

    def __init__(self, page: float, digit: float, gap: float) -> None:
        self.page, self.digit, self.gap = page, digit, gap
        self.used = self.lead = 0.0

    @property
    def room(self) -> float:
        """Height in mm that is left."""
        return self.page - self.used - self.lead

    def count(self, text: str, width: float) -> int:
        """Number of lines of a paragraph whose first line is indented; ``width`` in characters."""
        found, at = 0, 2.0
        for line in text.split("\n"):
            found += 1
            before = ""
            for stretch in _STRETCH.findall(line):
                latin = stretch.isascii()
                if before and _HANZI.match(before if latin else stretch):
                    at += self.gap
                if not latin:
                    more, at = _wrapped(stretch, at, width)
                elif at + self.digit * len(stretch) <= width:
                    more, at = 0, at + self.digit * len(stretch)
                elif len(stretch) < _LONG_WORD:
                    more, at = 1, self.digit * len(stretch)
                else:
                    reached = at + self.digit * len(stretch)
                    more, at = int(reached // width), reached % width
                found += more
                before = stretch[-1]
            at = 0.0
        return found

    def lines(self, count: int) -> None:
        """Lines of a paragraph, of which neither the first nor the last is alone on a page."""
        fit = int((self.room + 0.1) // LINE)
        if count > fit:
            if count - fit == 1:
                fit -= 1
            if fit < min(2, count):
                fit = 0
            if fit:
                self.lead = 0.0
            self.used, count = 0.0, (count - fit - 1) % int(self.page // LINE) + 1
        self.used += self.lead + count * LINE
        self.lead = 0.0

    def rows(self, heights: Sequence[float]) -> None:
        """Blocks that follow each other and are not parted."""
        for height in heights:
            if height > self.room + 0.1:
                self.used = 0.0
            self.used += self.lead + height
            self.lead = 0.0


def _wrapped(text: str, at: float, width: float) -> tuple[int, float]:
    """Line breaks in text without Latin letters that begins in a line, and where in its line it ends."""
    found, start = 0, 0
    while at + len(text) - start > width + 0.05:
        start += int(width + 0.05 - at)
        while start < len(text) and text[start] in _HANGING:
            start += 1
        if start == len(text):
            return found, width
        found += 1
        at = 0.0
    return found, at + len(text) - start
