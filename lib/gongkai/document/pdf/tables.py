"""Tables for the Typst template: their cells, and which rows are headers that repeat on each page."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, Any

from gongkai.document import labels
from gongkai.document.blocks import Cell, plain
from gongkai.document.grid import grid
from gongkai.document.layout.cells import MM, breaks_as_label, cell_lines, figure_widths
from gongkai.document.layout.pages import TYPE_HEIGHT, TYPE_WIDTH
from gongkai.document.layout.tables import LEAST_AIR, LONG, is_kept_whole, kept_rows, largest_size
from gongkai.document.layout.tables import plan as plan_table
from gongkai.document.layout.text import clean_lines

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from gongkai.document.blocks import Table
    from gongkai.document.grid import PlacedCell
    from gongkai.document.layout.tables import TablePlan

_CLOSE_AIR = 0.22
"""Space above and below the text of a cell in em where a page can be saved."""

_FIRST_ROWS = 5
"""Rows of a long table that are kept with its header rows."""


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
    planned = plan_table(table, TYPE_WIDTH[landscape], TYPE_HEIGHT[landscape], draft=draft)
    drawn: dict[str, Any] = {
        "type": "table",
        "size": planned.size,
        "inset": planned.inset,
        "air": planned.air,
        "columns": planned.columns,
    }
    height = sum(planned.heights)
    whole = is_kept_whole(planned)
    placed, lines = grid(table), planned.lines
    kept = [] if whole else kept_rows(table, planned)
    followers = {row for start, end in kept for row in range(start + 1, end)}
    figures = figure_widths(placed)
    spans = not whole and any(cell.row_span > 2 for row in table.rows[table.header_rows :] for cell in row)
    parts: list[dict[str, Any]] = []
    number = 0
    for level, rows in _parts(table):
        cells: list[dict[str, Any]] = []
        last = number + len(rows)
        for row in rows:
            marked = level > 0 or not spans
            if kept and number not in followers:
                # An empty cell without width, which is not parted, keeps rows together.
                span = next((end - start for start, end in kept if start == number), 1)
                cells.append({"keeper": True, "rs": span})
            for cell, place in zip(row, placed.rows[number], strict=True):
                planned_cell = _cell(cell, place, planned, inline, draft=draft)
                if level > 0:
                    planned_cell["head"] = True
                    if place.row + place.height == last:
                        planned_cell["foot"] = True
                _align(planned_cell, cell, place, planned, figures)
                if level == 0 and spans:
                    if cell.row_span > 2:
                        planned_cell |= {
                            "id": name,
                            "rows": list(range(number, number + cell.row_span)),
                            "lines": lines[number : number + cell.row_span],
                            "need": cell_lines(cell, planned.room(place)),
                        }
                    elif not marked and cell.row_span == 1:
                        planned_cell |= {"id": name, "row": number}
                        marked = True
                cells.append(planned_cell)
            number += 1
        parts.append({"level": level, "cells": cells})
    drawn["parts"] = parts
    drawn["height"] = round(height, 3)
    drawn["whole"] = whole
    drawn["least"] = round(planned.least, 3) if planned.whole else drawn["height"]
    drawn["least-air"] = LEAST_AIR
    # Only a table that shares its page is ever set larger, to fill it.
    drawn["largest"] = planned.size if landscape or height >= LONG else largest_size(table, planned, draft=draft)
    drawn["kept"] = [bool(kept) and row not in followers for row in range(number)]
    drawn["keep"] = 0.0 if whole else _keep(planned.heights, table.header_rows, 130.0 if landscape else 200.0)
    if table.show_caption and table.caption:
        drawn["caption"] = table.caption
    if table.note:
        drawn["note"] = inline(table.note)
    return drawn


def tighten(drawn: dict[str, Any]) -> None:
    """Give a planned table little air."""
    saved = max(0.0, drawn["air"] - _CLOSE_AIR)
    drawn["air"] = round(drawn["air"] - saved, 3)
    drawn["height"] = round(drawn["height"] - 2 * saved * drawn["size"] * MM * len(drawn["kept"]), 3)


def _keep(heights: Sequence[float], headers: int, page: float) -> float:
    """Height in mm that a table needs to start on a page: its first rows."""
    return round(min(sum(heights[: headers + _FIRST_ROWS]), page), 3)


def _cell(
    cell: Cell, place: PlacedCell, planned: TablePlan, inline: Callable[..., list[dict[str, Any]]], *, draft: bool
) -> dict[str, Any]:
    text, room = clean_lines(plain(cell.content)), planned.room(place)
    if planned.narrow:
        inline = partial(inline, narrow=True)
    elif breaks_as_label(cell) and len(lines := labels.lines(text, room)) > 1:
        inline = partial(inline, lines=lines)
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
        drawn |= {"to": cell.refs[0]} if cell.refs else {}
    return drawn


def _align(
    drawn: dict[str, Any], cell: Cell, place: PlacedCell, planned: TablePlan, figures: dict[tuple[int, int], float]
) -> None:
    """Align a number at the right of its column's longest number, which is centred; not where a mark follows it."""
    longest = figures.get((place.column, place.end))
    if longest is None or cell.header or "mark" in drawn:
        return
    drawn["al"] = "right"
    drawn["pad"] = round(max(0.0, (planned.room(place) - longest) / 2) * planned.size * MM + planned.inset, 3)


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
