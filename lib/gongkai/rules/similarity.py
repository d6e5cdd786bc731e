"""Similarity of sections one and five to last year's text, since the letter forbids 雷同."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import replace
from itertools import accumulate
from typing import TYPE_CHECKING

from gongkai.prose import MISSING
from gongkai.rules.base import Context, PendingFinding, fail, not_checked, rule
from gongkai.rules.part_names import name_section
from gongkai.rules.years import no_last_year

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.prose import Prose

LIMIT = 0.75
"""The similarity that makes a finding. No official text gives a figure."""

MOST_PAIRS = 10_000_000
"""Maximum number of pairs of equal characters that are looked at; two texts of 3,000 characters have about half a million."""

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
            "{section}与{last}年的文字相似度为{percent}%{which}。", paths,
            section=name, last=context.record.year - 1, percent=round(share * 100), count=len(same),
            which=_listed(same),
            passages="\n".join(same),
        )  # fmt: skip
        yield pending if share >= LIMIT else pending.as_pass()


def _listed(same: Sequence[str]) -> str:
    """How many sentences are the same, and the first of them; nothing if none is."""
    if not same:
        return ""
    quoted = "".join(f"“{sentence}”" for sentence in same[:3])
    return f"，有{len(same)}句相同或只改了数字：{quoted}{'等' if len(same) > 3 else ''}"


def own_text(prose: Prose, section: str) -> str:
    """The text of a section that a person wrote, without headings, standard sentences and white space."""
    own = tuple(
        replace(passage, heading=None)
        for passage in prose.section(section)
        if not passage.standard and passage.text.strip() != MISSING
    )
    return re.sub(r"[^\S\n]+", "", replace(prose, passages=own).text(section))


def similarity(now: str, before: str) -> float:
    """Ratio of matching characters (Ratcliff-Obershelp, as :class:`difflib.SequenceMatcher`), 0 to 1.

    Texts with more than :data:`MOST_PAIRS` pairs of equal characters, which would take minutes, are compared by whole
    sentences, in any order.
    """
    if not now and not before:
        return 1.0
    matching = _matching(now, before)
    if matching is None:
        one, other = (Counter(_SENTENCE.findall(text)) for text in (now, before))
        matching = sum(len(sentence) * count for sentence, count in (one & other).items())
    return 2 * matching / (len(now) + len(before))


def _matching(now: str, before: str) -> int | None:
    """How many characters are in the longest common part, and in those left and right of it, and so on.

    ``None`` if too many pairs of equal characters would have to be looked at.
    """
    often = Counter(before)
    pairs = [0, *accumulate(often[char] for char in now)]
    left = MOST_PAIRS
    digrams: dict[str, list[int]] = {}
    for at in range(len(before) - 1):
        digrams.setdefault(before[at : at + 2], []).append(at)
    places = [digrams.get(now[at : at + 2], ()) for at in range(len(now))]
    found = 0
    ranges = [(0, len(now), 0, len(before))]
    while ranges:
        start, end, start_before, end_before = ranges.pop()
        left -= pairs[end] - pairs[start]
        if left < 0:
            return None
        at, at_before, size = _longest(now, before, places, start, end, start_before, end_before)
        if size:
            found += size
            if start < at and start_before < at_before:
                ranges.append((start, at, start_before, at_before))
            if at + size < end and at_before + size < end_before:
                ranges.append((at + size, end, at_before + size, end_before))
    return found


def _longest(
    now: str, before: str, places: Sequence[Sequence[int]], start: int, end: int, start_before: int, end_before: int
) -> tuple[int, int, int]:
    """The first longest common part of two ranges: where it begins in each text, and its length.

    ``places`` is where in ``before`` the two characters are that begin at each place of ``now``: equal pairs of them
    are far fewer than equal characters, of which a common part may only have one if there is no such pair.
    """
    at = at_before = size = 0
    last = end_before - 1
    runs: dict[int, int] = {}
    for here in range(start, end - 1):
        longer: dict[int, int] = {}
        for there in places[here]:
            if start_before <= there < last:
                run = longer[there] = runs.get(there - 1, 0) + 1
                if run > size:
                    at, at_before, size = here - run + 1, there - run + 1, run
        runs = longer
    if size:
        return at, at_before, size + 1
    known = set(before[start_before:end_before])
    for here in range(start, end):
        if now[here] in known:
            return here, before.index(now[here], start_before, end_before), 1
    return start, start_before, 0


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
