"""Numbers that have run together: every valid way to segment them into the cells of a row."""

from __future__ import annotations

import re
from decimal import Decimal
from itertools import islice
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.forms import Column
    from gongkai.returns.model import Number

MOST = 5_000
"""Maximum number of segmentations that are listed; more would help nobody."""
_STEPS = 400_000
_LONGEST = 12
"""Maximum number of digits of a number, on average: a longer run is not a row."""
_PATTERNS = {
    "integer": re.compile(r"0|[1-9]\d*"),
    "signed": re.compile(r"0|[-减－+增]?[1-9]\d*"),
    "decimal": re.compile(r"(?:0|[1-9]\d*)(?:\.\d+)?"),
}

Segmentation = tuple["Number", ...]


class Segmenter:
    """Cuts pieces of digits into the cells of a row; white space between pieces is always a border."""

    def __init__(self, pieces: Sequence[str], columns: Sequence[Column]) -> None:
        """Cut ``pieces`` into as many numbers as there are ``columns``."""
        self.pieces, self.columns = tuple(pieces), tuple(columns)
        self.steps = 0

    def segmentations(self, groups: Sequence[int]) -> Iterator[Segmentation]:
        """All segmentations in which the last number of each group is the sum of the others.

        Args:
            groups: Lengths of the groups; a group of 1 has no sum to keep.
        """
        yield from self._groups(0, 0, 0, tuple(groups))

    def _groups(self, piece: int, at: int, column: int, groups: tuple[int, ...]) -> Iterator[Segmentation]:
        if not groups:
            if piece == len(self.pieces):
                yield ()
            return
        for end, numbers in self._group(piece, at, column, groups[0]):
            if groups[0] > 1 and numbers[-1] != sum(numbers[:-1]):
                continue
            for rest in self._groups(*end, column + groups[0], groups[1:]):
                yield (*numbers, *rest)

    def _group(self, piece: int, at: int, column: int, count: int) -> Iterator[tuple[tuple[int, int], Segmentation]]:
        if count == 0:
            yield (piece, at), ()
            return
        if piece == len(self.pieces) or not self._enough(piece, at, len(self.columns) - column):
            return
        self.steps += 1
        if self.steps > _STEPS:
            return
        text = self.pieces[piece]
        for end in range(at + 1, len(text) + 1):
            if end < len(text) and text[end] == ".":
                continue
            number = _number(text[at:end], self.columns[column].kind)
            if number is None:
                continue
            nxt = (piece + 1, 0) if end == len(text) else (piece, end)
            for last, rest in self._group(*nxt, column + 1, count - 1):
                yield last, (number, *rest)

    def _enough(self, piece: int, at: int, wanted: int) -> bool:
        """Whether what is left can make as many numbers as are wanted: neither too short nor in too many pieces."""
        left = len(self.pieces[piece]) - at + sum(map(len, self.pieces[piece + 1 :]))
        return len(self.pieces) - piece <= wanted <= left


def _number(text: str, kind: str) -> Number | None:
    if not _PATTERNS[kind].fullmatch(text):
        return None
    if "." in text:
        return Decimal(text)
    if text[0].isdigit():
        return int(text)
    return int(text[1:]) * (-1 if text[0] in "-减－" else 1)


def is_unambiguous(pieces: Sequence[str], columns: Sequence[Column]) -> bool:
    """Whether there is only one segmentation, also without the sums."""
    return len(list(islice(Segmenter(pieces, columns).segmentations((1,) * len(columns)), 2))) == 1


def segmentations(
    pieces: Sequence[str], columns: Sequence[Column], groups: Sequence[int]
) -> tuple[list[Segmentation], bool]:
    """All segmentations of a row's digits, and whether the list is complete.

    Where some segmentations keep the sums that the row's meaning demands (R3, R4), only those are given; where none does,
    the row adds up in no reading and all valid ones are given.

    Args:
        pieces: The digits as written, split at white space.
        columns: The columns of the row.
        groups: Lengths of the groups whose last number is the sum of the others.
    """
    if sum(map(len, pieces)) > _LONGEST * len(columns):
        return [], False
    for lengths in dict.fromkeys((tuple(groups), (1,) * len(columns))):
        segmenter = Segmenter(pieces, columns)
        found = list(islice(segmenter.segmentations(lengths), MOST + 1))
        whole = len(found) <= MOST and segmenter.steps <= _STEPS
        if found or not whole:
            return found[:MOST], whole
    return [], True
