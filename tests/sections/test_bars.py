"""Bars: what is said of numbers, and the same as a DataFrame."""

from __future__ import annotations

from decimal import Decimal

import pandas as pd
import pytest

from gongkai.sections.bars import Bars

PAIR = Bars("甲", "件", (("乙", (2, None)), ("丙", (Decimal("0.5"), 1))), ("上年", "本年"))
PARTS = Bars("甲", "件", (("乙", (3,)), ("丙", (1,))), shares=True)


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ((1, 99_999), ["1件（不足0.1%）", "99999件（超过99.9%）"]),
        ((1, 2), ["1件（33.3%）", "2件（66.7%）"]),
        ((0, 5), ["0件", "5件"]),
        ((Decimal("1E+1"), None), ["10件", "未填写"]),
    ],
)
def test_shares(values, said):
    """Shares are rounded to a tenth, say no 0 and no 100 that is none, and want every number."""
    made = Bars("甲", "件", tuple((str(n), (value,)) for n, value in enumerate(values)), shares=True)
    assert said == [made.said(value) for value in values]


@pytest.mark.parametrize("made", [PAIR, PARTS, Bars("甲", "件", (("2020年", (1, 2)),), ("新收", "办结"), years=True)])
def test_to_a_frame_and_back(made):
    """A frame holds everything that is drawn and said."""
    back = Bars.of(made.to_frame())
    assert (made.sentence(), made.rows, made.series) == (back.sentence(), back.rows, back.series)


def test_frame():
    """Counts are nullable integers, other numbers exact, missing is NA; a single series is called by its unit."""
    frame = PAIR.to_frame()
    assert (["乙", "丙"], ["上年", "本年"]) == (list(frame.index), list(frame.columns))
    assert ["object", "Int64"] == [str(dtype) for dtype in frame.dtypes]
    assert frame.loc["乙", "本年"] is pd.NA
    assert ["件"] == list(PARTS.to_frame().columns)


def test_a_part_of_a_frame_keeps_its_shares():
    """Rows that an analyst leaves out or puts in another order do not change the shares of the others."""
    frame = PARTS.to_frame().sort_values("件")
    assert "条形图，甲：丙1件（25.0%）；乙3件（75.0%）。" == Bars.of(frame).sentence()
    assert "条形图，甲：丙1件（25.0%）。" == Bars.of(frame[frame["件"] < 2]).sentence()


def test_any_frame():
    """A frame from elsewhere is shown too: floats, numpy's numbers, a MultiIndex; what is no number is refused."""
    frame = pd.DataFrame(
        {"网站": [1.5, float("nan")], "微信": [2, 3]}, index=pd.MultiIndex.from_tuples([(2020, "甲"), (2021, "乙")])
    )
    assert "条形图：网站中，2020 甲1.5、2021 乙未填写；微信中，2020 甲2、2021 乙3。" == Bars.of(frame).sentence()
    with pytest.raises(ValueError, match="图里只能画数字，这里是“多”。"):
        Bars.of(pd.DataFrame({"甲": ["多"]}))
