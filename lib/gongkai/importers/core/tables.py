"""Read a statutory table out of a text: which edition its labels are of, and the cells behind them."""

from __future__ import annotations

import re
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.forms.labels import plain, unnumbered
from gongkai.importers.core import label_search, values
from gongkai.importers.core.delimiters import CELL
from gongkai.returns.model import Issue, Number

if TYPE_CHECKING:
    from gongkai.forms.labels import OffsetText

_PRESENT = 0.3
"""Least share of a table's labels that counts as the table being present."""


_LONGEST_LABEL = 45
_FEWEST_IN_LINE = 4
_SHORTEST_HALF = 4
_LONGEST_PIECE = 4


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


def read(table_id: str, norm: OffsetText, low: int, high: int, demanded: forms.Edition) -> TableRead | None:
    """Read a table in the edition whose labels fit best.

    Args:
        table_id: ``disclosure``, ``requests`` or ``disputes``.
        norm: The text.
        low: Where in ``norm.raw`` to begin.
        high: Where to stop.
        demanded: The edition to prefer where several fit alike.

    Returns:
        The table, or ``None`` where it is not there.
    """
    order = sorted(forms.editions().values(), key=lambda item: item is not demanded)
    found = [item for edition in order if (item := _read(edition, table_id, norm, low, high)) is not None]
    return max(found, key=lambda item: item.score, default=None)


def _read(edition: forms.Edition, table_id: str, norm: OffsetText, low: int, high: int) -> TableRead | None:
    table = edition.tables[table_id]
    found = label_search.find(table, edition.id, norm, low, high)
    whole = sum(len(label.norm) for label in found.labels)
    if found.weight < whole * _PRESENT or not any(found.labels[match.index].cells for match in found.matches):
        return None
    start = low + len(norm.raw[low : found.matches[0].start].rstrip(f' \t（(“"|{CELL}'))
    out = TableRead(edition, table_id, start=start, end=found.matches[-1].end)
    columns = {f"{table_id}.{row.id}.{column.id}": column for row in table.rows for column in row.columns}
    left = 0
    for n, match in enumerate(found.matches):
        label = found.labels[match.index]
        after = found.matches[n + 1].start if n + 1 < len(found.matches) else high
        gap = norm.raw[match.end : after]
        rest = gap
        if label.cells:
            rest = _row(out, edition, label, gap, columns, last=after == high)
            if after == high:
                out.end = match.end + len(gap) - len(rest)
                rest = ""
        elif after == high:
            out.end, rest = match.end, ""
        if match.raw is not None:
            rest = _mislabelled(out, label, match.raw, rest)
        left += _leftover(out, table, found.labels, rest)
    out.score = found.weight - 0.5 * (whole - found.weight) - left
    return out


def _row(
    out: TableRead,
    edition: forms.Edition,
    label: label_search.Label,
    gap: str,
    columns: dict[str, forms.Column],
    *,
    last: bool,
) -> str:
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


def _mislabelled(out: TableRead, label: label_search.Label, raw: str, rest: str) -> str:
    """Tell a label that differs; gives what is left behind the row once the label's second half was found there."""
    if plain(raw) in {label.norm, unnumbered(label.text)}:
        return rest  # Word sets numbers by itself: they are in no text
    # A header beside the rows is written downwards, a character a line.
    half = _second_half(plain(re.sub(r"(?<=\s)[\u4e00-\u9fff](?=\s)", "", raw)), label.norm)
    if half and half in plain(rest):
        return ""  # the numbers are beside the middle line of a label of several lines
    rows = {path.rpartition(".")[0] for path in label.cells}
    path = rows.pop() if len(rows) == 1 else out.table
    out.issues.append(Issue(path=path, kind="mislabelled", raw=raw, expected=label.text))
    return rest


def _second_half(written: str, label: str) -> str:
    """What is missing of a label of which the beginning is written, possibly after a piece of a header beside it."""
    for size in range(min(len(written), len(label) - 1), _SHORTEST_HALF - 1, -1):
        if written.endswith(label[:size]) and len(written) - size <= _LONGEST_PIECE:
            return label[size:]
    return ""


def _leftover(out: TableRead, table: forms.Table, known: tuple[label_search.Label, ...], rest: str) -> int:
    """Words between the cells that belong to no label: how many characters; repeated and strange rows become issues."""
    left = 0
    for start, end in label_search.chunks(rest, 0, len(rest)):
        text = rest[start:end].strip().rstrip("(（")
        norm = plain(text)
        if any(label.role == "row" and norm == label.norm and not label.cells for label in known):
            message = f"表中“{text}”重复出现。"
            out.issues.append(Issue(path=table.id, kind="mislabelled", raw=text, message=message))
        elif any(norm in label.norm for label in known):
            continue  # a header broken by a page, or a column header out of its row
        else:
            left += len(norm)
            behind = rest[end:].split()[:8] if norm else []
            if len(norm) <= _LONGEST_LABEL and behind and behind[0][0].isdigit():
                message = f"规定表式中没有“{text}”这一行，没有读入。"
                out.issues.append(
                    Issue(path=table.id, kind="extra", raw=f"{text} {' '.join(behind)}"[:200], message=message)
                )
    return left
