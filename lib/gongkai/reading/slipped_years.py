"""Sentences that tell of last year what the form asks of this year: probably copied from last year's report."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gongkai.reading.binding import QuantityClaim
    from gongkai.reading.scope import Organ
    from gongkai.reading.sentences import Sentence

    Bind = Callable[[tuple[Sentence, ...], Organ], tuple[QuantityClaim, ...]]

LONGEST_HEADING = 18
"""Characters of a run-in heading before the year: （二）政府信息公开申请办理情况2022年."""
_OPENS = re.compile(
    rf"^(?:（[一二三四五六七八九十\d]{{1,3}}）|[一二三四五六七八九十]{{1,2}}、|\d{{1,2}}[.、．])[^，。；：\d]{{0,{LONGEST_HEADING}}}?(?P<year>20\d{{2}})年度?(?![以之]?[来前后]|[底末初间起至到、和及与—~-])"
)
_ELSEWHERE = frozenset(("preface", "problems"))


def copied(
    found: Sequence[Sentence], claims: Iterable[QuantityClaim], organ: Organ, bind: Bind
) -> Iterator[QuantityClaim]:
    """The numbers of last year that the text does not state of this year, as this year's; likely, not certain.

    Args:
        found: The sentences of a report.
        claims: What they state of the report year.
        organ: Whose report.
        bind: The claims of sentences for an organ and its year.
    """
    stated = {claim.options[0] for claim in claims}
    for sentence in found:
        match = _OPENS.match(sentence.text)
        if match is None or int(match["year"]) != organ.year - 1 or mentions(sentence.text, organ.year):
            continue
        if sentence.section in _ELSEWHERE or sentence.region in {"problems", "improvement"}:
            continue
        bound = [item for item in bind((sentence,), replace(organ, year=organ.year - 1)) if not item.worded]
        if bound and stated.isdisjoint(item.options[0] for item in bound):
            yield from (replace(item, sure="likely", copied=True) for item in bound)


def mentions(text: str, year: int) -> bool:
    """Whether a sentence also names the report year, or compares years."""
    return f"{year}年" in text or bool(re.search(r"今年|本年|同比|相比|较|对比", text))
