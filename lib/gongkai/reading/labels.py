"""Labels of numbers: the text before and after each, and the number in whose brackets it is."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.quantities import Quantity, find_quantities
from gongkai.reading.sentences import GAP, ISSUED, TITLES, hide

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

_DELIMITERS = frozenset("，。；：！？")
_ENDS = _DELIMITERS | frozenset("、（）")
_MARK = re.compile(f"[{''.join(sorted(_DELIMITERS))}（）]")
_ASIDE = re.compile(r"（[^（）\d]{0,60}）")
_LEADING = re.compile(
    r"^(?:其中|其次|另外|此外|另有|另|还有|还|并|且|以及|及(?!时)|和|与|、|，|：|“|”|＿|分别|一是|二是|三是|四是)+"
)
_DATED = re.compile(r"^.*\d{4}年度?(?!.{0,6}(?:结转|接转|转接|遗留|结余))，?")
_INTO = re.compile(r"(?:转|延|待)(?:至|到|入|于|在)*\d{4}年度?，?$")
# Atomic: 共计 is a word and also two, so that there would be 2 ** n ways to read n of them.
_FILLING = re.compile(
    r"^(?>共计|共有|共|总计|合计|累计|计|有|仅有|仅|只有|为|是|达到|达|各|了|约|近|全年|本年度?|今年|年内|均|分别|总数|的|数|：|＿)*$"
)
_JOINED = re.compile(r"[、和及与]$")

DEEPEST = 8
"""Depth of brackets up to which levels are distinguished."""
WINDOW = 80
"""Characters before a number that can name it."""


@dataclass(frozen=True, slots=True)
class LabeledQuantity:
    """A number with its words.

    Attributes:
        quantity: The number.
        before: Words before it, back to the last comma or number.
        after: Words after it, up to the next comma, bracket or number.
        aside: What the brackets right before it hold (``（含撤回申请）``).
        clause: The words before it, back to the last comma, other numbers left in; at most :data:`WINDOW` characters.
        start: Where its own words begin in the sentence.
        lead: The clause before that, when it holds no number.
        depth: Depth of brackets.
        parent: Index of the number directly before its bracket, or -1.
        bare: Whether nothing before it names it.
    """

    quantity: Quantity
    before: str
    after: str
    aside: str
    clause: str
    start: int
    lead: str
    depth: int
    parent: int
    bare: bool

    @property
    def label(self) -> str:
        """The text that names it: before it, else after it."""
        return self.after if self.bare else self.before


@lru_cache(maxsize=4096)
def label_quantities(sentence: str) -> tuple[LabeledQuantity, ...]:
    """The numbers of a sentence with their words, from left to right; in time linear in its length."""
    quantities = find_quantities(sentence)
    if not quantities:
        return ()
    text = hide(hide(hide(sentence, TITLES), ISSUED), _ASIDE)
    starts, ends = [q.start for q in quantities], [q.end for q in quantities]
    asides = list(_ASIDE.finditer(sentence))
    aside_ends = [match.end() for match in asides]
    last: dict[int, int] = {}
    found: list[LabeledQuantity] = []
    for index, (quantity, place) in enumerate(zip(quantities, _places(text, starts), strict=True)):
        depth = place.depth
        begin = max(place.begin, quantity.start - WINDOW)
        inside = last.get(depth, -1) > begin
        cut = last[depth] if inside else begin
        before = _LEADING.sub("", _undated(text[cut : quantity.start]))
        if inside and _JOINED.search(text[cut : quantity.start]):
            before, cut = "", quantity.start
        lead = ""
        if cut == begin and begin > 1:
            low = max(0, begin - 1 - WINDOW)
            stop = max(text.rfind(mark, low, begin - 1) for mark in "，。；：（") + 1 or low
            if bisect_left(starts, stop) == bisect_left(starts, begin):
                lead = text[stop : begin - 1]
        end = quantity.end
        limit = starts[index + 1] if index + 1 < len(starts) else len(text)
        while end < limit and text[end] not in _ENDS:
            end += 1
        aside = ""
        at = bisect_right(aside_ends, quantity.start) - 1
        if at >= 0 and asides[at].start() >= cut and _FILLING.match(sentence[asides[at].end() : quantity.start]):
            aside = asides[at][0]
        parent = -1
        mark = place.opened
        if depth and mark >= 0:
            earlier = bisect_right(ends, mark) - 1
            if earlier >= 0 and not re.search(r"[，；。]", text[max(ends[earlier], mark - WINDOW) : mark].rstrip("，")):
                parent = earlier
        words = [part.replace(GAP, "") for part in (before, text[quantity.end : end], lead)]
        bare = bool(_FILLING.match(words[0]))
        clause = sentence[begin : quantity.start]
        found.append(LabeledQuantity(quantity, words[0], words[1], aside, clause, cut, words[2], depth, parent, bare))
        last[depth] = quantity.end
    return tuple(_numbers_first(found))


def _numbers_first(found: list[LabeledQuantity]) -> list[LabeledQuantity]:
    """``2件维持1件撤销``: where words follow the last of several numbers and none are before the first, each has those after it."""
    start = 0
    for at in range(1, len(found) + 1):
        if at < len(found) and found[at].start == found[at - 1].quantity.end and found[at].depth == found[start].depth:
            continue
        if at - start > 1 and found[start].bare and not _FILLING.match(found[at - 1].after):
            for index in range(start + 1, at):
                item = found[index]
                found[index] = replace(item, before="", start=item.quantity.start, bare=True)
        start = at
    return found


def _undated(words: str) -> str:
    """Words after the last year named (``（一）…情况2022年，收到`` gives 收到); 结转2023年 stays whole."""
    match = _DATED.match(words)
    return words if match is None or _INTO.search(match[0]) else words[match.end() :]


class _Place(NamedTuple):
    """Where the clause of a number begins, the depth of brackets there, and the innermost open bracket (-1 if none)."""

    begin: int
    depth: int
    opened: int


def _places(text: str, starts: Sequence[int]) -> Iterator[_Place]:
    """The places of numbers that begin at ``starts``, ascending; only the marks between them are looked at."""
    stack: list[int] = []
    delimiter = 0
    bracket = [0] * (DEEPEST + 1)
    marks = _MARK.finditer(text)
    mark = next(marks, None)
    for start in starts:
        while mark is not None and mark.start() < start:
            char, at = mark[0], mark.start()
            if char == "）" and stack:
                stack.pop()
            if char in _DELIMITERS:
                delimiter = at + 1
            else:
                bracket[min(len(stack), DEEPEST)] = at + 1
            if char == "（":
                stack.append(at)
            mark = next(marks, None)
        depth = min(len(stack), DEEPEST)
        yield _Place(max(delimiter, *bracket[: depth + 1]), depth, stack[-1] if stack else -1)
