"""Changes over last year that the prose states: 同比增长1.05%, 较上年减少3件."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.binding import QuantityClaim
from gongkai.reading.labels import LabeledQuantity, label_quantities

if TYPE_CHECKING:
    from gongkai.reading.lexicon import Lexicon
    from gongkai.reading.report import Reading
    from gongkai.returns import Number


class _Patterns(NamedTuple):
    """Patterns made of the lexicon's words.

    Attributes:
        basis: What a number is compared with.
        change: The words between that and the change.
        given: Last year's number, where the sentence gives it.
        down: A decrease.
        words: All words of comparison and change.
    """

    basis: re.Pattern[str]
    change: re.Pattern[str]
    given: re.Pattern[str]
    down: re.Pattern[str]
    words: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> _Patterns:
    words = lexicon.alternation
    last = rf"(?:{words('year_before')}|\d{{4}}年)"
    beside = rf"{words('compared_by')}(?:于)?{last}(?:度|全年)?(?:同期)?(?:的?\d+[件条份])?{words('compared_end')}?"
    basis = rf"(?:{words('compared_alone')}|{beside})"
    up = rf"(?:{words('rise')}|{words('more')}(?=了|\d|$))"
    down = rf"(?:{words('fall')}|{words('less')}(?=了|\d|$))"
    return _Patterns(
        basis=re.compile(basis),
        change=re.compile(
            rf"{basis}[^，。；、\d]{{0,10}}?(?P<way>{up}|{down})[^，。；、\d]{{0,4}}$"
            rf"|(?:分别)?(?P<late>{up}|{down}){words('change_filler')}?$"
        ),
        given=re.compile(rf"{words('compared_given')}{last}(?:度)?的?(\d+)[件条份]"),
        down=re.compile(words("fall", "less")),
        words=re.compile(rf"{basis}|{up}|{down}|分别|，"),
    )


LONGEST_FILLER = 6
"""Characters left between a number and its change that name nothing new (申请数量, 上年相比); more name what changed."""


@dataclass(frozen=True, slots=True)
class StatedChange:
    """A stated change.

    Attributes:
        base: The claim whose number changed.
        stated: By how much; negative for a decrease. Per cent, or a number.
        percent: Whether it is a percentage.
        step: The value of one unit in the last stated digit.
        exact: Whether it is stated exactly.
        given: Last year's number as the sentence gives it, or ``None``.
        quote: The words.
    """

    base: QuantityClaim
    stated: Decimal
    percent: bool
    step: Decimal
    exact: bool
    given: Number | None
    quote: str


def stated_changes(reading: Reading) -> list[StatedChange]:
    """The changes that the prose states for numbers of the form."""
    found: list[StatedChange] = []
    patterns = _patterns(reading.reader.lexicon)
    for sentence in reading.sentences:
        items = label_quantities(sentence.text)
        claims = {item.quantity.start: item for item in reading.claims if item.sentence is sentence and not item.worded}
        if not claims or not patterns.basis.search(sentence.text):
            continue
        based = False
        for index, item in enumerate(items):
            clause_start = max(sentence.text.rfind(mark, 0, item.start) for mark in "，；。") + 1
            part_start = max(sentence.text.rfind(mark, 0, item.start) for mark in "；。") + 1
            before = sentence.text[clause_start : item.quantity.start]
            match = patterns.change.search(before)
            if match is None or not (item.quantity.percent or item.quantity.count):
                if item.quantity.start in claims:
                    based = False
                continue
            if match["late"] and not (based or patterns.basis.search(sentence.text[part_start : item.quantity.start])):
                continue
            based = True
            base = _base(sentence.text, items, index, claims, patterns.words)
            if base is None:
                continue
            way = match["way"] or match["late"]
            sign = -1 if patterns.down.fullmatch(way) else 1
            given = patterns.given.search(before)
            number, quote = item.quantity, sentence.text[base.start : item.quantity.end].strip("，。；：、（")
            last = int(given[1]) if given else None
            stated = sign * Decimal(number.value)
            found.append(StatedChange(base, stated, number.percent, number.step, not number.exactness, last, quote))
    return found


def _base(
    text: str, items: tuple[LabeledQuantity, ...], index: int, claims: dict[int, QuantityClaim], words: re.Pattern[str]
) -> QuantityClaim | None:
    """The number that changed: the last one before, at the same depth, unless 分别 pairs several."""
    item = items[index]
    earlier = [other for other in items[:index] if other.depth == item.depth and not other.quantity.percent]
    if not earlier:
        return None
    own = words.sub("", item.before)
    if "分别" in item.before:
        following = [other for other in items[index:] if other.quantity.percent == item.quantity.percent]
        if 2 <= len(following) <= len(earlier):
            return claims.get(earlier[-len(following)].quantity.start)
        return None
    if len(own) > LONGEST_FILLER:
        named = [other for other in earlier if other.label and (other.label in own or own in other.label)]
        return claims.get(named[-1].quantity.start) if named else None
    base = claims.get(earlier[-1].quantity.start)
    if base is None or "；" in text[earlier[-1].quantity.end : item.quantity.start]:
        return None
    return base
