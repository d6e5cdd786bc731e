"""A pandas DataFrame as a table block."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from gongkai.document.blocks import Cell, Table, inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    import pandas as pd


def table(frame: pd.DataFrame, caption: str | None = None) -> Table:
    """The frame with its index as row heads and its columns as column heads; equal neighbours in a MultiIndex merge.

    Args:
        frame: Any frame.
        caption: Name of the table; ``frame.attrs["caption"]`` by default.
    """
    columns = [key if isinstance(key, tuple) else (key,) for key in frame.columns]
    index = [key if isinstance(key, tuple) else (key,) for key in frame.index]
    levels, depth = frame.index.nlevels, frame.columns.nlevels
    rows: list[list[Cell]] = []
    for level in range(depth):
        row: list[Cell] = []
        if level == 0:
            names = "／".join(str(name) for name in frame.index.names if name is not None)
            row.append(Cell(content=inline(names), header=True, scope="col", row_span=depth, column_span=levels))
        for key, length in _runs(columns, level):
            scope = "colgroup" if length > 1 else "col"
            row.append(Cell(content=inline(_text(key)), header=True, scope=scope, column_span=length))
        rows.append(row)
    starts: list[dict[int, tuple[Any, int]]] = []
    for level in range(levels):
        at, found = 0, {}
        for key, length in _runs(index, level):
            found[at] = (key, length)
            at += length
        starts.append(found)
    for n, values in enumerate(frame.itertuples(index=False, name=None)):
        row = []
        for level in range(levels):
            if n in starts[level]:
                key, length = starts[level][n]
                scope = "rowgroup" if length > 1 else "row"
                row.append(Cell(content=inline(_text(key)), header=True, scope=scope, row_span=length, align="left"))
        row += [
            Cell(content=inline(_text(value)), align="left" if isinstance(value, str) else "right") for value in values
        ]
        rows.append(row)
    name = caption or str(frame.attrs.get("caption") or "数据表")
    return Table(rows=tuple(map(tuple, rows)), caption=name, header_rows=depth)


def _runs(keys: Sequence[tuple[Any, ...]], level: int) -> list[tuple[Any, int]]:
    """Runs of keys equal down to a level; the last level never merges."""
    if keys and level == len(keys[0]) - 1:
        return [(key[level], 1) for key in keys]
    return [(head[-1], len(list(run))) for head, run in groupby(keys, key=lambda key: key[: level + 1])]


def _text(value: Any) -> str:
    if value is None or value != value:  # noqa: PLR0124 - not a number
        return ""
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) >= 1e-4 or value == 0 else str(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
