"""Quantities that a report states more than once: items disclosed, in all and by channel, publications by name, visits."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.reading.binding import QuantityClaim
from gongkai.reading.disclosed import claim_of, read_disclosed
from gongkai.reading.labels import label_quantities
from gongkai.reading.publications import read_named

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.reading.disclosed import Disclosed
    from gongkai.reading.publications import Named
    from gongkai.reading.report import Reading

CLOSE = Decimal("0.01")
"""Two numbers of one thing that differ by this share of themselves, or by 2, look like a slip."""
RELATED = Decimal("0.5")
"""Of two totals of a year, one that is less than this share of the other rather is of less than all."""
MOST = 200
"""Numbers of items disclosed that are compared with each other; a report states some tens."""
_SITES = frozenset(("website", "wechat", "weibo"))
"""Channels of which an organ has one of each; it has many columns and media."""


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
    """Numbers that contradict each other, each value once: items disclosed, publications by name, visitors and visits."""
    reader = reading.reader
    found: list[Disclosed] = []
    named: list[Named] = []
    visitors: list[QuantityClaim] = []
    visits: list[QuantityClaim] = []
    for sentence in reading.sentences:
        if sentence.section in {"preface", "problems"}:
            continue
        found += read_disclosed(sentence, reader)
        named += read_named(sentence, reader)
        for item in label_quantities(sentence.text):
            words = reader.wording(item.label)
            if words.has("visitors", "visits"):
                claim = claim_of(sentence, item, "certain")
                (visitors if words.has("visitors") else visits).append(claim)
    return [*_between(found[:MOST]), *_of_name(named), *_visits(visitors, visits)]


def close(left: QuantityClaim, right: QuantityClaim) -> bool:
    """Whether two numbers differ so little that one is probably a slip of the other: by little, or by the order of digits."""
    gap = abs(Decimal(left.value) - Decimal(right.value))
    swapped = sorted(str(left.value)) == sorted(str(right.value))
    return gap > 0 and (swapped or gap <= max(Decimal(2), CLOSE * Decimal(max(left.value, right.value))))


def related(left: Disclosed, right: Disclosed) -> bool:
    """Whether both numbers say that they count all information of the year, in words that do not differ, and differ by less than half."""
    low, high = sorted(Decimal(item.claim.value) for item in (left, right))
    both = left.overall and right.overall and left.noun == right.noun
    alike = left.naming == right.naming or (left.channels and not (left.naming and right.naming))
    return bool(both and alike) and low >= RELATED * high


def _between(found: Sequence[Disclosed]) -> list[Conflict]:
    result: list[Conflict] = []
    whole = [item for item in found if not item.channels]
    most = max((item.claim.value for item in whole if item.overall), default=0)
    whole = [item for item in whole if item.claim.sure == "certain" or item.claim.value >= RELATED * Decimal(most)]
    seen: set[object] = set()
    for at, other in enumerate(whole):
        right = other.claim
        if right.value in seen or any(_agree(first.claim, right) for first in whole[:at]):
            continue
        first = next((first for first in whole[:at] if _differ(first, other)), None)
        if first is not None:
            seen.add(right.value)
            exact = not (first.claim.quantity.exactness or right.quantity.exactness)
            alike = first.noun == other.noun and first.claim.sure == right.sure == "certain"
            result.append(Conflict(first.claim, right, sure=exact and alike))
    total = max((item.claim for item in whole), key=lambda claim: claim.value, default=None)
    seen = {item.claim.value for item in whole}
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
            if _same_channel(earlier, item):
                result.append(Conflict(earlier.claim, claim, sure=False))
                seen.add(claim.value)
                break
    return result


def _agree(left: QuantityClaim, right: QuantityClaim) -> bool:
    """Whether one of two numbers is true of the other."""
    return left.quantity.admits(right.value) or right.quantity.admits(left.value)


def _differ(first: Disclosed, other: Disclosed) -> bool:
    """Whether two numbers that differ are likely meant to be of the same."""
    certain = first.claim.sure == other.claim.sure == "certain" and first.noun == other.noun
    return certain or close(first.claim, other.claim) or related(first, other)


def _same_channel(earlier: Disclosed, item: Disclosed) -> bool:
    """Whether two numbers that differ are of the same channel: it refers to it, they look like a slip, or both are of all."""
    left, right = earlier.claim, item.claim
    if not earlier.channels & item.channels or left.value == right.value or left.quantity.exactness:
        return False
    if item.same or close(right, left):
        return True
    one = earlier.channels == item.channels and len(item.channels & _SITES) == 1 == len(item.channels)
    return one and earlier.proactive == item.proactive and related(earlier, item)


def _of_name(found: Sequence[Named]) -> list[Conflict]:
    """Numbers of one kind of publication, in one unit and by the same channels."""
    result: list[Conflict] = []
    first: dict[tuple[object, ...], Named] = {}
    seen: set[tuple[object, ...]] = set()
    for item in found:
        earlier = first.setdefault(item.key, item)
        left, right = earlier.claim, item.claim
        if left is right or _agree(left, right):
            continue
        if (*item.key, right.value) not in seen:
            seen.add((*item.key, right.value))
            result.append(Conflict(left, right, sure=False, what=f"{item.name}的数量"))
    return result


def _visits(visitors: Iterable[QuantityClaim], visits: Sequence[QuantityClaim]) -> list[Conflict]:
    """More people than visits of the same site: the numbers beside each other, in one sentence."""
    result = []
    for who in visitors:
        beside = [item for item in visits if item.sentence is who.sentence]
        if len(beside) == 1 and who.value > beside[0].value and not who.quantity.exactness:
            result.append(Conflict(who, beside[0], sure=True, what="访问的用户数和访问量", more=True))
    return result
