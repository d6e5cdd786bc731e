"""DataFrames as table blocks."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from gongkai.document.blocks import plain
from gongkai.document.frames import styled, table


def shape(block):
    return [[(plain(c.content), c.row_span, c.column_span) for c in row] for row in block.rows]


def test_plain_frame():
    """Columns and index become headers; missing values are empty, decimals exact."""
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


def test_empty_strings_below_a_header():
    """A header with only empty strings below it spans downwards, and to the right in the index."""
    columns = pd.MultiIndex.from_tuples([("组", "a"), ("组", "b"), ("总计", "")])
    index = pd.MultiIndex.from_tuples([("p", "x"), ("p", "y"), ("q", "")])
    assert [
        [("", 2, 2), ("组", 1, 2), ("总计", 2, 1)],
        [("a", 1, 1), ("b", 1, 1)],
        [("p", 2, 1), ("x", 1, 1), ("1", 1, 1), ("2", 1, 1), ("3", 1, 1)],
        [("y", 1, 1), ("1", 1, 1), ("2", 1, 1), ("3", 1, 1)],
        [("q", 1, 2), ("1", 1, 1), ("2", 1, 1), ("3", 1, 1)],
    ] == shape(table(pd.DataFrame([[1, 2, 3]] * 3, index=index, columns=columns)))


@pytest.mark.parametrize("missing", [None, pd.NA, pd.NaT, float("nan"), Decimal("NaN")])
def test_missing_is_empty(missing):
    """Values that pandas treats as missing are empty cells; lists are not scalars and are shown."""
    frame = pd.DataFrame({"甲": pd.Series([missing, [1, 2]], dtype=object)})
    assert [["0", ""], ["1", "[1, 2]"]] == [[plain(cell.content) for cell in row] for row in table(frame).rows[1:]]


def test_nullable_integers():
    """Nullable integers are written as whole numbers."""
    frame = pd.DataFrame({"甲": pd.array([1, None], dtype="Int64")})
    assert ["1", ""] == [plain(row[1].content) for row in table(frame).rows[1:]]


@pytest.mark.parametrize(
    ("given", "attribute", "caption"),
    [(None, None, ("数据表", False)), (None, "乙", ("乙", True)), ("甲", "乙", ("甲", True))],
)
def test_caption(given, attribute, caption):
    """An explicit caption is printed; a default name is for screen readers only."""
    frame = pd.DataFrame({"甲": [1]})
    if attribute:
        frame.attrs["caption"] = attribute
    found = table(frame, given)
    assert caption == (found.caption, found.show_caption)


def test_styler():
    """A Styler's formats, hidden columns and caption come out; nothing in its HTML is left to chance."""
    frame = pd.DataFrame({"占比": [0.804], "备注": ["x"]}, index=["网站"])
    frame.attrs["caption"] = "框的标题"
    style = frame.style.format({"占比": "{:.1%}"}).hide(["备注"], axis="columns")
    found, text = styled(style)
    assert [[("", 1, 1), ("占比", 1, 1)], [("网站", 1, 1), ("80.4%", 1, 1)]] == shape(found)
    assert ("框的标题", True) == (found.caption, found.show_caption)
    assert "自己的标题" == styled(style.set_caption("自己的标题"))[0].caption
    assert text == styled(frame.style.format({"占比": "{:.1%}"}).hide(["备注"], axis="columns"))[1]
