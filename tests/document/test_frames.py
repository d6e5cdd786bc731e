"""DataFrames as table blocks."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd

from gongkai.document.blocks import plain
from gongkai.document.frames import table


def shape(block):
    return [[(plain(c.content), c.row_span, c.column_span) for c in row] for row in block.rows]


def test_plain_frame():
    """Columns and index become heads; missing values are empty, decimals exact."""
    frame = pd.DataFrame({"甲": [1, None], "乙": ["x", Decimal("0.10")]}, index=["一", "二"])
    assert [
        [("", 1, 1), ("甲", 1, 1), ("乙", 1, 1)],
        [("一", 1, 1), ("1", 1, 1), ("x", 1, 1)],
        [("二", 1, 1), ("", 1, 1), ("0.10", 1, 1)],
    ] == shape(table(frame))


def test_multi_index_merges():
    """Equal neighbours of a MultiIndex are merged, both ways."""
    columns = pd.MultiIndex.from_tuples([("组", "a"), ("组", "b")])
    index = pd.MultiIndex.from_tuples([("p", "x"), ("p", "y")], names=["外", "内"])
    found = table(pd.DataFrame([[1, 2], [3, 4]], index=index, columns=columns))
    assert [
        [("外／内", 2, 2), ("组", 1, 2)],
        [("a", 1, 1), ("b", 1, 1)],
        [("p", 2, 1), ("x", 1, 1), ("1", 1, 1), ("2", 1, 1)],
        [("y", 1, 1), ("3", 1, 1), ("4", 1, 1)],
    ] == shape(found)
    assert 2 == found.header_rows
