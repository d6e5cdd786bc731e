"""Shares of a whole (占51.85%) that do not follow from the numbers beside them."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.quantities import COUNTS, Quantity

if TYPE_CHECKING:
    from gongkai.reading.sentences import Sentence

_SHARE = re.compile(
    r"占(?:比|总数|总量|全部|申请总数|总申请量|比例|[^，。；\d]{0,12}的)?(?:约|为|达|的)?(?:比例|比重)?(?:为|达|约)?：?$"
)
_KEYS = re.compile(
    r"主动公开|依申请公开|部分公开|予以公开|不予公开|无法提供|不予处理|其[他它]处理|自然人|公民|法人|商业企业|科研机构|公益组织|法律服务机构|网络|信函|当面|邮寄|当场"
)


@dataclass(frozen=True, slots=True)
class WrongShare:
    """A stated share that is wrong: in per cent, rounded as it is stated; ``sure`` where only one whole is possible."""

    part: str
    whole: str
    stated: Decimal
    right: Decimal
    sure: bool
    quote: str


def wrong_shares(sentence: Sentence, before: Sentence | None = None) -> list[WrongShare]:
    """The shares in a sentence that fit none of the wholes stated before them."""
    items = label_quantities(sentence.text)
    earlier = list(label_quantities(before.text)) if before is not None else []
    found: list[WrongShare] = []
    for index, item in enumerate(items):
        inside = item.depth > 0 and not item.before and not item.after and item.parent == index - 1
        if not item.quantity.percent or item.quantity.exactness or not (inside or _SHARE.search(item.before)):
            continue
        part = items[index - 1] if inside else _part(sentence, item, items[:index], earlier)
        if part is None:
            continue
        wholes = [
            other.quantity
            for other in [*earlier, *items[:index]]
            if _counts(other.quantity)
            and other is not part
            and other.quantity.value > part.quantity.value
            and other.depth <= part.depth
        ]
        if not wholes or part.quantity.exactness:
            continue
        if inside:
            wholes = [max(wholes, key=lambda whole: whole.value)]
        step = item.quantity.step
        rights = [100 * Decimal(part.quantity.value) / Decimal(whole.value) for whole in wholes]
        stated = Decimal(item.quantity.value)
        if any(abs(right - stated) <= step / 2 for right in rights):
            continue
        best = max(wholes, key=lambda whole: whole.value)
        right = (100 * Decimal(part.quantity.value) / Decimal(best.value)).quantize(step)
        start = min(item.start, part.start) if part in items else item.start
        quote = sentence.text[start : item.quantity.end].strip("，。；：、（）")
        sure = not inside and len({whole.value for whole in wholes if not _is_part(whole, wholes)}) == 1
        found.append(WrongShare(str(part.quantity.value), str(best.value), stated, right, sure, quote[-60:]))
    return found


def _counts(quantity: Quantity) -> bool:
    return quantity.unit in COUNTS and quantity.value > 0


def _is_part(quantity: Quantity, wholes: list[Quantity]) -> bool:
    """Whether it is smaller than another whole: probably a part itself."""
    return any(other.value > quantity.value for other in wholes)


def _part(
    sentence: Sentence, item: LabeledQuantity, items: tuple[LabeledQuantity, ...], earlier: list[LabeledQuantity]
) -> LabeledQuantity | None:
    """The number whose share is stated: the one directly before, or the one named by the words before 占."""
    subject = item.before.partition("占")[0]
    key = _KEYS.search(subject)
    if not subject.strip("，、的约") or key is None:
        previous = items[-1] if items else None
        if previous is None or not _counts(previous.quantity) or subject.strip("，、的约"):
            return None
        between = sentence.text[previous.quantity.end : item.start]
        return None if between.strip("，、（") else previous
    named = [other for other in [*items, *earlier] if key[0] in other.label and _counts(other.quantity)]
    return min(named, key=lambda other: len(other.label), default=None)
