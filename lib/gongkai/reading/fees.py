"""The information processing fee (信息处理费) stated in the prose."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.reading.labels import label_quantities
from gongkai.reading.scope import scope_at
from gongkai.reading.sentences import TITLES, hide

if TYPE_CHECKING:
    from gongkai.reading.report import Reading
    from gongkai.reading.sentences import Sentence
    from gongkai.returns import Number

_NONE = re.compile(
    r"(?:未|没有|没|无|不|不曾|未曾|暂无|零)(?:有)?(?:收取|产生|发生|收|征收|涉及|收费|向)?[^，。；\d]{0,16}(?:信息(?:公开)?(?:信息)?处理费|信息公开费用?|费用|收费)"
    r"|(?:处理费|收费)[^，。；\d]{0,8}(?:为|是|：)?(?:0|零)(?:元|万元)?(?=[，。；、）]|$)|(?:未|没有|无)(?:收取|产生|发生)(?:任何)?(?:费用|收费)"
)

_FEE = re.compile(r"依申请公开.{0,8}收费")
_CONDITION = re.compile(r"逾期|未按|如|若|有关规定$")


@dataclass(frozen=True, slots=True)
class StatedFee:
    """The information processing fee that the text states for the year, in 元."""

    sentence: Sentence
    amount: Number


def stated_fees(reading: Reading) -> list[StatedFee]:
    """The fees stated for the whole year and organ; parts of it (of one organ) are left out."""
    found: list[StatedFee] = []
    reader = reading.reader
    for sentence in reading.sentences:
        text = hide(sentence.text, TITLES)
        named = reader.wording(text).of("information_fee") or _FEE.search(text)
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
                or _FEE.search(text[: item.quantity.start])
            )
            and not re.search(r"每件|每页|每增加|标准|减免|其中", text[: item.quantity.start])
            and scope_at(sentence.text, item.quantity.start, reading.organ).certainty(reading.organ.year) != "none"
        ]
        if amounts:
            found.append(StatedFee(sentence, amounts[0].quantity.value))
            continue
        match = _NONE.search(text)
        if match is None or _CONDITION.search(text[max(0, match.start() - 8) : match.end()]):
            continue
        if scope_at(sentence.text, match.start(), reading.organ).certainty(reading.organ.year) != "none":
            found.append(StatedFee(sentence, 0))
    return found
