"""Zeros stated in words: 未收到, 未发生, 没有, 无, 均为零."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai import forms
from gongkai.reading.binders.documents import DECISIONS, ROWS
from gongkai.reading.binders.procurement import AMOUNT, ITEMS
from gongkai.reading.binders.request_rows import DONE, IN, NEW, OUT
from gongkai.reading.binding import QuantityClaim, Sure, none_claim
from gongkai.reading.quantities import find_quantities
from gongkai.reading.scope import scope_at
from gongkai.reading.sentences import GAP, TITLES, Sentence, hide
from gongkai.reading.wording import KINDS, Wording

if TYPE_CHECKING:
    from gongkai.reading.lexicon import Lexicon
    from gongkai.reading.reader import Reader

_MORE_CASES = re.compile(r"，(?:和|及|以及|或)?(?:行政)?(?:复议|诉讼)(?:案件|案|情况|情形)?(?=[，。；]|$)")
"""``没有因信息公开引起的行政复议，行政诉讼``."""
_DENYING = re.compile("[未没无零不]|“0")
"""What each of these has."""
_COUNTED = (*ROWS, *DECISIONS, "fees", "central_procurement", "carry", "carried_out")
"""What else than requests and cases can be said to be none."""
FEW = 2
"""Unknown letters beside what is denied that still leave it certain."""


class _Patterns(NamedTuple):
    """Patterns made of the lexicon's words.

    Attributes:
        denial: A denial.
        zero_after: A zero after what is counted.
        cause: What cases were caused by.
        part: Of what only a part is denied.
        narrow: Of what requests are not denied altogether.
        condition: What makes it no statement.
        all_years: Years that are named beside the year of the report: what is none in all of them is none in this one.
    """

    denial: re.Pattern[str]
    zero_after: re.Pattern[str]
    cause: re.Pattern[str]
    part: re.Pattern[str]
    narrow: re.Pattern[str]
    condition: re.Pattern[str]
    all_years: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> _Patterns:
    words = lexicon.alternation
    act, earlier = words("denied_act"), words("years_before")
    return _Patterns(
        denial=re.compile(
            rf"(?:均|都|暂|尚|也|亦|并|从)?(?:未(?:曾|再|有|接)?(?:{act}|有|被|因|过)|未(?=结转)|没(?:有|曾)?(?:{act}|因|被|人|过)?"
            rf"|(?<!信息)不存在|不涉及|无(?!{words('no_denial')}|人(?![就因对向提申]))|零(?={words('denied_kind')}))"
        ),
        zero_after=re.compile(
            r"(?:均|都|皆)?(?:为|是)?(?:零|“[0零]”)(?:件|起|宗|例|次)?(?=[，。；、）]|$)|(?:情况)?[：:](?:无|零)(?=[，。；、）]|$)"
        ),
        cause=re.compile(rf"[因由就对][^，。；]{{0,30}}?{words('cause_act')}的?(?=.*(?:复议|诉讼))"),
        part=re.compile(words("denied_part")),
        narrow=re.compile(words("denied_narrow")),
        condition=re.compile(words("denied_condition")),
        all_years=re.compile(
            rf"(?P<this>(?:全年|本年度?|今年|当年|年内)[来]?)(?:和|及|以及|与|、|或){earlier}"
            rf"|{earlier}(?:和|及|以及|与|、|或)(?=全年|本年|今年|当年)|历年来?(?=[均都]|也?[没无未])"
        ),
    )


def bind(sentence: Sentence, reader: Reader) -> list[QuantityClaim]:
    """Claims of a sentence that there were no requests, documents, carried-over requests, reconsiderations, lawsuits."""
    if not _DENYING.search(sentence.text):
        return []
    patterns = _patterns(reader.lexicon)
    text = patterns.all_years.sub(
        lambda match: (kept := match["this"] or "") + GAP * (len(match[0]) - len(kept)), hide(sentence.text, TITLES)
    )
    organ = reader.organ
    found: dict[str, QuantityClaim] = {}
    for start, after, end in _spans(text, patterns):
        begin = max(max(text.rfind(mark, 0, start) for mark in "，。；") + 1, start - 120)
        body, before = text[start:end], text[begin:start]
        rest = text[after:end].strip("的情况案件）（")
        if not rest and begin and not reader.wording(before).of("reconsideration", "litigation", "request", *_COUNTED):
            before = text[max(text.rfind(mark, 0, begin - 1) for mark in "，。；") + 1 : start]
        words = reader.wording(body if rest else before)
        if patterns.condition.search(before) or patterns.part.search(body) or words.has("means", "organ_of_review"):
            continue
        sure = scope_at(text, start, organ).certainty(organ.year)
        if sure == "none":
            continue
        if words.has("carry") and not words.has("last_year", "next_year") and reader.wording(before).has("last_year"):
            words = reader.wording(before + body)
        for names in sorted(
            _names(words, after - start if rest else 0, reader), key=lambda item: item[0].startswith("disputes")
        ):
            likely = (
                sure == "likely"
                or len(words.unknown()) > FEW
                or sentence.region in {"problems", "improvement"}
                or (names[0].startswith("disputes") and not _scoped(text, sentence))
                or not names[0].startswith(("disputes", NEW, IN, OUT, DONE))
            )
            certain: Sure = "likely" if likely else "certain"
            found.setdefault(names[0], none_claim(sentence, begin, end, names, certain))
    return list(found.values())


def _spans(text: str, patterns: _Patterns) -> list[tuple[int, int, int]]:
    """Where a denial begins, where its own words end, and where what it denies ends: with the clause."""
    spans: list[tuple[int, int, int]] = []
    reached = 0
    for match in patterns.denial.finditer(text):
        if match.start() < reached:
            continue
        end = next((at for at in range(match.end(), len(text)) if text[at] in "，。；"), len(text))
        if more := _MORE_CASES.match(text, end):
            end = more.end()
        body = text[match.end() : end]
        reached = end
        if find_quantities(body) and re.search(r"\d", body):
            continue
        spans.append((match.start(), match.end(), end))
    for match in patterns.zero_after.finditer(text):
        begin = max(text.rfind(mark, 0, match.start()) for mark in "，。；") + 1
        if not re.search(r"\d", text[begin : match.start()]):
            spans.append((begin, begin, match.end()))
    return spans


def _of_table_2(words: Wording, reader: Reader) -> list[tuple[str, ...]]:
    """Documents, decisions and fees that are denied: 没有制发规章, 未作出行政处罚决定, 无行政事业性收费."""
    documents = [row for row in ROWS if words.has(row)]
    if documents and not words.has("no_documents", "no_regulations", "other_document"):
        if words.has("repealed", "in_force"):
            column = "repealed" if words.has("repealed") else "in_force"
            return [(f"disclosure.{row}.{column}",) for row in documents if column in reader.document_columns]
        columns = [name for name in ("made", "in_force", "disclosed") if name in reader.document_columns]
        columns = columns[:1] if words.has("made") else columns
        return [tuple(f"disclosure.{row}.{name}" for name in columns) for row in documents if columns]
    if len(words.unknown()) > FEW:
        return []
    elsewhere = words.has("foreign", "reconsideration", "litigation")
    names = [f"disclosure.{row}.decisions" for row in DECISIONS if words.has(row) and not elsewhere]
    if words.has("fees"):
        names.append("disclosure.fees.amount")
    if words.has("central_procurement") and not words.has("information", "publish"):
        names += [name for name in (ITEMS, AMOUNT) if name in forms.edition(reader.edition).cells]
    return [(name,) for name in names]


_DENIABLE = frozenset(("refused", "unavailable", "unprocessed", "partial", "other_result"))


def _scoped(text: str, sentence: Sentence) -> bool:
    return bool(re.search(r"信息公开|依申请|公开申请|政务公开|公开事务", text)) or sentence.region in {
        "requests",
        "disputes",
    }


def _names(words: Wording, verb: int, reader: Reader) -> list[tuple[str, ...]]:
    """Names of the quantities that are stated to be zero, each with what it may mean instead; ``verb`` ends 没有, 未收到.

    Kinds of reply are denied only if nothing else is: 没有以不予公开为由拒绝 denies that.
    """
    names: list[tuple[str, ...]] = []
    cases = [row for row in ("reconsideration", "litigation") if words.has(row)]
    if cases:
        names += [(f"disputes.{row}.total",) for row in cases]
        bare = reader.wording(_patterns(reader.lexicon).cause.sub("", words.text))
        asked, first = bare.of("request"), bare.of("reconsideration", "litigation")
        listed = asked and first and re.match(r"(?:的|情况|件)?[、和及或以，]", bare.text[asked[-1].end :])
        if not (listed and asked[-1].end <= first[0].start):
            return names
        words = bare.cut(0, first[0].start)
    if words.has("carry", "carried_out"):
        if words.has("last_year") and not words.has("carried_out"):
            return [*names, (IN,)]
        return [*names, (OUT,)]
    if table := _of_table_2(words, reader):
        return [*names, *table]
    wanted = words.has("request") or (
        words.has("bare_request") and words.has("received", "accepted", "received_new") and not words.has("topic")
    )
    kinds = [kind for kind in KINDS if kind in _DENIABLE and words.has(kind)]
    if (
        kinds
        and not cases
        and not words.unknown(verb)
        and not words.has("overdue", "foreign", "carry")
        and "应" not in words.text
    ):
        return [*names, *((f"requests.{kind.removesuffix('_result')}.total",) for kind in kinds)]
    narrow = words.has(*(kind for kind in KINDS if kind != "granted"), "overdue", "foreign")
    narrow = narrow or bool(_patterns(reader.lexicon).narrow.search(words.text))
    if not wanted or narrow:
        return names
    everyone = words.has("natural") == words.has("organizations", "business")
    if everyone:
        names.append((NEW,))
    elif words.has("natural"):
        names.append((NEW, "requests.new.natural"))
    else:
        return names
    if words.has("received", "accepted") and words.has("handled", "answered"):
        names.append((DONE,))
    return names
