"""A return as the text of a year's file, suitable for editing."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

from gongkai.returns import modeline
from gongkai.returns.load import SCHEMA

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongkai import forms
    from gongkai.returns.model import Return

_BLOCK = re.compile(r"[^\s\x00-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")
_UNFIT = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ufeff\ufffe\uffff\ud800-\udfff]")


def dump(record: Return, remark: str | None = None) -> str:
    """The YAML text of a return; loading it restores the return.

    Args:
        record: The return.
        remark: A comment line at the top, for instance the source of the figures.
    """
    return "\n".join([*_head(record, remark), *_tables(record), *_others(record), *_sections(record)]) + "\n"


def comment(text: str) -> str:
    """A comment line; line breaks and characters that YAML does not allow become spaces, so that they cannot end it."""
    return f"# {' '.join(''.join(char if char.isprintable() else ' ' for char in text).split())}"


def scalar(value: Any) -> str:
    """A value in flow style; strings that YAML would not read as strings are quoted."""
    if isinstance(value, str):
        if not _quoted(value):
            return value
        quoted = json.dumps(value, ensure_ascii=False)
        return "".join(char if char.isprintable() else f"\\U{ord(char):08x}" for char in quoted)
    if isinstance(value, (list, tuple)):
        return f"[{', '.join(map(scalar, value))}]"
    if isinstance(value, dict):
        return f"{{{', '.join(f'{scalar(key)}: {scalar(item)}' for key, item in value.items())}}}"
    if isinstance(value, bool) or value is None:
        return json.dumps(value)
    return str(value) if isinstance(value, int) else f"{value:f}" if hasattr(value, "as_tuple") else str(value)


def _quoted(text: str) -> bool:
    safe = re.fullmatch(r"[A-Za-z_\u4e00-\u9fff][\w\u4e00-\u9fff（）《》“”、。·.-]*", text)
    return safe is None or text.lower() in {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}


def _head(record: Return, remark: str | None) -> Iterator[str]:
    yield modeline.line(modeline.of_year(record.edition))
    yield comment(record.title)
    if remark:
        yield comment(remark)
    yield "# null是没有填写，没有发生的填0；一张表里其余都是0的，写一行 rest: 0。"
    yield f"schema: {SCHEMA}"
    yield f"year: {record.year}"
    for key in ("form_used", "signed", "published", "publish_by", "signature"):
        value = getattr(record, key)
        if value is not None:
            yield f"{key}: {scalar(value)}"
    if record.seal:
        yield "seal: true"


def table_head(edition: forms.Edition, table: forms.Table) -> tuple[str, ...]:
    """The lines before the rows of a table: the title of its section as a comment, and its key."""
    title = next(section.title for section in edition.sections if section.table == table.id)
    return ("", f"# {title}", f"{table.id}:")


def _tables(record: Return) -> Iterator[str]:
    # Loading sets them to 0, so other numbers must be written.
    rest = frozenset(path for path in record.rest if record.cells[path] == 0)
    for table in record.edition.tables.values():
        yield from table_head(record.edition, table)
        columns: tuple[forms.Column, ...] = ()
        for row in table.rows:
            paths = {column.id: f"{table.id}.{row.id}.{column.id}" for column in row.columns}
            path = f"{table.id}.{row.id}"
            is_open = path in record.edition.open_rows
            if not is_open and rest.issuperset(paths.values()):
                continue
            if row.columns != columns:
                yield f"  # 依次为{'、'.join(column.label for column in row.columns)}"
                columns = row.columns
            yield f"  {row.id}: {_row(record, f'{table.id}.{row.id}', paths, rest)}  # {row.label}"
        if any(cell.path in rest for cell in table.cells):
            yield "  rest: 0"


def _row(record: Return, path: str, paths: Mapping[str, str], rest: frozenset[str]) -> str:
    typed = {column: scalar(record.cells[cell]) for column, cell in paths.items() if cell not in rest}
    if path in record.edition.open_rows:
        typed["unit"] = scalar(record.units.get(path))
    elif len(typed) == len(paths):
        return f"[{', '.join(typed.values())}]"
    return f"{{{', '.join(f'{k}: {v}' for k, v in typed.items())}}}"


def _others(record: Return) -> Iterator[str]:
    if record.facts:
        yield ""
        yield "# 表外的数，文字中以 {{ facts.代号 }} 引用"
        yield "facts:"
        for key, fact in record.facts.items():
            data = {"label": fact.label, "value": fact.value, "unit": fact.unit}
            data |= {k: v for k, v in (("part_of", fact.part_of), ("same_as", fact.same_as)) if v is not None}
            yield f"  {scalar(key)}: {scalar(data)}"
    if record.figures:
        yield ""
        yield "figures:"
        for figure in record.figures:
            data = figure.model_dump(exclude={"id"}, exclude_defaults=True)
            yield f"  {scalar(figure.id)}: {scalar(data)}"
    for key, items in (("waivers", record.waivers), ("corrections", record.corrections), ("issues", record.issues)):
        if items:
            yield ""
            if key == "issues":
                yield "# 读入时没有能确定的地方；改好数字后请删去对应的一条"
            yield f"{key}:"
            for item in items:
                data = item.model_dump(exclude_defaults=True)
                yield f"  - {scalar(data)}"


def _sections(record: Return) -> Iterator[str]:
    texts = record.sections
    if texts == type(texts)():
        return
    yield ""
    yield "sections:"
    for key in type(texts).model_fields:
        value = getattr(texts, key)
        if isinstance(value, str):
            yield from text_lines(key, value, 2)
        elif value is not None:
            yield f"  {key}:" if value else f"  {key}: {{}}"
            for passage in value:
                yield f"    {scalar(passage.id)}:"
                yield f"      heading: {scalar(passage.heading)}"
                yield from text_lines("text", passage.text, 6)


def text_lines(key: str, text: str | None, indent: int) -> Iterator[str]:
    """A text as a literal block, or quoted if a block cannot represent it."""
    margin = " " * indent
    body = text.removesuffix("\n") if text is not None else ""
    fit = text is not None and _BLOCK.match(body) and not _UNFIT.search(body) and not body.endswith(("\n", " "))
    if not fit:
        yield f"{margin}{key}: {scalar(text)}"
        return
    assert text is not None
    yield f"{margin}{key}: |{'' if text.endswith(chr(10)) else '-'}"
    for line in body.split("\n"):
        yield f"{margin}  {line}" if line else ""


def item_lines(item: Mapping[str, Any], column: int) -> Iterator[str]:
    """An item of a list, key by key; what is not filled in is left empty.

    Args:
        item: Its keys; a mapping below them gets a line for each key.
        column: Column of the dash.
    """
    margin = " " * (column + 2)
    lines: list[str] = []
    for key, value in item.items():
        if isinstance(value, dict) and value:
            lines += [f"{margin}{scalar(key)}:", *(f"{margin}  {scalar(k)}: {scalar(v)}" for k, v in value.items())]
        elif isinstance(value, str):
            lines += (
                text_lines(scalar(key), value, column + 2)
                if "\n" in value
                else [f"{margin}{scalar(key)}: {scalar(value)}"]
            )
        else:
            lines.append(f"{margin}{scalar(key)}:{'' if value is None else f' {scalar(value)}'}")
    yield f"{' ' * column}- {lines[0].lstrip()}"
    yield from lines[1:]
