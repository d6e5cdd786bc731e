"""Printed labels compared with those of the form: equal, equal but for what labels vary in, or similar.

Every reader of published tables and workbooks matches labels here, so that one spelling means the same in each format.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import lru_cache
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

LIKE = 0.6
"""Minimum :func:`likeness` of a row label or section title to be read as the form's, with an issue.

No two row labels of a table and no two section titles of an edition are more than 0.51 alike, so that a label that
reaches it cannot be another of the form's in its own spelling.
"""
LIKE_COLUMN = 0.75
"""The same for column headers, which differ less: 本年新制作数量 and 本年新公开数量 are 0.71 alike."""
OTHER_NUMBER = 0.7
"""Factor for labels whose numbers differ: below :data:`LIKE` unless the words are nearly the same (6/7 or more)."""
_SHORTEST = 2
"""Fewest characters behind a number that can be a shortened label; a single one occurs in too many."""
_LABEL = 100
"""Maximum number of characters of a label; the form's longest has 37."""
_TOO_LONG = 4
"""How many times as long as a label a text must be, beyond the longest labels, not to be looked at more closely."""
_ENUMERATOR = re.compile(r"[(（]?([一二三四五六七八九十]|\d)[)）、.．,，]")


@dataclass(frozen=True)
class OffsetText:
    """A text reduced to letters and digits, half width.

    Attributes:
        raw: The original text.
        text: The reduced text.
        offsets: For each character of ``text``, its position in ``raw``.
    """

    raw: str
    text: str
    offsets: tuple[int, ...]

    def span(self, start: int, end: int) -> tuple[int, int]:
        """Start and end in ``raw`` of the part of ``text`` from ``start`` up to ``end``."""
        return self.offsets[start], self.offsets[end - 1] + 1


def normalize(raw: str) -> OffsetText:
    """Reduce a text to what labels do not vary in: NFKC, without white space and punctuation.

    Args:
        raw: Any text.
    """
    kept: list[str] = []
    offsets: list[int] = []
    for at, char in enumerate(raw):
        for part in unicodedata.normalize("NFKC", char) if char > "\x7f" else char:
            if part.isalnum():
                kept.append(part)
                offsets.append(at)
    return OffsetText(raw, "".join(kept), tuple(offsets))


def plain(raw: str) -> str:
    """The reduced text alone; two labels are the same when these are equal."""
    return _reduced(raw) if len(raw) <= _LABEL else _reduced_text(raw)


@lru_cache(4_096)
def _reduced(label: str) -> str:
    """The same for a label: those of one table are compared again and again."""
    return normalize(label).text


@lru_cache(8)
def _reduced_text(text: str) -> str:
    """The same for a longer text: one is compared with every label before the next one is."""
    return normalize(text).text


def unnumbered(text: str) -> str:
    """The reduced text of a label without the number before it: Word sets numbers that no text contains."""
    match = _ENUMERATOR.match(text.strip())
    return plain(text.strip()[match.end() :]) if match else plain(text)


def likeness(text: str, label: str) -> float:
    """Similarity of a label as written to the form's, from 0 to 1; 1 is equal but for punctuation and white space.

    A shortened label with the same number (``1.逾期不补正``) counts as :data:`LIKE` at least.
    """
    return _cached_likeness(text, label) if len(text) <= _LABEL else _likeness(text, label)


def _likeness(text: str, label: str) -> float:
    one, other = plain(text), plain(label)
    if len(one) > _LABEL + _TOO_LONG * len(other):
        return 0.0
    ratio = SequenceMatcher(None, one, other, autojunk=False).ratio()
    marks = _ENUMERATOR.match(text.strip()), _ENUMERATOR.match(label)
    if marks[0] and marks[1]:
        if marks[0][1] != marks[1][1]:
            same = plain(text.strip()[marks[0].end() :]) == plain(label[marks[1].end() :])
            return max(ratio * OTHER_NUMBER, LIKE) if same else ratio * OTHER_NUMBER
        rest = one[len(plain(marks[0][0])) :]
        shared = sum(block.size for block in SequenceMatcher(None, rest, other, autojunk=False).get_matching_blocks())
        if len(rest) >= _SHORTEST and shared / len(rest) >= LIKE:
            return max(ratio, LIKE)
    return ratio


_cached_likeness = lru_cache(4_096)(_likeness)
"""The same for labels, which are compared for each table of a report and each edition."""


@dataclass(frozen=True, slots=True)
class Match:
    """A label of the form that a printed one was matched to.

    Attributes:
        label: The form's.
        exact: Whether they are the same but for what labels vary in; else the difference is to be reported.
    """

    label: str
    exact: bool


def match(text: str, known: Iterable[str], least: float = LIKE) -> Match | None:
    """The label of the form that a printed label stands for.

    Args:
        text: The label as printed.
        known: Labels of the form that it may be.
        least: Least :func:`likeness` where none is the same.

    Returns:
        The same label; else the only one that is the same without its number; else the most similar one, the first of
        several; ``None`` if no label is similar enough.
    """
    known = list(known)
    reduced = plain(text)
    if not reduced:
        return None
    for label in known:
        if plain(label) == reduced:
            return Match(label, exact=True)
    bare = [label for label in known if unnumbered(label) == reduced]
    if len(bare) == 1:
        return Match(bare[0], exact=True)
    best = max(known, key=lambda label: likeness(text, label), default=None)
    return Match(best, exact=False) if best is not None and likeness(text, best) >= least else None
