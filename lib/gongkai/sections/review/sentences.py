"""The sentences of the published text that findings are about."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gongkai.prose import source_location
from gongkai.reading.script import SIMPLIFIED

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.prose import RenderedPassage
    from gongkai.returns import Return
    from gongkai.rules import Finding

QUOTES = ("quote", "quote2", "quotes", "passages", "mark", "masked")
"""Values of findings that are words of the text, as the rules name them."""

HIDDEN = "****"
"""What stands for the hidden middle of a personal detail."""

_ANY = r"[^。；\n]{1,40}?"

_SENTENCE = re.compile(r"[^。！？；\n]+[。！？；]?[”’）]?")
_QUOTED = re.compile(r"“([^“”]+)”")
_DROPPED = frozenset("*`_\\")
_ENDS = "，。；：、！？…“”（）()"


def split(text: str) -> Iterator[tuple[int, int]]:
    """The extent of each sentence of a paragraph; the parts of a sentence between semicolons count as sentences."""
    for match in _SENTENCE.finditer(text):
        if match[0].strip():
            yield match.span()


@dataclass(frozen=True)
class Folded:
    """A text as it is compared: half-width, simplified, without white space and marks of Markdown.

    Attributes:
        text: The original.
    """

    text: str

    @cached_property
    def _made(self) -> tuple[str, list[int]]:
        chars, at = [], []
        for index, char in enumerate(self.text):
            for folded in unicodedata.normalize("NFKC", char).translate(SIMPLIFIED):
                if not folded.isspace() and folded not in _DROPPED and unicodedata.category(folded) != "Cf":
                    chars.append(folded)
                    at.append(index)
        return "".join(chars), at

    @property
    def folded(self) -> str:
        """The text as it is compared."""
        return self._made[0]

    def spans(self, pattern: re.Pattern[str]) -> Iterator[tuple[int, int]]:
        """Where a pattern of folded words occurs, in positions of the original."""
        folded, at = self._made
        for match in pattern.finditer(folded):
            if match[0]:
                yield at[match.start()], at[match.end() - 1] + 1


def is_about(finding: Finding, passage: RenderedPassage) -> bool:
    """Whether a finding names the text that a passage belongs to, or its heading."""
    return any(
        cell in {passage.path, f"{passage.path}.heading"} or passage.path.startswith(f"{cell}.")
        for cell in finding.cells
    )


def words_of(finding: Finding) -> tuple[re.Pattern[str], ...]:
    """Patterns of the words that a finding quotes, folded; hidden characters of a personal detail may be any."""
    found: list[str] = []
    for name, value in finding.values:
        if name in QUOTES and isinstance(value, str):
            parts = _QUOTED.findall(value) or value.split("\n")
            found += [piece for part in parts for piece in part.split("…")]
    patterns = []
    for words in dict.fromkeys(found):
        known = [re.escape(Folded(part.strip(_ENDS)).folded) for part in words.split(HIDDEN)]
        if any(known):
            patterns.append(re.compile(_ANY.join(known)))
    return tuple(patterns)


@dataclass(frozen=True)
class Target:
    """What to look for in a passage on behalf of a finding.

    Attributes:
        words: Patterns of the words that it quotes, folded.
        line: The line of the passage that it names, folded; ``None`` if it names none.
    """

    words: tuple[re.Pattern[str], ...]
    line: str | None

    def spans(self, paragraph: str) -> list[tuple[int, int]]:
        """Where the finding applies in a paragraph: its words, or the whole named line if it quotes none."""
        folded = Folded(paragraph)
        if self.line is not None and self.line not in folded.folded:
            return []
        found = [span for words in self.words for span in folded.spans(words)]
        return found or (
            [] if self.line is None or self.words else list(folded.spans(re.compile(re.escape(self.line))))
        )


def targets(finding: Finding, passage: RenderedPassage, record: Return) -> Iterator[Target]:
    """What to look for in a passage, the most exact first: words in the named line, the words anywhere, the line."""
    words, line = words_of(finding), _line(finding, passage, record)
    if words and line:
        yield Target(words, line)
    if words:
        yield Target(words, None)
    if line:
        yield Target((), line)


def _line(finding: Finding, passage: RenderedPassage, record: Return) -> str | None:
    """The line of a passage that a finding names, folded; ``None`` if it names none there."""
    if finding.where is None or passage.standard:
        return None
    for number, line in enumerate(passage.text.split("\n")):
        if source_location(record, passage.path, passage.line + number) == finding.where:
            return Folded(line.lstrip("#>-+ ")).folded or None
    return None
