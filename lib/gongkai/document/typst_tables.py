"""Tables for the Typst template: widths, size of type, and which rows are heads that repeat on each page."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai.document.blocks import plain

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gongkai.document.blocks import Cell, Inline, Table

_WIDTH = {False: 156.0, True: 225.0}
"""Width of the type area in mm, upright and landscape."""

_SIZES = (10.5, 10.0, 9.0, 8.0, 7.5, 7.0, 6.5)
"""Sizes of type in points, 五号 first; the largest that fits is taken."""

_MM = 25.4 / 72
_WORD = re.compile(r"[!-~]+")


def plan(
    table: Table, inline: Callable[[Inline], list[dict[str, Any]]], *, draft: bool, landscape: bool
) -> dict[str, Any]:
    """What the template draws of a table.

    Args:
        table: The table.
        inline: Turns runs into data.
        draft: Whether marks of cells show.
        landscape: Whether it stands on a landscape page.
    """
    size, inset, columns = _measure(table, _WIDTH[landscape])
    drawn: dict[str, Any] = {"type": "table", "size": size, "inset": inset, "columns": columns}
    drawn["parts"] = [
        {"level": level, "cells": [_cell(cell, inline, draft=draft) for row in rows for cell in row]}
        for level, rows in _parts(table)
    ]
    if table.show_caption and table.caption:
        drawn["caption"] = table.caption
    if table.note:
        drawn["note"] = inline(table.note)
    return drawn


def _cell(cell: Cell, inline: Callable[[Inline], list[dict[str, Any]]], *, draft: bool) -> dict[str, Any]:
    drawn: dict[str, Any] = {"t": inline(cell.content)}
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


def _measure(table: Table, width: float) -> tuple[float, float, list[float]]:
    """Size of type in points, inset and widths of the columns in mm: the largest type at which no word is broken."""
    count = max(table.width, 1)
    given = table.widths if table.widths and len(table.widths) == count else (1.0,) * count
    total = sum(given)
    wanted = [width * each / total for each in given]
    for size in _SIZES[2:] if count >= 8 else _SIZES:
        inset = 1.0 if size > 9 else 0.6
        needed = _needed(table, count, size, inset)
        if sum(needed) <= width:
            return size, inset, _fitted(wanted, needed, width)
    return size, inset, [round(width * each / sum(needed), 3) for each in needed]


def _needed(table: Table, count: int, size: float, inset: float) -> list[float]:
    """Least width in mm of each column: its longest word (a number, a Latin word) and three hanzi."""
    needed = [0.0] * count
    taken: dict[int, set[int]] = {}
    for index, row in enumerate(table.rows):
        at = 0
        for cell in row:
            while at in taken.get(index, set()):
                at += 1
            words = [min(len(word), 12) * 0.58 for word in _WORD.findall(plain(cell.content))]
            least = max([*words, min(2.05, len(plain(cell.content)))]) * size * _MM + 2 * inset + 0.2
            for below in range(index, index + cell.row_span):
                taken.setdefault(below, set()).update(range(at, at + cell.column_span))
            if cell.column_span == 1 and at < count:
                needed[at] = max(needed[at], least)
            at += cell.column_span
    return needed


def _fitted(wanted: Sequence[float], needed: Sequence[float], width: float) -> list[float]:
    """Widths as wanted, no column narrower than it needs; what is missing is taken from the others in proportion."""
    fixed = [False] * len(wanted)
    while True:
        free = width - sum(need for need, fix in zip(needed, fixed, strict=True) if fix)
        base = sum(want for want, fix in zip(wanted, fixed, strict=True) if not fix) or 1.0
        widths = [
            need if fix else want * free / base for want, need, fix in zip(wanted, needed, fixed, strict=True)
        ]
        short = [i for i, (got, need) in enumerate(zip(widths, needed, strict=True)) if got < need - 1e-9]
        if not short:
            return [round(each, 3) for each in widths]
        for i in short:
            fixed[i] = True
