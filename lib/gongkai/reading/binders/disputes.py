"""Numbers that refer to table 4: reconsiderations and lawsuits, by outcome."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.reading import lexicon as words
from gongkai.reading.binding import QuantityClaim, bind_claim, each
from gongkai.reading.labels import label_quantities
from gongkai.reading.sentences import Sentence

if TYPE_CHECKING:
    from gongkai.reading.scope import Organ

RECONSIDERATION, LITIGATION = "disputes.reconsideration.total", "disputes.litigation.total"
_SCOPE = re.compile(r"信息公开|依申请|申请公开|政务公开")
_INSTANCE = re.compile(r"一审|二审|再审|上诉|驳回|终止")
_ROLE = re.compile(r"(?:办理|受理|办结|收到|接收|审理)[^，。；]{0,6}行政复议")
_FOLLOWS = re.compile(r"^(?:其中|维持|结果|均|已|尚|纠正|目前|经)")
_CASE_END = re.compile(
    r"(?:案件|案|申请|事项|件数|数量|总数|的|共|计|有|为|各|均|：|了|被|提起|分别|诉讼|复议|行政|决定|情况|发生|\(|“|”|数)*$"
)


@dataclass
class DisputeState:
    """Which cases the preceding sentences are about."""

    row: str = ""
    scoped: bool = False


def bind(sentence: Sentence, organ: Organ, state: DisputeState) -> list[QuantityClaim]:
    """The numbers of a sentence that refer to table 4."""
    text, items = sentence.text, label_quantities(sentence.text)
    if not _FOLLOWS.match(text):
        state.row = ""
    scoped = bool(_SCOPE.search(text)) or sentence.region in {"disputes", "requests"} or state.scoped
    found: list[QuantityClaim] = []
    row = state.row
    taken: set[int] = set()
    foreign = False
    for index, item in enumerate(items):
        if not item.quantity.count or index in taken:
            continue
        words_ = item.label
        context = item.clause[-60:] + (item.after if item.bare else "")
        named = _rows(words_)
        if not named and item.bare and item.lead:
            named = _rows(item.lead)
            context = item.lead + context
        if (
            not named
            and not item.bare
            and _rows(item.after)
            and re.search(r"(?:发生|收到|引发|引起|涉及|共有|被提起|被申请|提起|有|办理|受理|产生)$", item.before)
        ):
            named, words_ = _rows(item.after), item.after
        outcome = _outcome(words_)
        if named:
            row = "+".join(named)
        elif words.REQUEST.search(words_) and not outcome:
            row = ""
        if (
            not row
            or words.LOST.search(words_)
            or _INSTANCE.search(words_)
            or (words.MEANS.search(words_) and not named)
        ):
            continue
        if not named and not outcome:
            continue
        foreign = foreign or bool(words.FOREIGN_CASE.search(context))
        likely = not scoped or foreign
        if not _SCOPE.search(text[: item.quantity.end + len(item.after)]):
            if re.search(r"其中.*信息公开", text[item.quantity.end :]):
                row = ""
                continue
            likely = likely or bool(_ROLE.search(context))
        if outcome:
            column, exact = outcome
            names: tuple[str, ...] = tuple(f"disputes.{part}.{column}" for part in row.split("+"))
            if column == "finished":
                names = tuple(
                    f"disputes.{part}.{done}" for part in row.split("+") for done in ("upheld", "corrected", "other")
                )
                names = ("+".join(names),)
            elif len(names) > 1 and not re.search("各|分别", item.before):
                names = ("+".join(names),)
            likely = likely or not exact
        else:
            if not _CASE_END.search(_after_row(words_)) or re.search(r"复议决定|复议机关|率", words_):
                continue
            names = tuple(f"disputes.{part}.total" for part in named)
        for name, at in each(names, items, index):
            bound = bind_claim(sentence, items[at], organ, (name,), likely=likely)
            taken.add(at)
            if bound is not None:
                found.append(bound)
    state.row = row
    state.scoped = scoped and bool(found)
    return found


def _rows(text: str) -> tuple[str, ...]:
    """The kinds of case that words name, in their order."""
    if words.DIRECT.search(text):
        return ("litigation_direct",)
    if words.AFTER.search(text):
        return ("litigation_after_reconsideration",)
    found = [
        (match.start(), row)
        for pattern, row in ((words.RECONSIDERATION, "reconsideration"), (words.LITIGATION, "litigation"))
        if (match := pattern.search(text))
    ]
    return tuple(row for _, row in sorted(found))


def _after_row(text: str) -> str:
    ends = [match.end() for pattern in (words.RECONSIDERATION, words.LITIGATION) for match in pattern.finditer(text)]
    return text[max(ends) :] if ends else text


def _outcome(text: str) -> tuple[str, bool] | None:
    for column, pattern, exact in words.OUTCOMES:
        if pattern.search(text):
            return column, exact
    if words.FINISHED.search(text) and not words.REQUEST.search(text):
        return "finished", False
    return None
