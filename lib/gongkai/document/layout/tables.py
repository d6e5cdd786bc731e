"""Tables for the Typst template: widths, size of type, and which rows are heads that repeat on each page."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from gongkai.document.blocks import Cell, plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gongkai.document.blocks import Table

_WIDTH = {False: 156.0, True: 225.0}
"""Width of the type area in mm, upright and landscape."""

_SIZES = (10.5, 10.0, 9.0, 8.0, 7.5, 7.0, 6.5, 6.0, 5.5)
"""Sizes of type in points, 五号 first; the largest that fits is taken."""

_SHORT = 70.0
"""Height in mm up to which a table is kept on one page."""

_FIRST_ROWS = 5
"""Rows of a long table that stand with its heads."""

_LONGEST = 19
"""Characters of a word that is kept whole; a longer one is divided anyway."""

_MM = 25.4 / 72
_WORD = re.compile(r"[!-~]+")
_HANZI = re.compile(r"[\u4e00-\u9fff（）、]+")
_NUMBER = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")


def plan(
    table: Table, name: str, inline: Callable[..., list[dict[str, Any]]], *, draft: bool, landscape: bool
) -> dict[str, Any]:
    """What the template draws of a table.

    Args:
        table: The table.
        name: A name of its own in the document.
        inline: Turns runs into data.
        draft: Whether marks of cells show.
        landscape: Whether it stands on a landscape page.
    """
    size, inset, columns, narrow = measure(table, _WIDTH[landscape], draft=draft)
    drawn: dict[str, Any] = {
        "type": "table",
        "size": size,
        "inset": inset,
        "air": 0.21 if landscape else 0.42,
        "columns": columns,
    }
    divided = partial(inline, narrow=True)
    starts = columns_of(table)
    lines = [
        max(
            (_lines(c, _room(c, at, columns, size, inset)) for c, at in zip(row, ats, strict=True) if c.row_span == 1),
            default=1,
        )
        for row, ats in zip(table.rows, starts, strict=True)
    ]
    spans = any(cell.row_span > 2 for row in table.rows[table.header_rows :] for cell in row)
    parts: list[dict[str, Any]] = []
    number = 0
    for level, rows in _parts(table):
        cells = []
        for row in rows:
            marked = level > 0 or not spans
            for cell, start in zip(row, starts[number], strict=True):
                room = _room(cell, start, columns, size, inset)
                planned = _cell(cell, divided if narrow else inline, draft=draft, room=room)
                if level == 0 and spans:
                    if cell.row_span > 2:
                        planned |= {
                            "id": name,
                            "rows": list(range(number, number + cell.row_span)),
                            "lines": lines[number : number + cell.row_span],
                            "need": _lines(cell, room),
                        }
                    elif not marked and cell.row_span == 1:
                        planned |= {"id": name, "row": number}
                        marked = True
                cells.append(planned)
            number += 1
        parts.append({"level": level, "cells": cells})
    drawn["parts"] = parts
    heights = [(1 + (count - 1) * 1.35 + 2 * drawn["air"]) * size * _MM + 0.2 for count in lines]
    drawn["keep"] = _keep(heights, table.header_rows, 130.0 if landscape else 200.0)
    if table.show_caption and table.caption:
        drawn["caption"] = table.caption
    if table.note:
        drawn["note"] = inline(table.note)
    return drawn


def _keep(heights: Sequence[float], heads: int, page: float) -> float:
    """Room in mm without which a table begins on the next page: a short one's height, of a long one heads and some rows."""
    whole = sum(heights)
    return round(min(whole if whole <= _SHORT else sum(heights[: heads + _FIRST_ROWS]), page), 3)


def _room(cell: Cell, start: int, columns: Sequence[float], size: float, inset: float) -> float:
    """Width of a cell in characters of its type."""
    return (sum(columns[start : start + cell.column_span]) - 2 * inset) / _MM / size


def _lines(cell: Cell, room: float) -> int:
    """Lines that a text takes in a width given in characters."""
    return max(
        1,
        sum(
            -(-int(10 * text_width(line)) // max(10, int(10 * room + 0.5))) for line in plain(cell.content).split("\n")
        ),
    )


def text_width(text: str) -> float:
    """Width in characters: letters and digits count half."""
    return sum(0.55 if character.isascii() else 1.0 for character in text)


def _cell(cell: Cell, inline: Callable[..., list[dict[str, Any]]], *, draft: bool, room: float) -> dict[str, Any]:
    drawn: dict[str, Any] = {"t": inline(cell.content)}
    text = plain(cell.content)
    if cell.header and cell.align == "center" and _HANZI.fullmatch(text) and len(text) > int(room + 0.05) >= 2:
        # A head of several lines: its number on the first, the rest in lines of even length.
        number = _NUMBER.match(text)
        rest = text[number.end() :] if number and len(cell.content) == 1 else text
        if rest != text:
            drawn["t"] = [{"t": text[: len(text) - len(rest)]}, {"n": True}, {"t": rest}]
        count = max(1, -(-len(rest) // int(room + 0.05)))
        width = max(-(-len(rest) // count), len(text) - len(rest))
        if width <= room:
            drawn["w"] = width
    if cell.row_span > 1:
        drawn["rs"] = cell.row_span
    if cell.column_span > 1:
        drawn["cs"] = cell.column_span
    if cell.align != "center":
        drawn["al"] = cell.align
    if cell.anchor and draft:
        drawn["anchor"] = cell.anchor
    if cell.mark and draft:
        drawn["mark"] = cell.mark
        drawn |= {"to": cell.refs[0]} if cell.refs else {}
    return drawn


def _parts(table: Table) -> list[tuple[int, list[Sequence[Cell]]]]:
    """Runs of rows with their level: 0 is a body, 1 and 2 are heads that repeat until the next head of that level.

    A row is a head when it is one of the leading ones or holds heads only, and no cell reaches out of the run.
    """
    open_until = 0
    starts_free, ends_at = [], []
    for index, row in enumerate(table.rows):
        starts_free.append(open_until <= index)
        open_until = max([open_until, *(index + cell.row_span for cell in row)])
        ends_at.append(open_until)
    parts: list[tuple[int, list[Sequence[Cell]]]] = []
    index = 0
    while index < len(table.rows):
        end = index
        if index < table.header_rows:
            end = max(table.header_rows, *ends_at[: table.header_rows])
            level = 1
        else:
            while end < len(table.rows) and table.rows[end] and all(cell.header for cell in table.rows[end]):
                end += 1
            level = 2 if table.header_rows else 1
            # The whole run must be closed: no label from above reaches in, none from it reaches out.
            while end > index and (ends_at[end - 1] > end or not starts_free[index]):
                end -= 1
        if end == index or end >= len(table.rows) > table.header_rows:
            level, end = 0, index + 1
        if level == 0 and parts and parts[-1][0] == 0:
            parts[-1][1].append(table.rows[index])
        else:
            parts.append((level, list(table.rows[index:end])))
        index = end
    return parts


def measure(table: Table, width: float, *, draft: bool) -> tuple[float, float, list[float], bool]:
    """Size of type in points, inset and widths of the columns in mm, and whether words must be divided.

    The largest type is taken at which none need be.
    """
    count = max(table.width, 1)
    given = table.widths if table.widths and len(table.widths) == count else (1.0,) * count
    total = sum(given)
    wanted = [width * each / total for each in given]
    for size in _SIZES[2:] if count >= 8 else _SIZES:
        inset = 1.0 if size > 9 else 0.6
        needed = _needed(table, count, size, inset, draft=draft)
        if sum(needed) <= width:
            return size, inset, _fitted(wanted, needed, width), False
    return size, inset, [round(width * each / sum(needed), 3) for each in needed], True


def _needed(table: Table, count: int, size: float, inset: float, *, draft: bool) -> list[float]:
    """Least width in mm of each column: its longest word (a number, a Latin word) and three hanzi."""
    needed = [0.0] * count
    for row, starts in zip(table.rows, columns_of(table), strict=True):
        for cell, at in zip(row, starts, strict=True):
            words = [min(len(word), _LONGEST) * 0.58 for word in _WORD.findall(plain(cell.content))]
            least = max([*words, min(2.05, len(plain(cell.content)))]) * size * _MM + 2 * inset + 0.2
            least += size * _MM if cell.mark and draft else 0.0
            if cell.column_span == 1 and at < count:
                needed[at] = max(needed[at], least)
    return needed


def _fitted(wanted: Sequence[float], needed: Sequence[float], width: float) -> list[float]:
    """Widths as wanted, no column narrower than it needs; what is missing is taken from the others in proportion."""
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


def columns_of(table: Table) -> list[list[int]]:
    """Grid column in which each cell starts, by row."""
    taken: dict[int, set[int]] = {}
    found: list[list[int]] = []
    for number, row in enumerate(table.rows):
        at, starts = 0, []
        for cell in row:
            while at in taken.get(number, set()):
                at += 1
            starts.append(at)
            for below in range(number, number + cell.row_span):
                taken.setdefault(below, set()).update(range(at, at + cell.column_span))
            at += cell.column_span
        found.append(starts)
    return found


def squared(table: Table) -> Table:
    """The table closed to a rectangle: short rows filled up, spans that reach over others or out of it cut."""
    height = len(table.rows)
    taken: list[set[int]] = [set() for _ in table.rows]
    rows: list[list[Cell]] = []
    for number, row in enumerate(table.rows):
        at, cells = 0, []
        for cell in row:
            while at in taken[number]:
                at += 1
            across = next((n for n in range(1, cell.column_span) if at + n in taken[number]), cell.column_span)
            down = min(cell.row_span, height - number)
            fitting = (down, across) == (cell.row_span, cell.column_span)
            cells.append(cell if fitting else cell.model_copy(update={"row_span": down, "column_span": across}))
            for below in range(number, number + down):
                taken[below].update(range(at, at + across))
            at += across
        rows.append(cells)
    width = max((max(columns) + 1 for columns in taken if columns), default=0)
    for number, columns in enumerate(taken):
        rows[number] += [Cell() for at in range(width) if at not in columns]
    squared_rows = tuple(tuple(cells) for cells in rows)
    return table if squared_rows == table.rows else table.model_copy(update={"rows": squared_rows})


def too_wide(table: Table) -> bool:
    """Whether an upright page would need type under 7 points or break words."""
    count = max(table.width, 1)
    return sum(_needed(table, count, 7.0, 0.6, draft=False)) > _WIDTH[False]
