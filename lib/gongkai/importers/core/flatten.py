"""Paragraphs and tables as one text in which the labels of the form are looked for, with marks between the cells."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.importers.core.column_alignment import reorder
from gongkai.importers.core.delimiters import CELL, END
from gongkai.importers.core.parsed_report import DelimitedText, ParsedTable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.importers.core.parsed_report import Block

_MARKS = re.compile(f"[{CELL}{END}]")


def flatten(blocks: Sequence[Block], *, paged: bool = False) -> str:
    """The blocks as one text, a paragraph or a row of a table a line.

    Args:
        blocks: The blocks in reading order.
        paged: Whether tables that follow each other are one table that goes over a page.
    """
    parts: list[str] = []
    for at, block in enumerate(blocks):
        if isinstance(block, ParsedTable):
            goes_on = paged and at + 1 < len(blocks) and isinstance(blocks[at + 1], ParsedTable)
            parts.append(_table(block) + ("" if goes_on else END))
        else:
            parts.append(block.text if isinstance(block, DelimitedText) else clean(block))
    return "\n".join(parts)


def clean(text: str) -> str:
    """A text from outside without the characters that mark cells."""
    return _MARKS.sub(" ", text)


def _table(table: ParsedTable) -> str:
    lines = [
        "".join(CELL + re.sub(r"\s+", " ", clean(text)).strip() for text in texts) for texts in reorder(table.rows)
    ]
    return "\n".join(line for line in lines if line)
