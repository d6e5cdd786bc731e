"""The words around a number as the lexicon knows them, and what of them it does not know."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from gongkai.reading.lexicon import Lexicon, Word

if TYPE_CHECKING:
    from collections.abc import Iterable

KINDS = ("granted_or_partial", "granted", "partial", "refused", "unavailable", "unprocessed", "other_result")
"""Kinds of reply: meanings of the lexicon."""
REASONS = (
    *(f"refused_{n}" for n in range(1, 9)), *(f"unavailable_{n}" for n in range(1, 4)),
    *(f"unprocessed_{n}" for n in range(1, 6)), "other_1", "other_2",
)  # fmt: skip
"""Reasons of replies: meanings of the lexicon, rows of the form."""
APPLICANTS = ("natural", "organizations", "business", "research", "public_interest", "legal_service")
"""Kinds of applicant: meanings of the lexicon, columns of the form."""
CHANNELS = ("website", "column", "wechat", "weibo", "media")
"""Where information is published: meanings of the lexicon."""

_LETTER = re.compile(r"[\u4e00-\u9fffA-Za-z]")
_YEARS = re.compile(r"\d{4}年(?:度)?(?:底|末)?(?:\d{1,2}月(?:\d{1,2}日)?)?")


@dataclass(frozen=True, eq=False)
class Wording:
    """Some words of a sentence; the same object each time for the same text, so that what follows from it can be kept.

    Attributes:
        text: The words.
        words: Those that the lexicon knows, from left to right.
    """

    text: str
    words: tuple[Word, ...]

    @cached_property
    def meanings(self) -> frozenset[str]:
        """All meanings of its words."""
        return frozenset(meaning for word in self.words for meaning in word.meanings)

    def has(self, *meanings: str) -> bool:
        """Whether a word has one of these meanings."""
        return not self.meanings.isdisjoint(meanings)

    def of(self, *meanings: str) -> tuple[Word, ...]:
        """The words with one of these meanings."""
        if self.meanings.isdisjoint(meanings):
            return ()
        wanted = frozenset(meanings)
        return tuple(word for word in self.words if not wanted.isdisjoint(word.meanings))

    def unknown(self, start: int = 0, end: int | None = None) -> str:
        """The letters between two places that no word of the lexicon covers; years are no letters."""
        if not self._uncovered:
            return ""
        end = len(self.text) if end is None else end
        return "".join(char for at, char in self._uncovered if start <= at < end)

    def unknown_text(self) -> str:
        """From the first letter that no word covers to the last, with words of one letter beside them (应急 is one word)."""
        places = [at for at, _ in self._uncovered]
        if not places:
            return ""
        start, end = places[0], places[-1] + 1
        single = {word.start for word in self.words if word.end - word.start == 1}
        while start - 1 in single:
            start -= 1
        while end in single:
            end += 1
        return self.text[start:end]

    @cached_property
    def _uncovered(self) -> tuple[tuple[int, str], ...]:
        covered = {at for word in self.words for at in range(word.start, word.end)}
        for match in _YEARS.finditer(self.text):
            covered.update(range(*match.span()))
        return tuple((at, char) for at, char in enumerate(self.text) if at not in covered and _LETTER.match(char))

    def cut(self, start: int, end: int | None = None) -> Wording:
        """The part of it between two places."""
        end = len(self.text) if end is None else end
        return Wording(
            self.text[start:end],
            tuple(
                Word(word.start - start, word.end - start, word.meanings)
                for word in self.words
                if start <= word.start and word.end <= end
            ),
        )


@lru_cache(maxsize=8192)
def wording(lexicon: Lexicon, text: str) -> Wording:
    """The wording of a text."""
    return Wording(text, tuple(lexicon.scan(text)))


def without_names(text: str, names: Iterable[str]) -> str:
    """The text without the names by which a report calls its organ."""
    for name in names:
        if name in text:
            text = text.replace(name, "")
    return text
