"""The text of a document in reading order, as assistive technology is to read it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.document.blocks import Figure, List, Paragraph, Quote, Table, plain
from gongkai.document.layout.printed import printed

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.document.blocks import Block
    from gongkai.document.metadata import Document


def text(document: Document) -> str:
    """Every text without white space; bullets and numbers of lists included, the text inside pictures not."""
    return re.sub(r"\s", "", "".join(_texts(printed(document))))


def _texts(blocks: Iterable[Block]) -> Iterable[str]:
    for block in blocks:
        match block:
            case Table():
                if block.show_caption:
                    yield block.caption
                for row in block.rows:
                    yield from (plain(cell.content) for cell in row)
                yield plain(block.note)
            case Figure():
                yield block.caption
            case Quote():
                yield from _texts(block.blocks)
            case List():
                for number, item in enumerate(block.items, block.start or 0):
                    yield "●" if block.start is None else f"{number}."
                    yield from _texts(item)
            case Paragraph():
                yield block.text()
            case _:
                yield block.text()
