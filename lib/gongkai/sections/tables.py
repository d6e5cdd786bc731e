"""The statutory tables as blocks: the form's grid with the return's numbers in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document.blocks import Cell, Table, inline

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.document.blocks import Inline, Mark
    from gongkai.forms import GridCell
    from gongkai.returns import Number, Return

_WIDTHS = {"requests": (2.0, 3.4, 11.0)}
"""Relative widths of the row header columns of a matrix; number columns are 2.6 each."""


def number(value: Number | None) -> str:
    """A number as printed; empty if not filled in."""
    return "" if value is None else f"{value:f}" if not isinstance(value, int) else str(value)


def anchor(path: str, prefix: str = "") -> str:
    """The id of a cell on a page."""
    return f"{prefix}cell-{path.replace('.', '-')}"


def _content(cell: GridCell, record: Return) -> Inline:
    """The cell as printed, totals bold."""
    if cell.path is None:
        return inline(cell.text)
    text = number(record.cells[cell.path])
    if text and (form := record.edition.cells[cell.path]).unit is None:
        text += record.units.get(form.row_path, "")
    bold = "total" in cell.path.split(".")[1:]
    return tuple(run.model_copy(update={"bold": bold}) for run in inline(text)) if bold else inline(text)


def statutory(
    record: Return,
    table_id: str,
    *,
    marks: Mapping[str, Mark] | None = None,
    refs: Mapping[str, tuple[str, ...]] | None = None,
    prefix: str | None = None,
) -> Table:
    """A statutory table filled with a return's numbers.

    Args:
        record: The return.
        table_id: ``disclosure``, ``requests`` or ``disputes``.
        marks: Why cells are highlighted, by path.
        refs: Anchors of the notes about cells, by path.
        prefix: Prefix of the anchors of numbers; ``None`` for no anchors.
    """
    table = record.edition.tables[table_id]
    grid = table.grid
    marks, refs = marks or {}, refs or {}
    rows = []
    for line in grid.rows:
        cells = []
        for cell in line:
            scope = None
            if cell.role in {"column", "title"}:
                scope = "colgroup" if cell.column_span > 1 and (cell.role == "title" or grid.header_rows) else "col"
            elif cell.role == "row":
                scope = "rowgroup" if cell.row_span > 1 else "row"
            cells.append(
                Cell(
                    content=_content(cell, record),
                    header=cell.is_header,
                    scope=scope,
                    row_span=cell.row_span,
                    column_span=cell.column_span,
                    align="left"
                    if cell.role == "row"
                    and cell.row_span == 1
                    and grid.width > grid.header_rows > 1
                    and cell.column + cell.column_span > 2
                    else "center",
                    anchor=anchor(cell.path, prefix) if cell.path and prefix is not None else None,
                    mark=marks.get(cell.path) if cell.path else None,
                    refs=refs.get(cell.path, ()) if cell.path else (),
                    key=cell.path,
                )
            )
        rows.append(tuple(cells))
    heads = _WIDTHS.get(table_id)
    widths = (*heads, *[2.6] * (grid.width - len(heads))) if heads else None
    return Table(
        rows=tuple(rows), caption=table.caption, header_rows=grid.header_rows, widths=widths,
        anchor=f"table-{table_id}",
    )  # fmt: skip
