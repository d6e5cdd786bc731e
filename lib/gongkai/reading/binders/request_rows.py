"""The rows of table 3 that the words of a number name: received, carried over, answered, by kind and by applicant."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TYPE_CHECKING, Literal, NamedTuple

from gongkai.reading.wording import APPLICANTS, KINDS, REASONS, Wording

if TYPE_CHECKING:
    from gongkai.reading.labels import LabeledQuantity
    from gongkai.reading.lexicon import Lexicon
    from gongkai.reading.reader import Reader

NEW, IN, OUT, DONE = (f"requests.{row}.total" for row in ("new", "carried_in", "carried_out", "total"))
ALL = f"{NEW}+{IN}"
WITHOUT_OTHER = "+".join(
    f"requests.{row}.total" for row in ("granted", "partial", "refused", "unavailable", "unprocessed")
)

_YEAR = re.compile(r"(\d{4})年")
_CASES = frozenset(("件", "宗", "起", "例", ""))
_EVERYONE = ("natural", "organizations")

LONGEST_REASON = 37
"""Characters of the form's longest reason, 2.申请人逾期未按收费通知要求缴纳费用…; longer words only mention one."""
LONGEST_APPLICANT = 24
"""Characters of the form's four kinds of organization listed together; longer words are of something else."""
FEW = 2
"""Unknown letters beside a reason or a kind of reply that still name nothing else (本办不掌握信息, 属…的)."""


class RowPatterns(NamedTuple):
    """Patterns made of the lexicon's words.

    Attributes:
        disclosed, among: Numbers of what was disclosed, and words beside which numbers are of it.
        denied: A denial that names no row of the form.
        opened, not_opened: 公开, and 不公开 or 未公开, alone, as replies.
        several: Several ways and means.
        without: What is not counted.
    """

    disclosed: re.Pattern[str]
    among: re.Pattern[str]
    denied: re.Pattern[str]
    opened: re.Pattern[str]
    not_opened: re.Pattern[str]
    several: re.Pattern[str]
    without: re.Pattern[str]


@lru_cache(maxsize=16)
def row_patterns(lexicon: Lexicon) -> RowPatterns:
    """The patterns, with an office's own words."""
    words = lexicon.alternation
    before, after = words("opened_before"), words("opened_after")
    return RowPatterns(
        disclosed=re.compile(
            rf"(?<!告知)(?<!告知已)(?<!属于)(?<!属于已)主动公开(?!{words('told_after')})[^，。；\d]{{0,12}}\d"
            r"|(?:^|[，、及和（：]|其中)依申请公开[^，。；\d收受办处新]{0,8}\d"
        ),
        among=re.compile(words("disclosure_among")),
        denied=re.compile(rf"未(?!{words('not_denied')})|没有(?!现成|公开)|无(?!法|正当)"),
        opened=re.compile(rf"(?:{before})*公开(?:{after})*|(?:属于?|告知|已)+主动公开(?:的|了|类|范围)*"),
        not_opened=re.compile(rf"(?:{before})*{words('not_disclosed')}(?:{after})*"),
        several=re.compile(words("several")),
        without=re.compile(words("excluded")),
    )


@dataclass
class RequestState:
    """The context given by the preceding sentences.

    Attributes:
        topic: Whether the paragraph is about requests.
        rows: Rows that a kind of applicant would refer to, last named first.
        applicant: Whether a kind of applicant was the last thing named.
        near: Whether the preceding sentence is about requests for government information.
        kind: Whether a kind of reply was the last thing named.
    """

    topic: bool = False
    rows: list[str] = field(default_factory=list)
    applicant: bool = False
    near: bool = False
    kind: bool = False


class RowReading(NamedTuple):
    """The rows that a label names.

    Attributes:
        names: Names of quantities it may refer to, the likeliest first.
        soft: Further names: if the number agrees with one, a disagreement is only a hint.
        likely: Whether it is only probable.
        kind: What it counts.
    """

    names: tuple[str, ...]
    soft: tuple[str, ...] = ()
    likely: bool = False
    kind: Literal["received", "results", "carried", "kind", "applicant"] = "received"


def read_rows(
    item: LabeledQuantity, state: RequestState, reader: Reader, *, topic: bool, inside: bool, text: str
) -> RowReading | None:
    """The rows of table 3 that a number's words name; ``None`` if they name nothing there.

    Args:
        item: The number with its words.
        state: The context given by the preceding sentences.
        reader: Organ and vocabulary.
        topic: Whether the sentence is about requests.
        inside: Whether it is below a heading on requests.
        text: The sentence.
    """
    if reader.wording(item.label).has("extended"):
        return None
    candidates = [item.after] if item.bare else [item.before, item.after]
    if item.bare and item.lead and text[item.start - 1 : item.start] == "：":
        candidates.insert(0, item.lead)
    begin = max(text.rfind("；", 0, item.quantity.start) + 1, item.quantity.start - 120)
    end = text.find("；", item.quantity.start)
    around = text[begin : min(end if end >= 0 else len(text), item.quantity.end + 120)]
    patterns = row_patterns(reader.lexicon)
    publicity = bool(patterns.among.search(around))
    if not publicity and "公开" in around:
        publicity = bool(patterns.disclosed.search(around))
    year = reader.organ.year
    for label in candidates:
        words = reader.wording(label)
        if not label or words.has("overdue") or elsewhere(words) or patterns.denied.search(label):
            continue
        read = _carried(words, year) if topic or words.has("request") else None
        if read is None and topic and not publicity:
            read = _kind(words, reader.wording(item.aside))
        if read is None and topic:
            read = _applicant(words, state) or _other_kind(words, state)
            read = read or (_opened(words, state, patterns) if item.quantity.unit in _CASES else None)
        if read is None:
            read = _total(words, item, reader, topic=topic, inside=inside, publicity=publicity)
        if read is not None:
            return read._replace(likely=read.likely or _by_others(words))
    lead = reader.wording(item.lead)
    if item.bare and item.lead and not elsewhere(reader.wording(item.lead + item.after)):
        if topic and (read := _applicant(lead, state, led=True)):
            return read
        return _total(lead, item, reader, topic=topic, inside=inside, publicity=publicity)
    return None


@lru_cache(maxsize=4096)
def elsewhere(words: Wording) -> bool:
    """Whether words are about cases, or about other applications, letters and calls."""
    if words.has("reconsideration", "litigation"):
        return True
    return _by_others(words) and not _asked_by(words)


def _by_others(words: Wording) -> bool:
    """Whether words name letters, calls and applications of other kinds, and not as a reason of the form."""
    return words.has("foreign") and not words.has("unprocessed_1", "other_1", "other_2")


def _asked_by(words: Wording) -> bool:
    """``收到依申请公开来信``, ``通过热线收到信息公开申请``: letters and calls with which requests were made."""
    first, last = words.of("foreign")[0], words.of("foreign")[-1]
    received, asked = words.of("received", "received_new", "accepted"), words.of("request")
    if not received or not asked:
        return False
    by_letter = first is last and asked[-1].end == first.start
    return by_letter or last.end <= received[0].start < asked[-1].start


@lru_cache(maxsize=4096)
def _carried(words: Wording, year: int) -> RowReading | None:
    years = {int(match[1]) for match in _YEAR.finditer(words.text)}
    if words.has("carry"):
        if years - {year - 1, year, year + 1}:
            return None
        last, following = words.has("last_year") or year - 1 in years, words.has("next_year") or year + 1 in years
        if following and not last:
            return RowReading((OUT,), kind="carried")
        if last:
            if words.has("answered"):
                return RowReading((IN,), likely=True, kind="carried") if not words.has("received", "accepted") else None
            if words.has("received", "received_new", "accepted"):
                return RowReading((ALL,))
            return RowReading((IN,), kind="carried")
        if words.has("carried_out"):
            return RowReading((OUT,), kind="carried")
        return RowReading((OUT, IN), kind="carried") if not words.has("answered", "received") else None
    if words.has("carried_out"):
        return RowReading((OUT,), kind="carried") if not words.has("last_year") else None
    return None


@lru_cache(maxsize=4096)
def _kind(words: Wording, aside: Wording) -> RowReading | None:
    """Kinds of reply and their reasons at the end of the words."""
    if words.has("withdrawn"):
        return None
    kinds = words.of(*KINDS)
    reasons = [meaning for meaning in REASONS if words.has(meaning)]
    extra = tuple(f"requests.{name}.total" for name in reasons)
    tail = words.cut(kinds[-1].end) if kinds else words
    if kinds and not tail.unknown() and (not tail.has("topic", "means", "publish") or tail.text in {"类", "类的"}):
        names = _kind_of(kinds[-1].meanings)
        for before, after in zip(reversed(kinds[:-1]), reversed(kinds[1:]), strict=False):
            between = words.cut(before.end, after.start)
            if between.unknown() or any("filler" not in word.meanings for word in between.words):
                break
            names = [*_kind_of(before.meanings), *names]
        if names == ["granted"] and (words.has("proactive") or words.text.endswith("依申请公开")):
            return None
        whole = _sum(names)
        if len(names) == 1 and extra:
            return RowReading((*extra, whole), kind="kind")
        aside_reasons = tuple(f"requests.{name}.total" for name in REASONS if aside.has(name))
        inside = [name for kind in KINDS if aside.has(kind) for name in _kind_of(frozenset((kind,)))]
        if inside:
            return RowReading((_sum(list(dict.fromkeys([*names, *inside]))), whole), kind="kind")
        return RowReading((whole, *aside_reasons) if not aside.has("withdrawn") else (whole,), kind="kind")
    if reasons and len(words.text) <= LONGEST_REASON and len(words.unknown()) <= FEW:
        if kinds and len(reasons) == 1:
            either = (*extra, _sum(_kind_of(kinds[-1].meanings)))
            return RowReading(either, likely=True, kind="kind")
        if len(reasons) == 1 or (len(reasons) == 2 and "unavailable_1" in reasons):
            return RowReading(extra, likely=len(reasons) > 1, kind="kind")
        return RowReading(("+".join(extra),), likely=True, kind="kind")
    return None


def _kind_of(meanings: frozenset[str]) -> list[str]:
    name = next(name for name in KINDS if name in meanings)
    return {"other_result": ["other"], "granted_or_partial": ["granted", "partial"]}.get(name, [name])


def _sum(rows: list[str]) -> str:
    return "+".join(f"requests.{row}.total" for row in rows)


def _applicant(words: Wording, state: RequestState, *, led: bool = False) -> RowReading | None:
    columns = [name for name in APPLICANTS if words.has(name)]
    if not columns and words.has("other_organizations"):
        return _other_organizations(words, state)
    if "organizations" in columns and not words.has("natural"):
        columns = [name for name in columns if name != "business"]
    if (
        not columns or len(words.text) > LONGEST_APPLICANT or words.has("means", "publish", "proactive")
        or len(columns) > 1 or words.unknown() not in ({"", "主"} if led else {""})
    ):  # fmt: skip
        return _other_applicant(words, state)
    rows = state.rows or ["new", "new+carried_in", "total"]
    own = words.has("received", "received_new", "accepted")
    if own:
        rows = ["new"]
    if columns == ["business"] and "商业" not in words.text:
        columns = ["business", "organizations"]
    options = tuple(
        "+".join(f"requests.{part}.{column}" for part in row.split("+")) for row in rows for column in columns
    )
    soft = tuple(f"requests.{row}.{columns[0]}" for row in ("new", "total") if row not in rows)
    both = f"requests.new.{columns[0]}+requests.carried_in.{columns[0]}"
    return RowReading(options, (both, *soft), likely=not state.rows and not own, kind="applicant")


def _other_organizations(words: Wording, state: RequestState) -> RowReading | None:
    """``其他组织4件``: the last kind of organization, or all applicants that are not natural persons."""
    if words.unknown() or len(words.text) > LONGEST_APPLICANT or words.has("means", "publish", "proactive"):
        return None
    rows = state.rows or ["new", "new+carried_in", "total"]
    options = tuple(
        "+".join(f"requests.{part}.{column}" for part in row.split("+"))
        for row in rows
        for column in ("other", "organizations")
    )
    return RowReading(options, likely=not state.rows, kind="applicant")


def _other_kind(words: Wording, state: RequestState) -> RowReading | None:
    """``其他1件`` after kinds of reply."""
    if not state.kind or not words.of("others") or words.unknown() or words.has("information", "means"):
        return None
    return RowReading(("requests.other.total", "requests.other_3.total"), likely=True, kind="kind")


def _opened(words: Wording, state: RequestState, patterns: RowPatterns) -> RowReading | None:
    """``办结6件，其中公开3件``: disclosed in answer to requests, in part or not."""
    if not (state.kind or "total" in state.rows):
        return None
    if patterns.not_opened.fullmatch(words.text):
        return RowReading((_sum(["refused"]),), likely=True, kind="kind")
    if words.unknown() or not patterns.opened.fullmatch(words.text):
        return None
    return RowReading((_sum(["granted"]), _sum(["granted", "partial"])), likely=True, kind="kind")


def _other_applicant(words: Wording, state: RequestState) -> RowReading | None:
    """``其他1件`` after other kinds of applicant."""
    others = words.of("others")
    if not state.applicant or not others or words.unknown() or words.has("other_result", *KINDS):
        return None
    rows = state.rows or ["new", "new+carried_in", "total"]
    options = tuple("+".join(f"requests.{part}.other" for part in row.split("+")) for row in rows)
    return RowReading(options, likely=True, kind="applicant")


def _total(
    words: Wording, item: LabeledQuantity, reader: Reader, *, topic: bool, inside: bool, publicity: bool
) -> RowReading | None:
    """How many were received or answered."""
    patterns = row_patterns(reader.lexicon)
    after = reader.wording(item.after)
    noun = words.has("request") or after.has("request")
    about = words.has("topic") and not words.has(*REASONS)
    named = noun or words.has("bare_request") or after.has("bare_request") or (topic and not about)
    if not named or (not topic and not noun and not inside):
        return None
    if words.has("means") and not patterns.several.search(words.text):
        return None
    if (
        words.has("withdrawn", "information_fee")
        or after.has("withdrawn", "information_fee")
        or re.search(r"分别(?:为|是|有)?$", words.text)
    ):
        return None
    column = _column(words)
    done = words.of("answered")
    received = words.of("received", "received_new", "accepted")
    asked = noun or words.has("bare_request") or after.has("bare_request")
    if done:
        return _answered(words, done[-1].end, received=bool(received), column=column, asked=asked)
    if received:
        tail = words.cut(received[-1].end)
        odd = tail.unknown()
        if (
            _topical(tail)
            or (words.unknown() and not asked)
            or (not asked and tail.has("publish", "proactive", *KINDS))
        ):
            return None
        if (
            item.aside
            and (aside := reader.wording(item.aside)).has("carry")
            and not patterns.without.search(item.aside)
        ):
            return RowReading(_in(column, (ALL,))) if aside.has("last_year") else RowReading(_in(column, (ALL, NEW)))
        soft = (ALL,) if received[-1].meanings & {"accepted"} else ()
        if words.has("handled") and "handled" in {
            m for word in words.cut(received[-1].start).words for m in word.meanings
        }:
            return RowReading(_in(column, (ALL, NEW, DONE)))
        return RowReading(_in(column, (NEW,)), _in(column, soft), likely=bool(odd))
    if words.has("to_handle") and not words.unknown() and not elsewhere(words):
        return RowReading((ALL,), (NEW,), likely=True)
    if words.has("handled"):
        tail = words.cut(words.of("handled")[-1].end)
        if tail.unknown() or _topical(tail) or not asked:
            return None
        return RowReading(_in(column, (ALL, DONE, NEW)), likely=True, kind="results")
    if (
        not noun
        or publicity
        or item.quantity.unit == "条"
        or words.has("topic", "proactive", "publish", "made_information", "other_document")
    ):
        return None
    if item.quantity.unit not in _CASES and "申请" not in words.text + item.after:
        return None  # 公开事项290个: what is disclosed, not requests
    nouns = words.of("request")
    tail = words.cut(nouns[-1].end) if nouns else words
    if tail.unknown() or words.text.endswith("率"):
        return None
    return RowReading(_in(column, (NEW, ALL, DONE)), likely=True)


def _answered(words: Wording, end: int, *, received: bool, column: str, asked: bool) -> RowReading | None:
    tail = words.cut(end)
    if tail.unknown() or _topical(tail) or tail.has("means"):
        return None
    if tail.text in {"公开", "公开的"}:
        return RowReading(("requests.granted.total",), likely=True, kind="kind")
    together = received and re.search(r"受理并|受理、|受理办|接收并|收到并", words.text)
    options = (DONE, NEW, ALL) if together else (DONE,)
    soft = (WITHOUT_OTHER,) if re.search(r"答复|回复|复函", words.text[max(0, end - 4) : end]) else ()
    return RowReading(
        _in(column, options), _in(column, soft), likely=not asked and bool(words.unknown()), kind="results"
    )


def _topical(tail: Wording) -> bool:
    """Whether words narrow the requests to a subject (涉及征地的申请)."""
    return tail.has("topic") and not tail.has(*REASONS) and tail.text.strip() != ""


def _column(words: Wording) -> str:
    """``total``, or the column of table 3 that the words name."""
    present = [name for name in _EVERYONE if words.has(name)]
    if present == ["natural"] and not words.has("business", "research", "public_interest", "legal_service"):
        return "natural"
    return "organizations" if present == ["organizations"] else "total"


def _in(column: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return names if column == "total" else tuple(name.replace(".total", f".{column}") for name in names)
