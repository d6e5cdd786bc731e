"""Tables read in whatever edition they were made in, put into the edition that the year demands."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai.returns.model import Issue, Number

if TYPE_CHECKING:
    from gongkai import forms
    from gongkai.importers.core.table_read import TableRead


@dataclass
class MappedTables:
    """The cells in the demanded edition, the edition really used, and the units given by row."""

    cells: dict[str, Number | None] = field(default_factory=dict)
    edition: forms.Edition = None  # type: ignore[assignment]
    units: dict[str, str] = field(default_factory=dict)


def map_to_edition(reads: dict[str, TableRead | None], demanded: forms.Edition, issues: list[Issue]) -> MappedTables:
    """Put tables into the demanded edition; ids carry the meaning.

    Args:
        reads: The tables by id; ``None`` where one is not there.
        demanded: The edition that the year demands.
        issues: Takes what was found: rows without a place (``extra``), rows that are not there (``absent``), tables of
            another edition (``form``), and what reading them found.
    """
    mapped = MappedTables(edition=_used(reads, demanded))
    for table_id, read in reads.items():
        if read is None:
            message = f"没有找到表“{demanded.tables[table_id].caption}”。"
            issues.append(Issue(path=table_id, kind="absent", message=message))
            continue
        mapped.units = read.units | mapped.units
        rows = _rows(read.edition, table_id)
        wanted = _rows(demanded, table_id)
        same = {path for path, columns in rows.items() if wanted.get(path) == columns}
        mapped.cells |= {p: v for p, v in read.cells.items() if p.rpartition(".")[0] in same}
        issues += [issue for issue in read.issues if _kept(issue, rows, same)]
        if rows != wanted:
            issues += _foreign(read, demanded, rows, wanted)
        for path in wanted:
            found = any(f"{path}.{column}" in read.cells for column in wanted[path])
            if path not in same or not found:
                label = demanded.tables[table_id].row_by_id[path.split(".")[1]].label
                message = f"没有找到“{label}”这一行。"
                issues.append(Issue(path=path, kind="absent", message=message))
    return mapped


def _used(reads: dict[str, TableRead | None], demanded: forms.Edition) -> forms.Edition:
    """The edition of most tables whose labels tell editions apart; the demanded one on a tie."""
    votes = Counter({demanded.id: 0.5})
    editions = {demanded.id: demanded}
    for table_id, read in reads.items():
        if read is not None:
            editions[read.edition.id] = read.edition
            # Table 2 differs in most of its labels, table 3 in one row: that row alone is a mixture, not another form.
            votes[read.edition.id] += 2 if table_id == "disclosure" else 1
    return editions[votes.most_common(1)[0][0]]


def _rows(edition: forms.Edition, table_id: str) -> dict[str, tuple[str, ...]]:
    return {f"{table_id}.{row.id}": tuple(c.id for c in row.columns) for row in edition.tables[table_id].rows}


def _kept(issue: Issue, rows: dict[str, tuple[str, ...]], same: set[str]) -> bool:
    row = ".".join(issue.path.split(".")[:2])
    return row in same or row not in rows


def _foreign(
    read: TableRead, demanded: forms.Edition, rows: dict[str, tuple[str, ...]], wanted: dict[str, tuple[str, ...]]
) -> list[Issue]:
    table = read.edition.tables[read.table]
    strange = [path for path, columns in rows.items() if wanted.get(path) != columns]
    labels = {path: table.row_by_id[path.split(".")[1]] for path in strange}
    said = "、".join(f"“{_name(labels[path])}”" for path in strange)
    message = f"这张表用的是{read.edition.id}版表式，本年度应当用{demanded.id}版；{said}在{demanded.id}版中没有位置。"
    path = strange[0] if len(strange) == 1 else read.table
    found = [Issue(path=path, kind="form", raw=_name(labels[strange[0]]), expected=demanded.id, message=message)]
    for path in strange:
        if read.raw.get(path):
            message = f"“{_name(labels[path])}”的数没有位置，原文是“{read.raw[path]}”。"
            numbers = tuple(read.cells.get(f"{path}.{column}") for column in rows[path])
            candidates = (numbers,) if any(value is not None for value in numbers) else ()
            found.append(Issue(path=path, kind="extra", raw=read.raw[path], candidates=candidates, message=message))
    return found


def _name(row: forms.Row) -> str:
    return row.label
