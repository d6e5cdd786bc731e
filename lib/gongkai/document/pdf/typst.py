"""Blocks to the input of the Typst template: plain data, so that no text is ever read as markup.

The template is in the folder ``template`` beside this file. Layout is computed here: column widths and font size of a table,
width and height of a picture, which blocks share a landscape page, what is kept with the signature.
"""

from __future__ import annotations

import itertools
import json
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Any

from gongkai.document import breaking
from gongkai.document.blocks import (
    Code,
    Figure,
    Heading,
    List,
    Note,
    Paragraph,
    Quote,
    Signature,
    Table,
    Title,
)
from gongkai.document.layout import figures
from gongkai.document.layout.pages import TYPE_WIDTH, parts
from gongkai.document.layout.printed import anchors, printed
from gongkai.document.layout.tables import LONG
from gongkai.document.layout.text import clean_lines, title_lines
from gongkai.document.outline import walk
from gongkai.document.pdf import flow, setting, tables, text

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.document.blocks import Block, Inline
    from gongkai.document.fonts import FontSet
    from gongkai.document.metadata import Document

_TEMPLATE = ("page", "tables", "pictures", "blocks")
"""Files of the template in order."""

_SMALLEST = {True: 0.8, False: 0.66}
"""Size of pictures, as part of the usual, down to which a chart or a photo is made smaller to stay on a page."""

_CLOSE = 0.85
"""Size of pictures, as part of the usual, where a page can be saved."""

_LINE = 28
"""Characters in a line of the body."""

LINES = 22
"""Lines of a page by GB/T 9704."""

_LONG_NOTE = 400
"""Minimum number of characters of a note that may break across pages."""


def template() -> bytes:
    """The Typst source of the template: its files one after another, as each uses what those before it define."""
    folder = files("gongkai.document.pdf").joinpath("template")
    return b"\n".join(folder.joinpath(f"{name}.typ").read_bytes() for name in _TEMPLATE)


def data(document: Document, fonts: FontSet) -> dict[str, Any]:
    """The data for the template.

    Args:
        document: The document; notes and marks of cells are kept in drafts only.
        fonts: The families of each role.

    Returns:
        JSON data: ``meta``, ``fonts``, ``parts``, each with ``landscape`` and its ``blocks``; ``lines`` of text in a page;
        ``settled``, whether row headers are repeated after page breaks and tables and pictures fitted to the page, which depends on positions
        on pages that in rare documents never settle; ``decided``, what is known of that already.

    Raises:
        RenderError: A picture is broken; the message names it.
    """
    blocks = printed(document)
    planner = _Planner(document.meta.draft, frozenset(anchors(blocks)))
    planner.charts = sum(isinstance(block, Figure) and block.media == "image/svg+xml" for block in walk(blocks))
    return {
        "meta": setting.meta(document.meta),
        "fonts": setting.roles(fonts),
        "settled": True,
        "decided": {},
        "lines": LINES,
        "parts": planner.parts(blocks),
    }


def adjusted(data: dict[str, Any], lines: int) -> dict[str, Any]:
    """A copy of the data, not yet settled, for pages of so many lines of text.

    If these are not fewer than usual, tables have less air and pictures are smaller.
    """
    found: dict[str, Any] = json.loads(json.dumps(data)) | {"settled": True, "decided": {}, "lines": lines}
    names = itertools.count()
    for block in _blocks(found) if lines >= LINES else ():
        if block["type"] == "table" and block["height"] < LONG:
            tables.tighten(block)
        elif block["type"] == "figure":
            block |= {side: round(block[side] * _CLOSE, 3) for side in ("width", "height")}
            block["smallest"] = round(min(1.0, block["smallest"] / _CLOSE), 3)
    for part in found["parts"]:
        if not part["landscape"]:
            flow.connect(part["blocks"], lambda: f"adjusted{next(names)}", lines)
    return found


def has_pictures(data: dict[str, Any]) -> bool:
    """Whether there is any picture."""
    return any(block["type"] == "figure" for block in _blocks(data))


def keepers(data: dict[str, Any]) -> Iterator[list[bool]]:
    """For each table of the data, in reading order, for each of its rows: whether it begins with an empty cell."""
    return (block["kept"] for block in _blocks(data) if block["type"] == "table")


def _blocks(data: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """All blocks of the data in reading order, those in lists and quotes too."""
    blocks = [block for part in data["parts"] for block in part["blocks"]]
    while blocks:
        block = blocks.pop(0)
        yield block
        blocks = [*chain.from_iterable(block.get("items", ())), *block.get("blocks", ()), *blocks]


class _Planner:
    """Converts blocks to data; each anchor is assigned once, to the first block that names it."""

    def __init__(self, draft: bool, anchors: frozenset[str]) -> None:
        self.draft = draft
        self.anchors = anchors
        self.charts = 0
        self._given: set[str] = set()
        self._count = 0

    def _name(self) -> str:
        """A name unique in the document."""
        self._count += 1
        return str(self._count)

    def parts(self, blocks: Sequence[Block]) -> list[dict[str, Any]]:
        """The blocks by the orientation of their page."""
        return [
            {"landscape": landscape, "blocks": self.blocks(part, landscape=landscape)}
            for landscape, part in parts(blocks)
        ]

    def blocks(self, blocks: Sequence[Block], *, landscape: bool = False, depth: int = 0) -> list[dict[str, Any]]:
        """A sequence of blocks; the last one before a signature reserves space for it."""
        drawn = [self.block(block, landscape=landscape, depth=depth) for block in blocks]
        for before, after in itertools.pairwise(drawn):
            if after["type"] == "signature":
                _keep_with_signature(before, {"lines": after["lines"], "seal": after["seal"]})
        if not depth and not landscape:
            flow.connect(drawn, self._name, LINES)
        return drawn

    def block(self, block: Block, *, landscape: bool = False, depth: int = 0) -> dict[str, Any]:
        """One block; ``depth`` counts the lists and quotes around it."""
        match block:
            case Title():
                return {"type": "title", "lines": title_lines(clean_lines(block.content))}
            case Heading():
                return self._anchored(
                    block.anchor, type="heading", level=block.level, content=self.inline(block.content)
                )
            case Paragraph():
                is_ragged = breaking.is_ragged(block.text()) or breaking.is_torn(block.text())
                ragged = {"ragged": True} if is_ragged else {}
                return {"type": "paragraph", "content": self.inline(block.content, running=True), **ragged}
            case List():
                start = {} if block.start is None else {"start": block.start}
                items = [self.blocks(item, depth=depth + 1) for item in block.items]
                return {"type": "list", "depth": depth, "items": items, **start}
            case Quote():
                return {"type": "quote", "blocks": self.blocks(block.blocks, depth=depth + 1)}
            case Code():
                return {"type": "code", "content": clean_lines(block.content)}
            case Note():
                return self._note(block)
            case Table():
                drawn = tables.plan(block, self._name(), self.inline, draft=self.draft, landscape=landscape)
                for cell in (cell for part in drawn["parts"] for cell in part["cells"]):
                    self._claim(cell)
                    if cell.get("to") not in self.anchors:
                        cell.pop("to", None)
                return self._anchored(block.anchor, **drawn)
            case Figure():
                picture = figures.plan(block, TYPE_WIDTH[False] - 20 * depth)
                picture["smallest"] = self._smallest(block)
                return self._anchored(block.anchor, **picture, words=flow.words_height(picture["caption"]))
            case Signature():
                organ, when = clean_lines(block.organ), clean_lines(block.date)
                given = [line for text in (organ, when) if text for line in text.split("\n")]
                lines = sum(max(1, -(-len(line) // _LINE)) for line in given)
                return {"type": "signature", "organ": organ, "date": when, "lines": lines, "seal": block.seal}

    def _smallest(self, figure: Figure) -> float:
        """How much smaller than planned a picture may be; all charts of a document have one scale."""
        chart = figure.media == "image/svg+xml"
        if chart and self.charts > 1:
            return 1.0
        return _SMALLEST[chart]

    def _note(self, note: Note) -> dict[str, Any]:
        refs = [[target, clean_lines(words)] for target, words in note.refs if target in self.anchors]
        return self._anchored(
            note.anchor,
            type="note",
            long=len(note.text()) > _LONG_NOTE,
            level=note.level,
            title=clean_lines(note.title),
            content=self.inline(note.content),
            refs=refs,
        )

    def _anchored(self, anchor: str | None, **drawn: Any) -> dict[str, Any]:
        if anchor:
            drawn["anchor"] = anchor
            self._claim(drawn)
        return drawn

    def _claim(self, drawn: dict[str, Any]) -> None:
        anchor = drawn.get("anchor")
        if anchor in self._given:
            del drawn["anchor"]
        elif anchor:
            self._given.add(anchor)

    def inline(self, content: Inline, **how: Any) -> list[dict[str, Any]]:
        """Runs as data; see :func:`gongkai.document.pdf.text.runs`."""
        return text.runs(content, self.anchors, **how)


def _keep_with_signature(drawn: dict[str, Any], room: dict[str, Any]) -> None:
    """Mark the block before the signature, so that no page break separates its last line from the signature."""
    match drawn["type"]:
        case "paragraph":
            drawn["room"] = room
        case "figure":
            drawn["sticky"] = True
        case "table" if sum(len(part["cells"]) for part in drawn["parts"]) <= 60:
            drawn["sticky"] = True
        case "list" if drawn["items"] and drawn["items"][-1]:
            _keep_with_signature(drawn["items"][-1][-1], room)
        case _:
            pass
