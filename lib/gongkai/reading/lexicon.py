"""The vocabulary of reports: words by meaning, from ``lexicon.yaml``, the form, and an office's own ``params/lexicon.yaml``.

Words that structure sentences are in ``grammar.yaml``: patterns are made of them, they are not looked up.
"""

from __future__ import annotations

import re
from functools import cache, lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

from ruamel.yaml import YAML

from gongkai import forms

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    Extra = tuple[tuple[str, tuple[str, ...]], ...]

MOST = 2000
"""Words that one entry may stand for."""

_FULL_WIDTH = frozenset("（）｜？")

_NUMBERED = re.compile(r"^(?:（[一二三四五六七八九]）|[一二三四五六七八九]、|\d+[.．])|（[^（）]*）$")


_REPLIES = ("granted", "partial", "refused", "unavailable", "unprocessed", "other_result")
"""Meanings of the groups of results, whose labels are not among :func:`form_entries`."""


class LexiconError(ValueError):
    """An entry that cannot be read; the message names it."""


class Word(NamedTuple):
    """A word of the lexicon in a text: its span and its meanings."""

    start: int
    end: int
    meanings: frozenset[str]


class Lexicon:
    """Words by meaning; the longest word at each place counts."""

    def __init__(
        self, entries: Mapping[str, tuple[str, ...]], grammar: Mapping[str, tuple[str, ...]] | None = None
    ) -> None:
        """Expand the entries; those of ``grammar`` are for patterns only.

        Raises:
            LexiconError: An entry cannot be read.
        """
        found: dict[str, set[str]] = {}
        for meaning, words in entries.items():
            for entry in words:
                for word in expand(entry):
                    found.setdefault(word, set()).add(meaning)
        found.pop("", None)
        self._grammar = {
            meaning: tuple(dict.fromkeys(word for entry in words for word in expand(entry)))
            for meaning, words in (grammar or {}).items()
        }
        self.meanings = frozenset(entries) | frozenset(self._grammar)
        self._words = {word: frozenset(meanings) for word, meanings in found.items()}
        lengths: dict[str, set[int]] = {}
        for word in self._words:
            lengths.setdefault(word[:2], set()).add(len(word))
        self._lengths = {
            first: tuple(sorted(sizes | lengths.get(first[0], set()), reverse=True)) for first, sizes in lengths.items()
        }

    def alternation(self, *names: str) -> str:
        """A regular expression for any word of these entries of the grammar, the longest first."""
        words = {word for name in names for word in self._grammar[name] if word}
        return f"(?:{'|'.join(re.escape(word) for word in sorted(words, key=lambda word: (-len(word), word)))})"

    def scan(self, text: str) -> Iterator[Word]:
        """The words in a text, from left to right."""
        at, end = 0, len(text)
        lengths, known = self._lengths, self._words
        while at < end:
            # Few words begin with the same two characters; one that is a word by itself may be followed by anything.
            sizes = lengths.get(text[at : at + 2]) or lengths.get(text[at])
            for size in sizes or ():
                word = text[at : at + size]
                if (meanings := known.get(word)) is not None:
                    yield Word(at, at + len(word), meanings)
                    at += len(word)
                    break
            else:
                at += 1


def expand(entry: str) -> list[str]:
    """All words that an entry stands for.

    Raises:
        LexiconError: A bracket lacks its partner, or there are too many words.
    """
    words, at = _alternatives(entry, 0, entry)
    if at < len(entry) or "?" in words[0]:
        raise LexiconError(entry)
    return words


def _alternatives(text: str, at: int, entry: str) -> tuple[list[str], int]:
    """The words from a place up to the closing bracket, or the end, and where that is."""
    found: list[str] = []
    words = [""]
    while at < len(text) and text[at] != ")":
        inner, after = [text[at]], at + 1
        if text[at] == "|":
            found, words, inner = found + words, [""], [""]
        elif text[at] == "(":
            inner, after = _alternatives(text, at + 1, entry)
            if after == len(text):
                raise LexiconError(entry)
            after += 1
            if text[after : after + 1] == "?":
                inner, after = [*inner, ""], after + 1
        if len(words) * len(inner) > MOST:
            raise LexiconError(entry)
        words = [word + more for word in words for more in inner]
        at = after
    return found + words, at


def parse(data: Any) -> dict[str, tuple[str, ...]]:
    """Entries by meaning.

    Raises:
        LexiconError: The data is not a mapping of meanings to lists of words.
    """
    if not isinstance(data, dict):
        raise LexiconError(str(data)[:40])
    found: dict[str, tuple[str, ...]] = {}
    for meaning, words in data.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise LexiconError(str(meaning))
        found[str(meaning)] = tuple(str(word) for word in words)
    return found


@cache
def own_entries() -> Mapping[str, tuple[str, ...]]:
    """The entries of ``lexicon.yaml``."""
    return parse(YAML(typ="safe").load(files(__package__).joinpath("lexicon.yaml").read_text("utf-8")))


@cache
def grammar_entries() -> Mapping[str, tuple[str, ...]]:
    """The entries of ``grammar.yaml``."""
    return parse(YAML(typ="safe").load(files(__package__).joinpath("grammar.yaml").read_text("utf-8")))


def form_entries(edition: str) -> dict[str, tuple[str, ...]]:
    """Labels of the rows of results, applicants and outcomes as the form prints them, under their ids."""
    found: dict[str, tuple[str, ...]] = {}
    tables = forms.edition(edition).tables
    requests, disputes = tables.get("requests"), tables.get("disputes")
    for row in requests.group("results") if requests else ():
        bare = _NUMBERED.sub("", _NUMBERED.sub("", row.label))
        if row.id in {"total", "other_3"}:
            continue
        meaning = "other_result" if row.id == "other" else row.id
        found[meaning] = tuple(dict.fromkeys((bare, bare.removeprefix("属于"))))
    for column in requests.rows[0].columns if requests else ():
        if column.id not in {"total", "other"}:
            found[column.id] = (column.label,)
    for column in disputes.rows[0].columns if disputes else ():
        if column.id != "total":
            found["other_outcome" if column.id == "other" else column.id] = (column.label,)
    return found


@forms.cached(16)
def lexicon(edition: str, extra: Extra = ()) -> Lexicon:
    """The lexicon for an edition of the form, with those of an office's own entries that can be read."""
    entries = {meaning: list(words) for meaning, words in own_entries().items()}
    grammar = {name: list(words) for name, words in grammar_entries().items()}
    for meaning, words in form_entries(edition).items():
        entries.setdefault(meaning, []).extend(words)
    taken = set(_form_words(edition, extra)) if extra else set()
    for meaning, words in extra:
        for known in (entries, grammar):
            if meaning in known:
                known[meaning].extend(word for word in words if _is_readable(word) and (meaning, word) not in taken)
    return Lexicon(*({meaning: tuple(words) for meaning, words in known.items()} for known in (entries, grammar)))


@lru_cache(maxsize=16)
def grammar(extra: Extra = ()) -> Lexicon:
    """The words that structure sentences, with those of an office; for patterns that need no form."""
    found = {name: list(words) for name, words in grammar_entries().items()}
    for name, words in extra:
        if name in found:
            found[name].extend(word for word in words if _is_readable(word))
    return Lexicon({}, {name: tuple(words) for name, words in found.items()})


def _is_readable(entry: str) -> bool:
    """Whether an office's entry can be expanded; full-width signs of a choice would be taken for letters of the word."""
    if not _FULL_WIDTH.isdisjoint(entry):
        return False
    try:
        expand(entry)
    except LexiconError:
        return False
    return True


def wrong_entries(edition: str, extra: Extra) -> tuple[tuple[str, str | None], ...]:
    """What of an office's own entries cannot be used: a meaning that there is not, or a meaning and a word."""
    known = lexicon(edition).meanings
    return tuple(
        item
        for meaning, words in extra
        for item in (
            [(meaning, None)] if meaning not in known else [(meaning, word) for word in words if not _is_readable(word)]
        )
    )


def _form_words(edition: str, extra: Extra) -> Iterator[tuple[str, str]]:
    """The meanings and entries of an office that give a word for a result, applicant or outcome of the form another meaning."""
    entries = {meaning: own_entries().get(meaning, ()) for meaning in _REPLIES}
    for meaning, labels in form_entries(edition).items():
        entries[meaning] = (*own_entries().get(meaning, ()), *labels)
    known: dict[str, set[str]] = {}
    for meaning, words in entries.items():
        for word in (word for entry in words for word in expand(entry)):
            known.setdefault(word, set()).add(meaning)
    for meaning, words in extra:
        for entry in filter(_is_readable, words):
            if any(meaning not in known.get(word, {meaning}) for word in expand(entry)):
                yield meaning, entry


def form_words(edition: str, extra: Extra) -> tuple[tuple[str, str], ...]:
    """What of an office's own entries is left out, as the form means something else by it: the meaning, and the entry."""
    known = lexicon(edition).meanings
    return tuple(item for item in _form_words(edition, extra) if item[0] in known)


def meanings(edition: str) -> tuple[str, ...]:
    """The meanings that entries can have."""
    return tuple(sorted(lexicon(edition).meanings))
