"""Quantities that a report states more than once: items disclosed, in all and by channel, and visits."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.reading.binding import QuantityClaim, Sure
from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.scope import scope_at
from gongkai.reading.wording import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.reading.reader import Reader
    from gongkai.reading.report import Reading
    from gongkai.reading.sentences import Sentence
    from gongkai.reading.wording import Wording

_UNITS = frozenset(("条", "件", "份", "篇", "则", ""))
_NARROW = re.compile(
    r"领域|(?<!各)类(?!信息)|(?<!各)类信息|财政|预算|决算|工作动态|规划|政策|法规|其他|重点|项目|采购|民生|许可|处罚|人事|解读|留言|公文|新增|转载|规范性文件|规章"
)
_WHOLE_YEAR = re.compile(r"全年|年度?，?|今年|共|累计|总")
_SAME = re.compile(r"[该此](?:专栏|栏目|网站|平台|公众号)|上述(?:专栏|栏目|网站|平台)")
_OF = re.compile(r"^在?(?:全年|本年)?(?:主动|上网|网上|对外)?(?:公开|发布|公布)的$")
MOST_UNKNOWN = 14
"""Unknown letters before a channel that still name only the channel (示范区管委会网站的审计信息栏目)."""
FEW = 4
"""Unknown letters between a number and 信息 that only say of whom (184条公安政府信息)."""
CLOSE = Decimal("0.01")
"""Two numbers of one thing that differ by this share of themselves, or by 2, look like a slip."""


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A number of items disclosed: in all, or by the channels named; in a list of which another is the whole, too."""

    claim: QuantityClaim
    channels: frozenset[str]
    same: bool
    proactive: bool
    listed: bool = False


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims of the same number that differ.

    Attributes:
        first, second: The claims.
        sure: Whether they certainly count the same.
        what: What they count.
        more: Whether ``first`` can only not be more than ``second``.
    """

    first: QuantityClaim
    second: QuantityClaim
    sure: bool
    what: str = "主动公开信息的数量"
    more: bool = False


def conflicts(reading: Reading) -> list[Conflict]:
    """Numbers of items disclosed that contradict each other, each value once, and more visitors than visits."""
    reader = reading.reader
    found: list[Disclosed] = []
    visitors: list[QuantityClaim] = []
    visits: list[QuantityClaim] = []
    for sentence in reading.sentences:
        if sentence.section in {"preface", "problems"}:
            continue
        whole: Disclosed | None = None
        for item in label_quantities(sentence.text):
            words = reader.wording(item.label)
            if words.has("visitors") or words.has("visits"):
                (visitors if words.has("visitors") else visits).append(_claim(sentence, item, "certain"))
            elif (read := _disclosed(sentence, item, words, reader)) is not None:
                found.append(read)
                whole = whole or read
            elif whole is not None and (part := _by_channel(sentence, item, words, whole)) is not None:
                found.append(part)
    return [*_between(found), *_visits(visitors, visits)]


def _claim(sentence: Sentence, item: LabeledQuantity, sure: str) -> QuantityClaim:
    certain: Sure = "certain" if sure == "certain" else "likely"
    return QuantityClaim(
        sentence, item.start, item.quantity.end, item.quantity, ("text.proactive.total",), (), certain
    )  # fmt: skip


def _disclosed(sentence: Sentence, item: LabeledQuantity, words: Wording, reader: Reader) -> Disclosed | None:
    """A number of items disclosed, or ``None``."""
    if item.quantity.unit not in _UNITS or item.depth:
        return None
    of = bool(_OF.match(item.before))
    if of:
        after = reader.wording(item.after)
        of = after.has("information") and len(after.unknown()) <= FEW
    noun = words.has("information") or item.before.endswith("的")
    if not of and (not noun or not words.has("proactive", "publish", "shown")):
        return None
    sure = scope_at(sentence.text, item.quantity.start, reader.organ).certainty(reader.organ.year)
    if sure == "none":
        return None
    begin = max(sentence.text.rfind(mark, 0, item.start) for mark in "；。") + 1
    around = reader.wording(sentence.text[max(begin, item.start - 60) : item.quantity.start])
    channels = frozenset(name for name in CHANNELS if around.has(name))
    located = bool(channels) or bool(_WHOLE_YEAR.search(item.clause))
    act = words.has("proactive") or (words.has("publish", "shown") and located)
    if not of and (not noun or not act or words.has("made_information", "foreign", "means", "request")):
        return None
    if _NARROW.search(words.text):
        return None
    unknown = words.unknown()
    if len(unknown) > (MOST_UNKNOWN if channels else FEW) and not ("电子化" in unknown and len(unknown) <= 6):
        return None
    if unknown or not words.has("proactive"):
        sure = "likely"
    return Disclosed(_claim(sentence, item, sure), channels, bool(_SAME.search(around.text)), words.has("proactive"))


def _by_channel(sentence: Sentence, item: LabeledQuantity, words: Wording, whole: Disclosed) -> Disclosed | None:
    """``公开285条，其中网站229条，微信56条``: a part that only its channel names."""
    channels = frozenset(name for name in CHANNELS if words.has(name))
    if len(channels) != 1 or words.unknown() or item.depth or item.quantity.unit != whole.claim.quantity.unit:
        return None
    return Disclosed(_claim(sentence, item, "likely"), channels, same=False, proactive=False, listed=True)


def close(left: QuantityClaim, right: QuantityClaim) -> bool:
    """Whether two numbers differ so little that one is probably a slip of the other: by little, or by the order of digits."""
    gap = abs(Decimal(left.value) - Decimal(right.value))
    swapped = sorted(str(left.value)) == sorted(str(right.value))
    return gap > 0 and (swapped or gap <= max(Decimal(2), CLOSE * Decimal(max(left.value, right.value))))


def _between(found: Sequence[Disclosed]) -> list[Conflict]:
    result: list[Conflict] = []
    whole = [item.claim for item in found if not item.channels]
    seen: set[object] = set()
    for other in whole[1:]:
        first = whole[0]
        if other.value in seen or first.quantity.admits(other.value) or other.quantity.admits(first.value):
            continue
        exact = not (first.quantity.exactness or other.quantity.exactness)
        if other.sure == "certain" or close(first, other):
            seen.add(other.value)
            result.append(Conflict(first, other, sure=exact and first.sure == other.sure == "certain"))
    total = max(whole, key=lambda claim: claim.value, default=None)
    seen = {claim.value for claim in whole}
    for at, item in enumerate(found):
        claim = item.claim
        if not item.channels or claim.quantity.exactness or claim.value in seen:
            continue
        above = (
            total is not None and claim.value > total.value and item.proactive and item.channels & {"website", "column"}
        )
        far = item.listed or total is None or total.quantity.admits(claim.value)
        if total is not None and not far and (above or close(claim, total)):
            result.append(Conflict(claim, total, sure=False))
            seen.add(claim.value)
            continue
        for earlier in found[:at]:
            differ = earlier.channels & item.channels and earlier.claim.value != claim.value
            if differ and not earlier.claim.quantity.exactness and (item.same or close(claim, earlier.claim)):
                result.append(Conflict(earlier.claim, claim, sure=False))
                seen.add(claim.value)
                break
    return result


def _visits(visitors: Iterable[QuantityClaim], visits: Sequence[QuantityClaim]) -> list[Conflict]:
    """More people than visits of the same site: the numbers beside each other, in one sentence."""
    result = []
    for who in visitors:
        beside = [item for item in visits if item.sentence is who.sentence]
        if len(beside) == 1 and who.value > beside[0].value and not who.quantity.exactness:
            result.append(Conflict(who, beside[0], sure=True, what="访问的用户数和访问量", more=True))
    return result
