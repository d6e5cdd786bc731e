"""How each number of a text was understood, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.lists import report_lists
from gongkai.reading.scope import scope_at

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.reading.binding import QuantityClaim
    from gongkai.reading.reader import Reader
    from gongkai.reading.report import Reading
    from gongkai.reading.sentences import Sentence
    from gongkai.returns import Number

REASONS: dict[str, str] = {
    "year": "说的是别的年度",
    "period": "不是全年的数",
    "place": "是一个单位、地区或级次的数",
    "ratio": "占比或增减：与它的整体或上一年度核对",
    "unit": "单位不是件数，表中没有",
    "foreign": "说的是别的申请、来信或案件",
    "means": "按渠道或方式分的，表中没有",
    "disclosed": "公开信息的数量，表中没有，只核对前后是否一致",
    "documents": "文件数，没有说明是制发、废止还是现行有效",
    "unknown": "有不认识的字词",
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


def _reason(sentence: Sentence, item: LabeledQuantity, reader: Reader) -> tuple[str, str]:
    """Why a number is bound to nothing, and the words that are not known."""
    if item.quantity.percent or "百分点" in item.quantity.unit:
        return "ratio", ""
    scope = scope_at(sentence.text, item.quantity.start, reader.organ)
    words = reader.wording(item.label)
    checks = {
        "year": scope.year != reader.organ.year,
        "period": bool(scope.period),
        "place": bool(scope.place),
        "unit": not item.quantity.count,
        "foreign": words.has("foreign"),
        "disclosed": words.has("proactive", "information", "publish"),
        "documents": words.has("normative_documents", "regulations"),
        "means": words.has("means"),
        "unknown": bool(words.unknown()),
    }
    reason = next((name for name, holds in checks.items() if holds), "nothing")
    return reason, words.unknown() if reason == "unknown" else ""
