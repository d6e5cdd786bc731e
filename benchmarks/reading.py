"""Reading prose: adversarial texts of a megabyte, and the text rules over many returns of which each has its own prose.

``python -m benchmarks.reading`` prints the times in seconds of processor time; :func:`measure` returns them.
"""

from __future__ import annotations

import time
from random import Random
from typing import TYPE_CHECKING, Any

from tests.accuracy.generate import consistent

from gongkai import rules
from gongkai.demo import wordings
from gongkai.prose import Prose, RenderedPassage
from gongkai.reading.lists import report_lists
from gongkai.reading.report import read_prose
from gongkai.reading.shares import wrong_shares
from gongkai.returns import Passage, Return, Sections
from gongkai.review.many import uncollected

if TYPE_CHECKING:
    from collections.abc import Sequence

MEGABYTE = 1_000_000
PATTERNS = (
    "5", "（", "）", "其中", "一", "一百", "、", "[", "](", "《", "“", "<!--", "5件", "占5%，", "收到申请5件，", "收到申请5件（",
    "其中5件、", "，其中主动公开5条", "同比增长5%，", "未收到、", "均", "甲、乙各5件，",
)  # fmt: skip
"""What adversarial texts repeat."""
RETURNS = 10_000
SAMPLE = 500
"""Returns that are timed; the time is scaled, as they are independent of one another."""


def read(text: str) -> int:
    """Sentences, claims, lists and shares of a text; how many there are in all."""
    passage = RenderedPassage("overview", "opening", None, text, standard=False, path="sections.overview")
    reading = read_prose(Prose("", (passage,), "", ""), consistent(Random(1), 2023))
    lists = sum(len(found) for _, found in report_lists(reading.sentences, reading.reader))
    return (
        len(reading.claims) + lists + sum(len(wrong_shares(item, None, reading.reader)) for item in reading.sentences)
    )


def adversarial(size: int = MEGABYTE) -> dict[str, float]:
    """Seconds that a text of this many bytes takes, by what it repeats."""
    found = {}
    for pattern in PATTERNS:
        text = pattern * (size // len(pattern.encode()))
        begun = time.process_time()
        read(text)
        found[pattern] = time.process_time() - begun
    return found


def make(count: int, seed: int = 1) -> list[Return]:
    """Returns whose section one states their numbers in some fifteen sentences, each in its own wording."""
    random = Random(seed)
    found = []
    for number in range(count):
        record = consistent(random, 2023, number=number)
        groups = (wordings.DOCUMENTS, wordings.REQUESTS, wordings.DISPUTES, wordings.DISTRACTORS)
        texts = [wordings.render(record, item, random)[0] for group in groups for item in random.sample(group, 3)]
        passages = tuple(
            Passage(id=id_, text="".join(some))
            for id_, some in zip(("disclosure", "requests", "management"), _thirds(texts), strict=True)
        )
        sections = Sections(
            preface="按规定编制。", overview=passages, problems="人员经验不足。", other="没有其他事项。"
        )
        found.append(record.model_copy(update={"sections": sections}))
    return found


def _thirds(texts: Sequence[str]) -> tuple[Sequence[str], Sequence[str], Sequence[str]]:
    third = len(texts) // 3
    return texts[:third], texts[third : 2 * third], texts[2 * third :]


def measure(size: int = MEGABYTE, sample: int = SAMPLE) -> dict[str, Any]:
    """Times of adversarial texts, and of the text rules over :data:`RETURNS` returns on one core."""
    records = make(sample)
    rules.check(records[0], kinds="T")
    begun = time.process_time()
    with uncollected():  # as in a check of many returns
        for record in records:
            rules.check(record, kinds="T")
    many = (time.process_time() - begun) * RETURNS / sample
    texts = {pattern: spent * MEGABYTE / size for pattern, spent in adversarial(size).items()}
    return {"returns": RETURNS, "seconds": many, "texts": texts, "slowest": max(texts.values())}


if __name__ == "__main__":
    result = measure()
    for pattern, spent in result["texts"].items():
        print(f"{spent:6.2f} s  1 MB of {pattern}")
    print(f"{result['seconds']:6.2f} s  {RETURNS} returns with prose")
