"""Widths of the columns of tables in print: what each needs at least, what it wants, and what it gets."""

from __future__ import annotations

import re
from itertools import chain
from typing import TYPE_CHECKING

from gongkai.document import labels
from gongkai.document.blocks import plain
from gongkai.document.grid import grid
from gongkai.document.layout.cells import MM, breaks_as_label, is_figure
from gongkai.document.text import text_width

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.document.blocks import Cell, Table
    from gongkai.document.grid import PlacedCell, TableGrid

_LONGEST = 19
"""Maximum length of a word that is never broken."""

DIGIT = 0.58
"""Width of a letter or digit in em, at most."""

_LINES = 3
"""Lines that a long row label may take."""

_LONG_LABEL = 17.0
"""Width in em up to which a row label is not broken where there is room."""

_BESIDE = 0.4
"""Space beside a number in em."""

_LABEL = 12.0
"""Width in em that a row label needs at most."""

_WORD = re.compile(r"[!-~]+")


def _least(cell: Cell, digit: float) -> float:
    """Width in em below which a cell's text would be broken inside a word, or a row label be very tall."""
    text = plain(cell.content)
    words = [min(len(word), _LONGEST) * DIGIT for word in _WORD.findall(text)]
    label = min(text_width(text) / _LINES, _LABEL) if cell.header and cell.align != "center" else 0.0
    if breaks_as_label(cell):
        return max([*words, min(labels.least_room(text), _LONGEST * DIGIT), label])
    # A number does not touch the rules beside it.
    numbers = (max(word + _BESIDE, min(len(text), _LONGEST) * digit + _BESIDE / 2) for word in words if is_figure(cell))
    return max([*numbers, *words, min(2.05, len(text)), label])


def needed_widths(
    table: Table, placed: TableGrid, size: float, inset: float, *, draft: bool, digit: float = DIGIT
) -> list[float]:
    """Minimum width in mm of each column; ``digit`` is the width of a digit of a number in em."""
    needed = [0.0] * max(table.width, placed.width, 1)
    for at in sorted(placed, key=lambda at: at.width):
        least = _least(at.cell, digit) * size * MM + 2 * inset + 0.2
        least += size * MM if at.cell.mark and draft else 0.0
        _widen(needed, at, least)
    return needed


def _widen(widths: list[float], at: PlacedCell, least: float) -> None:
    """Widen the columns that a cell covers to a minimum, in proportion, equally if they have no width."""
    given = widths[at.column : at.end]
    short = least - sum(given)
    if short > 0 and given:
        total = sum(given)
        for n, width in enumerate(given, at.column):
            widths[n] += short * (width / total if total else 1 / len(given))


def wanted_widths(
    table: Table, placed: TableGrid, size: float, inset: float, needed: Sequence[float], width: float
) -> list[float]:
    """The desired width in mm of each column: as given, else by content."""
    count = len(needed)
    given = table.widths if table.widths and len(table.widths) == count and min(table.widths) > 0 else None
    single = [[at for at in placed if at.width == 1 and at.column == n] for n in range(count)]
    if not any(chain.from_iterable(single)):
        return [width * each / sum(given) for each in given] if given else [width / count] * count
    natural = [max((_natural(at.cell, size, inset) for at in column), default=0.0) for column in single]
    numeric = [_is_numeric(column) for column in single]
    natural = [max(each, need) for each, need in zip(natural, needed, strict=True)]
    if given is not None:
        return _shifted([width * each / sum(given) for each in given], natural, numeric)
    # Columns of numbers are equally wide.
    longest = max((each for each, number in zip(natural, numeric, strict=True) if number), default=0.0)
    natural = [longest if number else each for each, number in zip(natural, numeric, strict=True)]
    total = sum(natural)
    return [width * each / total for each in natural] if total <= width else _levelled(natural, needed, width)


def _levelled(natural: Sequence[float], needed: Sequence[float], width: float) -> list[float]:
    """Widths of columns that do not fit: the widest give way until they do, the others keep what they need."""
    low, high = 0.0, max(natural)
    for _ in range(40):
        level = (low + high) / 2
        found = [max(need, min(each, level)) for each, need in zip(natural, needed, strict=True)]
        low, high = (level, high) if sum(found) < width else (low, level)
    return found


def _shifted(given: list[float], natural: Sequence[float], numeric: Sequence[bool]) -> list[float]:
    """Given widths, of which columns of numbers lend what they do not need to columns of text that need more."""
    spare = [
        max(0.0, has - wants) if number else 0.0 for has, wants, number in zip(given, natural, numeric, strict=True)
    ]
    short = [
        0.0 if number else max(0.0, wants - has) for has, wants, number in zip(given, natural, numeric, strict=True)
    ]
    moved = min(sum(spare), sum(short))
    if not moved:
        return given
    return [
        has - lent * moved / sum(spare) + lacks * moved / sum(short)
        for has, lent, lacks in zip(given, spare, short, strict=True)
    ]


def _is_numeric(column: Iterable[PlacedCell]) -> bool:
    body = [at.cell for at in column if not at.cell.header]
    return bool(body) and all(map(is_figure, body))


def _natural(cell: Cell, size: float, inset: float) -> float:
    """Width in mm of a cell whose text is not broken; that of a header may be, and that of a long label."""
    width = max(text_width(line, DIGIT) for line in plain(cell.content).split("\n"))
    if cell.header:
        width = (
            min(width, max(2.05, labels.least_room(plain(cell.content))))
            if breaks_as_label(cell) and cell.align == "center"
            else min(width, _LONG_LABEL)
        )
    return width * size * MM + 2 * inset + 0.2


def fitted_widths(wanted: Sequence[float], needed: Sequence[float], width: float) -> list[float]:
    """The desired widths with no column below its minimum; the difference is taken from the others in proportion."""
    fixed = [False] * len(wanted)
    while True:
        free = width - sum(need for need, fix in zip(needed, fixed, strict=True) if fix)
        base = sum(want for want, fix in zip(wanted, fixed, strict=True) if not fix) or 1.0
        widths = [need if fix else want * free / base for want, need, fix in zip(wanted, needed, fixed, strict=True)]
        short = [i for i, (got, need) in enumerate(zip(widths, needed, strict=True)) if got < need - 1e-9]
        if not short:
            return [round(each, 3) for each in widths]
        for i in short:
            fixed[i] = True


def least_width(table: Table, size: float, inset: float) -> float:
    """Width in mm below which words would be broken, for a font size in points and an inset in mm."""
    return sum(needed_widths(table, grid(table), size, inset, draft=False))
