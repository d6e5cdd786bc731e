"""How the work of reading grows with the text: calls are counted, no time is taken."""

from __future__ import annotations

import sys
from random import Random
from typing import TYPE_CHECKING

import pytest

from gongkai.prose import Prose, RenderedPassage
from gongkai.reading.lists import report_lists
from gongkai.reading.report import read_prose
from gongkai.reading.sentences import LONGEST, split_sentences
from gongkai.reading.shares import wrong_shares
from tests.accuracy.generate import consistent

if TYPE_CHECKING:
    from types import FrameType

PATTERNS = (
    "5", "（", "其中", "一", "、", "[", "](", "《", "“", "<!--", "收到申请5件，", "收到申请5件（", "其中5件、", "占5%，", "5件",
    "，其中主动公开5条", "同比增长5%，", "未收到、", "甲、乙各5件，", "共5件，", "1.申请5件；\n\n",
)  # fmt: skip
LETTERS = 4000


def calls(text: str) -> int:
    """Functions called while a text is read: sentences, claims, lists and shares."""
    record = consistent(Random(1), 2023)
    passage = RenderedPassage("overview", "opening", None, text, standard=False, path="sections.overview")
    count = 0

    def hook(_frame: FrameType, event: str, _argument: object) -> None:
        nonlocal count
        count += event in {"call", "c_call"}

    other = sys.getprofile()
    sys.setprofile(hook)
    try:
        reading = read_prose(Prose("", (passage,), "", ""), record)
        list(report_lists(reading.sentences, reading.reader))
        for sentence in reading.sentences:
            wrong_shares(sentence, None, reading.reader)
    finally:
        sys.setprofile(other)
    return count


@pytest.mark.parametrize("pattern", PATTERNS)
def test_linear(pattern: str) -> None:
    """Twice the text takes at most about twice the calls, whatever it repeats."""
    half, whole = (f"甲{pattern * (size // len(pattern))}" for size in (LETTERS, 2 * LETTERS))
    calls(whole[:LETTERS] + "。")  # what is read once for all texts
    assert calls(whole) <= 2.3 * calls(half) + 2000


@pytest.mark.parametrize("pattern", PATTERNS)
def test_no_sentence_is_longer(pattern: str) -> None:
    """Patterns meet sentences of bounded length only, so that none of them can take more than linear time in all."""
    found = split_sentences(pattern * (LETTERS // len(pattern)))
    assert max((len(sentence.text) for sentence in found), default=0) <= LONGEST
