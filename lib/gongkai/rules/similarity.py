"""Similarity of sections one and five to last year's text, since the letter forbids 雷同."""

from __future__ import annotations

import re
from dataclasses import replace
from difflib import SequenceMatcher
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


def similarity(now: str, before: str) -> float:
    """Ratio of matching characters (Ratcliff-Obershelp), 0 to 1, every character counted alike."""
    return SequenceMatcher(None, now, before, autojunk=False).ratio()


def sentences_in_common(now: str, before: str) -> list[str]:
    """Sentences of this year that also occur in last year's text, digits apart."""
    known = {_bare(sentence) for sentence in _SENTENCE.findall(before)}
    return [s for s in _SENTENCE.findall(now) if len(s) >= SHORTEST and _bare(s) in known]


def _bare(sentence: str) -> str:
    return re.sub(r"[\d.]+", "0", sentence.rstrip("。！？；"))
