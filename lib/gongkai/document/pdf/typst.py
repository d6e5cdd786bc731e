"""Blocks to the input of the Typst template: plain data, so that no text is ever read as markup.

The template is ``report.typ`` beside this file. Layout is computed here: column widths and font size of a table,
width and height of a picture, which blocks share a landscape page, what is kept with the signature.
"""

from __future__ import annotations

import itertools
import re
from importlib.resources import files
from itertools import chain
from typing import TYPE_CHECKING, Any

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
from gongkai.document.fonts import noto
from gongkai.document.layout import breaking, figures
from gongkai.document.layout.pages import TYPE_WIDTH, parts
from gongkai.document.layout.printed import anchors, date, printed
from gongkai.document.layout.tables import LONG
from gongkai.document.layout.text import clean_lines, title_lines
from gongkai.document.outline import walk
from gongkai.document.pdf import flow, tables
from gongkai.document.text import SCHEMES

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.document.blocks import Block, Document, Inline, Meta
    from gongkai.document.fonts import FontSet

_SAFE = re.compile(rf"{SCHEMES}\S", re.IGNORECASE)

_SMALLEST = {True: 0.8, False: 0.66}
"""Size of pictures, as part of the usual, down to which a chart or a photo is made smaller to stay on a page."""

_CLOSE = 0.85
"""Size of pictures, as part of the usual, where a page can be saved."""

_LINE = 28
"""Characters in a line of the body."""

_LONG_NOTE = 400
"""Minimum number of characters of a note that may break across pages."""


def template() -> bytes:
    """The Typst source of the template."""
    return files("gongkai.document.pdf").joinpath("report.typ").read_bytes()


def data(document: Document, fonts: FontSet, *, close: bool = False) -> dict[str, Any]:
    """The data for the template.

    Args:
        document: The document; notes and marks of cells are kept in drafts only.
        fonts: The families of each role.
        close: Whether tables and pictures take less room than usual.

    Returns:
        JSON data: ``meta``, ``fonts``, ``parts``, each with ``landscape`` and its ``blocks``; ``settled``, whether row
        headers are repeated after page breaks and tables and pictures fitted to the page, which depends on positions
        on pages that in rare documents never settle; ``decided``, what is known of that already.

    Raises:
        RenderError: A picture is broken; the message names it.
    """
    blocks = printed(document)
    planner = _Planner(document.meta.draft, frozenset(anchors(blocks)), close=close)
    planner.charts = sum(isinstance(block, Figure) and block.media == "image/svg+xml" for block in walk(blocks))
    return {
        "meta": _meta(document.meta),
        "fonts": _fonts(fonts),
        "settled": True,
        "decided": {},
        "parts": planner.parts(blocks),
    }


def keepers(data: dict[str, Any]) -> Iterator[list[bool]]:
    """For each table of the data, in reading order, for each of its rows: whether it begins with an empty cell."""
    blocks = [block for part in data["parts"] for block in part["blocks"]]
    while blocks:
        block = blocks.pop(0)
        if block["type"] == "table":
            yield block["kept"]
        blocks = [*chain.from_iterable(block.get("items", ())), *block.get("blocks", ()), *blocks]


def _meta(meta: Meta) -> dict[str, Any]:
    when = date(meta)
    language, _, region = meta.language.partition("-")
    return {
        "title": clean_lines(meta.title).replace("\n", "").strip() or "未命名",
        "author": clean_lines(meta.author),
        "subject": clean_lines(meta.subject),
        "keywords": [clean_lines(word) for word in meta.keywords],
        "date": [when.year, when.month, when.day] if when else None,
        "lang": language.lower() or "zh",
        "region": region.upper() or None,
        "draft": meta.draft,
    }


def _fonts(fonts: FontSet) -> dict[str, Any]:
    # 一、黑体 （一）楷体 1. 仿宋 bold （1）仿宋; without a 楷体 the second level is the body font in bold.
    own_kai = "kai" not in fonts.missing
    # A sans of regular weight is lighter than the 黑体 it replaces.
    light = fonts.hei[0] == noto.SANS
    return {
        **{role: list(fonts.role(role)) for role in ("title", "hei", "kai", "fang", "song", "latin")},
        "wrong": dict(fonts.wrong),
        "bold": sorted(fonts.bold),
        "hei-light": light,
        "title-bold": "title" in fonts.missing,
        "headings": [
            ["hei", "hei", light],
            ["kai", "kai", False] if own_kai else ["fang", "fang", True],
            ["fang", "fang", own_kai],
            ["fang", "fang", False],
        ],
    }


class _Planner:
    """Converts blocks to data; each anchor is assigned once, to the first block that names it."""

    def __init__(self, draft: bool, anchors: frozenset[str], *, close: bool = False) -> None:
        self.draft = draft
        self.close = close
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
            flow.connect(drawn, self._name)
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
                ragged = {"ragged": True} if breaking.is_ragged(block.text()) else {}
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
                if self.close and drawn["height"] < LONG:
                    tables.tighten(drawn)
                for cell in (cell for part in drawn["parts"] for cell in part["cells"]):
                    self._claim(cell)
                    if cell.get("to") not in self.anchors:
                        cell.pop("to", None)
                return self._anchored(block.anchor, **drawn)
            case Figure():
                picture = figures.plan(block, TYPE_WIDTH[False] - 20 * depth)
                if self.close:
                    picture |= {side: round(picture[side] * _CLOSE, 3) for side in ("width", "height")}
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
        return round(min(1.0, _SMALLEST[chart] / (_CLOSE if self.close else 1.0)), 3)

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

    def inline(
        self, content: Inline, *, running: bool = False, narrow: bool = False, lines: Sequence[str] = ()
    ) -> list[dict[str, Any]]:
        """Runs as data: text or a line break, with style.

        Args:
            content: The runs.
            running: Whether it is running text, in which numbers stay with their units and punctuation is squeezed.
            narrow: Whether lines may break inside any word.
            lines: The lines of a single run, as it is to be broken.
        """
        found: list[dict[str, Any]] = []
        for run in content:
            style: dict[str, Any] = {}
            if run.bold:
                style["b"] = True
            if run.italic:
                style["i"] = True
            if run.code:
                style["c"] = True
            if run.href and (_SAFE.match(run.href) or (run.href.startswith("#") and run.href[1:] in self.anchors)):
                style["h"] = clean_lines(run.href)
            for index, line in enumerate(lines or clean_lines(run.text).split("\n")):
                if index:
                    found.append({"n": True})
                if narrow:
                    found += [{"t": list(line), **style}] if line else []
                else:
                    found += [{**piece, **style} for piece in _pieces(line, running=running, start=not found)]
        return found


def _pieces(text: str, *, running: bool, start: bool) -> Iterator[dict[str, Any]]:
    """Text, with long words (URLs) as lists of pieces between which a line may break.

    In running text what is kept whole is marked ``k``, punctuation ``p``; at its start the marker of a list is kept, so
    that the gap after it is not stretched.
    """
    mark = breaking.marker(text) if running and start else ""
    if mark:
        yield {"t": mark, "k": True}
    plain = ""
    for kind, between in breaking.pieces(text[len(mark) :]):
        whole = "".join(between)
        if kind == "address" and len(whole) >= breaking.LONG_WORD:
            special: dict[str, Any] = {"t": list(between)}
        elif running and kind == "keep":
            special = {"t": whole, "k": True}
        elif running and kind == "punctuation":
            special = {"t": whole, "p": True}
        else:
            plain += whole
            continue
        if plain:
            yield {"t": plain}
            plain = ""
        yield special
    if plain:
        yield {"t": plain}


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
