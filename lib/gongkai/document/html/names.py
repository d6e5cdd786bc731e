"""Ids, links and class rules of one page."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from typing import TYPE_CHECKING
from urllib.parse import quote

from gongkai.document.blocks import List, Note, Quote, plain

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongkai.document.blocks import Block, Heading

_LINK = re.compile(r"(?:https?://|mailto:|#)[^\x00-\x20\x7f]+", re.IGNORECASE)
_BESIDE = re.compile(r"(?![/\\]{2})[^:\x00-\x1f\x7f\\]+")
_UNFIT = re.compile(r"[\s\x00-\x1f\x7f]+")
_URL_SAFE = "/?#[]@!$&'()*+,;=:%~"

MAIN = "gk-main"
"""Id of the page's main part, to which the skip link leads."""


def link(href: str | None) -> str | None:
    """The address when a text may link to it (web, mail, anchor), else ``None``."""
    if href is None or not _LINK.fullmatch(href):
        return None
    return "#" + ident(href[1:]) if href.startswith("#") else quote(href, safe=_URL_SAFE)


def beside(href: str) -> str | None:
    """The address when it is a file beside the page or on the web, else ``None``."""
    return quote(href, safe=_URL_SAFE) if _BESIDE.fullmatch(href) else link(href)


def ident(anchor: str) -> str:
    """An anchor without the blanks that an id must not have."""
    return _UNFIT.sub("-", anchor.strip()) or "-"


class Names:
    """Gives out ids, each once, and collects the style rules that single blocks need.

    Attributes:
        rules: Style rules by the class they are for; a class is named by its rules, so equal ones share it.
        notes: The notes by anchor: number in the page and note.
        own: Whether headings without an anchor get an id of their own.
        headings: The headings so far: level, text, id.
    """

    def __init__(self, blocks: Iterable[Block] = (), *, own: bool = True) -> None:
        self.rules: dict[str, str] = {}
        self.own = own
        self.headings: list[tuple[int, str, str]] = []
        self._given: set[str] = {MAIN}
        self._labels: Counter[str] = Counter()
        anchored = (block for block in _walk(blocks) if isinstance(block, Note) and block.anchor)
        self.notes: dict[str, tuple[int, Note]] = {}
        for number, note in enumerate(anchored, 1):
            self.notes.setdefault(str(note.anchor), (number, note))

    def heading(self, heading: Heading) -> tuple[int, str | None]:
        """Level and id of the next heading; no level is skipped on the way down."""
        level = min(heading.level, self.headings[-1][0] + 1 if self.headings else 1)
        if not self.own:
            return heading.level, self.id(heading.anchor)
        name = self.id(heading.anchor or f"part-{len(self.headings) + 1}") or ""
        self.headings.append((level, plain(heading.content).replace("\n", ""), name))
        return level, name

    def id(self, anchor: str | None) -> str | None:
        """An id made from an anchor that no other block has."""
        if anchor is None:
            return None
        base = found = ident(anchor)
        number = 1
        while found in self._given:
            number += 1
            found = f"{base}-{number}"
        self._given.add(found)
        return found

    def label(self, text: str) -> str:
        """A name for a part of the page that no other part has: a second of the same name is numbered."""
        self._labels[text] += 1
        number = self._labels[text]
        return text if number == 1 else f"{text}（{number}）"

    def style(self, template: str) -> str:
        """The class that stands for some rules; ``{}`` in them becomes its name."""
        name = "k" + hashlib.sha256(template.encode()).hexdigest()[:8]
        self.rules[name] = template.replace("{}", f".{name}")
        return name


def _walk(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        yield block
        if isinstance(block, Quote):
            yield from _walk(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield from _walk(item)
