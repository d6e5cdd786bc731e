"""Numbers of publications and events by name: 政策解读12篇, 新闻发布会5场."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.disclosed import claim_of, clauses_before
from gongkai.reading.labels import label_quantities
from gongkai.reading.scope import scope_at
from gongkai.reading.wording import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.reading.binding import QuantityClaim
    from gongkai.reading.labels import LabeledQuantity
    from gongkai.reading.lexicon import Lexicon
    from gongkai.reading.reader import Reader
    from gongkai.reading.sentences import Sentence
    from gongkai.reading.wording import Wording


_TIMES = frozenset(("场", "次", "场次"))
"""Units in which events are counted alike: 新闻发布会5场, 5次."""


class _Patterns(NamedTuple):
    """Patterns made of the lexicon's words: a kind of publication with what may stand before and after it, and words of a part."""

    named: re.Pattern[str]
    act: re.Pattern[str]
    after: re.Pattern[str]
    ends: re.Pattern[str]
    part: re.Pattern[str]
    filler: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> _Patterns:
    words = lexicon.alternation
    name = words("publication")
    before = (
        rf"(?>{words('held', 'did_filler', 'of_all_year', 'way_of_doing')}|\d{{4}}年度?"
        rf"|[全我本]{words('whole_unit', 'own_unit')}|各类|各种|[各了有])*"
    )
    return _Patterns(
        named=re.compile(
            # Atomic: 组织召开 is a word and also two, so that there would be 2 ** n ways to read n of them.
            rf"{before}(?P<name>{name})(?>{words('held', 'sum_mark')}|总?数量?|场次|次数|[为：达了])*"
        ),
        act=re.compile(before),
        after=re.compile(rf"[的]?(?P<name>{name})(?:活动)?"),
        ends=re.compile(rf"{name}$"),
        part=re.compile(words("narrow_clause", "list_mark", "also_mark")),
        filler=re.compile(rf"^(?:各类|各种|各项|相关|有关|了|的)*|(?>{words('sum_mark')}|总?数量?|[为：达了约])*$"),
    )


@dataclass(frozen=True, slots=True)
class Named:
    """A number of publications of one kind: its name, and by what it can be told from others of that name."""

    claim: QuantityClaim
    name: str
    key: tuple[object, ...]


def read_named(sentence: Sentence, reader: Reader) -> Iterator[Named]:
    """The publications of the whole organ and year that a sentence counts, parts and those on a subject left out."""
    patterns = _patterns(reader.lexicon)
    text = sentence.text
    for item in label_quantities(text):
        if item.depth or not item.quantity.unit or item.quantity.percent:
            continue
        led = text[item.start - 1 : item.start] == "："
        name = _name(reader.wording(item.before), patterns) or _name_after(item, patterns, led=led)
        if not name:
            continue
        # 截至年底 leaves a doubt that does not matter here; for a government the doubt may be whose number it is.
        sure = scope_at(text, item.quantity.start, reader.organ).certainty(reader.organ.year)
        if sure == "none" or (sure == "likely" and reader.organ.rolled):
            continue
        around = clauses_before(sentence, item) + text[item.start : item.quantity.start]
        if patterns.part.search(around):
            continue
        channels = frozenset(name for name in CHANNELS if reader.wording(around).has(name))
        unit = "次" if item.quantity.unit in _TIMES else item.quantity.unit
        yield Named(claim_of(sentence, item, "likely"), name, (name, unit, channels))


def _name(words: Wording, patterns: _Patterns) -> str:
    """What is published by its name: a kind of publication, or what words of publishing have for their object."""
    if match := patterns.named.fullmatch(words.text):
        return match["name"]
    acts = words.of("proactive", "publish", "shown")
    if not acts or words.has("foreign", "request", "means"):
        return ""
    tail = words.cut(acts[-1].end)
    if tail.of("information") and not tail.unknown():
        return ""
    if (match := patterns.ends.search(words.text)) and match.start() < acts[-1].end < match.end():
        return ""  # 县委召开新闻发布会: 发布 is in the name
    return patterns.filler.sub("", tail.text)


def _name_after(item: LabeledQuantity, patterns: _Patterns, *, led: bool) -> str:
    """``召开6场新闻发布会``, ``新闻发布会：6场``."""
    if match := patterns.after.fullmatch(item.after):
        return match["name"] if patterns.act.fullmatch(item.before) else ""
    match = patterns.named.fullmatch(item.lead) if led and not item.before else None
    return match["name"] if match else ""
