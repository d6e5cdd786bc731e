"""What is said of all: 申请人均为自然人, 均予以公开, 复议7件、诉讼9件，均获维持."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.binders.request_rows import DONE, IN, OUT, RowPatterns, row_patterns
from gongkai.reading.binding import QuantityClaim, Sure
from gongkai.reading.quantities import find_quantities
from gongkai.reading.sentences import TITLES, hide
from gongkai.reading.wording import APPLICANTS, KINDS, REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.reading.lexicon import Lexicon
    from gongkai.reading.reader import Reader
    from gongkai.reading.sentences import Sentence
    from gongkai.reading.wording import Wording

_NOT = re.compile(r"未|没有|无(?!法)|率|比例")
_UPHELD = re.compile(
    r"(?<=[，；])(?P<what>(?:经)?(?:行政)?复议(?:机关|机构|决定|委员会)[^，。；（）\d]{0,8}(?:维持)[^，。；（）\d]{0,14})(?=[，。；（）]|$)"
)
"""``被申请复议1件，复议机关维持了原答复``."""
_BROUGHT = ("litigation_direct", "litigation_after_reconsideration")
_STATED = ("pending", "carried_out", "refused", "unavailable", "unprocessed", *_BROUGHT)
"""What a denial of all states: 均未办结, 均未予公开."""
_NOT_GRANTED = "requests.refused.total+requests.unavailable.total+requests.unprocessed.total+requests.other.total"
_WIDER = {
    "granted": "requests.granted.total+requests.partial.total",
    "refused": _NOT_GRANTED,
    "unavailable": _NOT_GRANTED,
    "unprocessed": _NOT_GRANTED,
}
"""What a kind of reply may mean as well when it is said of all: 均予以公开 in whole or in part, 均不予公开 for whatever reason."""
_VAGUE = ("topic", "means", "publish", "other_result", "withdrawn")
"""Words beside a kind of reply that leave a doubt."""
_NARROW = (*REASONS, "topic", "foreign")
"""Words before 均 that say of which requests it is said: 涉及个人隐私的均不予公开."""
_SHOWN = ("answered", "information", "applicant")
"""Words before 均未公开 that say what was not shown, rather than refused: 答复均未公开."""
_CONDITION = re.compile(r".*的(?:$|均|都|全部|一律)")
"""``不予公开的，``, ``不予公开的均``: a case, of which something is said."""
_OUTCOMES = ("upheld", "corrected", "pending", "other_outcome")
_RATE = re.compile(
    r"(?<=[，；])(?:(?:按[时期]|及时|依法)?(?:受理|办结|答复|回复)率(?:[、和及与]))*(?:按[时期]|及时|依法|办理|受理|答复|办结)*"
    r"(?P<what>办结|答复|回复|(?:同意|予以|依法)公开)率(?:为|达到?|均|是|：)*100%(?=[，。；]|$)"
)
"""``收到5件，办结率100%``."""
FEW = 2
"""Unknown letters beside 答复 that say how it was done."""
REACH = 60
"""Characters between a number and what is said of all of it."""


class _Patterns(NamedTuple):
    """Patterns made of the lexicon's words.

    Attributes:
        all: What is said of all.
        opens: A sentence that says something of all that the one before it counted.
        scope: How it was done, which says nothing of what.
        opened: 依法公开了.
        rows: Those of the rows of table 3.
    """

    all: re.Pattern[str]
    opens: re.Pattern[str]
    scope: re.Pattern[str]
    opened: re.Pattern[str]
    rows: RowPatterns


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> _Patterns:
    words = lexicon.alternation
    result, prompt, done = words("result_noun"), words("promptly"), words("done_act")
    return _Patterns(
        all=re.compile(
            rf"(?:申请人)?(?:{words('of_all')}(?>{words('of_all_is')})*"
            rf"|(?<=[，（；、])(?:申请人|答复|{result})?(?:已经?|为|是|系|属于?|由)"
            r"|（(?=[^（）]{0,6}(?:自然人|法人|维持|纠正))"
            rf"|(?<=[，；])(?=(?>{prompt})*{words('reply_act')})"
            rf"|(?<=[，；：])(?:{result})?(?=结果(?:维持|纠正)|被?(?:维持|纠正))"
            r"|(?<=[，；])(?:目前|现)?(?=(?:尚|仍|暂|还)?未(?:审结|结案|判决|裁决)|(?:正|尚|仍)?在审理)"
            r"|(?<=[，；件])(?:并|我[局办委厅镇市区县院站])?(?:已经?)?"
            rf"(?=(?:{prompt}|(?:在|于)?(?:法定|规定)|(?<=并|已))[^，。；（）\d]{{0,12}}?{done})"
            rf"|(?<=[，；])(?:现|目前|因此|故|将|需|已)*(?=(?:结转|顺延|延续|转)[^，。；（）\d]{{0,4}}{words('next_year_mark')}))"
            r"(?P<what>(?:[^，。；（）\d]|\d{1,2}(?=[个日])){2,24})(?=[，。；（）]|$)"
        ),
        opens=re.compile(rf"^(?:以上|上述)?(?:申请|答复)?{words('opens_of_all')}"),
        scope=re.compile(words("how_done")),
        opened=re.compile(r"(?:按[^，]{0,6}|依法|及时)*(?:主动)?公开(?:了|的?信息|范围)?"),
        rows=row_patterns(lexicon),
    )


def bind(
    sentence: Sentence, reader: Reader, found: Sequence[QuantityClaim], earlier: Sequence[QuantityClaim] = ()
) -> list[QuantityClaim]:
    """Claims that all of what a sentence has counted is of one kind: the same number in another row or column.

    Args:
        sentence: The sentence.
        reader: Organ and vocabulary.
        found: What it counts.
        earlier: What the sentence before it in the same paragraph counts.
    """
    if not found and not earlier:
        return []
    result: list[QuantityClaim] = []
    text = hide(sentence.text, TITLES)
    plain = not any(char.isdigit() for char in text)
    patterns = _patterns(reader.lexicon)
    for match in (found_at for pattern in (patterns.all, _RATE, _UPHELD) for found_at in pattern.finditer(text)):
        before = [item for item in found if item.quantity.end <= match.start() and not item.worded]
        opens = patterns.opens.match(text)
        if not before and (
            (opens and match.start() < opens.end()) or (plain and _of_them(reader, text, match.start()))
        ):
            before = [item for item in earlier if not item.worded]
        elif before and match.start() - before[-1].quantity.end > REACH:
            continue
        what = reader.wording(match["what"])
        denied = match.re is patterns.all and _is_denied(what, patterns)
        if not before or denied or _is_condition(match):
            continue
        subject = _subject(before[-1], sentence, match.start(), reader)
        if subject.has(*_NARROW) or (patterns.rows.not_opened.fullmatch(what.text) and subject.has(*_SHOWN)):
            continue
        own = text.rfind("；", 0, match.start())
        before = [item for item in before if item.quantity.start > own] or before
        bound = _upheld(before) if match.re is _UPHELD else _of_all(before, what, patterns)
        for claim in bound:
            number = replace(claim.quantity, start=match.start(), end=match.end())
            doubt = _is_part(claim, before[-1], sentence, match.start(), reader) or not _is_of_all(
                claim, before[-1], sentence, match.start(), reader
            )
            sure: Sure = "likely" if doubt else claim.sure
            bare = replace(claim, sentence=sentence, start=match.start(), end=match.end(), quantity=number)
            result.append(replace(bare, worded=True, sure=sure))
    return result


def _is_denied(what: Wording, patterns: _Patterns) -> bool:
    """Whether something else is denied of all than what has a row of its own: 均未收费, 均未发生不予公开的情况."""
    rest = what.text
    for word in reversed(what.of(*_STATED)):
        rest = rest[: word.start] + rest[word.end :]
    return bool(_NOT.search(rest)) and not patterns.rows.not_opened.fullmatch(what.text)


def _is_condition(match: re.Match[str]) -> bool:
    """``不予公开的，说明理由``, ``不予公开的均说明理由``: what is done in such a case, not that there was one."""
    found = _CONDITION.match(match["what"])
    return found is not None and (
        found.end() < len(match["what"]) or match.string[match.end() : match.end() + 1] == "，"
    )


def _is_part(claim: QuantityClaim, last: QuantityClaim, sentence: Sentence, at: int, reader: Reader) -> bool:
    """Whether a part is counted before words, so that they may be about the part or the rest.

    诉讼2件，其中1件维持，另1件已开庭，尚未审结; 收到5件，其中网络申请2件，由自然人提出.
    """
    between = sentence.text[last.quantity.end if last.sentence is sentence else 0 : at]
    counted = bool(find_quantities(between))
    if claim.table == "disputes":
        return counted or not last.options[0].endswith(".total")
    return counted and reader.wording(between).has("part_mark")


def _between(last: QuantityClaim, sentence: Sentence, at: int) -> str:
    """What a text says between a number and words on all of it."""
    if last.sentence is sentence:
        return sentence.text[last.quantity.end : at]
    return last.sentence.text[last.quantity.end :] + sentence.text[:at]


def _subject(last: QuantityClaim, sentence: Sentence, at: int, reader: Reader) -> Wording:
    """The words of the clause before words on all of it."""
    clause = _between(last, sentence, at)
    return reader.wording(clause[max(clause.rfind(mark) for mark in "，；。（") + 1 :])


def _is_of_all(claim: QuantityClaim, last: QuantityClaim, sentence: Sentence, at: int, reader: Reader) -> bool:
    """Whether nothing between a number and the reply that all got could be meant instead."""
    if claim.table != "requests" or not claim.options[0].endswith(".total"):
        return True
    between = _between(last, sentence, at)
    words = reader.wording(between)
    return not (words.unknown() or words.has(*_NARROW, *KINDS, "part_mark", "information") or find_quantities(between))


def _of_them(reader: Reader, text: str, at: int) -> bool:
    """Whether words before 均 name the requests, or nothing that could be meant instead."""
    words = reader.wording(text[:at])
    return not words.has("foreign", "proactive", "publish", "reconsideration", "litigation", "means")


def _upheld(before: Sequence[QuantityClaim]) -> list[QuantityClaim]:
    """What the organ of review upheld: the reconsiderations counted last."""
    cases = [item for item in before if item.options[0] == "disputes.reconsideration.total"]
    return [_as(item, ("disputes.reconsideration.upheld",), likely=True) for item in cases[-1:]]


def _of_all(before: Sequence[QuantityClaim], what: Wording, patterns: _Patterns) -> list[QuantityClaim]:
    last = _whole(before)
    table, row, column = last.options[0].split("+")[0].split(".")
    if table == "disputes":
        if what.has(*_BROUGHT):
            return _brought(last, what)
        outcomes = [name.removesuffix("_outcome") for name in _OUTCOMES if what.has(name)]
        if not outcomes or what.has("request"):
            return []
        cases = [
            item for item in before if item.options[0].startswith("disputes.") and item.options[0].endswith(".total")
        ]
        return [_as(item, _any_of(item.options[0], outcomes), likely=len(outcomes) > 1) for item in cases[-2:]]
    if table != "requests" or row not in {"new", "total"} or column != "total":
        return []
    applicants = [name for name in APPLICANTS if what.has(name)]
    if len(applicants) == 1 and len(what.unknown()) <= what.text.count("提出") and not what.has("answered", *KINDS):
        return [_as(last, tuple(option.replace(".total", f".{applicants[0]}") for option in last.options))]
    besides = (IN,) if row == "new" else ()
    if (
        row == "new"
        and what.has("carry", "carried_out")
        and what.has("next_year", "carried_out")
        and not what.has("answered")
    ):
        sure = what.has("next_year", "carry") or (
            what.text.startswith("未") and not (what.unknown() or what.has("overdue"))
        )
        return [replace(_as(last, (OUT,), likely=not sure), besides=besides)]
    opened = bool(patterns.opened.fullmatch(what.text))
    kinds = [name for name in KINDS if what.has(name)] or (["granted"] if opened else [])
    if closed := not kinds and bool(patterns.rows.not_opened.fullmatch(what.text)):
        opened, kinds = True, ["refused"]
    reasons = [name for name in REASONS if what.has(name)]
    named = kinds or reasons
    odd = patterns.scope.sub("", what.unknown())
    if len(named) == 1 and (opened or not (odd.strip("按照") or what.has("proactive"))):
        kind = {"other_result": "other", "granted_or_partial": "granted"}.get(named[0], named[0])
        own = f"requests.{kind}.total"
        plain = closed or (kinds and not (reasons or odd or what.has(*_VAGUE)))
        wider = _WIDER.get(kind, own)
        bare = _as(last, (own,), likely=not plain)
        return [replace(bare, soft=(wider, f"{wider}+{OUT}"), besides=besides)]
    if (
        what.has("answered", "handled")
        and row == "new"
        and not (named or what.has("foreign", "topic"))
        and len(odd) <= FEW
    ):
        return [replace(_as(last, (DONE, f"{DONE}+{OUT}"), likely=True), besides=besides)]
    return []


def _any_of(total: str, outcomes: Sequence[str]) -> tuple[str, ...]:
    """The outcomes that all cases had: ``均维持或纠正`` is both together, or, if one of them is only mentioned, the other."""
    each = tuple(total.replace(".total", f".{name}") for name in outcomes)
    return each if len(each) == 1 else ("+".join(each), *each)


def _brought(last: QuantityClaim, what: Wording) -> list[QuantityClaim]:
    """``行政诉讼2件，均为复议后起诉``."""
    ways = [name for name in _BROUGHT if what.has(name)]
    if last.options[0] != "disputes.litigation.total" or len(ways) > 1:
        return []
    return [_as(last, (f"disputes.{ways[0]}.total",), likely=True)]


def _whole(before: Sequence[QuantityClaim]) -> QuantityClaim:
    """The number last counted; that of all applicants, if kinds of applicant follow it as its parts."""
    for item in reversed(before):
        table, _, column = item.options[0].split("+")[0].split(".")
        if table != "requests" or column == "total":
            return item
    return before[-1]


def _as(claim: QuantityClaim, options: tuple[str, ...], *, likely: bool = False) -> QuantityClaim:
    return replace(claim, options=options, soft=(), sure="likely" if likely else claim.sure)
