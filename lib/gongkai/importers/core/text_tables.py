"""Read a statutory table out of a text without grids: which edition its labels are of, and the cells behind them."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.forms.labels import plain, unnumbered
from gongkai.importers.core import label_search
from gongkai.importers.core.delimiters import CELL
from gongkai.importers.core.table_read import TableRead, take_row
from gongkai.returns.model import Issue

if TYPE_CHECKING:
    from gongkai.forms.labels import OffsetText

_PRESENT = 0.3
"""Minimum share of a table's labels that counts as the table being present."""


_LONGEST_LABEL = 45
_SHORTEST_HALF = 4
_LONGEST_PIECE = 4


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
            rest = take_row(out, edition, label, gap, columns, last=after == high)
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
            behind = rest[end:].split()[:8]
            if len(norm) <= _LONGEST_LABEL and behind and behind[0][0].isdigit():
                message = f"规定表式中没有“{text}”这一行，没有读入。"
                out.issues.append(
                    Issue(path=table.id, kind="extra", raw=f"{text} {' '.join(behind)}"[:200], message=message)
                )
    return left
