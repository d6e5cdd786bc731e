"""By what a list divides its whole, and where one way of dividing ends and another begins."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.reading.part_list import PartList, added
from gongkai.reading.wording import APPLICANTS, KINDS, REASONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.reading.labels import LabeledQuantity
    from gongkai.reading.part_list import Dimension, Mark
    from gongkai.reading.reader import Reader
    from gongkai.reading.sentences import Sentence

    Run = tuple[Dimension, list[LabeledQuantity]]

_PUBLICITY = re.compile(r"主动公开|依申请公开|不予公开|不公开|不[^，、]{0,2}公开")
_PLACE = re.compile(
    r"(?:[省市县区镇乡州]级|本级|[\u4e00-\u9fff](?:省|市|县|区|镇|乡|街道|局|委|办|办公室|部门|政府|园区|新区|开发区|管委会|分局|中心|支队|大队))(?:机关|单位|部门|文件)?$"
)
NEAR = Decimal("0.05")
"""Parts of several kinds that miss the whole by this share of it, or by 2, are one list."""
_EXCLUSIVE = frozenset(("applicant", "kind", "means", "outcome"))


@dataclass(frozen=True)
class Division:
    """How the parts of the lists of a sentence divide their wholes."""

    sentence: Sentence
    reader: Reader
    others: re.Pattern[str]
    _found: dict[str, Dimension] = field(default_factory=dict, init=False, repr=False, compare=False)

    def is_place(self, label: str) -> bool:
        """Whether a label ends with a place, an office or a level of government."""
        return bool(_PLACE.search(label))

    def one_kind(self, parts: Sequence[LabeledQuantity]) -> bool:
        """Whether all parts divide their whole by the same criterion, so that none of them belongs to another list."""
        found: Dimension | None = None
        for part in parts:
            if self.others.match(part.label):
                continue
            kind = self.of(part)
            if kind not in _EXCLUSIVE or found not in {None, kind}:
                return False
            found = kind
        return found is not None

    def of(self, item: LabeledQuantity) -> Dimension:
        """The criterion by which a part divides its whole."""
        if item.label not in self._found:
            self._found[item.label] = self._criterion(item)
        return self._found[item.label]

    def _criterion(self, item: LabeledQuantity) -> Dimension:
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
        return "place" if self.is_place(item.label) else "any"

    def one_stage(self, parts: list[LabeledQuantity]) -> list[LabeledQuantity]:
        """The first parts that are all of what came in, or all of what became of it: 新收、上年结转; 办结、结转下年.

        ``新收9件，上年结转1件；办结9件`` divides nothing; ``共10件，新收9件，上年结转1件；办结9件`` divides the 10 once.
        """
        before: str | None = None
        for at, part in enumerate(parts):
            words = self.reader.wording(part.label)
            came = words.has("received_new") or (words.has("carry") and words.has("last_year"))
            became = words.has("answered", "carried_out", "carry", *KINDS)
            stage = "came" if came else "became" if became else before
            if before is not None and stage != before:
                return parts[:at]
            before = stage
        return parts

    def make(
        self,
        whole: LabeledQuantity,
        parts: Sequence[LabeledQuantity],
        kind: Dimension,
        *,
        complete: bool,
        mark: Mark,
        more: bool,
    ) -> list[PartList]:
        """One list of these parts."""
        closed = (complete or bool(self.others.match(parts[-1].label))) and not more
        nested = self._nested(parts) if kind in {"kind", "applicant"} else ()
        start, end = parts[0].start, parts[-1].quantity.end
        return [PartList(self.sentence, whole, tuple(parts), kind, closed, more, start, end, mark, nested)]

    def split(
        self, whole: LabeledQuantity, parts: list[LabeledQuantity], *, complete: bool, mark: Mark, more: bool
    ) -> list[PartList]:
        """Lists of a run of parts, cut where the way of dividing changes; whole if only so they are the whole's."""
        if self._cases(whole):
            foreign = next((at for at, part in enumerate(parts) if self._cases(part)), len(parts))
            if foreign > 0 and not self._cases(parts[0]):
                parts = parts[:foreign]
        else:
            parts = [part for part in parts if not self._cases(part)]
        if self.is_answered(whole):
            parts = [part for part in parts if not self.reader.wording(part.label).has("carry", "carried_out")]
        parts = self._closed(whole, parts)
        runs: list[Run] = []
        for part in parts:
            kind = self.of(part)
            if _PUBLICITY.search(part.label) and runs and runs[-1][0] == "publicity":
                kind = "publicity"
            if runs and self._joins(runs[-1], kind, part):
                runs[-1][1].append(part)
            else:
                runs.append((kind, [part]))
        if len(runs) > 1 and self._is_one(whole, runs, parts):
            runs = [("any", parts)]
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
            found += self.make(whole, run, kind, complete=closed, mark=mark, more=more and run is runs[-1][1])
        return found

    def _closed(self, whole: LabeledQuantity, parts: list[LabeledQuantity]) -> list[LabeledQuantity]:
        """The parts up to a semicolon if they all but make up the whole: more of the kind after it are none of it."""
        text = self.sentence.text
        for at in range(2, len(parts)):
            apart = "；" in text[parts[at - 1].quantity.end : parts[at].quantity.start]
            if apart and self.of(parts[at - 1]) == self.of(parts[at]):
                gap = abs(added(parts[:at]) - Decimal(whole.quantity.value))
                return parts[:at] if gap <= 2 and gap < abs(added(parts) - Decimal(whole.quantity.value)) else parts
        return parts

    def _is_one(self, whole: LabeledQuantity, runs: Sequence[Run], parts: Sequence[LabeledQuantity]) -> bool:
        """Whether parts of several kinds make up the whole, or all but, and none of the kinds does by itself."""
        value = Decimal(whole.quantity.value)
        gaps = [abs(added(run) - value) for _, run in runs if len(run) > 1]
        gap = abs(added(parts) - value)
        return gap <= max(Decimal(2), NEAR * value) and gap < value and all(gap < other for other in gaps)

    def _joins(self, run: Run, kind: Dimension, part: LabeledQuantity) -> bool:
        """Whether a part goes on with the same way of dividing."""
        last = run[0]
        if last == kind or self.others.match(part.label):
            return True
        mixed = {"means", "place", "any"}
        if kind == "any" and last in mixed:
            return "；" not in self.sentence.text[run[1][-1].quantity.end : part.quantity.start]
        return last == "any" and kind in {"place", "means"}

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

    def is_received(self, item: LabeledQuantity) -> bool:
        """Whether requests that came in are counted."""
        return self.reader.wording(item.label).has("received", "accepted", "received_new")

    def is_answered(self, item: LabeledQuantity) -> bool:
        """Whether requests that were answered are divided: what was carried over is not among them."""
        words = self.reader.wording(item.label)
        return words.has("answered") and not words.has("received", "accepted", "received_new")

    def _cases(self, item: LabeledQuantity) -> bool:
        return self.reader.wording(item.label).has("reconsideration", "litigation")
