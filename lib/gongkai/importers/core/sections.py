"""Where the six sections begin, how their titles are written, and where the report ends."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from gongkai.forms.labels import LIKE, OffsetText, likeness, plain
from gongkai.importers.core.delimiters import CELL, END

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.forms import Edition

_MARK = re.compile(r"([一二三四五六七])\s*[、.．,，:：]\s*")
_BARE = 0.75
"""How like a title without its number must be, on a line of its own."""
_LONGEST = 40
_MOST_MARKS = 300
_MOST_LINES = 6_000
_MOST_TITLES = 60
"""How many places of a title are weighed, the surest ones."""
_STOP = re.compile(rf"[\n{CELL}{END}。；;！!]")


@dataclass(frozen=True, slots=True)
class Title:
    """A section title found.

    Attributes:
        id: Section id.
        start, end: Its location in the text.
        raw: As written.
        exact: Whether it is the form's but for punctuation and white space.
        worth: How sure it is.
    """

    id: str
    start: int
    end: int
    raw: str
    exact: bool
    worth: float


def titles(norm: OffsetText, edition: Edition) -> list[Title]:
    """The section titles, in the order of the text: the surest chain in the form's order.

    Args:
        norm: The report.
        edition: The edition whose titles are looked for; titles that are only similar count less.
    """
    seen = [*_exact(norm, edition), *_alike(norm.raw, edition)]
    likely = [
        title
        for section in edition.sections
        for title in sorted((t for t in seen if t.id == section.id), key=lambda t: -t.worth)[:_MOST_TITLES]
    ]
    found = sorted(likely, key=lambda item: (item.start, -item.worth))
    order = {section.id: at for at, section in enumerate(edition.sections)}
    best: list[tuple[float, int]] = []
    for n, title in enumerate(found):
        top, back = 0.0, -1
        for m in range(n):
            before = found[m]
            if before.end <= title.start and order[before.id] < order[title.id] and best[m][0] >= top:
                top, back = best[m][0], m
        best.append((top + title.worth, back))
    chain: list[Title] = []
    at = max(range(len(best)), key=lambda n: (best[n][0], n), default=-1)
    while at >= 0:
        chain.append(found[at])
        at = best[at][1]
    return chain[::-1]


def _exact(norm: OffsetText, edition: Edition) -> Iterator[Title]:
    for section in edition.sections:
        wanted = plain(section.title)
        at = norm.text.find(wanted)
        while at >= 0:
            start, end = norm.span(at, at + len(wanted))
            raw = norm.raw[start:end]
            numbered = _MARK.match(raw) or "\n" in raw
            yield Title(
                section.id, start, end, raw, exact=True, worth=_worth(norm.raw, start, end) if numbered else 0.3
            )
            at = norm.text.find(wanted, at + 1)


def _alike(raw: str, edition: Edition) -> Iterator[Title]:
    for section in edition.sections:
        wanted = plain(section.title)
        own = (match for match in _MARK.finditer(raw) if match[1] == section.title[0])
        for match in islice(own, _MOST_MARKS):
            if raw[max(0, match.start() - 1) : match.start()] in set("（(第"):
                continue
            window = raw[match.start() : match.end() + len(section.title) + 8]
            stop = _STOP.search(window, match.end() - match.start())
            line = window[: stop.start()] if stop else window
            alone = bool(stop) and stop is not None and stop[0] in f"\n{CELL}{END}"
            end, score = (len(line), likeness(line, section.title)) if alone and len(line) <= _LONGEST else (0, 0.0)
            if score < LIKE:
                end, score = max(
                    ((size, likeness(line[:size], section.title)) for size in range(4, len(line) + 1)),
                    key=lambda item: (round(item[1], 6), -item[0]), default=(0, 0.0),
                )  # fmt: skip
            text = line[:end]
            if score >= LIKE and plain(text) != wanted:
                spot = match.start()
                yield Title(
                    section.id, spot, spot + end, text.strip(), exact=False, worth=score * _worth(raw, spot, spot + end)
                )
    yield from _unnumbered(raw, edition)


def _unnumbered(raw: str, edition: Edition) -> Iterator[Title]:
    """Titles whose number was lost: a line of its own."""
    at = 0
    for line in islice(raw.split("\n"), _MOST_LINES):
        text = line.strip()
        if 4 <= len(text) <= _LONGEST and CELL not in line and END not in line and not _MARK.match(text):
            for section in edition.sections:
                bare = _MARK.sub("", section.title, count=1)
                if len(set(text) & set(bare)) < len(set(bare)) * 0.5:
                    continue
                score = likeness(text, bare)
                if (
                    score >= _BARE
                    and abs(len(plain(text)) - len(plain(bare))) <= 4
                    and not text.startswith(("（", "("))
                ):
                    start = at + line.index(text)
                    yield Title(section.id, start, start + len(text), text, exact=False, worth=0.6 * score)
        at += len(line) + 1


def _worth(raw: str, start: int, end: int) -> float:
    """A title that begins a line or follows a full stop is surer than one in a sentence."""
    before = raw[:start].rstrip(" \t\u3000\xa0")[-1:]
    after = raw[end : end + 1]
    worth = 1.0
    if before in {"", "\n", CELL, END, "。", "；", "：", ":"} or before.isdigit():
        worth += 0.5
    if after in {"", "\n", END, CELL}:
        worth += 0.5
    if after in {"；", ";", "，", ",", "、", "”", "》"}:
        worth -= 0.8
    return worth
