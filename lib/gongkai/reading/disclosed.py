"""How many items were disclosed proactively, wherever the prose states it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.reading import lexicon as words
from gongkai.reading.binding import QuantityClaim
from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.scope import scope_at

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.reading.report import Reading
    from gongkai.reading.sentences import Sentence

_NOUN = r"(?:的|发布|了|共|各类|全部|各级?(?:单位|部门|机关)?)*(?:政府|政务)?(?:公开)?(?:信息|文件)(?:数|数量|总数|总量|总计|共|共计|累计|达|约|有)*"
_WHOLE = re.compile(
    rf"(?:^|(?:全年|年度?|年内|今年|本年|我[局市县区委办镇]|[共已计]|累计|通过[^，。；]*|在[^，。；]*|机关|单位|中|向社会)+)主动(?:公开|向社会公开)(?:我[市县区局])?{_NOUN}$"
)
_PLAIN = re.compile(rf"^[^，。；]{{0,16}}(?:全年|年度?|共|累计)[^，。；]{{0,6}}?公开{_NOUN}$")
_OF = re.compile(r"^在?(?:全年|本年)?主动公开的$")
_ALONE = re.compile(r"^(?:其中)?主动公开(?:政府信息|信息|文件)?(?:数)?$")
_NARROW = re.compile(
    r"领域|(?<!各)类信息|财政|预算|决算|工作动态|规划|政策(?!文件)|法规|其他|重点|项目|采购|民生|许可|处罚|人事|(?<!年)(?<!年度)的主动公开"
)


@dataclass(frozen=True, slots=True)
class Conflict:
    """Two claims of the same number that differ; ``sure`` where neither names a channel."""

    first: QuantityClaim
    second: QuantityClaim
    sure: bool


def conflicts(reading: Reading) -> list[Conflict]:
    """Statements of items disclosed that contradict the first one, each value once."""
    found: list[tuple[QuantityClaim, bool]] = []
    for sentence in reading.sentences:
        if sentence.section in {"preface", "problems"}:
            continue
        for item in label_quantities(sentence.text):
            read = _read(sentence, item, reading)
            if read is not None:
                found.append(read)
    whole = [claim for claim, channel in found if not channel]
    if not whole:
        return []
    result = _between(whole)
    total = max(whole, key=lambda claim: claim.value)
    seen = {claim.value for claim in whole}
    for claim, channel in found:
        more = claim.value > total.value and not total.quantity.admits(claim.value)
        if channel and more and claim.value not in seen and not claim.quantity.exactness:
            result.append(Conflict(claim, total, sure=False))
            seen.add(claim.value)
    return result


def _between(claims: Sequence[QuantityClaim]) -> list[Conflict]:
    result: list[Conflict] = []
    seen: set[object] = set()
    first = claims[0]
    for other in claims[1:]:
        if other.value in seen or first.quantity.admits(other.value) or other.quantity.admits(first.value):
            continue
        seen.add(other.value)
        exact = not (first.quantity.exactness or other.quantity.exactness)
        result.append(Conflict(first, other, sure=exact and first.sure == other.sure == "certain"))
    return result


def _read(sentence: Sentence, item: LabeledQuantity, reading: Reading) -> tuple[QuantityClaim, bool] | None:
    """The claim, and whether it names a channel."""
    if item.quantity.unit not in {"条", "件", "份", "篇", "则"} or item.depth:
        return None
    scope = scope_at(sentence.text, item.quantity.start, reading.organ)
    sure = scope.certainty(reading.organ.year)
    if sure == "none":
        return None
    before = item.before
    loose = False
    if (
        (_OF.match(before) and re.match(r"(?:政府|政务)?信息", item.after))
        or _WHOLE.search(before)
        or _ALONE.match(before)
    ):
        pass
    elif _PLAIN.match(before) and "主动" not in before:
        loose = True
    else:
        return None
    if _NARROW.search(before):
        return None
    begin = max(sentence.text.rfind(mark, 0, item.start) for mark in "；。") + 1
    channel = bool(words.CHANNEL.search(sentence.text[begin : item.quantity.start]))
    if loose and not channel:
        return None
    claim = QuantityClaim(
        sentence,
        item.start,
        item.quantity.end,
        item.quantity,
        ("text.proactive.total",),
        (),
        "likely" if loose else sure,
    )
    return claim, channel or loose
