"""A pandas DataFrame, or its Styler, as a table block."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, Literal

from gongkai.document import foreign
from gongkai.document.blocks import Cell, Table, inline

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd
    from pandas.io.formats.style import Styler


def table(frame: pd.DataFrame, caption: str | None = None) -> Table:
    """The frame as a table, its index as row headers and its columns as column headers.

    Equal neighbours in a MultiIndex are merged; a header with only empty strings below it spans downwards.

    Args:
        frame: Any frame.
        caption: Name of the table, printed over it; ``frame.attrs["caption"]`` by default.
    """
    columns = [key if isinstance(key, tuple) else (key,) for key in frame.columns]
    index = [key if isinstance(key, tuple) else (key,) for key in frame.index]
    levels, depth = frame.index.nlevels, frame.columns.nlevels
    names = "／".join(str(name) for name in frame.index.names if name is not None)
    rows: list[list[Cell]] = [[] for _ in range(depth + len(frame))]
    if rows:
        rows[0].append(Cell(content=inline(names), header=True, scope="col", row_span=depth, column_span=levels))
    for level, _, key, length, reach in _headers(columns):
        scope: Literal["col", "colgroup"] = "colgroup" if length > 1 else "col"
        head = Cell(content=inline(_text(key)), header=True, scope=scope, column_span=length, row_span=reach)
        rows[level].append(head)
    for _, at, key, length, reach in sorted(_headers(index), key=lambda header: header[1::-1]):
        side: Literal["row", "rowgroup"] = "rowgroup" if length > 1 else "row"
        head = Cell(
            content=inline(_text(key)), header=True, scope=side, row_span=length, column_span=reach, align="left"
        )
        rows[depth + at].append(head)
    for row, values in zip(rows[depth:], frame.itertuples(index=False, name=None), strict=True):
        row += [
            Cell(content=inline(_text(value)), align="left" if isinstance(value, str) else "right") for value in values
        ]
    name = str(caption or frame.attrs.get("caption") or "")
    return Table(
        rows=tuple(map(tuple, rows)), caption=name or "数据表", show_caption=bool(name), header_rows=depth
    )  # fmt: skip


def styled(styler: Styler) -> tuple[Table, str]:
    """A table with its Styler's formatting, and its HTML; colours appear in the notebook only.

    Args:
        styler: ``frame.style``; its caption, else that of its frame, is printed over the table.

    Returns:
        The table; the HTML, with deterministic ids.
    """
    text = styler.to_html(table_uuid="table")
    (found,) = foreign.tables(text)
    name = str(styler.data.attrs.get("caption") or "")  # type: ignore[attr-defined]
    if name and not found.show_caption:
        found = found.model_copy(update={"caption": name, "show_caption": True})
    return found, text


def _headers(keys: Sequence[tuple[Any, ...]]) -> Iterator[tuple[int, int, Any, int, int]]:
    """The headers of a MultiIndex: level, position, key, number of keys spanned, number of levels spanned."""
    depth = len(keys[0]) if keys else 0
    covered: set[tuple[int, int]] = set()
    for level in range(depth):
        at = 0
        for key, length in _runs(keys, level):
            span = range(at, at + length)
            if (level, at) not in covered:
                reach = 1
                while level + reach < depth and all(keys[n][level + reach] == "" for n in span):
                    covered.update((level + reach, n) for n in span)
                    reach += 1
                yield level, at, key, length, reach
            at += length


def _runs(keys: Sequence[tuple[Any, ...]], level: int) -> list[tuple[Any, int]]:
    """Runs of keys equal down to a level; the last level is never merged."""
    if keys and level == len(keys[0]) - 1:
        return [(key[level], 1) for key in keys]
    return [(head[-1], len(list(run))) for head, run in groupby(keys, key=lambda key: key[: level + 1])]


def _text(value: Any) -> str:
    import pandas as pd  # a frame exists, so pandas is imported already

    if pd.api.types.is_scalar(value) and pd.isna(value):
        return ""
    if isinstance(value, float):
        return f"{value:.6g}" if abs(value) >= 1e-4 or value == 0 else str(value)
    return f"{value:f}" if isinstance(value, Decimal) else str(value)
