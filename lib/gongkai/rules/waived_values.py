"""The values that a finding is about: a waiver records them, and holds only as long as they stay the same."""

from __future__ import annotations

import datetime as dt
import hashlib
import re
from typing import TYPE_CHECKING, Any

from gongkai.prose import ProseError
from gongkai.returns.cells import label
from gongkai.returns.labels import describe_path

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gongkai.returns import Return
    from gongkai.returns.model import WaivedValue
    from gongkai.rules.base import Context
    from gongkai.rules.finding import Finding

_OTHER = re.compile(r"([^:]+):(.+)")
_DIGEST = "sha256:"
_SHORT = 40
"""Longest texts that are recorded as they are; of longer ones the digest is."""


def current(context: Context, findings: Iterable[Finding]) -> dict[str, Any]:
    """The values that findings are about, by path: of each cell, row or table its cells, of a text its digest.

    A text counts as it is published, so that a placeholder's number counts too. A cell of last year's report or of a
    member is at ``<year or id>:<path>``, as in findings. What has no value (a waiver, a title that the form prints) is left
    out.
    """
    found: dict[str, Any] = {}
    for path in dict.fromkeys(cell for finding in findings for cell in finding.cells):
        owner, record = _owner(context, path)
        bare = path.removeprefix(f"{owner}:") if owner else path
        for below, value in _values(context, record, bare):
            found[f"{owner}:{below}" if owner else below] = value
    return found


def _owner(context: Context, path: str) -> tuple[str, Return | None]:
    match = _OTHER.fullmatch(path)
    if match is None:
        return "", context.record
    owner = match[1]
    if context.previous is not None and owner == str(context.previous.year):
        return owner, context.previous
    return owner, next((other for other in context.others if other.agency.id == owner), None)


def _values(context: Context, record: Return | None, path: str) -> list[tuple[str, Any]]:
    if record is None:
        return []
    cells = [cell for cell in record.cells if cell == path or cell.startswith(f"{path}.")]
    if cells:
        return [(cell, record.cells[cell]) for cell in cells]
    head, _, rest = path.partition(".")
    if head == "facts" and rest in record.facts:
        return [(path, record.facts[rest].value)]
    if head == "figures":
        figure = next((item for item in record.figures if item.id == rest.partition(".")[0]), None)
        return [] if figure is None else [(path, _text(figure.model_dump_json()))]
    if head == "sections":
        return [(path, None if (text := _published(context, record, path)) is None else _text(text))]
    if not rest and head in {"signed", "published", "publish_by", "signature", "form_used"}:
        value = getattr(record, head)
        return [(path, _text(str(value)) if isinstance(value, (str, dt.date)) else None)]
    return []


def _published(context: Context, record: Return, path: str) -> str | None:
    """The text at a key path as it is published; as it is written if a placeholder cannot be filled in."""
    try:
        prose = context.prose if record is context.record else None
    except ProseError:
        prose = None
    if prose is not None:
        passages = [item.markdown for item in prose.passages if item.path == path or item.path.startswith(f"{path}.")]
        return "\n\n".join(passages) or None
    _, section, *rest = path.split(".")
    text = getattr(record.sections, section, None)
    if isinstance(text, tuple):
        return "\n\n".join(item.text or "" for item in text if not rest or item.id == rest[0]) or None
    return text


def _text(text: str) -> str:
    if len(text) <= _SHORT and "\n" not in text:
        return text
    return _DIGEST + hashlib.sha256(text.encode()).hexdigest()[:12]


def pack(values: Mapping[str, Any], record: Return) -> dict[str, WaivedValue]:
    """Values as a waiver writes them: a row whose cells are all there as one list, or one value if all are equal."""
    found: dict[str, WaivedValue] = {}
    rows = {
        f"{table.id}.{row.id}": tuple(f"{table.id}.{row.id}.{column.id}" for column in row.columns)
        for table in record.edition.tables.values()
        for row in table.rows
    }
    for path, value in values.items():
        row = path.rpartition(".")[0]
        cells = rows.get(row, ())
        if len(cells) < 2 or not all(cell in values for cell in cells):
            found[path] = value
        elif row not in found:
            numbers = tuple(values[cell] for cell in cells)
            found[row] = numbers[0] if len(set(numbers)) == 1 else numbers
    return found


def unpack(values: Mapping[str, WaivedValue], record: Return) -> dict[str, Any]:
    """The opposite of :func:`pack`; what is not a row, or has another number of cells than the row, stays as it is."""
    found: dict[str, Any] = {}
    for path, value in values.items():
        cells = [cell for cell in record.cells if cell.rpartition(".")[0] == path]
        if cells and isinstance(value, tuple) and len(value) == len(cells):
            found |= zip(cells, value, strict=True)
        elif cells and not isinstance(value, tuple):
            found |= dict.fromkeys(cells, value)
        else:
            found[path] = value
    return found


def describe_change(record: Return, path: str, before: Any, now: Any, *, recorded: bool) -> str:
    """A change since a waiver in words."""
    where = label(record, path) if path in record.cells else describe_path(record, path)
    if any(str(value).startswith(_DIGEST) for value in (before, now)):
        return f"{where}的文字已经改动"
    return f"{where}{f'认可时是{_said(before)}' if recorded else '认可时没有记录'}，现在是{_said(now)}"


def _said(value: Any) -> str:
    return "未填" if value is None else f"{value:f}" if hasattr(value, "as_tuple") else str(value)
