"""Which blocks of a document are printed, and what is looked up among them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gongkai.document.blocks import Figure, Heading, List, Note, Quote, Table
from gongkai.document.layout.tables import squared

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.document.blocks import Block, Document, Meta


def printed(document: Document) -> list[Block]:
    """The blocks that are printed: notes in drafts only, no empty headings and tables, all tables rectangles."""
    return _printed(document.blocks, draft=document.meta.draft)


def _printed(blocks: Iterable[Block], *, draft: bool) -> list[Block]:
    found: list[Block] = []
    for block in blocks:
        match block:
            case Note() if not draft:
                continue
            case Heading() if not block.text().strip():
                continue
            case Table() if not any(block.rows):
                continue
            case Table():
                found.append(squared(block))
            case List():
                items = tuple(tuple(_printed(item, draft=draft)) for item in block.items)
                found.append(block.model_copy(update={"items": items}))
            case Quote():
                found.append(block.model_copy(update={"blocks": tuple(_printed(block.blocks, draft=draft))}))
            case _:
                found.append(block)
    return found


def tables(blocks: Iterable[Block]) -> list[Table]:
    """The tables among some blocks, in reading order, those inside lists and quotes too."""
    found: list[Table] = []
    for block in blocks:
        match block:
            case Table():
                found.append(block)
            case List():
                for item in block.items:
                    found += tables(item)
            case Quote():
                found += tables(block.blocks)
            case _:
                pass
    return found


def date(meta: Meta) -> dt.date | None:
    """The document's date, ``None`` where it has none or it is no ISO date."""
    try:
        return dt.date.fromisoformat(meta.date) if meta.date else None
    except ValueError:
        return None


def stepwise(blocks: Iterable[Block]) -> list[Block]:
    """No heading level skipped on the way down, the first one on level 1: PDF/UA refuses that."""
    found: list[Block] = []
    last = 0
    for block in blocks:
        if isinstance(block, Heading):
            level = min(block.level, last + 1)
            last = level
            found.append(block if level == block.level else block.model_copy(update={"level": level}))
        else:
            found.append(block)
    return found


def anchors(blocks: Iterable[Block], *, draft: bool) -> Iterable[str]:
    """Every anchor of some blocks, in reading order."""
    for block in blocks:
        if isinstance(block, List):
            for item in block.items:
                yield from anchors(item, draft=draft)
        elif isinstance(block, Quote):
            yield from anchors(block.blocks, draft=draft)
        elif isinstance(block, (Heading, Figure, Table, Note)):
            if block.anchor:
                yield block.anchor
            if isinstance(block, Table):
                yield from (cell.anchor for row in block.rows for cell in row if cell.anchor)
