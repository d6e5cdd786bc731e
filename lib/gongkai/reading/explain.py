"""How each number of a text was understood, and why not."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.lists import report_lists
from gongkai.reading.scope import scope_at
from gongkai.reading.wording import CHANNELS, KINDS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.reading.binding import QuantityClaim
    from gongkai.reading.lexicon import Lexicon
    from gongkai.reading.reader import Reader
    from gongkai.reading.report import Reading
    from gongkai.reading.sentences import Sentence
    from gongkai.reading.wording import Wording
    from gongkai.returns import Number

REASONS: dict[str, str] = {
    "structure": "说的是报告本身由几部分组成",
    "ratio": "占比或增减：与它的整体或上一年度核对",
    "year": "说的是别的年度",
    "period": "不是全年的数",
    "places": "数的是单位、地区或领域的个数",
    "place": "是一个单位、地区或级次的数",
    "fee": "信息处理费，只核对前后是否一致",
    "unit": "单位不是件数，表中没有",
    "foreign": "说的是别的申请、来信或案件",
    "row": "表中没有单独的一格",
    "unknown": "有不认识的字词",
    "disclosed": "公开信息的数量，表中没有，只核对前后是否一致",
    "documents": "文件数，没有说明是制发、废止还是现行有效",
    "means": "按渠道或方式分的，表中没有",
    "topic": "按内容分的，表中没有",
    "asked": "说的是申请，没有说明是不是政府信息公开申请",
    "reply": "说的是公开或不予公开的件数，没有说明是不是对申请的答复",
    "others": "其余的部分，没有说明是什么",
    "nothing": "没有说明数的是什么",
}
"""Why a number was not bound to cells of the form."""


@dataclass(frozen=True, slots=True)
class NumberReading:
    """How a number was understood.

    Attributes:
        sentence: Its sentence.
        quote: The words, the number with them.
        value: The number; 0 if it is stated in words.
        claims: What it may be in the form.
        whole: The total that it is a part of, or ``None``.
        reason: A key of :data:`REASONS`, or empty.
        unknown: Words that the lexicon does not know.
    """

    sentence: Sentence
    quote: str
    value: Number
    claims: tuple[QuantityClaim, ...] = ()
    whole: Number | None = None
    reason: str = ""
    unknown: str = ""


def explain(reading: Reading) -> Iterator[NumberReading]:
    """The numbers of a report, and what is stated in words, in the order of the text."""
    claims: dict[int, list[QuantityClaim]] = {}
    for claim in reading.claims:
        claims.setdefault(id(claim.sentence), []).append(claim)
    reader = reading.reader
    wholes: dict[tuple[int, int], Number] = {}
    for sentence, lists in report_lists(reading.sentences, reader):
        own = claims.get(id(sentence), [])
        for found in lists:
            for part in found.parts if found.mark != "beside" else ():
                source, start = found.place(part)
                wholes[id(source), start] = found.whole.quantity.value
        for item in label_quantities(sentence.text):
            quote = sentence.text[item.start : item.quantity.end + len(item.after)].strip("，。；：、（）")
            bound = tuple(c for c in own if not c.worded and c.quantity.start == item.quantity.start)
            whole = wholes.get((id(sentence), item.quantity.start))
            if bound:
                yield NumberReading(sentence, quote, item.quantity.value, bound, whole)
            else:
                reason, unknown = _reason(sentence, item, reader)
                yield NumberReading(sentence, quote, item.quantity.value, (), whole, reason, unknown)
        for claim in own:
            if claim.worded:
                yield NumberReading(sentence, claim.quote, claim.value, (claim,))


class _Words(NamedTuple):
    """Patterns made of the lexicon's words: what a report consists of, places, changes, publications by name."""

    structure: re.Pattern[str]
    places: re.Pattern[str]
    change: re.Pattern[str]
    named: re.Pattern[str]


@lru_cache(maxsize=16)
def _words(lexicon: Lexicon) -> _Words:
    words = lexicon.alternation
    rises = words("rise", "fall")
    return _Words(
        structure=re.compile(words("part_of_report")),
        places=re.compile(words("counted_places")),
        change=re.compile(
            rf"{words('compared_mark')}|{rises}(?:了|为|约)?$|{words('compared_given')}(?:\d{{4}}年|{words('year_before')})度?的$"
        ),
        named=re.compile(words("publication")),
    )


def _reason(sentence: Sentence, item: LabeledQuantity, reader: Reader) -> tuple[str, str]:
    """Why a number is bound to nothing, and the words that are not known."""
    scope = scope_at(sentence.text, item.quantity.start, reader.organ)
    words, patterns = reader.wording(item.label), _words(reader.lexicon)
    attribute = words.text.endswith("公开") or item.quantity.unit == "条"
    checks = {
        "structure": bool(patterns.structure.match(item.after)),
        "ratio": item.quantity.percent or "百分点" in item.quantity.unit or bool(patterns.change.search(item.clause)),
        "year": scope.year != reader.organ.year,
        "period": bool(scope.period),
        "places": item.quantity.unit in {"个", "家"} and bool(patterns.places.match(item.after)),
        "place": bool(scope.place),
        "fee": words.has("information_fee"),
        "unit": not item.quantity.count or words.has("visitors", "visits"),
        "foreign": words.has("foreign"),
        "row": words.has("instance", "lost", "withdrawn", "extended", "overdue"),
        "unknown": _is_unknown_act(words),
        "disclosed": words.has("proactive", "information", "publish", "shown", *CHANNELS)
        or (words.has("request") and attribute)
        or bool(patterns.named.search(words.text)),
        "documents": words.has("normative_documents", "regulations"),
        "means": words.has("means"),
        "asked": words.has("bare_request", "request"),
        "reply": words.has(*KINDS),
        "topic": words.has("topic"),
    }
    reason = next((name for name, holds in checks.items() if holds), "")
    if reason and reason != "unknown":
        return reason, ""
    if reason or words.unknown():
        return "unknown", words.unknown_text()
    return ("others" if words.has("others") else "nothing"), ""


def _is_unknown_act(words: Wording) -> bool:
    """``不子公开168条``: a word that is not known joined to 公开, so that it may be any kind of reply."""
    acts = words.of("publish")
    return (
        bool(acts) and not words.has("information", "proactive", "request", *CHANNELS) and not words.unknown(acts[-1].end)
        and bool(words.unknown(0, acts[-1].start))
    )  # fmt: skip
