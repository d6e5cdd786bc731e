"""Numbers of items disclosed: in all, and by channel."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.binding import QuantityClaim, Sure
from gongkai.reading.labels import LabeledQuantity, label_quantities
from gongkai.reading.quantities import find_quantities
from gongkai.reading.scope import CLAUSE, scope_at
from gongkai.reading.sentences import TITLES, hide
from gongkai.reading.wording import CHANNELS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.reading.lexicon import Lexicon, Word
    from gongkai.reading.reader import Reader
    from gongkai.reading.scope import Certainty
    from gongkai.reading.sentences import Sentence
    from gongkai.reading.wording import Wording

_UNITS = frozenset(("条", "件", "份", "篇", "则", "项", "个", ""))
_ACTS = ("proactive", "publish", "shown")
MOST_UNKNOWN = 14
"""Unknown letters before a channel that still name only the channel (示范区管委会网站的审计信息栏目)."""
FEW = 4
"""Unknown letters between a number and 信息 that only say of whom (184条公安政府信息)."""
WINDOW = 60
"""Characters before a number in which channels are looked for."""


class _Patterns(NamedTuple):
    """Patterns made of the lexicon's words.

    Attributes:
        narrow: A subject: what is counted is only part of the information.
        about: The same, in a clause before that of the number.
        overall: All of the year.
        same: A channel that was named before.
        every: All channels, or several as examples.
        referred: 在主动公开的90条政府信息中.
        general: Information of any kind, not 文件 or 动态.
        by: 通过 and the like before a channel.
        opening: A year, and marks, at the beginning of a sentence.
        act: 政府信息公开120条.
        accumulated: 累计.
        planned: 目标, 增加: not what was disclosed.
    """

    narrow: re.Pattern[str]
    about: re.Pattern[str]
    overall: re.Pattern[str]
    same: re.Pattern[str]
    every: re.Pattern[str]
    referred: re.Pattern[str]
    general: re.Pattern[str]
    by: re.Pattern[str]
    opening: re.Pattern[str]
    act: re.Pattern[str]
    accumulated: re.Pattern[str]
    planned: re.Pattern[str]


@lru_cache(maxsize=16)
def _patterns(lexicon: Lexicon) -> _Patterns:
    words = lexicon.alternation
    return _Patterns(
        narrow=re.compile(rf"{words('narrow_information')}|(?<!各)(?<!公开)类"),
        about=re.compile(rf"(?<!公开)(?<!公开工作)(?<!公开情况){words('narrow_clause')}"),
        overall=re.compile(words("of_all_year")),
        same=re.compile(words("same_channel")),
        every=re.compile(words("every_channel")),
        referred=re.compile(rf"^在?(?:全年|本年)?{words('disclosed_of')}$"),
        general=re.compile(rf"{words('general_information')}$"),
        by=re.compile(words("by_channel", "every_channel")),
        opening=re.compile(rf"(?>\d{{4}}年度?|{words('did_filler')}|[，、：])*"),
        act=re.compile(words("act_of_disclosing")),
        accumulated=re.compile(words("accumulated")),
        planned=re.compile(words("planned", "rise", "fall")),
    )


@dataclass(frozen=True, slots=True)
class Disclosed:
    """A number of items disclosed.

    Attributes:
        claim: The number.
        channels: The channels by which they were disclosed; empty if in all.
        naming: Letters beside the lexicon's words that name the channel, or else the information.
        same: Whether it refers to a channel named before (该专栏).
        proactive: Whether it says 主动公开.
        overall: Whether it says that it counts all of the year.
        noun: What it counts if not information of any kind: 文件, 动态.
        listed: Whether it is in a list of which another is the whole.
    """

    claim: QuantityClaim
    channels: frozenset[str]
    naming: str = ""
    same: bool = False
    proactive: bool = False
    overall: bool = False
    noun: str = ""
    listed: bool = False


def read_disclosed(sentence: Sentence, reader: Reader) -> Iterator[Disclosed]:
    """The numbers of items disclosed that a sentence states, those that only a channel names after one of all included."""
    whole: Disclosed | None = None
    made = False
    for item in label_quantities(sentence.text):
        words = reader.wording(item.label)
        if words.has("visitors", "visits"):
            continue
        if (read := _disclosed(sentence, item, words, reader, made=made, first=whole is None)) is not None:
            whole = whole or read
            yield read
        elif whole is not None and (part := _by_channel(sentence, item, words, whole)) is not None:
            yield part
        made = made or _is_made(words, reader)


def _is_made(words: Wording, reader: Reader) -> bool:
    """Whether words count all information that was made, of which some is disclosed."""
    made = words.has("made_information") or (words.has("information") and words.has("made", "publish"))
    return made and not _patterns(reader.lexicon).narrow.search(words.text)


def claim_of(sentence: Sentence, item: LabeledQuantity, sure: Sure) -> QuantityClaim:
    """The claim of a number that no table holds."""
    return QuantityClaim(sentence, item.start, item.quantity.end, item.quantity, ("text.proactive.total",), (), sure)


def _disclosed(
    sentence: Sentence, item: LabeledQuantity, words: Wording, reader: Reader, *, made: bool, first: bool
) -> Disclosed | None:
    """A number of items disclosed, or ``None``.

    Args:
        sentence: The sentence.
        item: The number.
        words: The words that name it.
        reader: Organ and vocabulary.
        made: Whether the sentence has counted all that was made.
        first: Whether it has counted nothing that was disclosed.
    """
    if item.quantity.unit not in _UNITS or not words.has(*_ACTS, "information"):
        return None
    if item.depth and not words.has("proactive"):
        return None
    patterns = _patterns(reader.lexicon)
    noun, referred = _noun(item, words, reader)
    proactive = words.has("proactive")
    told = bool(patterns.overall.search(item.clause)) or (made and proactive)
    bare = (told or proactive) and _names_act(words)
    if noun is None and not bare and not (first and words.has(*CHANNELS) and _names_act(words)):
        return None
    acts = [word for word in words.of(*_ACTS) if "made" not in word.meanings]
    published = bool(acts) or bool(noun and patterns.act.search(noun))
    if not (referred or proactive or published) or words.has("made_information", "foreign", "means", "request"):
        return None
    sure = _scope(sentence, item, reader)
    if sure == "none" or patterns.narrow.search(words.text) or patterns.planned.search(words.text):
        return None
    before = clauses_before(sentence, item)
    opens = bool(patterns.opening.fullmatch(before))
    about = bool(patterns.about.search(hide(before, TITLES)))
    around = reader.wording(before[-WINDOW:] + sentence.text[item.start : item.quantity.start])
    every = bool(patterns.every.search(around.text))
    channels = frozenset(name for name in CHANNELS if around.has(name)) if not every else frozenset[str]()
    general = not noun or bool(patterns.general.search(noun))
    located = bool(channels) or told or every or (opens and general)
    if (not located and not referred and not proactive) or (about and not located):
        return None
    unknown = reader.wording(patterns.by.sub("", words.text)).unknown()
    if len(unknown) > (MOST_UNKNOWN if channels else FEW) and not ("电子化" in unknown and len(unknown) <= 6):
        return None
    plain = noun is not None and proactive and not unknown and not words.has("own_part")
    if about or every or item.depth or not plain or not (told or referred or opens):
        sure = "likely"
    alone = proactive and not about and not find_quantities(before)
    overall = told or every or alone or (opens and located)
    naming = unknown if channels else words.unknown(acts[0].end if acts else 0)
    return Disclosed(
        claim_of(sentence, item, sure), channels, naming, bool(patterns.same.search(around.text)),
        proactive, overall, "" if general else noun or "",
    )  # fmt: skip


def clauses_before(sentence: Sentence, item: LabeledQuantity) -> str:
    """What a sentence says before the words of a number, back to a semicolon; at most :data:`~gongkai.reading.scope.CLAUSE` characters."""
    text = sentence.text[max(0, item.start - CLAUSE) : item.start]
    return text[max(text.rfind(mark) for mark in "；。") + 1 :]


def _scope(sentence: Sentence, item: LabeledQuantity, reader: Reader) -> Certainty:
    """How certain it is that a number covers the whole organ and year; 累计 after the year's name is of the year."""
    organ = reader.organ
    scope = scope_at(sentence.text, item.quantity.start, organ)
    of_year = f"{organ.year}年" in sentence.text[max(0, item.quantity.start - CLAUSE) : item.quantity.start]
    if scope.period and of_year and _patterns(reader.lexicon).accumulated.fullmatch(scope.period):
        scope = replace(scope, period="", doubt=True)
    return scope.certainty(organ.year)


def _noun(item: LabeledQuantity, words: Wording, reader: Reader) -> tuple[str | None, bool]:
    """The noun for what was disclosed (信息, 文件), before the number or after it, and whether 主动公开的 refers to it."""
    after = reader.wording(item.after)
    following = after.of("information")
    if _patterns(reader.lexicon).referred.match(item.before) and len(after.unknown()) <= FEW:
        return (_text(after, following), True) if following else (None, False)
    if nouns := words.of("information"):
        tail = words.cut(nouns[-1].end)  # 信息公开目录290项: the number is of what follows 信息
        return (None, False) if tail.unknown() or tail.has("other_document") else (_text(words, nouns), False)
    if following and not item.bare and not after.unknown():
        return _text(after, following), False
    return ("", False) if item.before.endswith("的") else (None, False)


def _text(words: Wording, found: Sequence[Word]) -> str:
    return words.text[found[-1].start : found[-1].end]


def _names_act(words: Wording) -> bool:
    """``全年公开``, ``微信公众号发布``: that something was published, and nothing of what it was."""
    acts = words.of("publish", "proactive")
    tail = words.cut(acts[-1].end) if acts else words
    return bool(acts) and not tail.unknown() and all("filler" in word.meanings for word in tail.words)


def _by_channel(sentence: Sentence, item: LabeledQuantity, words: Wording, whole: Disclosed) -> Disclosed | None:
    """``公开285条，其中网站229条，微信56条``: a part that only its channel names."""
    channels = frozenset(name for name in CHANNELS if words.has(name))
    if len(channels) != 1 or words.unknown() or item.depth or item.quantity.unit != whole.claim.quantity.unit:
        return None
    return Disclosed(claim_of(sentence, item, "likely"), channels, listed=True)
