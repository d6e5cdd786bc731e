"""Labels of numbers about requests: received, carried over, answered, by kind of reply and of applicant."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, NamedTuple

from gongkai.reading import lexicon as words

if TYPE_CHECKING:
    from gongkai.reading.labels import LabeledQuantity

NEW, IN, OUT, DONE = (f"requests.{row}.total" for row in ("new", "carried_in", "carried_out", "total"))
ALL = f"{NEW}+{IN}"
WITHOUT_OTHER = "+".join(
    f"requests.{row}.total" for row in ("granted", "partial", "refused", "unavailable", "unprocessed")
)

_PUBLICITY = re.compile(
    r"主动公开(?!范围)[^，。；\d]{0,12}\d|(?:^|[，、及和（：]|其中)依申请公开[^，。；\d收受办]{0,8}\d|公文|发文|公开属性|制作(?:、获取)?政府信息"
)
WITHOUT = re.compile(r"不含|不包括|不计|除")
_FROM_YEAR = re.compile(r"(\d{4})年度?(?:的)?(?:结转|遗留|接转|转接|转结|结余)")
_TO_YEAR = re.compile(r"(?:结转|转结|转入|转到|转至|转|顺延|延期|延续|延至|留待)(?:至|到|入|于|在)*(\d{4})年")
_DENIED = re.compile(r"未(?!办|审|补|缴|按|予|制作|获取|保存)|没有(?!现成)|无(?!法|正当)")
_APPLICANT = r"自然人|公民|法人(?:或|和)其[他它]组织|个人"
_JOINED = re.compile(r"^(?:的|信息)?[及和、与或（）＿以]*(?:决定)?$")

LONGEST_REASON = 37
"""Characters of the form's longest reason, 2.申请人逾期未按收费通知要求缴纳费用…; longer words only mention one."""
LONGEST_APPLICANT = 24
"""Characters of the form's four kinds of organization listed together; longer words are of something else."""


@dataclass
class RequestState:
    """The context given by the preceding sentences.

    Attributes:
        topic: Whether the paragraph is about requests.
        rows: Rows that a kind of applicant would refer to, last named first.
        applicant: Whether a kind of applicant was the last thing named.
        near: Whether the preceding sentence is about requests for government information.
    """

    topic: bool = False
    rows: list[str] = field(default_factory=list)
    applicant: bool = False
    near: bool = False


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


def read_label(
    item: LabeledQuantity, state: RequestState, year: int, *, topic: bool, inside: bool, text: str
) -> RowReading | None:
    """The rows of table 3 that a label names.

    Args:
        item: The number with its words.
        state: The context given by the preceding sentences.
        year: Report year.
        topic: Whether the sentence is about requests.
        inside: Whether it is below a heading on requests.
        text: The sentence.

    Returns:
        The reading, or ``None`` if the label names nothing in table 3.
    """
    candidates = [item.before, item.after] if not item.bare else [item.after]
    if item.bare and item.lead and text[: item.start].endswith("："):
        candidates.insert(0, item.lead)
    segment = text[text.rfind("；", 0, item.quantity.start) + 1 :]
    segment = segment[: segment.find("；")] if "；" in segment else segment
    publicity = bool(_PUBLICITY.search(segment))
    for words_ in candidates:
        if not words_ or words.OVERDUE.search(words_) or _elsewhere(words_) or _DENIED.search(words_):
            continue
        read = _carried(words_, year) if topic or words.REQUEST.search(words_) else None
        if read is None and topic and not publicity:
            read = _kind(words_, item.aside)
        if read is None and topic:
            read = _applicant(words_, state)
        if read is None:
            read = _total(words_, item, topic=topic, inside=inside, publicity=publicity)
        if read is not None:
            return read
    if item.bare and item.lead and not _elsewhere(item.lead + item.after):
        return _total(item.lead, item, topic=topic, inside=inside, publicity=publicity)
    return None


def _elsewhere(text: str) -> bool:
    if words.RECONSIDERATION.search(text) or words.LITIGATION.search(text):
        return True
    return words.other_requests(text) and not any(
        pattern.search(text) for name, pattern in words.REASONS if name in {"unprocessed_1", "other_1", "other_2"}
    )


def _carried(text: str, year: int) -> RowReading | None:
    done = words.RESULTS.search(text)
    if match := _FROM_YEAR.search(text):
        return RowReading((IN,), kind="carried") if int(match[1]) == year - 1 and not done else None
    if match := _TO_YEAR.search(text):
        return RowReading((OUT,), kind="carried") if int(match[1]) == year + 1 else None
    if words.CARRIED_IN.search(text):
        if done:
            return None
        if words.RECEIVED.search(text.replace("接转", "").replace("转接", "")) or re.search(r"新收|本年", text):
            return RowReading((ALL,))
        return RowReading((IN,), kind="carried")
    if words.CARRIED_OUT.search(text):
        return RowReading((OUT,), kind="carried")
    if words.CARRIED.search(text):
        return RowReading((OUT, IN), kind="carried")
    return None


def _kind(text: str, aside: str) -> RowReading | None:
    """Kinds of reply and their reasons at the end of the words."""
    matches = sorted(
        ((match.start(), match.end(), name) for name, pattern in words.KINDS for match in pattern.finditer(text)),
    )
    kept: list[tuple[int, int, str]] = []
    for start, end, name in matches:
        if kept and start < kept[-1][1]:
            continue
        kept.append((start, end, name))
    reasons = [name for name, pattern in words.REASONS if pattern.search(text)]
    extra = tuple(f"requests.{name}.total" for name in reasons)
    if words.WITHDRAWN.search(text):
        return None
    tail = text[kept[-1][1] :] if kept else ""
    if kept and words.tail_matches(_bare_tail(tail)):
        names = [kept[-1][2]]
        for before, after in zip(reversed(kept[:-1]), reversed(kept[1:]), strict=False):
            if _JOINED.match(text[before[1] : after[0]]):
                names.insert(0, before[2])
            else:
                break
        if names == ["granted"] and re.search(r"主动公开(?!范围)|依申请公开$", text):
            return None
        whole = "+".join(f"requests.{name}.total" for name in names)
        if len(names) == 1 and extra:
            return RowReading((*extra, whole), kind="kind")
        aside_reasons = tuple(f"requests.{name}.total" for name, pattern in words.REASONS if pattern.search(aside))
        return RowReading((whole, *aside_reasons) if not words.WITHDRAWN.search(aside) else (whole,), kind="kind")
    if reasons and len(text) <= LONGEST_REASON:
        if kept and len(reasons) == 1:
            either = (f"requests.{reasons[0]}.total", f"requests.{kept[-1][2]}.total")
            return RowReading(either, likely=True, kind="kind")
        if len(reasons) == 1 or (len(reasons) == 2 and {"unavailable_1"} < set(reasons)):
            return RowReading(extra, likely=len(reasons) > 1, kind="kind")
        return RowReading(("+".join(extra),), likely=True, kind="kind")
    return None


def _bare_tail(text: str) -> str:
    return re.sub(r"政府信息公开申请|信息公开申请|依申请公开|申请", "", text)


def _applicant(text: str, state: RequestState) -> RowReading | None:
    bare = re.sub(
        r"(?:的)?(?:政府信息公开)?(?:申请(?:公开)?|提出|提交|案件|信息|件数|数量|数|共|计|有|为|：|各|均|分别)+$",
        "",
        text,
    )
    columns = [name for name, pattern in words.APPLICANTS if pattern.search(bare)]
    if (
        not columns
        or len(bare) > LONGEST_APPLICANT
        or (re.search("自然人|公民|个人", bare) and re.search("法人|组织|企业|机构", bare))
    ):
        return None
    if columns[0] == "organizations":
        columns = [name for name in columns if name not in {"business", "other"}]
    if "other" in columns and not state.applicant:
        return None
    rows = state.rows or ["new", "new+carried_in", "total"]
    own = bool(words.RECEIVED.search(text))
    if own:
        rows = ["new"]
    if columns == ["business"] and not re.search("商业", bare):
        columns = ["business", "organizations"]
    if len(columns) > 1 and columns != ["business", "organizations"]:
        return None
    options = tuple(
        "+".join(f"requests.{part}.{column}" for part in row.split("+")) for row in rows for column in columns
    )
    if columns == ["other"]:
        return RowReading(options, likely=True, kind="applicant")
    return RowReading(options, likely=not state.rows and not own, kind="applicant")


def _total(text: str, item: LabeledQuantity, *, topic: bool, inside: bool, publicity: bool) -> RowReading | None:
    """How many were received or answered."""
    both = text + item.after
    named = bool(words.REQUEST.search(both)) or (topic and not words.SUBJECT.search(text))
    if not named or (not topic and not words.STRONG_REQUEST.search(both) and not inside):
        return None
    if words.MEANS.search(text) and not words.SEVERAL.search(text):
        return None
    if words.WITHDRAWN.search(both) or words.INFO_FEE.search(both):
        return None
    if re.search(r"分别(?:为|是|有)?$", text):
        return None
    column = _column(text)
    carried = bool(words.CARRIED_IN.search(item.aside)) and not WITHOUT.search(item.aside)
    done = list(words.RESULTS.finditer(text))
    received = list(words.RECEIVED.finditer(text))
    if done:
        tail = _bare_tail(text[done[-1].end() :])
        if not words.tail_matches(re.sub(_APPLICANT, "", tail)) or words.SUBJECT.search(tail):
            return None
        options = (DONE,) if not received or re.search(r"受理并|受理、|受理办|接收并", text) else (DONE, NEW, ALL)
        soft = (WITHOUT_OTHER,) if re.search(r"答复|回复|复函", done[-1][0]) else ()
        return RowReading(_in(column, options), _in(column, soft), kind="results")
    if received:
        tail = text[received[-1].end() :]
        if words.SUBJECT.search(_bare_tail(re.sub(r"涉及政府信息公开", "", tail))):
            return None
        if not words.REQUEST.search(both) and not words.tail_matches(tail):
            return None
        if carried:
            return RowReading(_in(column, (ALL,)))
        if re.search(r"收办|受理办理|受理和办理|接收办理", text):
            return RowReading(_in(column, (ALL, NEW, DONE)))
        soft = (ALL,) if re.search(r"受理|登记", received[-1][0]) else ()
        return RowReading(_in(column, (NEW,)), _in(column, soft))
    if words.HANDLED.search(text):
        tail = _bare_tail(text[words.HANDLED.search(text).end() :])  # type: ignore[union-attr]
        if words.tail_matches(tail):
            return RowReading(_in(column, (ALL, DONE, NEW)), likely=True)
        return None
    nouns = list(words.REQUEST.finditer(text))
    tail = _bare_tail(text[nouns[-1].end() :]) if nouns else text
    tail = re.sub(r"^(?:提交|提出|递交)(?:至|到|给)?(?:我|本)?[\u4e00-\u9fff]{0,3}$", "", tail)
    if words.STRONG_REQUEST.search(both) and words.tail_matches(tail) and not words.SUBJECT.search(text):
        if publicity or re.search(r"主动公开|发布|制作|办件|答复率", both) or item.quantity.unit == "条":
            return None
        return RowReading(_in(column, (NEW, ALL, DONE)), likely=True)
    return None


def _column(text: str) -> str:
    """``total``, or the column of table 3 that the words name."""
    natural = re.search(r"自然人|公民|个人", text)
    others = re.search(r"法人|组织|企业|机构|单位(?!.{0,4}(?:收|受|办|接|共))", text)
    if natural and not others:
        return "natural"
    if others and not natural and re.search(r"法人|其[他它]组织", text):
        return "organizations"
    return "total"


def _in(column: str, names: tuple[str, ...]) -> tuple[str, ...]:
    return names if column == "total" else tuple(name.replace(".total", f".{column}") for name in names)
