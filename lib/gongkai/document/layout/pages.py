"""Pages: the type area of GB/T 9704, and which blocks are on portrait and landscape pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document.blocks import Heading, Table
from gongkai.document.layout.columns import least_width

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.document.blocks import Block

TYPE_WIDTH = {False: 156.0, True: 225.0}
"""Width of the type area in mm, portrait and landscape."""

TYPE_HEIGHT = {False: 212.0, True: 143.0}
"""Height in mm that a table may take on one page, upright and landscape: the type area without a heading."""

_SMALLEST, _INSET = 7.0, 0.6
"""Font size in points and cell inset in mm with which a table must fit a portrait page."""


def is_landscape(block: Block) -> bool:
    """Whether a block is on a landscape page: a table that requests it, or one too wide for a portrait page.

    A table is too wide if it would need type under 7 points or break words.
    """
    if not isinstance(block, Table):
        return False
    return block.landscape or least_width(block, _SMALLEST, _INSET) > TYPE_WIDTH[False]


def parts(blocks: Iterable[Block]) -> list[tuple[bool, list[Block]]]:
    """The blocks by the orientation of their page, ``True`` is landscape; headings go with the table below them."""
    found: list[tuple[bool, list[Block]]] = [(False, [])]
    for block in blocks:
        landscape = is_landscape(block)
        before = found[-1][1]
        if landscape != found[-1][0]:
            above: list[Block] = []
            while landscape and before and isinstance(before[-1], Heading):
                above.insert(0, before.pop())
            found.append((landscape, above))
        found[-1][1].append(block)
    return [(landscape, part) for landscape, part in found if part]
