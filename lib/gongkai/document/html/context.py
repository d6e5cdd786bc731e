"""State shared by the parts of one page: unique ids, note numbers, headings, style rules."""

from __future__ import annotations

import hashlib
from collections import Counter
from typing import TYPE_CHECKING

from gongkai.document.blocks import Figure, Note, Table, plain
from gongkai.document.html.addresses import ident
from gongkai.document.html.text import REFERENCE
from gongkai.document.outline import walk

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.document.blocks import Block, Heading

MAIN = "gk-main"
"""Id of the page's main element, the target of the skip link."""


class PageContext:
    """Issues unique ids and collects the style rules that individual blocks need.

    Attributes:
        rules: Style rules by class; a class is named by the hash of its rules, so that equal rules share it.
        notes: By anchor, the number of a note on the page and the note.
        own: Whether it is a page of its own: headings without an anchor get an id, and there is a style sheet.
        headings: The headings so far: level, text, id.
        targets: Ids of figures and tables by the number that their caption begins with (``图1``).
    """

    def __init__(self, blocks: Iterable[Block] = (), *, own: bool = True) -> None:
        self.rules: dict[str, str] = {}
        self.own = own
        self.headings: list[tuple[int, str, str]] = []
        self._given: set[str] = {MAIN}
        self._labels: Counter[str] = Counter()
        blocks = list(walk(blocks))
        anchored = (block for block in blocks if isinstance(block, Note) and block.anchor)
        self.notes: dict[str, tuple[int, Note]] = {}
        for count, note in enumerate(anchored, 1):
            self.notes.setdefault(str(note.anchor), (count, note))
        self.targets: dict[str, str] = {}
        self._reserved: dict[int, str] = {}
        for block in blocks if own else ():
            if isinstance(block, Figure | Table) and (match := REFERENCE.match(block.caption)):
                number = match[0].replace(" ", "")
                if number not in self.targets and id(block) not in self._reserved:
                    self.targets[number] = self._reserved[id(block)] = self.id(block.anchor or number) or ""

    def place(self, block: Figure | Table) -> str | None:
        """Id of a figure or table: the one that references to it use, else from its anchor."""
        return self._reserved.pop(id(block), None) or self.id(block.anchor)

    def heading(self, heading: Heading) -> str | None:
        """Id of the next heading."""
        if not self.own:
            return self.id(heading.anchor)
        name = self.id(heading.anchor or f"part-{len(self.headings) + 1}") or ""
        self.headings.append((heading.level, plain(heading.content).replace("\n", ""), name))
        return name

    def id(self, anchor: str | None) -> str | None:
        """A unique id derived from an anchor."""
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
        """A unique name for a part of the page: a repeated name is numbered."""
        self._labels[text] += 1
        number = self._labels[text]
        return text if number == 1 else f"{text}（{number}）"

    def style(self, template: str) -> str:
        """The class for some rules; ``&`` in them becomes its selector."""
        name = "k" + hashlib.sha256(template.encode()).hexdigest()[:8]
        self.rules[name] = template.replace("&", f".{name}")
        return name
