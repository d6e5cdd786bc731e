"""The lists of a report: a whole and its parts, in one sentence, in two, or with each part in a line of its own."""

from __future__ import annotations

import re
from dataclasses import replace
from typing import TYPE_CHECKING

from gongkai.reading.labels import label_quantities
from gongkai.reading.list_finder import Finder
from gongkai.reading.reader import Reader
from gongkai.reading.scope import Organ
from gongkai.reading.sentences import GAP, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.reading.part_list import PartList
    from gongkai.returns import Number

_ITEM = re.compile(r"^(?:（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、]|[①-⑳]|[一二三四五六七八九十]{1,2}是|[-*•·])")
_ANNOUNCES = re.compile(r"(?:[：:]|如下|下列|以下|分类(?:统计|情况)?|明细)[：:。，；]?$")
_TAKES_UP = re.compile(r"^(?:其中|当中|分别(?:为|是)|具体(?:为|是)|按[^，。；\d]{1,10}[分看计：，])")
NEAREST = 2
"""Sentences without numbers that may come between a whole and a sentence that begins with 其中."""
EARLIER = 4
"""Sentences before a list whose numbers its parts may make up instead."""
MOST_ITEMS = 40
"""Items in lines of their own that are read as one list."""


def find_lists(sentence: Sentence, before: Sentence | None = None, reader: Reader | None = None) -> list[PartList]:
    """The lists of parts in a sentence; ``before`` is the sentence before it in the same paragraph."""
    return Finder(sentence, reader or _plain()).find((before,) if before is not None else ())


def report_lists(sentences: Sequence[Sentence], reader: Reader) -> Iterator[tuple[Sentence, list[PartList]]]:
    """The sentences of a report, each with the lists whose parts it states; items in lines of their own are one list."""
    skip = 0
    continued: Sentence | None = None
    for at, sentence in enumerate(sentences):
        if at < skip:
            yield sentence, []
            continue
        items = _items(sentences, at)
        joined, origins = _joined(sentence, items) if items else (sentence, ())
        skip = at + 1 + len(items)
        before = _before(sentences, at)
        # 收到9件。从申请人看，自然人8件，法人1件。从结果看，予以公开9件: both divide the same whole.
        befores = [one for one in (before, continued if before is not None else None) if one is not None]
        lists = Finder(joined, reader).find(befores)
        continued = next((found.before for found in lists if found.before is not None), None)
        yield sentence, [replace(found, origins=origins, others=_others(sentences, at, found)) for found in lists]


def _others(sentences: Sequence[Sentence], at: int, found: PartList) -> tuple[Number, ...]:
    """Other numbers that the parts of a list may make up: in brackets after its whole, or in the sentences before it."""
    source = found.before or found.sentence
    items = label_quantities(source.text)
    numbers: list[Number] = []
    if found.whole in items:
        index = items.index(found.whole)
        numbers += [item.quantity.value for item in items if item.parent == index and item not in found.parts]
    if found.before is not None:
        first = sentences[at]
        for other in reversed(sentences[max(0, at - EARLIER) : at]):
            if (other.path, other.paragraph) == (first.path, first.paragraph):
                numbers += [item.quantity.value for item in label_quantities(other.text)]
    return tuple(numbers)


def _items(sentences: Sequence[Sentence], at: int) -> Sequence[Sentence]:
    """The items after a sentence that announces them, one a line."""
    first = sentences[at]
    if not _ANNOUNCES.search(first.text) or not any(char.isdigit() for char in first.text):
        return ()
    end = at + 1
    while (
        end < min(len(sentences), at + 1 + MOST_ITEMS)
        and sentences[end].path == first.path
        and (match := _ITEM.match(sentences[end].text))
        and any(char.isdigit() for char in sentences[end].text[match.end() :])
    ):
        end += 1
    return sentences[at + 1 : end] if end - at > 2 else ()


def _joined(first: Sentence, items: Sequence[Sentence]) -> tuple[Sentence, tuple[tuple[int, Sentence], ...]]:
    """One sentence of several, their marks hidden, and where each begins in it."""
    text = re.sub(r"[。；]$", "：", first.text)
    origins = [(0, first)]
    for item in items:
        origins.append((len(text), item))
        bare = _ITEM.sub(lambda match: GAP * len(match[0]), item.text)
        text += re.sub(r"[。，：]$", "；", bare)
        text += "" if text.endswith("；") else "；"
    return replace(first, text=text), tuple(origins)


def _before(sentences: Sequence[Sentence], at: int) -> Sentence | None:
    """The sentence whose numbers a sentence may divide: the last one with numbers in the same paragraph.

    One that begins with 其中 may open a paragraph of its own.
    """
    sentence = sentences[at]
    takes_up = bool(_TAKES_UP.match(sentence.text))
    for distance in range(1, (NEAREST + 1 if takes_up else 1) + 1):
        if at < distance:
            return None
        other = sentences[at - distance]
        if other.path != sentence.path or (other.paragraph != sentence.paragraph and not takes_up):
            return None
        if distance == 1 and not takes_up:
            return other
        if any(char.isdigit() for char in other.text):
            return other
    return None


def _plain() -> Reader:
    return Reader(Organ(0, "", (), rolled=False), "2021")
