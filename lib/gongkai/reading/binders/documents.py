"""Numbers that refer to table 2: documents made, repealed and in force, decisions, fees."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.reading import lexicon as words
from gongkai.reading.binding import QuantityClaim, bind_claim, each
from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.sentences import Sentence

if TYPE_CHECKING:
    from gongkai.reading.scope import Organ

_TAIL = re.compile(
    r"^(?:的|共|共计|计|有|为|各|均|数量|数|总数|件数|：|分别|、|和|及|等|了|案件|量|达|全部|合计|总计|累计)*$"
)
_ACTION_ALONE = re.compile(
    r"^(?:本年度?|全年|共|新|目前|现|宣布|其中|予以|已|清理|集中|依法|依规|同步|按规定)*(?:制发|制定|印发|出台|发布|新增|公布|废止|失效|停止执行|现行有效|继续有效|有效)+"
    r"(?:的|件数|数量|数|了|共|文件|有|为|：)*$"
)
_GOVERNMENT = re.compile(r"市政府|县政府|区政府|政府办|以.{0,6}名义|部门(?:行政)?规范性文件|党委|市委|县委|区委|本级")


def bind(sentence: Sentence, organ: Organ, columns: frozenset[str]) -> list[QuantityClaim]:
    """The numbers of a sentence that refer to table 2.

    Args:
        sentence: The sentence.
        organ: Whose report.
        columns: Ids of the columns that the form has for documents (``made`` …).
    """
    items = label_quantities(sentence.text)
    found: list[QuantityClaim] = []
    noun: tuple[str, ...] = ()
    action = ""
    for index, item in enumerate(items):
        if item.quantity.unit in {"件", "份", "个", "部", "条", "", "项"}:
            own = _documents(item.before) or _documents(item.after)
            if item.bare and not own and item.lead:
                own = _documents(item.lead)
            if (
                not own
                and item.lead
                and _action(item.before)
                and sentence.text[: item.start].endswith(f"{item.lead}：")
            ):
                own = _documents(item.lead)
            if own:
                noun = own
            acts = (
                _action(item.before)
                or (_action(item.after) if item.bare or own else "")
                or (_action(item.lead) if item.bare or own == _documents(item.lead) else "")
            )
            if noun and (acts or own) and (own or _short(item)):
                found += _document(sentence, items, index, organ, columns, noun, acts or action)
                action = acts or action
                continue
        if item.quantity.count:
            bound = _decision(sentence, item, organ)
            if bound:
                found.append(bound)
        if (
            item.quantity.unit == "元"
            and words.ADMIN_FEE.search(item.before + item.lead)
            and not words.INFO_FEE.search(item.before)
        ):
            amount = replace(
                item.quantity, value=Decimal(item.quantity.value) / 10_000, step=item.quantity.step / 10_000
            )
            bound = bind_claim(
                sentence,
                replace(item, quantity=amount),
                organ,
                ("disclosure.fees.amount",),
                likely=not re.search("收费|金额|收入", item.before),
            )
            if bound:
                found.append(bound)
    return found


def _short(item: LabeledQuantity) -> bool:
    """``废止26件``: an action alone, of the documents named before it."""
    return bool(_ACTION_ALONE.match(item.label))


def _documents(text: str) -> tuple[str, ...]:
    found = [
        (match.start(), match.end(), row)
        for row, pattern in (("regulations", words.REGULATIONS), ("normative_documents", words.NORMATIVE))
        if (match := pattern.search(text))
    ]
    if not found:
        return ()
    tail = text[max(end for _, end, _ in found) :]
    rest = re.sub(words.IN_FORCE.pattern + "|" + words.REPEALED.pattern + "|" + words.MADE.pattern, "", tail)
    if not _TAIL.match(re.sub(r"本年度?|全年|今年|年内|目前|现有", "", rest)):
        return ()
    return tuple(row for _, _, row in sorted(found))


def _action(text: str) -> str:
    if words.TOTAL_SHOWN.search(text):
        return "total_disclosed"
    if words.IN_FORCE.search(text):
        return "in_force"
    if words.REPEALED.search(text):
        return "" if words.MADE.search(text) and not re.search(r"公布|发布", text) else "repealed"
    if words.MADE.search(text):
        return (
            "shown"
            if re.fullmatch(r".*(?:公开|发布|公布)[^制印出新]*", text)
            and not re.search(r"制|印发|出台|新增(?!公开)", text)
            else "made"
        )
    return "shown" if words.SHOWN.search(text) else ""


_OPTIONS: dict[str, tuple[tuple[str, ...], bool]] = {
    "made": (("made",), False),
    "repealed": (("repealed",), False),
    "in_force": (("in_force",), False),
    "shown": (("made", "disclosed", "in_force", "total_disclosed"), True),
    "total_disclosed": (("total_disclosed",), False),
}


def _document(
    sentence: Sentence, items: tuple[LabeledQuantity, ...], index: int, organ: Organ, columns: frozenset[str],
    noun: tuple[str, ...], action: str,
) -> list[QuantityClaim]:  # fmt: skip
    item = items[index]
    around = item.before + (item.after if item.bare else "")
    if action not in _OPTIONS or words.FOREIGN_DOCUMENT.search(
        re.sub(r"清理(?=.{0,3}(?:宣布|废止|失效|发布|保留|，))|备案登记", "", around)
    ):
        return []
    if noun != ("regulations",) and _GOVERNMENT.search(around):
        return []
    ids, likely = _OPTIONS[action]
    if "made" in ids and "made" in columns and "disclosed" in columns:
        ids = (*ids, "disclosed")
    if action == "in_force" and "in_force" not in columns:
        ids, likely = ("total_disclosed",), True
    likely = likely or bool(re.search(r"等(?:行政)?规范性文件", around))
    ids = tuple(column for column in ids if column in columns)
    found: list[QuantityClaim] = []
    for part, at in each(noun, items, index):
        options = tuple("+".join(f"disclosure.{row}.{column}" for row in part.split("+")) for column in ids)
        bound = bind_claim(sentence, items[at], organ, options, likely=likely) if options else None
        if bound:
            found.append(bound)
    return found


def _decision(sentence: Sentence, item: LabeledQuantity, organ: Organ) -> QuantityClaim | None:
    words_ = item.before if not item.bare else item.after or item.lead
    if words.SHOWN_DECISION.search(item.clause + words_) or not words_:
        return None
    for row, certain, likely in words.DECISIONS:
        match = certain.search(words_)
        if match and _TAIL.match(words_[match.end() :]):
            several = len({name for name, pattern, _ in words.DECISIONS if pattern.search(words_)}) > 1 or re.search(
                r"行政(?:许可|处罚|强制)[、和及]", words_
            )
            return None if several else bind_claim(sentence, item, organ, (f"disclosure.{row}.decisions",))
        if likely.search(words_):
            return bind_claim(sentence, item, organ, (f"disclosure.{row}.decisions",), likely=True)
    return None
