"""Nesting of blocks, and heading levels."""

from __future__ import annotations

from gongkai.document.blocks import Block, Cell, Heading, List, Quote, Table, inline
from gongkai.document.outline import stepwise, walk


def heading(level: int) -> Heading:
    """A heading of a level."""
    return Heading(level=level, content=inline("题"))


def levels(blocks: list[Block]) -> list[int]:
    """Levels of the headings, in reading order."""
    return [block.level for block in walk(stepwise(blocks)) if isinstance(block, Heading)]


def test_heading_levels_step_by_one() -> None:
    """No level is skipped on the way down, and the first is 1."""
    assert levels([heading(level) for level in (3, 4, 1, 4, 4, 2)]) == [1, 2, 1, 2, 3, 2]


def test_headings_inside_others_count() -> None:
    """Headings in quotes and lists have their place among the others."""
    blocks: list[Block] = [heading(1), Quote(blocks=(heading(3),)), List(items=((heading(4),), ())), heading(2)]
    assert levels(blocks) == [1, 2, 3, 2]


def test_blocks_are_found_in_reading_order() -> None:
    """Blocks inside lists and quotes count."""
    first, second = (Table(rows=((Cell(),),), caption=caption) for caption in "ab")
    blocks = (List(items=((first,),)), Quote(blocks=(second,)), first)
    assert [block for block in walk(blocks) if isinstance(block, Table)] == [first, second, first]
