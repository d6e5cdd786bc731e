from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import forms
from gongkai.forms import labels
from gongkai.forms.labels import Match

ROWS = [row.label for row in forms.edition("2021").tables["requests"].rows]


def alike(texts: list[str]) -> float:
    """Greatest similarity of two different texts."""
    return max((labels.likeness(one, other) for one, other in permutations(set(texts), 2)), default=0.0)


@pytest.mark.parametrize("edition", forms.editions())
def test_labels_of_the_form_are_not_taken_for_each_other(edition: str) -> None:
    """The thresholds are above the similarity of any two row labels, section titles and column headers of an edition."""
    form = forms.edition(edition)
    printed = {
        (id_, role): [cell.text for cell in table.grid.cells if cell.role == role]
        for id_, table in form.tables.items()
        for role in ("row", "column")
    }
    least = {"row": labels.LIKE, "column": labels.LIKE_COLUMN}
    assert alike([section.title for section in form.sections]) < labels.LIKE
    assert [] == [key for key, texts in printed.items() if alike(texts) >= least[key[1]]]


@pytest.mark.parametrize(
    ("text", "label", "exact"),
    [
        ("一、本年新收政府信息公开申请数量", "一、本年新收政府信息公开申请数量", True),
        ("一、 本年新收\n政府信息公开申请数量", "一、本年新收政府信息公开申请数量", True),
        ("(一)予以公开", "（一）予以公开", True),
        ("７．属于行政执法案卷", "7.属于行政执法案卷", True),
        ("没有现成信息需要另行制作", "2.没有现成信息需要另行制作", True),
        ("2.重复的申请", "2.重复申请", False),
        ("7.行政执法案卷", "7.属于行政执法案卷", False),
        ("1.逾期不补正", "1.申请人无正当理由逾期不补正、行政机关不再处理其政府信息公开申请", False),
    ],
)
def test_match(text: str, label: str, exact: bool) -> None:
    """A label is matched as printed, without its number, or, to be reported, by its similarity."""
    assert Match(label, exact) == labels.match(text, ROWS)


@pytest.mark.parametrize("text", ["", "。", "（删去）", "备注", "3.三公经费"])
def test_no_match(text: str) -> None:
    """What is like no label of the form is not matched."""
    assert labels.match(text, ROWS) is None


def test_number_that_does_not_decide() -> None:
    """Without its number a label that the form prints twice is left open."""
    assert labels.match("其他", ["3.其他", "8.其他"], least=1.1) is None


def test_columns_need_more() -> None:
    """A column header is matched only if it is nearer to the form's than the form's are to each other."""
    known = ["本年新制作数量", "本年新公开数量", "对外公开总数量"]
    assert labels.match("本年数量", known, labels.LIKE_COLUMN) is None
    assert Match("对外公开总数量", exact=False) == labels.match("对外公开的总数量", known, labels.LIKE_COLUMN)


@given(st.text(), st.integers(0, 50), st.integers(1, 50))
def test_positions(text: str, start: int, length: int) -> None:
    """Every part of the reduced text is the reduced text of where it stood, or of the characters it is a part of."""
    found = labels.normalize(text)
    part = found.text[start : start + length]
    if part:
        low, high = found.span(start, start + len(part))
        assert part in labels.plain(text[low:high])


@given(st.text(), st.sampled_from(ROWS))
def test_likeness_is_bounded(text: str, label: str) -> None:
    """Similarity is between 0 and 1, and 1 for the label itself."""
    assert 0 <= labels.likeness(text, label) <= 1
    assert labels.likeness(label, label) == 1
