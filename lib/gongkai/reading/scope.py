"""The scope of a number: whether it is of the report year and of the whole organ."""

from __future__ import annotations

import re
from bisect import bisect_left
from dataclasses import dataclass
from functools import lru_cache
from typing import Literal

from gongkai.reading.scope_patterns import scope_patterns
from gongkai.reading.sentences import GAP, ISSUED, QUOTES, TITLES, hide

NEAREST = 12
"""Years or places named before a number that are looked at."""
CLAUSE = 120
"""Characters on both sides of a number that can limit it to a period."""

Certainty = Literal["certain", "likely", "none"]


@dataclass(frozen=True)
class Organ:
    """The facts about an organ that reading its prose depends on.

    Attributes:
        year: Report year.
        name: Full name.
        own: Names it may use for itself.
        rolled: Whether its report adds up others (a government of any level).
        words: The office's own words for the lexicon, by meaning.
        units: Units that the return gives for rows of which the form prints none.
    """

    year: int
    name: str
    own: tuple[str, ...]
    rolled: bool
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    units: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Scope:
    """Time and place of a number.

    Attributes:
        year: Year it refers to.
        period: Why it is not a year's number (截至, 一季度), or empty.
        place: The part of the organ it refers to, or empty.
        doubt: Whether time or place is only probable.
    """

    year: int
    period: str
    place: str
    doubt: bool = False

    def certainty(self, report_year: int) -> Certainty:
        """How certain it is that the number covers the whole organ and the whole year."""
        if self.year != report_year or self.period or self.place:
            return "none"
        return "likely" if self.doubt else "certain"


_SPAN = re.compile(r"(\d{4})年1月1日(?:零时)?起?(?:至|到|—+|-+|－|~|～|–)(?:(\d{4})年|同年|当年)?12月31日")
_YEAR = re.compile(r"(?<![\d〔])(\d{4})年(?!.{0,2}(?:来|以来)|版|印发|修订|发布的)")
_BRACKETS = re.compile(r"（[^（）]*）")


@dataclass(frozen=True, slots=True)
class _Marks:
    """What a sentence names of times and places, with their positions; carried and compared years are none of them."""

    periods: tuple[tuple[int, int, str], ...]
    dates: tuple[tuple[int, int], ...]
    years: tuple[tuple[int, int], ...]
    places: tuple[tuple[int, str, bool, int], ...]


@lru_cache(maxsize=4096)
def _marks(sentence: str, organ: Organ) -> _Marks:
    patterns = scope_patterns(organ.words)
    text = hide(hide(sentence, TITLES), patterns.carried)
    text = hidden = hide(hide(text, patterns.compared), ISSUED)
    years = [(match.start(), int(match[1])) for match in _YEAR.finditer(text)]
    years += [(match.start(), organ.year - 1) for match in patterns.sooner.finditer(text)]
    years += [(match.start(), organ.year) for match in patterns.this.finditer(text)]
    text = hide(text, QUOTES)
    together = [(match.start(), match[0]) for match in patterns.together.finditer(text)]
    text = hide(text, patterns.together) if together else text
    places = [(at, "", not organ.rolled and "政府" in words) for at, words in together]
    places += [
        (match.start(), "", not organ.rolled and bool(patterns.wider.match(match[0])) and match[0] not in organ.own)
        for match in patterns.whole.finditer(text)
    ]
    places += [(match.start(), match[0], False) for match in patterns.part.finditer(text)]
    if organ.rolled:
        places += [(match.start(), match[0], True) for match in patterns.unsure.finditer(text)]
        for match in patterns.named.finditer(text):
            name = match["name"]
            if not patterns.whole.fullmatch(name) and not is_own(name, organ):
                places.append((match.start("name"), name, False))
            else:
                places.append((match.start("name"), "", False))
    closed = {at: match.end() for match in _BRACKETS.finditer(sentence) for at in range(*match.span())}
    placed = [(at, name, unsure, closed.get(at, len(sentence) + 1)) for at, name, unsure in sorted(places)]
    timed = hidden.replace(f"{organ.year}年以来", GAP * 7)
    periods = tuple((match.start(), match.end(), match[0]) for match in patterns.period.finditer(timed))
    dates = tuple(match.span() for match in patterns.as_of.finditer(hidden))
    return _Marks(periods, dates, tuple(sorted(years)), tuple(placed))


def is_own(name: str, organ: Organ) -> bool:
    """Whether a name in the text is the organ itself."""
    return name in organ.own


def scope_at(sentence: str, at: int, organ: Organ) -> Scope:
    """The time and place that apply at a position of a sentence: those named last before it."""
    marks = _marks(sentence, organ)
    year = organ.year
    stop = max(sentence.rfind("；", 0, at), sentence.rfind("。", 0, at))
    earlier = marks.years[max(0, (index := bisect_left(marks.years, (at,))) - NEAREST) : index]
    for position, named in earlier:
        if position > stop or named == organ.year:
            year = named
    place, doubt = "", False
    index = bisect_left(marks.places, (at,))
    for position, name, unsure, closes in reversed(marks.places[max(0, index - NEAREST) : index]):
        if at < closes:
            # 全市收到9件，其中市级3件、县级6件；上年结转1件: a semicolon ends the parts, most likely.
            over = (
                position < stop
                and "其中" in sentence[max(sentence.rfind("；", 0, position), position - CLAUSE, 0) : position]
            )
            place, doubt = ("", True) if unsure or over else (name, False)
            break
    begin = max(stop + 1, at - CLAUSE)
    end = min((found for mark in "，；。" if (found := sentence.find(mark, at)) >= 0), default=len(sentence))
    end = min(end, at + CLAUSE)
    # What is named before the year again is over: 每月自查，全年开展培训2次.
    again = max((at for at, named in earlier if named == year == organ.year), default=-1) if marks.periods else -1
    period = next(
        (words for first, last, words in marks.periods if begin <= first and last <= end and last > again), ""
    )
    if not period and any(begin <= first and last <= end for first, last in marks.dates):
        doubt = True
    return Scope(year, period.strip(GAP), place, doubt)


def spans(sentence: str) -> tuple[tuple[int, int, str], ...]:
    """Whole years stated from 1 January to 31 December: first year, last year, words."""
    return tuple((int(match[1]), int(match[2] or match[1]), match[0]) for match in _SPAN.finditer(sentence))
