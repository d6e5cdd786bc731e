"""Numbers that refer to table 4: reconsiderations and lawsuits, by outcome."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from gongkai.reading.binding import QuantityClaim, bind_claim, each
from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.sentences import Sentence

if TYPE_CHECKING:
    from gongkai.reading.reader import Reader
    from gongkai.reading.wording import Wording

ROWS = ("reconsideration", "litigation")
_SCOPE = re.compile(r"信息公开|依申请|申请公开|公开申请|政务公开")
_ROLE = re.compile(r"(?:办理|受理|办结|收到|接收|审理)[^，。；]{0,6}行政复议")
_FOLLOWS = re.compile(r"^(?:其中|维持|结果|均|已|尚|纠正|目前|经)")
_HAPPENED = re.compile(r"(?:发生|收到|引发|引起|涉及|共有|被提起|被申请|提起|有|办理|受理|产生)$")
_CASE_END = re.compile(
    r"(?:案件|案|申请|事项|件数|数量|总数|的|共|计|有|为|各|均|：|了|被|提起|分别|诉讼|复议|行政|决定|情况|发生|\(|“|”|数)*$"
)
_OTHER = re.compile(r"其[他它](?:情形|处理|情况)?$")


@dataclass
class DisputeState:
    """Which cases the preceding sentences are about."""

    row: str = ""
    scoped: bool = False


def bind(sentence: Sentence, reader: Reader, state: DisputeState) -> list[QuantityClaim]:
    """The numbers of a sentence that refer to table 4."""
    organ, text, items = reader.organ, sentence.text, label_quantities(sentence.text)
    if not _FOLLOWS.match(text):
        state.row = ""
    if not items:
        state.scoped = False
        return []
    scoped = bool(_SCOPE.search(text)) or sentence.region in {"disputes", "requests"} or state.scoped
    scope_from = match.start() if (match := _SCOPE.search(text)) else len(text)
    found: list[QuantityClaim] = []
    row = state.row
    taken: set[int] = set()
    foreign = False
    for index, item in enumerate(items):
        if not item.quantity.count or index in taken:
            continue
        words, named, context = _words(item, reader)
        outcome = _outcome(words)
        if named:
            row = "+".join(named)
        elif words.has("request", "bare_request") and not outcome:
            row = ""
        if not row or words.has("lost", "instance") or (words.has("means") and not named) or not (named or outcome):
            continue
        foreign = foreign or reader.wording(context).has("other_case")
        likely = not scoped or foreign or bool(words.unknown())
        if scope_from >= item.quantity.end + len(item.after):
            if re.search(r"其中.{0,40}信息公开", text[item.quantity.end : item.quantity.end + 80]):
                row = ""
                continue
            likely = likely or bool(_ROLE.search(context))
        if outcome:
            names, exact = _outcome_names(row, outcome, item)
            likely = likely or not exact
        else:
            if not _CASE_END.fullmatch(_after_row(words)) or words.has("organ_of_review") or "率" in words.text:
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


def _words(item: LabeledQuantity, reader: Reader) -> tuple[Wording, tuple[str, ...], str]:
    """The words that name a number, the kinds of case in them, and their surroundings."""
    words = reader.wording(item.label)
    named = rows(words)
    context = item.clause[-60:] + (item.after if item.bare else "")
    if not named and item.bare and item.lead:
        named = rows(reader.wording(item.lead))
        context = item.lead + context
    after = reader.wording(item.after)
    if not named and not item.bare and rows(after) and _HAPPENED.search(item.before):
        named, words = rows(after), after
    return words, named, context


@lru_cache(maxsize=4096)
def rows(words: Wording) -> tuple[str, ...]:
    """The kinds of case that words name, in their order."""
    for row in ("litigation_direct", "litigation_after_reconsideration"):
        if words.has(row):
            return (row,)
    found = [(hits[0].start, row) for row in ROWS if (hits := words.of(row))]
    return tuple(row for _, row in sorted(found))


def _after_row(words: Wording) -> str:
    hits = words.of(*ROWS, "litigation_direct", "litigation_after_reconsideration")
    return words.text[max(word.end for word in hits) :] if hits else words.text


@lru_cache(maxsize=4096)
def _outcome(words: Wording) -> tuple[str, bool] | None:
    """The column that words name, and whether they are the form's own."""
    for column in ("pending", "upheld", "corrected"):
        if words.has(column):
            return column, True
    if words.has("corrected_like"):
        return "corrected", False
    if words.has("other_outcome") or _OTHER.search(words.text):
        return "other", True
    if words.has("closed", "answered") and not words.has("request"):
        return "finished", False
    return None


def _outcome_names(row: str, outcome: tuple[str, bool], item: LabeledQuantity) -> tuple[tuple[str, ...], bool]:
    column, exact = outcome
    rows_ = row.split("+")
    if column == "finished":
        return ("+".join(f"disputes.{r}.{done}" for r in rows_ for done in ("upheld", "corrected", "other")),), exact
    names = tuple(f"disputes.{part}.{column}" for part in rows_)
    if len(names) > 1 and not re.search("各|分别", item.before):
        names = ("+".join(names),)
    return names, exact
