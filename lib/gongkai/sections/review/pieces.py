"""Headings and simple tables of the working paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document.blocks import Cell, Heading, Table, inline

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.document.blocks import Inline
    from gongkai.returns import Number


def heading(text: str, *, level: int = 1, folded: bool = False, anchor: str | None = None) -> Heading:
    """A heading of plain text."""
    return Heading(level=level, content=inline(text), folded=folded, anchor=anchor)


def table(
    caption: str,
    rows: Sequence[Sequence[str | Number | Inline]],
    left: int = 0,
    widths: tuple[float, ...] | None = None,
) -> Table:
    """A table with column headers in the first row and row headers in the first column; left-aligned up to ``left``.

    Args:
        caption: Name of the table.
        rows: Texts, numbers or runs; the first row is the header.
        left: The last column that is left-aligned, from 0.
        widths: Relative widths of the columns.
    """
    made = [tuple(Cell(content=_content(text), header=True, scope="col") for text in rows[0])]
    made += [
        tuple(
            Cell(content=_content(text), header=n == 0, scope="row" if n == 0 else None,
                 align="left" if n <= left else "center")
            for n, text in enumerate(row)
        )
        for row in rows[1:]
    ]  # fmt: skip
    widths = widths or ((1.0, 8.0) if len(rows[0]) == 2 else None)
    return Table(rows=tuple(made), caption=caption, header_rows=1, widths=widths)


def pairs(caption: str, pairs: Sequence[tuple[str, str]]) -> Table:
    """A table of names and values."""
    rows = tuple(
        (Cell(content=inline(key), header=True, scope="row"), Cell(content=inline(value), align="left"))
        for key, value in pairs
    )
    return Table(rows=rows, caption=caption, widths=(1.0, 4.0))


def _content(text: str | Number | Inline) -> Inline:
    return text if isinstance(text, tuple) else inline(str(text))
