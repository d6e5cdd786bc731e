"""Numbers that refer to table 2: documents made, repealed and in force, decisions, fees."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING

from gongkai.reading.binding import QuantityClaim, bind_claim, each
from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.sentences import Sentence

if TYPE_CHECKING:
    from gongkai.reading.reader import Reader
    from gongkai.reading.wording import Wording

ROWS = ("regulations", "normative_documents")
DECISIONS = ("licensing", "penalty", "coercion")
_UNITS = frozenset(("件", "份", "个", "部", "条", "", "项"))
_SHORT = frozenset(("made", "repealed", "in_force", "kept", "shown", "filler", "information"))
_DECIDED = frozenset((*DECISIONS, "decision", "made", "filler", "part_mark"))
_GOVERNMENT = re.compile(r"市政府|县政府|区政府|政府办|以.{0,6}名义|部门(?:行政)?规范性文件|党委|市委|县委|区委|本级")
_OWN_GOVERNMENT = re.compile(r"[市县区]政府|政府办|以.{0,6}名义|本级")
"""The same, where the government itself, or its office, reports."""
_NOT_OTHER = re.compile(r"清理后|清理(?=.{0,3}(?:宣布|废止|失效|发布|保留|，))|备案登记")
_CASES = frozenset("件宗起例")
_LIKELY_DECISION = re.compile(r"(?:作出|办理|办结|实施|查处|采取)")
_SHOWN_DECISION = re.compile(r"公示|公开|上网|公布|归集|推送|决定书|信息|文书|录入|上传|双公示")
_ACTIONS: dict[str, tuple[tuple[str, ...], bool]] = {
    "made": (("made",), False),
    "repealed": (("repealed",), False),
    "in_force": (("in_force",), False),
    "kept": (("in_force",), True),
    "shown": (("made", "disclosed", "in_force", "total_disclosed"), True),
    "total_disclosed": (("total_disclosed",), False),
}
"""What an action may mean: columns of the form, and whether that is only probable.

发布规范性文件N份 says neither that they were made this year nor that they are in force; both are tried.
"""


def bind(sentence: Sentence, reader: Reader) -> list[QuantityClaim]:
    """The numbers of a sentence that refer to table 2."""
    items = label_quantities(sentence.text)
    found: list[QuantityClaim] = []
    noun: tuple[str, ...] = ()
    action = ""
    for index, item in enumerate(items):
        if item.quantity.unit in _UNITS:
            before, after, lead = (reader.wording(part) for part in (item.before, item.after, item.lead))
            own = documents(before) or documents(after)
            colon = sentence.text[item.start - 1 : item.start] == "："
            if not own and item.lead and (item.bare or (_action(before) and colon)):
                own = documents(lead)
            noun = own or noun
            acts = (
                _action(before)
                or (_action(after) if item.bare or own else "")
                or (_action(lead) if item.bare or (own and own == documents(lead)) else "")
            )
            label = reader.wording(item.label)
            short = bool(acts) and not label.unknown() and all(word.meanings & _SHORT for word in label.words)
            if noun and (own or (short and not label.has("proactive"))):
                plain = "" if acts or action or not own or item.bare else _plain(before)
                found += _documents(sentence, items, index, reader, noun, acts or action or plain)
                action = acts or action
                continue
        if item.quantity.count:
            found += _decisions(sentence, items, index, reader)
        if item.quantity.unit == "元" and (bound := _fees(sentence, item, reader)):
            found.append(bound)
    return found


@lru_cache(maxsize=4096)
def documents(words: Wording) -> tuple[str, ...]:
    """The kinds of document that words name last, in their order."""
    hits = sorted((word.start, word.end, row) for row in ROWS for word in words.of(row))
    if not hits or words.has("no_documents") or words.has("no_regulations"):
        return ()
    tail = words.cut(max(end for _, end, _ in hits))
    if tail.unknown() or not all(word.meanings & _SHORT for word in tail.words):
        return ()
    return tuple(dict.fromkeys(row for _, _, row in hits))


@lru_cache(maxsize=4096)
def _action(words: Wording) -> str:
    text = words.text
    if re.search(r"对外公开总|累计公开|公开总数", text):
        return "total_disclosed"
    if words.has("in_force"):
        return "in_force"
    if words.has("kept"):
        return "kept"
    if words.has("repealed"):
        return "" if words.has("made") and not re.search(r"公布|发布", text) else "repealed"
    if words.has("made"):
        return "made"
    return "shown" if words.has("shown", "publish", "proactive") else ""


def _plain(words: Wording) -> str:
    """``规范性文件4件``: nothing says whether they were made, or are in force."""
    return "shown" if not words.unknown() and all(word.meanings & {*ROWS, "filler"} for word in words.words) else ""


def _documents(
    sentence: Sentence,
    items: tuple[LabeledQuantity, ...],
    index: int,
    reader: Reader,
    noun: tuple[str, ...],
    action: str,
) -> list[QuantityClaim]:
    item, columns = items[index], reader.document_columns
    around = item.before + (item.after if item.bare else "")
    if action not in _ACTIONS or reader.wording(_NOT_OTHER.sub("", around)).has("other_document"):
        return []
    of_others = _GOVERNMENT.search(around) if noun != ("regulations",) else None
    if of_others and not ("政府" in reader.organ.name and _OWN_GOVERNMENT.fullmatch(of_others[0])):
        return []
    ids, likely = _ACTIONS[action]
    likely = likely or of_others is not None
    if "made" in ids and "made" in columns and "disclosed" in columns:
        ids = (*ids, "disclosed")
    if action == "in_force" and "in_force" not in columns:
        ids, likely = ("total_disclosed",), True
    likely = likely or bool(re.search(r"等(?:行政)?规范性文件", around)) or bool(reader.wording(around).unknown())
    ids = tuple(dict.fromkeys(column for column in ids if column in columns))
    found: list[QuantityClaim] = []
    for part, at in each(noun, items, index):
        options = tuple("+".join(f"disclosure.{row}.{column}" for row in part.split("+")) for column in ids)
        bound = bind_claim(sentence, items[at], reader.organ, options, likely=likely) if options else None
        if bound:
            found.append(bound)
    return found


def _decisions(
    sentence: Sentence, items: tuple[LabeledQuantity, ...], index: int, reader: Reader
) -> list[QuantityClaim]:
    """A number of decisions of one kind; one of each of several kinds (许可、处罚各1件, 分别为1件、2件)."""
    bound = _decision(sentence, items[index], reader)
    if bound is not None:
        return [bound]
    item = items[index]
    words = reader.wording(item.before)
    named = {word.start: row for row in DECISIONS for word in words.of(row)}
    if len(named) < 2 or words.unknown() or any(not word.meanings & _DECIDED for word in words.words):
        return []
    if _SHOWN_DECISION.search(item.clause):
        return []
    rows = tuple(dict.fromkeys(f"disclosure.{named[at]}.decisions" for at in sorted(named)))
    pairs = each(rows, items, index)
    likely = not words.has("decision")
    claims = [bind_claim(sentence, items[at], reader.organ, (name,), likely=likely) for name, at in pairs]
    return [claim for claim in claims if claim is not None] if len(pairs) > 1 else []


def _decision(sentence: Sentence, item: LabeledQuantity, reader: Reader) -> QuantityClaim | None:
    text = item.before if not item.bare else item.after or item.lead
    if not text or _SHOWN_DECISION.search(item.clause + text):
        return None
    words = reader.wording(text)
    named = [row for row in DECISIONS if words.has(row)]
    if len(named) != 1 or re.search(r"行政(?:许可|处罚|强制)[、和及]", text):
        return None
    hit = words.of(named[0])[-1]
    decided = [word for word in words.of("decision") if word.start >= hit.start]
    tail = words.cut(decided[-1].end if decided else hit.end)
    if tail.unknown() or tail.has("foreign", "topic", "reconsideration"):
        return None
    if decided:
        return bind_claim(sentence, item, reader.organ, (f"disclosure.{named[0]}.decisions",))
    plain = item.quantity.unit in _CASES and not words.unknown() and not _SHOWN_DECISION.search(sentence.text)
    if _LIKELY_DECISION.search(text) or (plain and all(word.meanings & {*DECISIONS, "filler"} for word in words.words)):
        return bind_claim(sentence, item, reader.organ, (f"disclosure.{named[0]}.decisions",), likely=True)
    return None


def _fees(sentence: Sentence, item: LabeledQuantity, reader: Reader) -> QuantityClaim | None:
    words = reader.wording(item.before)
    if words.has("information_fee") or not (words.has("fees") or reader.wording(item.lead).has("fees")):
        return None
    amount = replace(item.quantity, value=Decimal(item.quantity.value) / 10_000, step=item.quantity.step / 10_000)
    likely = not re.search("收费|金额|收入", item.before)
    return bind_claim(
        sentence, replace(item, quantity=amount), reader.organ, ("disclosure.fees.amount",), likely=likely
    )
