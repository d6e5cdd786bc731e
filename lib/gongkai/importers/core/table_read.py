"""A table as it was read, and reading one row of numbers into it."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gongkai.importers.core import values
from gongkai.importers.core.delimiters import CELL
from gongkai.returns.model import Issue, Number

if TYPE_CHECKING:
    from gongkai import forms
    from gongkai.importers.core.label_search import Label

_FEWEST_IN_LINE = 4


@dataclass
class TableRead:
    """A table as read in one edition.

    Attributes:
        edition: The edition whose labels were looked for.
        table: The table's id.
        cells: Values by path; rows that were not found are not in it.
        raw: By row path, the text of its values.
        issues: What could not be settled.
        start, end: Location of the table in the text; equal if it is absent.
        score: How well the labels fit, higher is better.
        units: Units given by row, where the form prints none.
        is_complete: Whether every row of the form was found.
        in_order: Whether the columns are in the form's order.
    """

    edition: forms.Edition
    table: str
    cells: dict[str, Number | None] = field(default_factory=dict)
    raw: dict[str, str] = field(default_factory=dict)
    issues: list[Issue] = field(default_factory=list)
    start: int = 0
    end: int = 0
    score: float = float("-inf")
    units: dict[str, str] = field(default_factory=dict)
    is_complete: bool = False
    in_order: bool = True


def take_row(
    out: TableRead,
    edition: forms.Edition,
    label: Label,
    gap: str,
    columns: dict[str, forms.Column],
    *,
    last: bool,
) -> str:
    """Read the numbers of a row into ``out``, with the issues about them.

    Args:
        out: Takes cells, raw text, unit and issues.
        edition: The edition of the row.
        label: The label before the numbers, and their cells.
        gap: The text from there to the next label; cells that are known apart are marked.
        columns: The columns of the table by cell.
        last: Whether prose may follow.

    Returns:
        What is left of ``gap`` behind the numbers.
    """
    cells = [edition.cells[path] for path in label.cells]
    kinds = [columns[path] for path in label.cells]
    groups = _groups(label.cells)
    read = values.read(gap, cells, kinds, groups, last=last)
    if read.is_blank and (line := _line_of_numbers(gap, len(cells))) is not None:
        # Headers of several lines are between the last label and the numbers.
        read = replace(values.read(line[0], cells, kinds, groups, last=False), length=line.end())
    rows = list(dict.fromkeys(path.rpartition(".")[0] for path in label.cells))
    where = rows[0] if len(rows) == 1 else out.table
    out.raw[where] = read.raw
    out.units |= {cell.row_path: read.unit for cell in cells if read.unit and read.unit in cell.choices}
    if not read.numbers:
        out.cells |= dict.fromkeys(label.cells)
        out.issues.append(_ambiguous(where, read, len(cells), label.text))
        return gap[read.length :]
    out.cells |= dict(zip(label.cells, read.numbers, strict=True))
    for at in read.invalid:
        said = " ".join(read.parts[at].split()) if read.parts else read.raw
        message = f"“{cells[at].label}”里的“{said}”不是数字，没有读入；请核对原文。"
        out.issues.append(Issue(path=label.cells[at], kind="invalid", raw=said, message=message))
    for at in read.converted:
        said = " ".join(read.parts[at].split()) if read.parts else read.raw
        message = f"“{cells[at].label}”里写的是“{said}”，已按{cells[at].unit}读作{read.numbers[at]}；请核对。"
        out.issues.append(Issue(path=label.cells[at], kind="note", raw=said, message=message))
    if read.by_total:
        message = (
            f"“{label.text}”后的数字“{read.raw}”连在一起，按合计等于各项之和只有一种读法，已照此读入；请核对原文。"
        )
        out.issues.append(Issue(path=where, kind="note", raw=read.raw, message=message))
    _blanks(out, label.cells, read)
    for cell, value in zip(cells, read.numbers, strict=True):
        if value is not None and cell.kind == "integer" and (value < 0 or value != int(value)):
            out.issues.append(
                Issue(path=cell.path, kind="invalid", raw=str(value), message=f"“{cell.label}”应当是非负整数。")
            )
    return gap[read.length :]


def _line_of_numbers(gap: str, count: int) -> re.Match[str] | None:
    """A line of at least four numbers, exactly as many as there are cells."""
    if count < _FEWEST_IN_LINE or CELL in gap:
        return None
    return re.search(rf"^[ \t]*(?:[\d.]+[ \t]+){{{count - 1}}}[\d.]+[ \t]*$", gap, re.MULTILINE)


def _groups(paths: tuple[str, ...]) -> list[int]:
    """Lengths of the groups of cells whose last is their total."""
    rows: dict[str, list[str]] = {}
    for path in paths:
        rows.setdefault(path.rpartition(".")[0], []).append(path)
    return [n for row in rows.values() for n in ([len(row)] if row[-1].endswith(".total") else [1] * len(row))]


def _ambiguous(path: str, read: values.Values, count: int, label: str) -> Issue:
    if read.candidates:
        more = "" if read.complete else f"（只列出前{len(read.candidates)}种）"
        message = f"“{label}”后的数字连在一起，有{len(read.candidates)}种读法{more}，没有读入；请核对原文后填写。"
    else:
        message = f"“{label}”后应有{count}个数，原文是“{read.raw}”，分不清各是哪一格，没有读入；请核对原文后填写。"
    return Issue(path=path, kind="ambiguous", raw=read.raw, candidates=read.candidates, message=message)


def _blanks(out: TableRead, paths: tuple[str, ...], read: values.Values) -> None:
    blank = [path for at, path in enumerate(paths) if read.numbers[at] is None and at not in read.invalid]
    rows: dict[str, list[str]] = {}
    for path in blank:
        rows.setdefault(path.rpartition(".")[0], []).append(path)
    for row, cells in rows.items():
        total = sum(path.startswith(f"{row}.") for path in paths)
        for path in [row] if len(cells) == total else cells:
            out.issues.append(Issue(path=path, kind="blank", raw=read.raw))
