"""Similarity of sections one and five to last year's text, since the letter forbids 雷同."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from difflib import Match, SequenceMatcher
from itertools import accumulate
from typing import TYPE_CHECKING

from gongkai.prose import MISSING
from gongkai.rules.base import Context, PendingFinding, fail, not_checked, rule
from gongkai.rules.places import name_section
from gongkai.rules.years import no_last_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.prose import Prose

LIMIT = 0.75
"""The similarity that makes a finding. No official text gives a figure."""

MOST_PAIRS = 10_000_000
"""The most pairs of equal characters that are looked at; two texts of 3,000 characters have about half a million."""

SHORTEST = 12
"""The shortest sentence, in characters, that is listed as repeated."""

SECTIONS = ("overview", "problems")
"""The sections that are compared, if the form has them."""

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?")


@rule(
    "R26",
    level="hint",
    kind="H",
    title="第一、第五部分不与上一年度的文字雷同。",
    source="国办公开办函〔2021〕30号：避免内容雷同、敷衍、泛化",
    requires=("sections.overview | sections.problems",),
    todo="请按本年度的实际情况改写列出的句子。",
    example="第五部分与2020年的文字相似度为91%，有6句相同或只改了数字：“……”",
)
def repeated(context: Context) -> Iterator[PendingFinding]:
    """The share of characters that two texts have in common, in order, and the sentences that only differ in digits.

    A finding from 75 %, a figure that no official text gives; below it ``gongkai check`` shows the percentage all the
    same. Standard sentences made from figures are left out.
    """
    if context.last_year is None or context.previous_prose is None:
        yield no_last_year(context, "与上一年度文字的相似度")
        return
    edition = context.record.edition
    for section in (section.id for section in edition.sections if section.id in SECTIONS):
        name = name_section(edition, section)
        now, before = own_text(context.prose, section), own_text(context.previous_prose, section)
        paths = tuple(dict.fromkeys(p.path for p in context.prose.section(section) if not p.standard))
        if not now or not before:
            yield not_checked(
                "{section}没有与上一年度的文字比较：本年或上年没有自拟的文字。", paths or (f"sections.{section}",),
                todo="", section=name,
            )  # fmt: skip
            continue
        share = similarity(now, before)
        same = sentences_in_common(now, before)
        pending = fail(
            "{section}与{last}年的文字相似度为{percent}%，有{count}句相同或只改了数字{which}。", paths,
            section=name, last=context.record.year - 1, percent=round(share * 100), count=len(same),
            which="：" + "".join(f"“{s}”" for s in same[:3]) + ("等" if len(same) > 3 else "") if same else "",
            passages="\n".join(same),
        )  # fmt: skip
        yield pending if share >= LIMIT else pending.as_pass()


def own_text(prose: Prose, section: str) -> str:
    """The text of a section that a person wrote, without headings, standard sentences and white space."""
    own = tuple(
        replace(passage, heading=None)
        for passage in prose.section(section)
        if not passage.standard and passage.text.strip() != MISSING
    )
    return re.sub(r"[^\S\n]+", "", replace(prose, passages=own).text(section))


class _Matcher(SequenceMatcher[str]):
    """A matcher that gives up when texts repeat themselves so much that comparing them would take minutes."""

    def __init__(self, now: str, before: str) -> None:
        """Count how often each character of ``now`` occurs in ``before``, summed up to each position."""
        super().__init__(None, now, before, autojunk=False)
        often = Counter(before)
        self._pairs = [0, *accumulate(often[char] for char in now)]
        self._left = MOST_PAIRS

    def find_longest_match(self, alo: int = 0, ahi: int | None = None, blo: int = 0, bhi: int | None = None) -> Match:
        """The longest match between two parts.

        Raises:
            _TooManyError: Too many pairs of equal characters had to be looked at.
        """
        self._left -= self._pairs[-1 if ahi is None else ahi] - self._pairs[alo]
        if self._left < 0:
            raise _TooManyError
        return super().find_longest_match(alo, ahi, blo, bhi)


class _TooManyError(Exception):
    """Two texts have too many pairs of equal characters."""


def similarity(now: str, before: str) -> float:
    """Ratio of matching characters (Ratcliff-Obershelp), 0 to 1, every character counted alike.

    Texts with more than :data:`MOST_PAIRS` pairs of equal characters are compared by whole sentences, in any order.
    """
    try:
        return _Matcher(now, before).ratio()
    except _TooManyError:
        one, other = (Counter(_SENTENCE.findall(text)) for text in (now, before))
        return 2 * sum(len(sentence) * count for sentence, count in (one & other).items()) / (len(now) + len(before))


def sentences_in_common(now: str, before: str) -> list[str]:
    """Sentences of this year that also occur in last year's text, digits apart."""
    return [sentence for sentence, _ in pairs_in_common(now, before)]


def pairs_in_common(now: str, before: str) -> list[tuple[str, str]]:
    """Sentences of this year that also occur in last year's text, digits apart, each with last year's."""
    known: dict[str, str] = {}
    for sentence in _SENTENCE.findall(before):
        known.setdefault(_bare(sentence), sentence)
    return [(s, known[_bare(s)]) for s in _SENTENCE.findall(now) if len(s) >= SHORTEST and _bare(s) in known]


def _bare(sentence: str) -> str:
    return re.sub(r"[\d.]+", "0", sentence.rstrip("。！？；"))
