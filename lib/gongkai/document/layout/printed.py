"""Which blocks of a document are printed, and lookups among them."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gongkai.document.blocks import Figure, Heading, List, Note, Quote, Table
from gongkai.document.layout.tables import squared
from gongkai.document.outline import stepwise, walk

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongkai.document.blocks import Block
    from gongkai.document.metadata import Document, Meta


def printed(document: Document) -> list[Block]:
    """The blocks that are printed: notes in drafts only, no empty headings and tables, all tables rectangles.

    No heading level is skipped.
    """
    return stepwise(_printed(document.blocks, draft=document.meta.draft))


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


def date(meta: Meta) -> dt.date | None:
    """The document's date, or ``None`` if it has none or it is not an ISO date."""
    try:
        return dt.date.fromisoformat(meta.date) if meta.date else None
    except ValueError:
        return None


def anchors(blocks: Iterable[Block]) -> Iterator[str]:
    """Every anchor of some blocks, in reading order."""
    for block in walk(blocks):
        if isinstance(block, (Heading, Figure, Table, Note)) and block.anchor:
            yield block.anchor
        if isinstance(block, Table):
            yield from (cell.anchor for row in block.rows for cell in row if cell.anchor)
