"""The search for lists of parts in one sentence."""

from __future__ import annotations

import re
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.list_division import Division
from gongkai.reading.part_list import PartList, added
from gongkai.reading.quantities import COUNTS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.reading.lexicon import Lexicon
    from gongkai.reading.part_list import Mark
    from gongkai.reading.reader import Reader
    from gongkai.reading.sentences import Sentence

MOST_PARTS = 60
"""Parts of one list."""
MOST_WHOLES = 24
"""Numbers of a sentence that are tried as the whole of those after them."""
SLIP = Decimal("0.03")
"""Numbers side by side that miss their total by this share of it, or by 2, are still its parts."""
FAR = 1.2
"""Numbers side by side that come to more than this share of a number are not its parts."""
LEAST = 10
"""The least total that numbers beside it are taken for parts of, if no word says that it is a total."""
MANY = 3
"""Numbers that do not come near a total by chance."""
_COUNTED = COUNTS | {"", "期"}
_LOOSE = frozenset("封通张册笔次批")
"""``申请36件，其中信函12封、邮件24封``."""
_EVENTS = frozenset(("次", "场", "场次", "期", "篇", "轮", "批次"))
"""``解读回应12次，其中发布会3场、访谈4次、图解5篇``."""
_BRACKETS = re.compile(r"（[^）]{0,80}）")
_OPENS = re.compile(r"主动公开(?:类|的)?$")
_WITHIN = re.compile(r"[^，。；、：]{0,8}?[中里](?=[，：])")
_COLON = re.compile(r"(?:（[^（）]{0,40}）)?[^，。；、：\d]{0,8}：")
_AND_SO_ON = re.compile(r"^[^，。；、）]{0,6}等(?:$|[，。；）、\u4e00-\u9fff])|^[^，。；]{0,4}…")
_EACH = re.compile(r"各(?:有|为|自)?$")
_NAMES = re.compile(r"[、和及与]|以及")
_TOPICAL = re.compile(
    r"^[^，。；：\d]{2,30}?(?:看|而言|来说|统计|划分|分类|分布|构成|分|情况|结果|类型|渠道|方式|方面|上|中|为)[，：]"
)


class _Words(NamedTuple):
    """Patterns made of the lexicon's words."""

    mark: re.Pattern[str]
    closed: re.Pattern[str]
    takes_up: re.Pattern[str]
    stop: re.Pattern[str]
    change: re.Pattern[str]
    others: re.Pattern[str]
    sum: re.Pattern[str]
    total: re.Pattern[str]
    involved: re.Pattern[str]


@lru_cache(maxsize=16)
def _words(lexicon: Lexicon) -> _Words:
    words = lexicon.alternation
    by = r"按[^，。；\d]{1,8}(?:分|划分|统计|看|计)"
    sums = words("sum_mark")
    return _Words(
        mark=re.compile(rf"{words('list_mark', 'closed_list')}|{by}|在[^，。；]{{1,12}}[中里]|：$"),
        closed=re.compile(rf"{words('closed_list')}|{by}"),
        takes_up=re.compile(rf"^(?:{words('list_mark', 'closed_list')}|{by}|主要(?:有|是))"),
        stop=re.compile(
            rf"{words('also_mark', 'compared_mark', 'another_mark')}|(?:立案|查处)|^[全我](?:市|区|县|省|局)|。"
        ),
        change=re.compile(rf"{words('compared_mark')}|增长|下降|{words('rise', 'fall')}(?:了|为|约)?$"),
        others=re.compile(rf"^{words('other_parts')}(?!处理|结果|方式处理|组织)"),
        sum=re.compile(
            rf"^(?:以上|上述|[两二三四五六七八九十\d]+[个项类种]?[^，。；\d]{{0,4}})?{sums}[^，。；：\d]{{0,12}}"
        ),
        total=re.compile(rf"{sums}|{words('whole_mark')}"),
        involved=re.compile(words("involved_mark")),
    )


class _Node(NamedTuple):
    """A number with the text between it and the number before it at the same depth of brackets.

    Attributes:
        item: The number.
        between: The text between them.
        bare: The same without brackets.
        name: The words before the number, or before the colon before it.
        changed: Whether it is a change.
        stops: Whether its words say that it is not one more part.
        percent: Whether it is a share.
        times: Of how many it is said (甲、乙各2件).
    """

    item: LabeledQuantity
    between: str
    bare: str
    name: str
    changed: bool
    stops: bool
    percent: bool
    times: int


class Finder:
    """The search for lists in one sentence; each number is prepared once, and at most :data:`MOST_WHOLES` are wholes."""

    def __init__(self, sentence: Sentence, reader: Reader) -> None:
        self.sentence, self.reader = sentence, reader
        self.items = label_quantities(sentence.text)

    @cached_property
    def words(self) -> _Words:
        """The words of lists."""
        return _words(self.reader.lexicon)

    @cached_property
    def division(self) -> Division:
        """What the numbers are numbers of."""
        return Division(self.sentence, self.reader, self.words.others)

    @cached_property
    def nodes(self) -> list[_Node]:
        """The numbers of the sentence."""
        text, last, found = self.sentence.text, dict[int, int](), list[_Node]()
        for item in self.items:
            for depth in [depth for depth in last if depth > item.depth]:
                del last[depth]
            at = last.get(item.depth, max(last.values(), default=0))
            between = text[max(at, item.quantity.start - 160) : item.quantity.start]
            bare = _BRACKETS.sub("", between)
            changed = bool(self.words.change.search(between))
            before = item.before or (item.lead if between.endswith("：") else "")
            stops = bool(self.words.stop.search(before)) and not self.division.is_place(before)
            stops = stops or bool(self.words.sum.match(before) and not before.startswith("共"))
            stops = stops or bool(self.words.involved.search(before))
            found.append(_Node(item, between, bare, before, changed, stops, item.quantity.percent, _times(item)))
            last[item.depth] = item.quantity.end
        return found

    def find(self, before: Sequence[Sentence] = ()) -> list[PartList]:
        """The lists of the sentence; those ``before`` it, the nearest first, may state their wholes."""
        if not self.items:
            return []
        found: list[PartList] = []
        inner: dict[int, list[LabeledQuantity]] = {}
        for item in self.items:
            inner.setdefault(item.parent, []).append(item)
        flat = 0
        taken: set[int] = set()
        for index, whole in enumerate(self.items):
            if whole.quantity.percent or self.nodes[index].changed:
                continue
            parts = [item for item in inner.get(index, ()) if same_unit(whole, item, loose=True)]
            parts = self.division.one_stage(parts[:MOST_PARTS])
            if len(parts) >= 2:
                found += self._bracketed(whole, parts)
                taken.update(part.quantity.start for part in parts)
            if flat < MOST_WHOLES:
                flat += 1
                lists = self._flat(whole, index + 1)
                known = {item.parts for item in found}
                lists = [
                    item for item in lists
                    if item.mark != "beside" or (whole.quantity.start not in taken and item.parts not in known)
                ]  # fmt: skip
                taken.update(part.quantity.start for item in lists for part in item.parts)
                found += lists
            if index >= 2 and self.words.sum.match(self.nodes[index].name):
                found += self._summed(whole, index)
        return self._continued(found, before) if before else found

    def _continued(self, found: list[PartList], before: Sequence[Sentence]) -> list[PartList]:
        """The lists of the sentence with those whose whole a sentence before states."""
        text = self.sentence.text
        match = self.words.takes_up.match(text) or _TOPICAL.match(text)
        lists: list[PartList] = []
        for sentence in before if match else before[:1]:
            for whole in _wholes(sentence):
                made = self._flat(whole, 0, own=False, mark=match[0]) if match else self._unmarked(whole)
                lists += [replace(one, before=sentence) for one in made]
        if match or lists:
            found = [item for item in found if item.mark != "beside"]
        nearest: dict[tuple[int, int], PartList] = {}
        for one in lists:
            other = nearest.get((one.start, one.end))
            if other is None or _gap(one) < _gap(other) or (_gap(one) == _gap(other) and one.before is other.before):
                nearest[one.start, one.end] = one
        kept = [one for one in nearest.values() if not any(_is_within(one, other) for other in nearest.values())]
        return [*found, *kept]

    def _unmarked(self, whole: LabeledQuantity) -> list[PartList]:
        """Numbers that all but make up a whole of the sentence before, though no word says that they are its parts."""
        parts = self._chain(whole, 0, own=False)[0]
        if self.division.one_kind(parts) or (len(parts) >= MANY and self._like(whole, parts)):
            parts = parts if _near(added(parts), whole) or len(parts) <= MANY else _closest(whole, parts)
        elif len(parts) < len(self.nodes) or not self._like(whole, parts):
            return []
        return self._make(whole, parts, "beside") if len(parts) > 1 and _near(added(parts), whole) else []

    def _bracketed(self, whole: LabeledQuantity, parts: list[LabeledQuantity]) -> list[PartList]:
        opening = self.sentence.text[whole.quantity.end : parts[0].quantity.start]
        loose = bool(re.search(r"其中|含|包括|另", opening)) or any("另" in part.before for part in parts)
        complete = not loose and not re.search(r"[，；]", opening.strip("，（"))
        return self.division.split(whole, parts, complete=complete, mark="brackets", more=self._more(parts))

    def _flat(self, whole: LabeledQuantity, first: int, *, own: bool = True, mark: str = "") -> list[PartList]:
        """Parts that follow the whole, after 其中 and the like or without."""
        text = self.sentence.text
        tail = text[whole.quantity.end : whole.quantity.end + 60] if own else ""
        if own and _WITHIN.match(tail):
            mark = "其中"
        elif own and (colon := _COLON.match(tail)):
            mark = colon[0]
        parts, mark = self._chain(whole, first, own=own, mark=mark)
        parts = _without_restated(whole, parts)
        if len(parts) < 2:
            return []
        if mark:
            closed = bool(self.words.closed.search(mark))
            return self.division.split(whole, parts, complete=closed, mark="explicit", more=self._more(parts))
        return self._beside(whole, parts, tail)

    def _chain(
        self, whole: LabeledQuantity, first: int, *, own: bool = True, mark: str = ""
    ) -> tuple[list[LabeledQuantity], str]:
        """The numbers that follow a whole as its parts, and the words that say so, if any do."""
        depth = whole.depth if own else 0
        parts: list[LabeledQuantity] = []
        beside = nested = False
        last: int | None = None
        sums, most = 0.0, FAR * float(whole.quantity.value) + 2
        for node in self.nodes[first : first + MOST_PARTS]:
            item = node.item
            if item.depth < depth:
                break
            if item.depth > depth:
                continue
            if not parts and not mark and not beside:
                words = self._mark_of(whole, node)
                if words is None and (node.percent or node.changed):
                    continue
                mark, beside = (words, False) if words else ("", True)
            elif parts and "其中" in node.between:
                nested = True
            if node.percent or node.changed or (nested and "；" not in node.between):
                continue
            nested = False
            if parts and node.stops:
                break
            if not same_unit(whole, item, loose=bool(mark)):
                if beside or (parts and "元" not in {item.quantity.unit, whole.quantity.unit}):
                    break
                continue
            if "。" in node.between[-80:] and last is not None:
                break
            parts += [item] * node.times
            sums += float(item.quantity.value) * node.times
            if beside and len(parts) > 1 and sums > most:
                break
            last = item.quantity.end
        return parts if mark else self.division.one_stage(parts), mark

    def _mark_of(self, whole: LabeledQuantity, node: _Node) -> str | None:
        """The words between a whole and a number that make this its part."""
        if node.percent:
            return None
        match = self.words.mark.search(node.bare)
        if match is None and node.between.strip("，、：（") == node.item.before and "主动公开" not in whole.label:
            match = _OPENS.match(node.item.before)
        return match[0] if match else None

    def _beside(self, whole: LabeledQuantity, parts: list[LabeledQuantity], tail: str) -> list[PartList]:
        """Numbers side by side after a total: all of one kind, else those that add up to it best."""
        named = self._total(whole, parts)
        if self.division.one_kind(parts):
            return self._make(whole, parts, "beside") if named or _near(added(parts), whole) else []
        best = _closest(whole, parts)
        weak = tail[:1] != "、" and len(best) == len(parts) and self._like(whole, best) and _near(added(best), whole)
        return self._make(whole, best, "beside") if named or weak else []

    def _total(self, whole: LabeledQuantity, parts: Sequence[LabeledQuantity]) -> bool:
        """Whether words say that a number without any mark is the total of those after it."""
        words = self.reader.wording(f"{whole.label}{whole.after if not whole.bare else ''}")
        generic = words.has("information", "request", "bare_request", "proactive", "publish")
        text = f"{whole.label}{whole.before}"
        return generic or bool(self.words.total.search(text)) or bool(self.words.others.match(parts[-1].label))

    def _like(self, whole: LabeledQuantity, parts: Sequence[LabeledQuantity]) -> bool:
        """Whether numbers can be parts of a whole that no word calls a total: of its unit, named by things, not by acts."""
        units = {part.quantity.unit for part in parts}
        if whole.quantity.value < LEAST or (units != {whole.quantity.unit} and len(parts) < MANY):
            return False
        acts = ("received", "accepted", "answered", "handled", "made", "repealed", "in_force", "carry", "carried_out")
        return not any(self.reader.wording(part.label).has(*acts) for part in parts)

    def _summed(self, whole: LabeledQuantity, index: int) -> list[PartList]:
        """``网上105件，快递17件，合计122件``: the numbers before that add up to it best."""
        parts: list[LabeledQuantity] = []
        for node in reversed(self.nodes[max(0, index - MOST_PARTS) : index]):
            item = node.item
            if (
                item.depth == whole.depth
                and same_unit(whole, item, loose=True)
                and not node.percent
                and not node.changed
            ):
                parts += [item] * node.times
            elif item.depth <= whole.depth:
                break
        if len(parts) < 2:
            return []
        if self.division.is_answered(whole) and any(self.division.is_received(part) for part in parts):
            return []
        ordered = tuple(reversed(_closest(whole, parts)))
        start, end = ordered[0].start, whole.quantity.end
        return [PartList(self.sentence, whole, ordered, "any", False, False, start, end, "after")]

    def _make(self, whole: LabeledQuantity, parts: Sequence[LabeledQuantity], mark: Mark) -> list[PartList]:
        return self.division.make(whole, parts, "any", complete=False, mark=mark, more=self._more(parts))

    def _more(self, parts: Sequence[LabeledQuantity]) -> bool:
        last = parts[-1].quantity.end
        return bool(_AND_SO_ON.match(self.sentence.text[last : last + 12]))


def same_unit(whole: LabeledQuantity, part: LabeledQuantity, *, loose: bool = False) -> bool:
    """Whether two numbers count the same kind of thing; ``loose`` where words say that one is a part of the other."""
    left, right = whole.quantity.unit, part.quantity.unit
    if left == right or (loose and left in _EVENTS and right in _EVENTS | _COUNTED):
        return True
    return left in _COUNTED and right in (_COUNTED | _LOOSE if loose else _COUNTED)


def _wholes(sentence: Sentence) -> list[LabeledQuantity]:
    """The numbers of a sentence that the parts in the next may make up."""
    items = [item for item in label_quantities(sentence.text) if item.depth == 0 and not item.quantity.percent]
    return items[-MOST_WHOLES:]


def _closest(whole: LabeledQuantity, parts: Sequence[LabeledQuantity]) -> list[LabeledQuantity]:
    """The first parts, two or more, that come nearest to the whole."""
    sums, value = Decimal(0), Decimal(whole.quantity.value)
    best, gap = 0, Decimal("Infinity")
    for count, part in enumerate(parts, 1):
        sums += Decimal(part.quantity.value)
        if count > 1 and abs(sums - value) < gap:
            best, gap = count, abs(sums - value)
    return list(parts[:best])


def _without_restated(whole: LabeledQuantity, parts: list[LabeledQuantity]) -> list[LabeledQuantity]:
    """Parts without a first one that states the whole again: ``申请12件，其中办结12件，予以公开5件、不予公开7件``."""
    value, rest = whole.quantity.value, parts[1:]
    again = len(rest) > 1 and parts[0].quantity.value == value and added(rest) > Decimal(value) / 2
    return rest if again and abs(added(rest) - value) < added(parts) - value else parts


def _near(sums: Decimal, whole: LabeledQuantity) -> bool:
    value = Decimal(whole.quantity.value)
    return abs(sums - value) <= max(Decimal(2), SLIP * value)


def _times(item: LabeledQuantity) -> int:
    """Of how many a number is said: three in ``予以公开、部分公开、无法提供各2件``."""
    if not _EACH.search(item.before):
        return 1
    return len([name for name in _NAMES.split(_EACH.sub("", item.before)) if name]) or 1


def _is_within(item: PartList, other: PartList) -> bool:
    """Whether the parts of a list are some of those of another, which comes nearer to its whole."""
    return len(item.parts) < len(other.parts) and set(item.parts) <= set(other.parts) and _gap(other) < _gap(item)


def _gap(item: PartList) -> Decimal:
    return abs(item.sum - Decimal(item.whole.quantity.value))
