"""Which blocks are on portrait and landscape pages."""

from __future__ import annotations

import pytest

from gongkai.document.blocks import Block, Cell, Heading, Paragraph, Table, inline
from gongkai.document.layout import pages

TEXT = Paragraph(content=inline("文"))
HEADING = Heading(level=1, content=inline("题"))
LANDSCAPE = Table(rows=((Cell(),),), caption="表", landscape=True)
UPRIGHT = Table(rows=((Cell(),),), caption="表")


@pytest.mark.parametrize(
    ("blocks", "parts"),
    [
        ([], []),
        ([TEXT, UPRIGHT], [(False, 2)]),
        ([LANDSCAPE], [(True, 1)]),
        ([TEXT, HEADING, HEADING, LANDSCAPE, LANDSCAPE, TEXT], [(False, 1), (True, 4), (False, 1)]),
        ([LANDSCAPE, HEADING, LANDSCAPE], [(True, 1), (True, 2)]),
        ([HEADING, LANDSCAPE, TEXT, HEADING], [(True, 2), (False, 2)]),
    ],
)
def test_headings_go_with_a_landscape_table(blocks: list[Block], parts: list[tuple[bool, int]]) -> None:
    """Headings above a landscape table are on its page; everything else keeps its order."""
    found = pages.parts(blocks)
    assert [(landscape, len(part)) for landscape, part in found] == parts
    assert [block for _, part in found for block in part] == blocks


@pytest.mark.parametrize(("columns", "landscape"), [(12, False), (40, True)])
def test_wide_tables_are_turned(columns: int, landscape: bool) -> None:
    """A table whose numbers do not fit a portrait page in 7-point type is landscape by default."""
    row = tuple(Cell(content=inline("12345")) for _ in range(columns))
    assert pages.is_landscape(Table(rows=(row,), caption="表")) is landscape
