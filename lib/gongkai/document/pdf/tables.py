"""Tables for the Typst template: their cells, and which rows are headers that repeat on each page."""

from __future__ import annotations

import re
from functools import partial
from typing import TYPE_CHECKING, Any

from gongkai.document.blocks import Cell, plain
from gongkai.document.grid import grid
from gongkai.document.layout.pages import TYPE_WIDTH
from gongkai.document.layout.tables import MM, measure
from gongkai.document.text import text_width

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gongkai.document.blocks import Table
    from gongkai.document.grid import PlacedCell

_SHORT = 70.0
"""Maximum height in mm of a table that is kept on one page."""

_FIRST_ROWS = 5
"""Rows of a long table that are kept with its header rows."""

_HANZI = re.compile(r"[\u4e00-\u9fff（）、]+")
_NUMBER = re.compile(r"[一二三四五六七八九十]+、|（[一二三四五六七八九十]+）")


def plan(
    table: Table, name: str, inline: Callable[..., list[dict[str, Any]]], *, draft: bool, landscape: bool
) -> dict[str, Any]:
    """The template's data for a table.

    Args:
        table: The table.
        name: A unique name in the document.
        inline: Converts runs to data.
        draft: Whether marks of cells are shown.
        landscape: Whether it is on a landscape page.
    """
    size, inset, columns, narrow = measure(table, TYPE_WIDTH[landscape], draft=draft)
    drawn: dict[str, Any] = {
        "type": "table",
        "size": size,
        "inset": inset,
        "air": 0.21 if landscape else 0.42,
        "columns": columns,
    }
    divided = partial(inline, narrow=True)
    placed = grid(table)
    lines = [
        max((_lines(c.cell, _room(c, columns, size, inset)) for c in row if c.height == 1), default=1)
        for row in placed.rows
    ]
    spans = any(cell.row_span > 2 for row in table.rows[table.header_rows :] for cell in row)
    parts: list[dict[str, Any]] = []
    number = 0
    for level, rows in _parts(table):
        cells = []
        for row in rows:
            marked = level > 0 or not spans
            for cell, place in zip(row, placed.rows[number], strict=True):
                room = _room(place, columns, size, inset)
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
    heights = [(1 + (count - 1) * 1.35 + 2 * drawn["air"]) * size * MM + 0.2 for count in lines]
    drawn["keep"] = _keep(heights, table.header_rows, 130.0 if landscape else 200.0)
    if table.show_caption and table.caption:
        drawn["caption"] = table.caption
    if table.note:
        drawn["note"] = inline(table.note)
    return drawn


def _keep(heights: Sequence[float], headers: int, page: float) -> float:
    """Height in mm that a table needs to start on a page: a short one all of it, a long one its first rows."""
    whole = sum(heights)
    return round(min(whole if whole <= _SHORT else sum(heights[: headers + _FIRST_ROWS]), page), 3)


def _room(placed: PlacedCell, columns: Sequence[float], size: float, inset: float) -> float:
    """Width of a cell in characters of its font size."""
    return (sum(columns[placed.column : placed.end]) - 2 * inset) / MM / size


def _lines(cell: Cell, room: float) -> int:
    """Number of lines that a text takes in a width given in characters."""
    return max(
        1,
        sum(
            -(-int(10 * text_width(line)) // max(10, int(10 * room + 0.5))) for line in plain(cell.content).split("\n")
        ),
    )


def _cell(cell: Cell, inline: Callable[..., list[dict[str, Any]]], *, draft: bool, room: float) -> dict[str, Any]:
    drawn: dict[str, Any] = {"t": inline(cell.content)}
    text = plain(cell.content)
    if cell.header and cell.align == "center" and _HANZI.fullmatch(text) and len(text) > int(room + 0.05) >= 2:
        # A header of several lines: its number on the first, the rest in lines of even length.
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
    """Runs of rows and their level: 0 is body, 1 and 2 are header rows that repeat until the next of that level.

    A row is a header row if it is one of the leading ones or contains headers only, and no cell spans beyond the run.
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
            # The run must be self-contained: no header above spans into it, none in it spans beyond it.
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
