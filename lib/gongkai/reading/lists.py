"""A whole and its parts: 其中…, 分别为…, bracketed lists, parts before 合计, numbers side by side after a total."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.quantities import COUNTS
from gongkai.reading.wording import APPLICANTS, KINDS, REASONS

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.reading.reader import Reader
    from gongkai.reading.sentences import Sentence

Dimension = Literal["publicity", "applicant", "kind", "place", "means", "outcome", "foreign", "any"]
Mark = Literal["explicit", "brackets", "after", "beside"]

_MARK = re.compile(
    r"其中|分别(?:为|是)|包括|包含|分为|分别|由|即|具体(?:为|是)|按.{1,8}(?:分|划分)|在[^，。；]{1,12}[中里]|类别|(?:：|:)$"
)
_CLOSED = re.compile(r"分别(?:为|是)?|分为|具体(?:为|是)|按.{1,8}(?:分|划分)|即|类别")
_CONTINUES = re.compile(
    r"^(?:(?:办理|答复|处理)(?:情况|结果|类型)?(?:中|为|是)?[：:]|从[^，。；]{1,12}看[，：]|其中|分别(?:为|是)|包括|具体(?:为|是)|类别|按.{1,8}(?:分|划分)|主要(?:有|是|包括))"
)
_STOP = re.compile(
    r"另(?!行)|此外|同时|全年共|累计|总计|合计|共有|共收|较|比|人均|涉及金额|新增|(?:立案|查处|处罚)|^(?:全市|全区|全县|全省|我局|我市|我区|我县)|截至|。"
)
_CHANGED = re.compile(r"同比|比上年|较上年|比去年|较去年|增长|下降|增加了?$|减少了?$")
_OTHERS = re.compile(r"^(?:其[他它余]|余下|剩余)(?!处理|结果|方式处理|组织)")
_OPENS = re.compile(r"主动公开(?:类|的)?$")
_PUBLICITY = re.compile(r"主动公开|依申请公开|不予公开|不公开|不[^，、]{0,2}公开")
_PLACE = re.compile(
    r"(?:[省市县区镇乡州]级|本级|[\u4e00-\u9fff](?:省|市|县|区|镇|乡|街道|局|委|办|办公室|部门|政府|园区|新区|开发区|管委会|分局|中心|支队|大队))(?:机关|单位|部门|文件)?$"
)
_AND_SO_ON = re.compile(r"^[^，。；、）]{0,6}等(?:$|[，。；）、\u4e00-\u9fff])|^[^，。；]{0,4}…")
_SUM = re.compile(r"^(?:以上|两项|三项|各项)?(?:合计|总计|共计|总共|合共|共)(?:为|是|有|达|收到|办理|答复|公开|发布)?")
_TOTAL = re.compile(r"共|合计|总计|总数|总量|累计|全年|全部|主动")
_DOCUMENTS = COUNTS | {"", "期"}


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
        mark: What makes it a list: a word (其中), brackets, a total after its parts, or only that they stand side by side.
        nested: Parts that may be parts of other parts, not of the whole.
    """

    sentence: Sentence
    whole: LabeledQuantity
    parts: tuple[LabeledQuantity, ...]
    dimension: Dimension
    complete: bool
    open: bool
    start: int
    end: int
    mark: Mark = "explicit"
    nested: tuple[LabeledQuantity, ...] = ()

    @property
    def sum(self) -> Decimal:
        """The parts added up."""
        return _added(self.parts)

    @property
    def sums(self) -> tuple[Decimal, ...]:
        """What they may come to: all added up, and without those that are parts of others (不予公开5件，属于…2件)."""
        return tuple(dict.fromkeys((self.sum, _added(part for part in self.parts if part not in self.nested))))

    @property
    def exact(self) -> bool:
        """Whether whole and parts are all stated exactly."""
        return all(not item.quantity.exactness and item.quantity.step <= 1 for item in (self.whole, *self.parts))


MOST_PARTS = 60
"""Parts of one list."""
MOST_WHOLES = 40
"""Numbers of a sentence that are tried as the whole of those after them."""


def find_lists(sentence: Sentence, before: Sentence | None = None, reader: Reader | None = None) -> list[PartList]:
    """The lists of parts in a sentence; ``before`` is the sentence before it in the same paragraph."""
    return _Finder(sentence, reader or _plain()).find(before)


def _plain() -> Reader:
    from gongkai.reading.reader import Reader
    from gongkai.reading.scope import Organ

    return Reader(Organ(0, "", (), rolled=False), "2021")


class _Finder:
    """The search for lists in one sentence."""

    def __init__(self, sentence: Sentence, reader: Reader) -> None:
        self.sentence, self.reader = sentence, reader
        self.items = label_quantities(sentence.text)

    def find(self, before: Sentence | None) -> list[PartList]:
        found: list[PartList] = []
        inner: dict[int, list[LabeledQuantity]] = {}
        for item in self.items:
            inner.setdefault(item.parent, []).append(item)
        flat = 0
        taken: set[int] = set()
        for index, whole in enumerate(self.items):
            if whole.quantity.percent:
                continue
            parts = [item for item in inner.get(index, ()) if _same_unit(whole, item)]
            if len(parts) >= 2:
                found += self._bracketed(whole, parts[:MOST_PARTS])
                taken.update(part.quantity.start for part in parts)
            if flat < MOST_WHOLES:
                flat += 1
                lists = self._flat(whole, index + 1)
                lists = [item for item in lists if item.mark != "beside" or whole.quantity.start not in taken]
                taken.update(part.quantity.start for item in lists for part in item.parts)
                found += lists
            if _SUM.match(whole.before) and index >= 2:
                found += self._summed(whole, index)
        if before is not None and (match := _CONTINUES.match(self.sentence.text)):
            found = [item for item in found if item.mark != "beside"]
            lists = [item for whole in _wholes(before) for item in self._flat(whole, 0, own=False, mark=match[0])]
            nearest: dict[tuple[int, int], PartList] = {}
            for one in lists:
                other = nearest.get((one.start, one.end))
                if other is None or _gap(one) <= _gap(other):
                    nearest[one.start, one.end] = one
            found += nearest.values()
        return found

    def _bracketed(self, whole: LabeledQuantity, parts: list[LabeledQuantity]) -> list[PartList]:
        opening = self.sentence.text[whole.quantity.end : parts[0].quantity.start]
        loose = bool(re.search(r"其中|含|包括|另", opening)) or any("另" in part.before for part in parts)
        complete = not loose and not re.search(r"[，；]", opening.strip("，（"))
        return self._split(whole, parts, complete=complete, mark="brackets")

    def _flat(self, whole: LabeledQuantity, first: int, *, own: bool = True, mark: str = "") -> list[PartList]:
        """Parts that follow the whole, after 其中 and the like or without."""
        text = self.sentence.text
        at = whole.quantity.end if own else 0
        if own and re.match(r"[^，。；、：]{0,8}?[中里](?=[，：])", text[at : at + 12]):
            mark = "其中"
        depth = whole.depth if own else 0
        parts: list[LabeledQuantity] = []
        beside = False
        for item in self.items[first : first + MOST_PARTS]:
            if item.depth < depth:
                break
            if item.depth > depth:
                continue
            between = text[at : item.quantity.start]
            if not parts and not mark and not beside:
                match = _MARK.search(re.sub(r"（[^）]{0,80}）", "", between)) if not item.quantity.percent else None
                if match is None and between.strip("，、：（") == item.before and "主动公开" not in whole.label:
                    match = _OPENS.match(item.before)
                if match is None and (item.quantity.percent or _CHANGED.search(between)):
                    at = item.quantity.end
                    continue
                if match is not None and re.search(r"同比|较|比", match[0]):
                    return []
                mark, beside = (match[0], False) if match else ("", True)
            elif (parts and "其中" in between) or (_STOP.search(item.before) and not _PLACE.search(item.before)):
                break
            if item.quantity.percent or _CHANGED.search(item.before):
                at = item.quantity.end
                continue
            if "。" in between:
                break
            if not _same_unit(whole, item):
                if beside or (parts and "元" not in {item.quantity.unit, whole.quantity.unit}):
                    break
                at = item.quantity.end
                continue
            parts.append(item)
            at = item.quantity.end
        if len(parts) < 2 or (beside and not self._total(whole, parts)):
            return []
        if beside:
            return self._beside(whole, parts)
        return self._split(whole, parts, complete=bool(_CLOSED.search(mark)), mark="explicit")

    def _total(self, whole: LabeledQuantity, parts: Sequence[LabeledQuantity]) -> bool:
        """Whether a number without any mark can be the total of those after it."""
        words = self.reader.wording(whole.label)
        generic = words.has("information", "request", "bare_request", "proactive", "publish")
        return generic or bool(_TOTAL.search(whole.label)) or bool(_OTHERS.match(parts[-1].label))

    def _beside(self, whole: LabeledQuantity, parts: list[LabeledQuantity]) -> list[PartList]:
        """The numbers after a total up to those that add up to it best."""
        added, best, gap = Decimal(0), 0, Decimal("Infinity")
        value = Decimal(whole.quantity.value)
        for count, part in enumerate(parts, 1):
            added += Decimal(part.quantity.value)
            if count > 1 and abs(added - value) < gap:
                best, gap = count, abs(added - value)
        return self._make(whole, parts[:best], "any", complete=False, mark="beside")

    def _summed(self, whole: LabeledQuantity, index: int) -> list[PartList]:
        """``网上105件，快递17件，合计122件``: the numbers before that add up to it best."""
        parts = []
        for item in reversed(self.items[max(0, index - MOST_PARTS) : index]):
            if item.depth == whole.depth and _same_unit(whole, item) and not item.quantity.percent:
                parts.append(item)
            elif item.depth <= whole.depth:
                break
        if len(parts) < 2:
            return []
        found = self._beside(whole, parts)
        one = found[0]
        ordered = tuple(reversed(one.parts))
        return [
            PartList(self.sentence, whole, ordered, "any", False, False, ordered[0].start, whole.quantity.end, "after")
        ]

    def _make(
        self, whole: LabeledQuantity, parts: Sequence[LabeledQuantity], kind: Dimension, *, complete: bool, mark: Mark
    ) -> list[PartList]:
        last = parts[-1].quantity.end
        more = bool(_AND_SO_ON.match(self.sentence.text[last : last + 12]))
        closed = (complete or bool(_OTHERS.match(parts[-1].label))) and not more
        nested = self._nested(parts) if kind in {"kind", "applicant"} else ()
        return [PartList(self.sentence, whole, tuple(parts), kind, closed, more, parts[0].start, last, mark, nested)]

    def _nested(self, parts: Sequence[LabeledQuantity]) -> tuple[LabeledQuantity, ...]:
        """Reasons beside the kind of reply that they belong to, and kinds of organization beside all organizations."""
        meanings = [self.reader.wording(part.label).meanings for part in parts]
        present = frozenset().union(*meanings)
        groups = [kind for kind in KINDS if kind in present]
        inner = {reason for reason in REASONS if reason.rpartition("_")[0] in groups}
        if "organizations" in present:
            inner |= {"business", "research", "public_interest", "legal_service"}
        outer = {*KINDS, "organizations"}
        return tuple(part for part, found in zip(parts, meanings, strict=True) if found & inner and not found & outer)

    def dimension(self, item: LabeledQuantity) -> Dimension:
        """The criterion by which a part divides its whole."""
        words = self.reader.wording(item.label)
        if words.has("reconsideration", "litigation") or (
            words.has("pending", "upheld", "corrected", "other_outcome") and "处理" not in item.label
        ):
            return "outcome"
        if re.search(r"主动公开|依申请公开", item.label) and not words.has("received", "accepted"):
            return "publicity"
        if words.has(*KINDS, *REASONS, "carried_out") or (words.has("carry") and not words.has("last_year")):
            return "kind"
        if words.has("foreign"):
            return "foreign"
        if words.has(*APPLICANTS, "other_organizations"):
            return "applicant"
        if words.has("means"):
            return "means"
        return "place" if _PLACE.search(item.label) else "any"

    def _split(
        self, whole: LabeledQuantity, parts: list[LabeledQuantity], *, complete: bool, mark: Mark
    ) -> list[PartList]:
        """Cut a run of parts where the way of dividing changes."""
        if self._cases(whole):
            foreign = next((at for at, part in enumerate(parts) if self._cases(part)), len(parts))
            if foreign > 0 and not self._cases(parts[0]):
                parts = parts[:foreign]
        else:
            parts = [part for part in parts if not self._cases(part)]
        runs: list[tuple[Dimension, list[LabeledQuantity]]] = []
        for part in parts:
            kind = self.dimension(part)
            if _PUBLICITY.search(part.label) and runs and runs[-1][0] == "publicity":
                kind = "publicity"
            if runs and self._joins(runs[-1], kind, part):
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
            found += self._make(whole, run, kind, complete=closed, mark=mark)
        return found

    def _joins(self, run: tuple[Dimension, list[LabeledQuantity]], kind: Dimension, part: LabeledQuantity) -> bool:
        """Whether a part goes on with the same way of dividing."""
        last = run[0]
        if last == kind or _OTHERS.match(part.label):
            return True
        mixed = {"means", "place", "any"}
        if kind == "any" and last in mixed:
            return "；" not in self.sentence.text[run[1][-1].quantity.end : part.quantity.start]
        return last == "any" and kind in {"place", "means"}

    def _cases(self, item: LabeledQuantity) -> bool:
        return self.reader.wording(item.label).has("reconsideration", "litigation")


def _wholes(sentence: Sentence) -> list[LabeledQuantity]:
    """The numbers of a sentence that the parts in the next may make up."""
    items = [item for item in label_quantities(sentence.text) if item.depth == 0 and not item.quantity.percent]
    return items[-MOST_WHOLES:]


def _gap(item: PartList) -> Decimal:
    return abs(item.sum - Decimal(item.whole.quantity.value))


def _added(parts: Iterable[LabeledQuantity]) -> Decimal:
    return sum((Decimal(part.quantity.value) for part in parts), Decimal(0))


def _same_unit(whole: LabeledQuantity, part: LabeledQuantity) -> bool:
    left, right = whole.quantity.unit, part.quantity.unit
    return left == right or (left in _DOCUMENTS and right in _DOCUMENTS)
