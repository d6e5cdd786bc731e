"""Claims that all was done, or that nothing went wrong."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.scope import scope_at

if TYPE_CHECKING:
    from gongkai.reading.lexicon import Lexicon
    from gongkai.reading.report import Reading
    from gongkai.reading.sentences import Sentence
    from gongkai.reading.wording import Wording

OUT = "requests.carried_out.total"
_ROWS = ("reconsideration", "litigation")
_NOT_GRANTED = tuple(f"requests.{row}.total" for row in ("partial", "refused", "unavailable", "unprocessed", "other"))


@dataclass(frozen=True, slots=True)
class ClaimKind:
    """A kind of claim: what it implies for the tables, whether a contradiction is certain, and what it is about."""

    names: tuple[str, ...]
    meaning: str
    certain: bool
    topic: str


_PENDING = tuple(f"disputes.{row}.pending" for row in _ROWS)
_CORRECTED = tuple(f"disputes.{row}.corrected" for row in _ROWS)
CLAIMS: dict[str, ClaimKind] = {
    "rate": ClaimKind((OUT,), "没有全部办结", True, "requests"),
    "on_time": ClaimKind((OUT,), "请看结转的申请是否还在答复期限内", False, "requests"),
    "handled": ClaimKind((OUT,), "没有全部办结", True, "requests"),
    "answered": ClaimKind((OUT,), "请看结转的申请是否还在答复期限内", False, "requests"),
    "granted": ClaimKind(_NOT_GRANTED, "有的申请不是“予以公开”", False, "requests"),
    "closed": ClaimKind(_PENDING, "还没有全部审结", True, "disputes"),
    "upheld": ClaimKind(_CORRECTED, "有结果纠正的案件", False, "disputes"),
    "won": ClaimKind(_CORRECTED, "有结果纠正的案件", False, "disputes"),
}
"""The kinds of claim."""


class _Words(NamedTuple):
    """Patterns made of the lexicon's words: of each kind of claim, of other topics, and of aims."""

    kinds: dict[str, re.Pattern[str]]
    other: re.Pattern[str]
    aim: re.Pattern[str]


@lru_cache(maxsize=16)
def _words(lexicon: Lexicon) -> _Words:
    words = lexicon.alternation
    everything = rf"{words('all_mark')}(?:已)?"
    # Atomic: 依法依规 is a word and also two, so that there would be 2 ** n ways to read n of them.
    how = rf"(?>{words('manner')}|，)*"
    full = rf"(?>{words('rate_filler')}|：)*{words('in_full')}"
    prompt = rf"{words('prompt')}(?:{words('finish')}|{words('reply')}|办理)率"
    kinds = {
        "rate": rf"(?<!按期)(?<!按时)(?<!及时)(?<!时)(?<!期)(?:{words('finish')}|办理)率{full}",
        "on_time": rf"(?:{prompt}|{words('reply')}率){full}",
        "handled": rf"{everything}{how}{words('finished')}",
        "answered": rf"{everything}{how}{words('reply')}(?!率)",
        "granted": rf"{everything}{how}{words('grant')}公开",
        "closed": rf"{everything}{how}{words('case_closed')}",
        "upheld": rf"{words('denied')}{words('happened')}?[^，。；]{{0,12}}{words('case_lost')}",
        "won": rf"{everything}[^，。；]{{0,6}}{words('case_won')}",
    }
    return _Words(
        {name: re.compile(pattern) for name, pattern in kinds.items()},
        re.compile(words("other_work")),
        re.compile(words("aim")),
    )


@dataclass(frozen=True, slots=True)
class AbsoluteClaim:
    """An absolute claim; it is true only if all ``names`` are 0."""

    sentence: Sentence
    kind: str
    quote: str
    names: tuple[str, ...]
    sure: bool


def find_absolute_claims(reading: Reading) -> list[AbsoluteClaim]:
    """The claims of a report, each once a sentence."""
    found: list[AbsoluteClaim] = []
    carried = any(claim.options[:1] == (OUT,) and claim.value for claim in reading.claims)
    before: Sentence | None = None
    for sentence in reading.sentences:
        if sentence.section not in {"preface", "problems"} and sentence.region not in {"problems", "improvement"}:
            for name, kind in CLAIMS.items():
                claim = _find(reading, sentence, before, name, kind, carried=carried)
                if claim is not None:
                    found.append(claim)
        before = sentence
    return found


def _find(
    reading: Reading, sentence: Sentence, before: Sentence | None, name: str, kind: ClaimKind, *, carried: bool
) -> AbsoluteClaim | None:
    text = sentence.text
    words = _words(reading.reader.lexicon)
    match = words.kinds[name].search(text)
    if match is None:
        return None
    begin = max(text.rfind(mark, 0, match.start()) for mark in "；。") + 1
    passage = text[begin : match.end()]
    if name == "answered" and carried:
        return None
    names, topic = kind.names, _topic(passage, reading)
    if topic is None and before is not None and before.paragraph == sentence.paragraph and before.path == sentence.path:
        topic = _topic(before.text, reading)
    if topic is None and sentence.region in {"requests", "disputes"} and re.search(r"申请|复议|诉讼", passage):
        topic = sentence.region
    if topic != kind.topic:
        return None
    if kind.topic == "disputes":
        cases = reading.reader.wording(passage)
        rows = [row for row in _ROWS if cases.has(row)] or list(_ROWS)
        names = tuple(item for item in names if item.split(".")[1] in rows)
    scope = scope_at(text, match.start(), reading.organ)
    sure = scope.certainty(reading.organ.year)
    if sure == "none" or words.aim.search(text[max(0, match.start() - 10) : match.start()]):
        return None
    clause = max(text.rfind(mark, 0, match.start()) for mark in "，；。、") + 1
    return AbsoluteClaim(sentence, name, text[clause : match.end()].strip("，；：、"), names, sure == "certain")


def _topic(passage: str, reading: Reading) -> str | None:
    """``requests``, ``disputes``, ``other``, or ``None``: the topic named last."""
    words, other = reading.reader.wording(passage[-200:]), _words(reading.reader.lexicon).other
    positions = {
        "requests": _last(words, "request", "bare_request"),
        "disputes": _last(words, "reconsideration", "litigation"),
        "other": max(_last(words, "foreign"), max((m.start() for m in other.finditer(words.text)), default=-1)),
    }
    best = max(positions, key=lambda key: positions[key])
    return best if positions[best] >= 0 else None


def _last(words: Wording, *meanings: str) -> int:
    return max((word.start for word in words.of(*meanings)), default=-1)
