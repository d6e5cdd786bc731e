"""The information processing fee (信息处理费) stated in the prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.labels import label_quantities
from gongkai.reading.scope import scope_at
from gongkai.reading.sentences import TITLES, hide

if TYPE_CHECKING:
    from gongkai.reading.lexicon import Lexicon
    from gongkai.reading.report import Reading
    from gongkai.reading.sentences import Sentence
    from gongkai.returns import Number


class _Patterns(NamedTuple):
    """Patterns made of the lexicon's words: no fee, a fee by another name, a condition, an amount that is a tariff."""

    none: re.Pattern[str]
    fee: re.Pattern[str]
    condition: re.Pattern[str]
    tariff: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> _Patterns:
    words = lexicon.alternation
    return _Patterns(
        none=re.compile(
            rf"{words('fee_denied')}(?:有)?{words('fee_act')}?[^，。；\d]{{0,16}}{words('fee_name')}"
            rf"|{words('fee_label')}[^，。；\d]{{0,8}}(?:为|是|：)?{words('fee_zero')}(?:元|万元)?(?=[，。；、）]|$)"
            rf"|{words('fee_none')}"
        ),
        fee=re.compile(rf"依申请公开.{{0,8}}{words('fee_of_requests')}"),
        condition=re.compile(rf"{words('fee_condition')}|有关规定$"),
        tariff=re.compile(words("fee_tariff")),
    )


@dataclass(frozen=True, slots=True)
class StatedFee:
    """The information processing fee that the text states for the year, in 元."""

    sentence: Sentence
    amount: Number


def stated_fees(reading: Reading) -> list[StatedFee]:
    """The fees stated for the whole year and organ; parts of it (of one organ) are left out."""
    found: list[StatedFee] = []
    reader = reading.reader
    patterns = _patterns(reader.lexicon)
    for sentence in reading.sentences:
        text = hide(sentence.text, TITLES)
        named = reader.wording(text).of("information_fee") or patterns.fee.search(text)
        if not named or sentence.section == "preface":
            continue
        amounts = [
            item
            for item in label_quantities(sentence.text)
            if item.quantity.unit == "元" and item.depth == 0 and not item.quantity.exactness
        ]
        amounts = [
            item
            for item in amounts
            if (
                reader.wording(text[: item.quantity.start]).has("information_fee")
                or patterns.fee.search(text[: item.quantity.start])
            )
            and not patterns.tariff.search(text[: item.quantity.start])
            and scope_at(sentence.text, item.quantity.start, reading.organ).certainty(reading.organ.year) != "none"
        ]
        if amounts:
            found.append(StatedFee(sentence, amounts[0].quantity.value))
            continue
        match = patterns.none.search(text)
        if match is None or patterns.condition.search(text[max(0, match.start() - 8) : match.end()]):
            continue
        if scope_at(sentence.text, match.start(), reading.organ).certainty(reading.organ.year) != "none":
            found.append(StatedFee(sentence, 0))
    return found
