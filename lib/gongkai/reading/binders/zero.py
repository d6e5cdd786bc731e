"""Zeros stated in words: 未收到, 未发生, 没有, 无, 均为零."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.reading import lexicon as words
from gongkai.reading.binding import QuantityClaim, Sure, none_claim
from gongkai.reading.quantities import find_quantities
from gongkai.reading.scope import scope_at
from gongkai.reading.sentences import TITLES, Sentence, hide

if TYPE_CHECKING:
    from gongkai.reading.scope import Organ

_NOT = re.compile(
    r"(?:均|都|暂|尚|也|亦|并|从)?(?:未(?:曾|再|有|接)?(?:收到|接收到?|接到|受理|发生|出现|产生|引发|引起|涉及|有|被|因|办理)|没有(?:收到|接到|受理|发生|出现|产生|因)?|无(?!法|偿|障|纸|论|需|正当|主|关|人|效|形|序|缝|锡)|零(?=申请|复议|诉讼|行政))"
)
_ZERO_AFTER = re.compile(
    r"(?:均|都|皆)?(?:为|是)?零(?:件|起|宗|例|次)?(?=[，。；、）]|$)|(?:情况)?[：:](?:无|零)(?=[，。；、）]|$)"
)
_REQUEST = re.compile(
    r"(?:政府|政务)?信息公开(?:的)?申请(?!人|行政|复议|提)|依申请公开(?:政府信息|信息)?(?:的)?(?:申请|件|事项|案件)?(?!行政|复议|诉讼|引|工作|办理|答复)|公开(?:政府)?信息的?申请(?!人)|申请公开(?:政府)?信息"
)
_PART = re.compile(
    r"败诉|纠错|纠正|撤销|违法|变更|逾期|超期|超时|未按|未及时|不按|有效申请|成立|赔偿|舆情|涉密|泄密|失泄密|不合格|问题|补正"
)
_CONDITION = re.compile(r"如果?|若|是否|凡|逾期|部分|个别|有的|以外|除")
_UNIT = re.compile(r"[，。；！]")


def bind(sentence: Sentence, organ: Organ) -> list[QuantityClaim]:
    """Claims of a sentence that there were no requests, carried-over requests, reconsiderations, lawsuits."""
    text = hide(sentence.text, TITLES)
    found: list[QuantityClaim] = []
    spans: list[tuple[int, int]] = []
    for match in _NOT.finditer(text):
        end = next((at for at in range(match.end(), len(text)) if text[at] in "，。；"), len(text))
        body = text[match.end() : end]
        if find_quantities(body) and re.search(r"\d", body):
            continue
        spans.append((match.start(), end))
    for match in _ZERO_AFTER.finditer(text):
        begin = max(text.rfind(mark, 0, match.start()) for mark in "，。；") + 1
        if not re.search(r"\d", text[begin : match.start()]):
            spans.append((begin, match.end()))
    for start, end in spans:
        begin = max(text.rfind(mark, 0, start) for mark in "，。；") + 1
        body, before = text[start:end], text[begin:start]
        if _CONDITION.search(before) or _PART.search(body) or words.MEANS.search(body):
            continue
        scope = scope_at(sentence.text, start, organ)
        sure = scope.certainty(organ.year)
        if sure == "none":
            continue
        for name in _names(body if body.strip() else before, sentence):
            likely = (
                sure == "likely"
                or sentence.region in {"problems", "improvement"}
                or (name.startswith("disputes") and not _scoped(text, sentence))
            )
            certain: Sure = "likely" if likely else "certain"
            found.append(none_claim(sentence, begin, end, (name,), certain))
    unique: dict[str, QuantityClaim] = {}
    for item in found:
        unique.setdefault(item.options[0], item)
    return list(unique.values())


def _scoped(text: str, sentence: Sentence) -> bool:
    return bool(re.search(r"信息公开|依申请|政务公开", text)) or sentence.region in {"requests", "disputes"}


def _names(body: str, sentence: Sentence) -> list[str]:
    """Names of the quantities that are stated to be zero."""
    names: list[str] = []
    if words.CARRIED_OUT.search(body) or (words.CARRIED.search(body) and not words.CARRIED_IN.search(body)):
        names.append("requests.carried_out.total" if words.CARRIED_OUT.search(body) else "")
    elif words.CARRIED_IN.search(body):
        names.append("requests.carried_in.total")
    else:
        match = _REQUEST.search(body)
        if match is None and sentence.region == "requests":
            match = re.search(r"(?:收到|接到|受理|接收)[^，。；]{0,12}?(?<!依)申请(?!人|公开|复议|行政|提|书)", body)
        if match and re.search(r"复议|诉讼", body):
            # 因依申请公开引起的行政复议 is about cases alone; 未收到公开申请、行政复议 of both.
            listed = re.match(r"[、和及或以，]", body[match.end() :]) and not re.search(
                r"[因由]", body[: match.start()]
            )
            match = match if listed else None
        if match and not words.other_requests(body.replace("依申请", "")) and not _narrowed(body):
            names.append("requests.new.total")
    if re.search(r"复议|诉讼", body) and not re.search(r"复议(?:决定|机关)", body):
        if words.RECONSIDERATION.search(body):
            names.append("disputes.reconsideration.total")
        if words.LITIGATION.search(body):
            names.append("disputes.litigation.total")
    return [name for name in names if name]


def _narrowed(body: str) -> bool:
    """Whether only some kind of request is denied (不予公开的申请)."""
    return any(pattern.search(body) for name, pattern in words.KINDS if name != "granted") or bool(
        re.search(
            r"应公开|尚未|未(?:办|答)|(?<!公民、)(?<!公民和)(?<!自然人、)法人|自然人(?!、)|(?<!法人、)企业|个人(?!、)|收费|拒绝",
            body,
        )
    )
