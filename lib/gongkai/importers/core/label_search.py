"""Locations of the labels of a statutory table in a text."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.forms.labels import LIKE, likeness, plain
from gongkai.importers.core.delimiters import CELL, END

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.forms import Table
    from gongkai.forms.labels import OffsetText

_ONLY = 0.45
"""Minimum similarity where nothing else can be meant: as many texts as labels are left between two that were found."""
_BOUNDARY = 2.0
"""Weight of a label that fills its cell or that numbers follow."""
_NEAR, _FAR = 120, 0.05
"""Labels of one table are near each other: the cost of each character beyond so many."""
_MOST_LINES = 6
_MOST_SEEN, _MOST_PLACES = 2_000, 40
"""How often a label is looked for, and how many of its locations are weighed: those that numbers follow first."""
_BESIDE = 200
"""Characters around a label in which what is next to it is looked for."""
_CHUNK = re.compile(rf"(?:[1-9]\s*[.．、,，](?!\d)\s*)?[^\d\s{CELL}{END}|/+-][^\d{CELL}{END}|]*")
"""A run of words with the number before it. The form numbers its rows 1 to 9: a digit before that is a cell's."""
_TORN = re.compile(rf"\d[\s{END}|]*[\s{CELL}{END}|]")


@dataclass(frozen=True, slots=True)
class Label:
    """A printed label and the cells that follow it in reading order.

    Attributes:
        text: As the form prints it.
        norm: The same without what labels vary in.
        cells: Paths of the value cells after it, before the next label.
        role: ``corner``, ``title``, ``column`` or ``row``.
    """

    text: str
    norm: str
    cells: tuple[str, ...]
    role: str


@dataclass(frozen=True, slots=True)
class LabelMatch:
    """A label found: its index in the table's labels, its location in the raw text, and its spelling there."""

    index: int
    start: int
    end: int
    raw: str | None = None


@dataclass
class TableMatch:
    """The labels of a table in a text.

    Attributes:
        labels: All labels of the table in reading order.
        matches: Those found, in the order of the text.
        weight: Sum of the lengths of the labels found, less what is left over between them.
    """

    labels: tuple[Label, ...]
    matches: list[LabelMatch] = field(default_factory=list)
    weight: float = 0.0


@forms.cached()
def labels(table_id: str, edition_id: str) -> tuple[Label, ...]:
    """The labels of a table in reading order, from its printed grid."""
    found: list[tuple[str, str, list[str]]] = []
    for cell in forms.edition(edition_id).tables[table_id].grid.cells:
        if cell.path is not None:
            found[-1][2].append(cell.path)
        elif cell.text:
            found.append((cell.text, cell.role, []))
    return tuple(Label(text, plain(text), tuple(cells), role) for text, role, cells in found)


def find(table: Table, edition_id: str, norm: OffsetText, low: int = 0, high: int | None = None) -> TableMatch:
    """Find a table's labels: the heaviest chain of occurrences in the form's order.

    Args:
        table: The table.
        edition_id: Its edition.
        norm: The text.
        low: Where in ``norm.raw`` to begin.
        high: Where to stop; ``None`` is its end.
    """
    high = len(norm.raw) if high is None else high
    known = labels(table.id, edition_id)
    found = TableMatch(known)
    found.matches = _chain(known, norm, low, high)
    _likely(found, norm.raw, high)
    found.weight = float(sum(len(known[found_at.index].norm) for found_at in found.matches))
    return found


def _chain(known: Sequence[Label], norm: OffsetText, low: int, high: int) -> list[LabelMatch]:
    places: list[tuple[int, int, int, float]] = []
    for index, label in enumerate(known):
        mine: list[tuple[int, int, int, float]] = []
        at = norm.text.find(label.norm)
        while at >= 0 and len(mine) < _MOST_SEEN:
            start, end = norm.span(at, at + len(label.norm))
            if low <= start and end <= high and not _torn(norm.raw, start):
                mine.append((start, _closed(norm.raw, end, label), index, _worth(norm.raw, start, end, label)))
            at = norm.text.find(label.norm, at + 1)
        places += sorted(mine, key=lambda place: -place[3])[:_MOST_PLACES]
    places.sort()
    best: list[tuple[float, int]] = []
    for n, (start, _, index, worth) in enumerate(places):
        top, back = 0.0, -1
        for m in range(n):
            if places[m][1] <= start and places[m][2] < index:
                score = best[m][0] - max(0, start - places[m][1] - _NEAR) * _FAR
                if score > top:
                    top, back = score, m
        best.append((top + worth, back))
    matches: list[LabelMatch] = []
    at = max(range(len(best)), key=lambda n: best[n][0], default=-1)
    while at >= 0:
        start, end, index, _ = places[at]
        matches.append(LabelMatch(index, start, end))
        at = best[at][1]
    return matches[::-1]


def _torn(raw: str, start: int) -> bool:
    """Whether the number before a label is a cell of its own, or the end of a number (``33 没有现成信息``)."""
    match = _TORN.match(raw, start)
    return match is not None and (CELL in match[0] or raw[start - 1 : start].isdigit())


def _closed(raw: str, end: int, label: Label) -> int:
    """Take in the closing mark with which a label ends."""
    while end < len(raw) and not label.text[-1].isalnum() and raw[end] in "）)”\"'’":
        end += 1
    return end


def _worth(raw: str, start: int, end: int, label: Label) -> float:
    before = raw[max(0, start - _BESIDE) : start].rstrip(" \t\n\u3000\xa0")[-1:]  # white space but for marks of cells
    after = raw[end : end + _BESIDE].lstrip(f" \t\n\u3000\xa0）)”\"'{END}")[:1]
    # A label that occurs fewer times than in the form is rather the one that numbers follow.
    worth = len(label.norm) + (0.1 if label.cells else 0.0)
    if before == CELL and after in {CELL, END, ""}:
        worth += _BOUNDARY
    if label.cells and (after.isdigit() or after in {CELL, "/", "-"}):
        worth += _BOUNDARY
    return worth


def chunks(raw: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """Runs of words between numbers and cells in a part of the text."""
    for match in _CHUNK.finditer(raw, start, end):
        if plain(match[0]):
            yield match.start(), match.end()


def _likely(found: TableMatch, raw: str, high: int) -> None:
    """Between two labels that were found, take what is like a missing one for it."""
    filled: list[LabelMatch] = []
    for n, found_at in enumerate(found.matches):
        filled.append(found_at)
        after = found.matches[n + 1] if n + 1 < len(found.matches) else None
        missing = list(range(found_at.index + 1, after.index if after else len(found.labels)))
        if not missing:
            continue
        pieces = list(chunks(raw, found_at.end, after.start if after else min(high, found_at.end + 400)))
        filled += _match(found.labels, missing, pieces, raw)
    found.matches = filled


def _match(known: Sequence[Label], missing: list[int], pieces: list[tuple[int, int]], raw: str) -> list[LabelMatch]:
    matches: list[LabelMatch] = []
    # If there are as many texts as missing labels, less similarity suffices.
    least = _ONLY if len(missing) == len(pieces) else LIKE
    for start, end in pieces:
        # The first lines may be the end of the label before, whose numbers are beside its middle line.
        starts = [start, *(start + match.end() for match in re.finditer(r"\n\s*(?=\S)", raw[start:end]))][:_MOST_LINES]
        scores = {(at, index): likeness(raw[at:end], known[index].text) for at in starts for index in missing}
        at, index = max(scores, key=lambda item: scores[item], default=(start, -1))
        text = raw[at:end].strip()
        score = scores.get((at, index), 0.0)
        if index < 0 or score < least or (score < LIKE and plain(text) in known[index].norm):
            continue
        matches.append(LabelMatch(index, at, at + len(raw[at:end].rstrip()), text))
        missing = [item for item in missing if item > index]
    return matches
