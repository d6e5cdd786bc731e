"""A whole and its parts: 其中…, 分别为…, bracketed lists, shares."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from gongkai.reading import lexicon as words
from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.quantities import COUNTS

if TYPE_CHECKING:
    from gongkai.reading.sentences import Sentence

Dimension = Literal["publicity", "applicant", "kind", "place", "means", "outcome", "any"]

_MARK = re.compile(
    r"其中|分别(?:为|是)|包括|包含|分为|分别|由|即|具体(?:为|是)|按.{1,8}(?:分|划分)|在[^，。；]{1,12}[中里]|(?:：|:)$"
)
_CLOSED = re.compile(r"分别(?:为|是)?|分为|具体(?:为|是)|按.{1,8}(?:分|划分)|即")
_STOP = re.compile(
    r"另(?!行)|此外|同时|全年共|累计|总计|合计|共有|共收|较|比|人均|涉及金额|新增|(?:立案|查处|处罚)|^(?:全市|全区|全县|全省|我局|我市|我区|我县)|截至|。"
)
_OTHERS = re.compile(r"^(?:其[他它余]|余下|剩余)(?!处理|结果|方式处理|组织)")
_OPENS = re.compile(r"主动公开(?:类|的)?$")
_PUBLICITY = re.compile(r"主动公开|依申请公开|不予公开|不公开")
_PLACE = re.compile(
    r"(?:[省市县区镇乡州]级|本级|[\u4e00-\u9fff](?:省|市|县|区|镇|乡|街道|局|委|办|办公室|部门|政府|园区|新区|开发区|管委会|分局|中心|支队|大队))(?:机关|单位|部门|文件)?$"
)
_AND_SO_ON = re.compile(r"^[^，。；、）]{0,6}等(?:$|[，。；）、\u4e00-\u9fff])")


@dataclass(frozen=True, slots=True)
class PartList:
    """A stated whole and the stated parts of one way to divide it.

    Attributes:
        sentence: The sentence with the parts.
        whole: The whole, possibly from the sentence before.
        parts: The parts.
        dimension: The criterion of division.
        complete: Whether the wording says that the list is complete.
        open: Whether the wording says that there are more parts (等).
        start, end: Span of the list in the sentence of the parts.
    """

    sentence: Sentence
    whole: LabeledQuantity
    parts: tuple[LabeledQuantity, ...]
    dimension: Dimension
    complete: bool
    open: bool
    start: int
    end: int

    @property
    def sum(self) -> Decimal:
        """The parts added up."""
        return sum((Decimal(part.quantity.value) for part in self.parts), Decimal(0))

    @property
    def exact(self) -> bool:
        """Whether whole and parts are all stated exactly."""
        return all(not item.quantity.exactness and item.quantity.step <= 1 for item in (self.whole, *self.parts))


def find_lists(sentence: Sentence, before: Sentence | None = None) -> list[PartList]:
    """The lists of parts in a sentence; ``before`` is the sentence before it in the same paragraph."""
    items = label_quantities(sentence.text)
    found: list[PartList] = []
    for index, whole in enumerate(items):
        if whole.quantity.percent:
            continue
        inner = [item for item in items if item.parent == index and _same_unit(whole, item)]
        if len(inner) >= 2:
            found += _bracketed(sentence, whole, inner)
        found += _flat(sentence, whole, items[index + 1 :])
    if before is not None and re.match(r"其中|分别(?:为|是)|包括|具体为", sentence.text):
        for whole in _last_of_each_unit(before):
            found += _flat(sentence, whole, items, own=False)
    return found


def _last_of_each_unit(sentence: Sentence) -> list[LabeledQuantity]:
    last: dict[str, LabeledQuantity] = {}
    for item in label_quantities(sentence.text):
        if item.depth == 0 and not item.quantity.percent:
            last["件" if item.quantity.unit in COUNTS else item.quantity.unit] = item
    return list(last.values())


def _same_unit(whole: LabeledQuantity, part: LabeledQuantity) -> bool:
    left, right = whole.quantity.unit, part.quantity.unit
    documents = {"件", "份", "条", "篇", "则", "个", "部", "项", "宗", "例", ""}
    return left == right or (left in documents and right in documents)


def _bracketed(sentence: Sentence, whole: LabeledQuantity, parts: list[LabeledQuantity]) -> list[PartList]:
    text = sentence.text
    opening = text[whole.quantity.end : parts[0].quantity.start]
    loose = bool(re.search(r"其中|含|包括|另", opening)) or any("另" in part.before for part in parts)
    return _split(sentence, whole, parts, complete=not loose and not re.search(r"[，；]", opening.strip("，（")))


def _flat(
    sentence: Sentence, whole: LabeledQuantity, rest: tuple[LabeledQuantity, ...], *, own: bool = True
) -> list[PartList]:
    """Parts that follow the whole, after 其中 and the like."""
    text = sentence.text
    start = whole.quantity.end if own else 0
    parts: list[LabeledQuantity] = []
    mark: re.Match[str] | None = None
    at = start
    for item in rest:
        if item.depth != (whole.depth if own else 0):
            continue
        between = text[at : item.quantity.start]
        if mark is None:
            mark = _MARK.search(re.sub(r"（[^）]*）", "", between)) if not item.quantity.percent else None
            if mark is None and between.strip("，、：（") == item.before and "主动公开" not in whole.label:
                mark = _OPENS.match(item.before)
            if mark is None:
                if item.quantity.percent or re.search(r"同比|比上年|较上年|增长|下降", between):
                    at = item.quantity.end
                    continue
                return []
            if re.search(r"同比|较|比", mark[0]):
                return []
        elif re.search(r"其中", between) or (_STOP.search(item.before) and not _PLACE.search(item.before)):
            break
        if item.quantity.percent:
            at = item.quantity.end
            continue
        if "。" in between:
            break
        if not _same_unit(whole, item):
            if parts and "元" not in {item.quantity.unit, whole.quantity.unit}:
                break
            at = item.quantity.end
            continue
        parts.append(item)
        at = item.quantity.end
    if mark is None or len(parts) < 2:
        return []
    return _split(sentence, whole, parts, complete=bool(_CLOSED.search(mark[0])))


def dimension(item: LabeledQuantity) -> Dimension:
    """The criterion by which a part divides its whole."""
    words_ = item.label
    if words.RECONSIDERATION.search(words_) or words.LITIGATION.search(words_):
        return "outcome"
    if any(pattern.search(words_) for _, pattern, exact in words.OUTCOMES if exact) and "处理" not in words_:
        return "outcome"
    if re.search(r"主动公开|依申请公开", words_):
        return "publicity"
    if any(pattern.search(words_) for _, pattern in words.KINDS) or words.CARRIED_OUT.search(words_):
        return "kind"
    bare = re.sub(r"(?:的)?申请.*$", "", words_)
    if any(pattern.search(bare) for name, pattern in words.APPLICANTS if name != "other"):
        return "applicant"
    if words.MEANS.search(words_):
        return "means"
    if _PLACE.search(words_):
        return "place"
    return "any"


def _cases(text: str) -> bool:
    return bool(words.RECONSIDERATION.search(text) or words.LITIGATION.search(text))


def _split(
    sentence: Sentence, whole: LabeledQuantity, parts: list[LabeledQuantity], *, complete: bool
) -> list[PartList]:
    """Split a run of parts where the way of dividing changes."""
    if _cases(whole.label):
        foreign = next((at for at, part in enumerate(parts) if _cases(part.label)), len(parts))
        if foreign > 0 and not _cases(parts[0].label):
            parts = parts[:foreign]
    else:
        parts = [part for part in parts if not _cases(part.label)]
    runs: list[tuple[Dimension, list[LabeledQuantity]]] = []
    for part in parts:
        kind = dimension(part)
        publicity = bool(_PUBLICITY.search(part.label)) and bool(runs) and runs[-1][0] == "publicity"
        if publicity:
            kind = "publicity"
        if (
            (runs and (runs[-1][0] == kind or _OTHERS.match(part.label)))
            or (
                runs
                and kind == "any"
                and runs[-1][0] in {"means", "place", "any"}
                and "；" not in sentence.text[runs[-1][1][-1].quantity.end : part.quantity.start]
            )
            or (runs and runs[-1][0] == "any" and kind in {"place", "means"})
        ):
            runs[-1][1].append(part)
        else:
            runs.append((kind, [part]))
    found = []
    for kind, run in runs:
        if len(run) < 2:
            continue
        closed = complete and len(runs) == 1
        labels = [part.label for part in run]
        if kind == "publicity":
            closed = closed or any("主动公开" in text for text in labels)
        if kind == "applicant":
            closed = closed or (
                any(re.search("自然人|公民|个人", text) for text in labels)
                and any(re.search("法人", text) for text in labels)
            )
        closed = closed or bool(_OTHERS.match(labels[-1]))
        last = run[-1].quantity.end
        more = bool(_AND_SO_ON.match(sentence.text[last:]))
        start = run[0].start
        found.append(PartList(sentence, whole, tuple(run), kind, closed and not more, more, start, last))
    return found
