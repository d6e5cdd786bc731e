"""A whole and its parts: 其中…, 分别为…, bracketed lists, parts before 合计, numbers side by side after a total."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from gongkai.reading.labels import LabeledQuantity
from gongkai.reading.sentences import GAP, Sentence

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from gongkai.reading.reader import Reader

Dimension = Literal["publicity", "applicant", "kind", "place", "means", "outcome", "foreign", "any"]
Mark = Literal["explicit", "brackets", "after", "beside"]
Place = tuple[Sentence, int]


@dataclass(frozen=True, slots=True)
class PartList:
    """A stated whole and the stated parts of one way to divide it.

    Attributes:
        sentence: The sentence with the parts; for items in lines of their own, the sentences joined.
        whole: The whole, possibly from a sentence before.
        parts: The parts; a number that is said of several (网络、信函各3件) is there once for each.
        dimension: The criterion of division.
        complete: Whether the wording says that the list is complete.
        open: Whether the wording says that there are more parts (等).
        start, end: Span of the list in the sentence of the parts.
        mark: What makes it a list: a word (其中), brackets, a total after its parts, or only that they stand side by side.
        nested: Parts that may be parts of other parts, not of the whole.
        origins: Of joined sentences, where each begins in the joined text.
    """

    sentence: Sentence
    whole: LabeledQuantity
    parts: tuple[LabeledQuantity, ...]
    dimension: Dimension
    complete: bool
    open: bool
    start: int
    end: int
    mark: Mark = "explicit"
    nested: tuple[LabeledQuantity, ...] = ()
    origins: tuple[tuple[int, Sentence], ...] = ()

    @property
    def sum(self) -> Decimal:
        """The parts added up."""
        return added(self.parts)

    @property
    def sums(self) -> tuple[Decimal, ...]:
        """What they may come to: all added up, and without those that are parts of others (不予公开5件，属于…2件)."""
        return tuple(dict.fromkeys((self.sum, added(part for part in self.parts if part not in self.nested))))

    @property
    def exact(self) -> bool:
        """Whether whole and parts are all stated exactly."""
        return all(not item.quantity.exactness and item.quantity.step <= 1 for item in (self.whole, *self.parts))

    def place(self, item: LabeledQuantity) -> Place:
        """The sentence of a part, and where the part begins there."""
        at = item.quantity.start
        begin, sentence = next(((b, s) for b, s in reversed(self.origins) if b <= at), (0, self.sentence))
        return sentence, at - begin


def added(parts: Iterable[LabeledQuantity]) -> Decimal:
    """What parts come to."""
    return sum((Decimal(part.quantity.value) for part in parts), Decimal(0))


_ITEM = re.compile(r"^(?:（[一二三四五六七八九十\d]{1,3}）|\d{1,2}[.．、]|[①-⑳]|[一二三四五六七八九十]{1,2}是|[-*•·])")
_ANNOUNCES = re.compile(r"(?:[：:]|如下|下列|以下|分类(?:统计|情况)?|明细)[：:。，；]?$")
_TAKES_UP = re.compile(r"^(?:其中|当中|分别(?:为|是)|具体(?:为|是)|按[^，。；\d]{1,10}[分看计：，])")
NEAREST = 2
"""Sentences without numbers that may stand between a whole and a sentence that begins with 其中."""
MOST_ITEMS = 40
"""Items in lines of their own that are read as one list."""


def find_lists(sentence: Sentence, before: Sentence | None = None, reader: Reader | None = None) -> list[PartList]:
    """The lists of parts in a sentence; ``before`` is the sentence before it in the same paragraph."""
    from gongkai.reading.list_finder import Finder

    return Finder(sentence, reader or _plain()).find(before)


def report_lists(sentences: Sequence[Sentence], reader: Reader) -> Iterator[tuple[Sentence, list[PartList]]]:
    """The sentences of a report, each with the lists whose parts it states; items in lines of their own are one list."""
    skip = 0
    for at, sentence in enumerate(sentences):
        if at < skip:
            yield sentence, []
            continue
        items = _items(sentences, at)
        if items:
            skip = at + 1 + len(items)
            joined, origins = _joined(sentence, items)
            lists = [replace(found, origins=origins) for found in find_lists(joined, _before(sentences, at), reader)]
            yield sentence, lists
            continue
        yield sentence, find_lists(sentence, _before(sentences, at), reader)


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
    from gongkai.reading.reader import Reader
    from gongkai.reading.scope import Organ

    return Reader(Organ(0, "", (), rolled=False), "2021")
