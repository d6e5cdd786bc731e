"""Labels of numbers: the text before and after each, and the number whose brackets enclose it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from gongkai.reading.quantities import Quantity, find_quantities
from gongkai.reading.sentences import GAP, TITLES, hide

_DELIMITERS = "，。；：！？"
_ASIDE = re.compile(r"（[^（）\d]*）")
_LEADING = re.compile(
    r"^(?:其中|其次|另外|此外|另有|另|还有|还|并|且|以及|及(?!时)|和|与|、|，|：|“|”|＿|分别|一是|二是|三是|四是)+"
)
_DATED = re.compile(r"^.*\d{4}年度?(?!.{0,6}(?:结转|接转|转接|遗留|结余))，?")
_INTO = re.compile(r"(?:转|延|待)(?:至|到|入|于|在)*\d{4}年度?，?$")
_FILLING = re.compile(
    r"^(?:共计|共有|共|总计|合计|累计|计|有|仅有|仅|只有|为|是|达到|达|各|了|约|近|全年|本年度?|今年|年内|均|分别|总数|的|数|：|＿)*$"
)


@dataclass(frozen=True, slots=True)
class LabeledQuantity:
    """A number with the words around it.

    Attributes:
        quantity: The number.
        before: Words before it, back to the last comma or number.
        after: Words after it, up to the next comma, bracket or number.
        aside: What the brackets right before it hold (``（含撤回申请）``).
        clause: The words before it, back to the last comma, other numbers left in.
        start: Where its own words begin in the sentence.
        lead: The clause before that, when it holds no number.
        depth: Depth of brackets.
        parent: Index of the number directly before its bracket, or -1.
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

    @property
    def bare(self) -> bool:
        """Whether nothing before it names it."""
        return bool(_FILLING.match(self.before))

    @property
    def label(self) -> str:
        """The text that names it: before it, else after it."""
        return self.after if self.bare else self.before


@lru_cache(maxsize=4096)
def label_quantities(sentence: str) -> tuple[LabeledQuantity, ...]:
    """The numbers of a sentence with their labels, from left to right."""
    quantities = find_quantities(sentence)
    if not quantities:
        return ()
    text = hide(hide(sentence, TITLES), _ASIDE)
    depths, opens = _depths(text)
    found: list[LabeledQuantity] = []
    for index, quantity in enumerate(quantities):
        depth = depths[quantity.start]
        begin = 0
        for at in range(quantity.start - 1, -1, -1):
            if text[at] in _DELIMITERS or (text[at] in "（）" and depths[at] <= depth):
                begin = at + 1
                break
        clause = sentence[begin : quantity.start]
        inside = [other.end for other in quantities[:index] if other.end > begin and depths[other.start] == depth]
        cut = max([begin, *inside])
        before = _LEADING.sub("", _undated(text[cut : quantity.start]))
        if inside and re.search(r"[、和及与]$", text[cut : quantity.start]):
            before, cut = "", quantity.start
        lead = ""
        if cut == begin and begin > 1:
            stop = max(text.rfind(mark, 0, begin - 1) for mark in "，。；：（") + 1
            if not any(stop <= other.start < begin for other in quantities):
                lead = text[stop : begin - 1]
        end = len(text)
        for at in range(quantity.end, len(text)):
            if text[at] in _DELIMITERS + "、（）" or any(other.start == at for other in quantities):
                end = at
                break
        asides = [
            match for match in _ASIDE.finditer(sentence) if cut <= match.start() and match.end() <= quantity.start
        ]
        aside = asides[-1][0] if asides and _FILLING.match(sentence[asides[-1].end() : quantity.start]) else ""
        parent = -1
        if depth and opens[quantity.start] >= 0:
            mark = opens[quantity.start]
            earlier = [at for at, other in enumerate(quantities) if other.end <= mark]
            if earlier and not re.search(r"[，；。]", text[quantities[earlier[-1]].end : mark].rstrip("，")):
                parent = earlier[-1]
        words = [part.replace(GAP, "") for part in (before, text[quantity.end : end], lead)]
        found.append(LabeledQuantity(quantity, words[0], words[1], aside, clause, cut, words[2], depth, parent))
    return tuple(found)


def _undated(words: str) -> str:
    """Words after the last year named (``（一）…情况2022年，收到`` gives 收到); 结转2023年 stays whole."""
    match = _DATED.match(words)
    return words if match is None or _INTO.search(match[0]) else words[match.end() :]


def _depths(text: str) -> tuple[list[int], list[int]]:
    """For each position the depth of brackets and the position of the innermost open one (-1 if none)."""
    depths: list[int] = []
    opens: list[int] = []
    stack: list[int] = []
    for at, char in enumerate(text):
        if char == "）" and stack:
            stack.pop()
        depths.append(len(stack))
        opens.append(stack[-1] if stack else -1)
        if char == "（":
            stack.append(at)
    return depths, opens
