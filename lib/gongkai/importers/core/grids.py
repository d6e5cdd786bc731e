"""Read a statutory table out of the grids that a format gives: columns by their headers, rows by their labels."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.forms import table_match
from gongkai.forms.labels import plain
from gongkai.importers.core.flatten import cells
from gongkai.importers.core.label_search import Label
from gongkai.importers.core.table_read import TableRead, take_row
from gongkai.returns.model import Issue

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.forms.table_match import PositionedCell, RowMatch, StrangeRow, TableMatch
    from gongkai.importers.core.flatten import LocatedTable

_MOST_SAID = 8
"""How many numbers of a row without a place are quoted."""


def read(table_id: str, grids: Sequence[LocatedTable], demanded: forms.Edition) -> TableRead | None:
    """Read a table in the edition whose labels fit best.

    Args:
        table_id: A table of the form.
        grids: Where to look, in reading order.
        demanded: The edition to prefer where several fit alike.

    Returns:
        The table, ``is_complete`` if every row of the form was found; ``None`` if there is no row of it.
    """
    order = sorted(forms.editions().values(), key=lambda item: item is not demanded)
    rows = [item.table.rows for item in grids]
    found = [
        (edition, match)
        for edition in order
        if table_id in edition.tables and (match := table_match.find(edition.tables[table_id], rows)) is not None
    ]
    if not found:
        return None
    edition, match = max(found, key=lambda item: item[1].score)
    return _read(edition, match, grids)


def _read(edition: forms.Edition, match: TableMatch[PositionedCell], grids: Sequence[LocatedTable]) -> TableRead:
    out = TableRead(edition, match.table.id, score=match.score, is_complete=match.is_complete, in_order=match.in_order)
    columns = {f"{match.table.id}.{row.id}.{column.id}": column for row in match.table.rows for column in row.columns}
    for printed, expected in match.headers.items():
        out.issues.append(Issue(path=out.table, kind="mislabelled", raw=printed, expected=expected))
    for found in match.rows:
        text = found.row.label or match.table.caption
        label = Label(text, plain(text), found.row.paths, "row")
        take_row(out, edition, label, cells(found.cells), columns, last=False)
        if found.printed is not None:
            out.issues.append(_mislabelled(found, found.printed))
    out.issues += [_strange(out.table, item) for item in match.strange]
    (first, header), (last, bottom) = match.start, max(row.at for row in match.rows)
    top = _top(match.table, grids[first], header)
    out.start, out.end = grids[first].rows[top][0], grids[last].rows[bottom][1]
    return out


def _top(table: forms.Table, grid: LocatedTable, header: int) -> int:
    """The first row of a grid down to its headers that has a label of the form: titles of blocks and groups are over them."""
    known = {plain(cell.text) for cell in table.grid.cells if cell.path is None}
    rows = grid.table.rows[:header]
    return next((at for at, row in enumerate(rows) if any(plain(cell.text) in known for cell in row)), header)


def _mislabelled(row: RowMatch[PositionedCell], printed: str) -> Issue:
    path = row.row.paths[0].rpartition(".")[0]
    return Issue(path=path, kind="mislabelled", raw=printed, expected=row.row.label)


def _strange(table: str, row: StrangeRow[PositionedCell]) -> Issue:
    """A row that was not read: one of no place in the form, or a second one of the same label."""
    if row.repeats is not None:
        message = f"表中“{row.label}”出现了两次，只读取第一次。"
        return Issue(path=row.repeats.paths[0].rpartition(".")[0], kind="note", raw=row.label, message=message)
    said = [cell.text.strip() for cell in row.cells if cell is not None][:_MOST_SAID]
    message = f"规定表式中没有“{row.label}”这一行，没有读入。"
    return Issue(path=table, kind="extra", raw=f"{row.label} {' '.join(said)}"[:200], message=message)
