"""Shares of a whole (占51.85%, 公开率96%) that do not follow from the numbers beside them."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.lexicon import grammar
from gongkai.reading.quantities import COUNTS, Quantity
from gongkai.reading.sentences import Sentence
from gongkai.reading.wording import KINDS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.reading.lexicon import Lexicon
    from gongkai.reading.reader import Reader

_RATED = (*KINDS, "proactive", "answered", "publish")
MOST_TOGETHER = 4
"""Numbers before a share that it may be of together."""
MOST = 40
"""Numbers before a share that are tried as its whole."""


class _Patterns(NamedTuple):
    """Patterns made of the lexicon's words: a share, a rate, whose share, and a share of which nothing is said."""

    share: re.Pattern[str]
    rate: re.Pattern[str]
    key: re.Pattern[str]
    bare: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> _Patterns:
    words = lexicon.alternation
    return _Patterns(
        share=re.compile(
            rf"(?:{words('share_mark')}|占[^，。；\d]{{0,12}}的)(?>{words('share_is')})*(?:比例|比重)?(?:为|达|约)?：?$"
        ),
        # Atomic: 达到 is a word and also two, so that there would be 2 ** n ways to read n of them.
        rate=re.compile(rf"(?P<key>[^，。；、）]{{2,12}}?)(?:比)?率(?>{words('rate_is')})*：?$"),
        key=re.compile(words("share_of")),
        bare=re.compile(r"[，、]?(?:也|约)?(?:占|占比|占总数的?)(?:为|达|到)?"),
    )


@dataclass(frozen=True, slots=True)
class WrongShare:
    """A stated share that is wrong.

    Attributes:
        part, whole: The numbers as stated.
        stated, right: In per cent, rounded as it is stated.
        sure: Whether all others of its sentence agree.
        quote: The words.
        places: The sentences of part and whole, and where the numbers begin there.
    """

    part: str
    whole: str
    stated: Decimal
    right: Decimal
    sure: bool
    quote: str
    places: tuple[tuple[Sentence, int], ...] = ()


@dataclass(frozen=True, slots=True)
class _Share:
    """A share, the number it is of, and what it may be a share of; at a stretch, of what is stated two sentences before."""

    item: LabeledQuantity
    part: LabeledQuantity
    wholes: tuple[Quantity, ...]
    far: tuple[Quantity, ...]
    inside: bool
    rate: bool
    named: bool
    together: tuple[Decimal, ...]
    start: int

    def fits(self, whole: Quantity) -> bool:
        """Whether it is the share of this whole, rounded or cut off to its digits."""
        step, stated = self.item.quantity.step, Decimal(self.item.quantity.value)
        gaps = [
            100 * part / Decimal(whole.value) - stated for part in (Decimal(self.part.quantity.value), *self.together)
        ]
        return any(-step / 2 <= gap <= step / 2 or 0 <= gap < step for gap in gaps)


def wrong_shares(
    sentence: Sentence, before: Sentence | None = None, reader: Reader | None = None, further: Sentence | None = None
) -> list[WrongShare]:
    """The shares in a sentence that fit none of the wholes stated before them.

    All shares of a sentence are tried on each whole; where two or more agree on one, that is the whole of the others too.

    Args:
        sentence: The sentence.
        before: The sentence before it in the same paragraph.
        reader: Organ and vocabulary.
        further: The one before that, which may state the whole, too.
    """
    patterns = _patterns(reader.lexicon if reader is not None else grammar())
    found = _shares(sentence, before, reader, further, patterns)
    agreed = Counter(whole.value for share in found for whole in _distinct(share.wholes) if share.fits(whole))
    value, count = agreed.most_common(1)[0] if agreed else (None, 0)
    wrong: list[WrongShare] = []
    for share in found:
        if not share.wholes:
            continue
        common = next((whole for whole in share.wholes if count > 1 and whole.value == value), None)
        if any(share.fits(whole) for whole in (*share.wholes, *share.far)):
            continue
        best = common or max(share.wholes, key=lambda whole: whole.value)
        right = _share(share.part.quantity, best).quantize(share.item.quantity.step)
        quote = sentence.text[share.start : share.item.quantity.end].strip("，。；：、（）")
        agreed_on = common is not None and count == len(found) - 1
        sure = not share.rate and not share.named and (agreed_on or (len(found) == 1 and _alone(share, patterns)))
        stated = Decimal(share.item.quantity.value)
        there = (sentence, *(other for other in (before, further) if other is not None))
        places = tuple(_place(number, there) for number in (share.part.quantity, best))
        part, whole = str(share.part.quantity.value), str(best.value)
        wrong.append(WrongShare(part, whole, stated, right, sure, quote[-60:], places))
    return wrong


def _place(number: Quantity, sentences: Sequence[Sentence]) -> tuple[Sentence, int]:
    """The sentence that states a number, and where the number begins there."""
    here = (one for one in sentences if any(item.quantity is number for item in label_quantities(one.text)))
    return next(here, sentences[0]), number.start


def _shares(
    sentence: Sentence, before: Sentence | None, reader: Reader | None, further: Sentence | None, patterns: _Patterns
) -> list[_Share]:
    items = label_quantities(sentence.text)
    earlier = list(label_quantities(before.text)) if before is not None else []
    found: list[_Share] = []
    for index, item in enumerate(items):
        if not item.quantity.percent or item.quantity.exactness:
            continue
        inside = item.depth > 0 and not item.before and not item.after and item.parent == index - 1
        rate = None if inside or patterns.share.search(item.before) else patterns.rate.search(item.before)
        if not inside and rate is None and not patterns.share.search(item.before):
            continue
        part: LabeledQuantity | None
        if inside:
            part = items[index - 1]
        elif rate:
            part = _rated(rate["key"], [*earlier[-MOST:], *items[max(0, index - MOST) : index]], reader)
        else:
            part = _part(sentence, item, items[max(0, index - MOST) : index], earlier, patterns)
        if part is None or part.quantity.exactness or not _counts(part.quantity, zero=True):
            continue
        near = [*earlier[-MOST:], *items[max(0, index - MOST) : index]]
        wholes = _wholes(part, near, inside=rate is not None)
        beyond = label_quantities(further.text)[-MOST:] if further is not None and not rate else []
        far = _wholes(part, beyond, inside=False)
        wholes = wholes or far
        bigger = [whole for whole in wholes if whole.value > part.quantity.value]
        if item.quantity.value != 100:
            wholes = bigger
        if inside and wholes:
            largest = max(whole.value for whole in wholes)
            wholes = [whole for whole in wholes if whole.value == largest]
        start = min(item.start, part.start) if part in items else item.start
        named = not inside and part is not items[index - 1]
        together = () if inside or named else _together(items[:index])
        found.append(_Share(item, part, tuple(wholes), tuple(far), inside, rate is not None, named, together, start))
    return found


def _wholes(part: LabeledQuantity, items: Sequence[LabeledQuantity], *, inside: bool) -> list[Quantity]:
    """The numbers that a part can be a share of; those in brackets deeper than its own only if ``inside``."""
    return [
        other.quantity
        for other in items
        if _counts(other.quantity)
        and other is not part
        and other.quantity.value >= part.quantity.value
        and (other.depth <= part.depth or inside)
    ]


def _alone(share: _Share, patterns: _Patterns) -> bool:
    """Whether a share says no more than 占 and follows its part, and there is but one number it can be a share of."""
    distinct = {whole.value for whole in share.wholes}
    return len(distinct) == 1 and not share.inside and bool(patterns.bare.fullmatch(share.item.before))


def _together(items: Sequence[LabeledQuantity]) -> tuple[Decimal, ...]:
    """``自然人8件、企业2件，共占50%``: what the last numbers before a share, up to the last share, come to together."""
    sums: list[Decimal] = []
    added = Decimal(0)
    for item in reversed(items[-MOST_TOGETHER:]):
        if not _counts(item.quantity, zero=True):
            break
        added += Decimal(item.quantity.value)
        sums.append(added)
    return tuple(sums[1:])


def _share(part: Quantity, whole: Quantity) -> Decimal:
    return 100 * Decimal(part.value) / Decimal(whole.value)


def _distinct(wholes: Sequence[Quantity]) -> list[Quantity]:
    return list({whole.value: whole for whole in wholes}.values())


def _counts(quantity: Quantity, *, zero: bool = False) -> bool:
    return (quantity.unit in COUNTS or quantity.unit == "") and (quantity.value > 0 or zero)


def _rated(key: str, items: Sequence[LabeledQuantity], reader: Reader | None) -> LabeledQuantity | None:
    """The number that a rate is of: 公开率 of what was disclosed, 办结率 of what was finished."""
    if reader is None:
        return None
    words = reader.wording(key)
    wanted = words.meanings & frozenset(_RATED)
    if not wanted or words.unknown():
        return None
    if wanted & {"granted"}:
        wanted |= {"granted_or_partial"}
    named = [item for item in items if _counts(item.quantity) and reader.wording(item.label).meanings & wanted]
    return named[-1] if named else None


def _part(
    sentence: Sentence,
    item: LabeledQuantity,
    items: Sequence[LabeledQuantity],
    earlier: list[LabeledQuantity],
    patterns: _Patterns,
) -> LabeledQuantity | None:
    """The number whose share is stated: the one directly before, or the one named by the words before 占."""
    subject = re.split(r"占|比重|比例|同为", item.before)[0].strip("，、的约也亦同各均")
    key = patterns.key.search(subject)
    if not subject or key is None:
        previous = items[-1] if items else None
        if previous is None or not _counts(previous.quantity, zero=True) or subject:
            return None
        between = sentence.text[previous.quantity.end : item.start]
        return None if between.strip("，、（也") else previous
    named = [other for other in [*items, *earlier] if key[0] in other.label and _counts(other.quantity)]
    return min(named, key=lambda other: len(other.label), default=None)
