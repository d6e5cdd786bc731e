"""The structure of a document: nesting of blocks, and heading levels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document.blocks import Heading, List, Quote

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongkai.document.blocks import Block


def walk(blocks: Iterable[Block]) -> Iterator[Block]:
    """Every block in reading order, including those inside lists and quotes."""
    for block in blocks:
        yield block
        if isinstance(block, Quote):
            yield from walk(block.blocks)
        elif isinstance(block, List):
            for item in block.items:
                yield from walk(item)


def stepwise(blocks: Iterable[Block]) -> list[Block]:
    """The blocks with no heading level skipped on the way down, the first on level 1: PDF/UA and WCAG require it."""
    return list(_stepwise(blocks, [0]))


def _stepwise(blocks: Iterable[Block], last: list[int]) -> Iterator[Block]:
    """The same, following a heading of the level in ``last``, which is updated to that of the last heading."""
    for block in blocks:
        match block:
            case Heading():
                last[0] = level = min(block.level, last[0] + 1)
                yield block if level == block.level else block.model_copy(update={"level": level})
            case Quote():
                yield block.model_copy(update={"blocks": tuple(_stepwise(block.blocks, last))})
            case List():
                items = tuple(tuple(_stepwise(item, last)) for item in block.items)
                yield block.model_copy(update={"items": items})
            case _:
                yield block
