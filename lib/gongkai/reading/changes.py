"""Changes over last year that the prose states: 同比增长1.05%, 较上年减少3件."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.reading.binding import QuantityClaim
from gongkai.reading.labels import LabeledQuantity, label_quantities

if TYPE_CHECKING:
    from gongkai.reading.report import Reading
    from gongkai.returns import Number

_BASIS = r"(?:同比|(?:较|比|与|同|相比|相较|对比)(?:于)?(?:上年|去年|上一年|前一年|\d{4}年)(?:度|全年)?(?:同期)?(?:的?\d+[件条份])?(?:相比|比较|比)?)"
_UP = r"增长|增加|上升|提高|增多|提升|上涨|多(?=了|\d|$)"
_DOWN = r"下降|减少|降低|回落|下滑|少(?=了|\d|$)"
_CHANGE = re.compile(
    rf"{_BASIS}[^，。；、\d]{{0,10}}?(?P<way>{_UP}|{_DOWN})[^，。；、\d]{{0,4}}$|(?:分别)?(?P<late>{_UP}|{_DOWN})(?:了|幅度为|率为|约|为)?$"
)
_GIVEN = re.compile(r"(?:较|比|同|与)(?:上年|去年|上一年|\d{4}年)(?:度)?的?(\d+)[件条份]")
_BASED = re.compile(_BASIS)
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
    for sentence in reading.sentences:
        items = label_quantities(sentence.text)
        claims = {item.quantity.start: item for item in reading.claims if item.sentence is sentence and not item.worded}
        if not claims or not _BASED.search(sentence.text):
            continue
        based = False
        for index, item in enumerate(items):
            clause_start = max(sentence.text.rfind(mark, 0, item.start) for mark in "，；。") + 1
            part_start = max(sentence.text.rfind(mark, 0, item.start) for mark in "；。") + 1
            before = sentence.text[clause_start : item.quantity.start]
            match = _CHANGE.search(before)
            if match is None or not (item.quantity.percent or item.quantity.count):
                if item.quantity.start in claims:
                    based = False
                continue
            if match["late"] and not (based or _BASED.search(sentence.text[part_start : item.quantity.start])):
                continue
            based = True
            base = _base(sentence.text, items, index, claims)
            if base is None:
                continue
            way = match["way"] or match["late"]
            sign = -1 if re.fullmatch(_DOWN.replace("(?=了|\\d|$)", ""), way) else 1
            given = _GIVEN.search(before)
            number, quote = item.quantity, sentence.text[base.start : item.quantity.end].strip("，。；：、（")
            last = int(given[1]) if given else None
            stated = sign * Decimal(number.value)
            found.append(StatedChange(base, stated, number.percent, number.step, not number.exactness, last, quote))
    return found


def _base(
    text: str, items: tuple[LabeledQuantity, ...], index: int, claims: dict[int, QuantityClaim]
) -> QuantityClaim | None:
    """The number that changed: the last one before, at the same depth, unless 分别 pairs several."""
    item = items[index]
    earlier = [other for other in items[:index] if other.depth == item.depth and not other.quantity.percent]
    if not earlier:
        return None
    own = re.sub(_BASIS + r"|" + _UP + r"|" + _DOWN + r"|分别|，", "", item.before)
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
