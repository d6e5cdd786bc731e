"""The canonical JSON of a return (``report.json``): writing, reading back."""

from __future__ import annotations

import json
import re
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gongkai import limits
from gongkai.parsing.errors import InputError
from gongkai.parsing.invalid import model
from gongkai.returns.labels import describe_path
from gongkai.returns.load import SCHEMA, build
from gongkai.returns.model import Agency, Issue, Return, SourceMap

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_SURROGATE = re.compile(r"\\u[dD][89a-fA-F]")
_NAMED = 3
"""Maximum number of cells named by an issue."""


def to_json(
    record: Return, sections: Mapping[str, str | None], findings: Sequence[Mapping[str, Any]] = ()
) -> dict[str, Any]:
    """The canonical JSON: tables by id, ``null`` for cells that are not filled in.

    Args:
        record: The return.
        sections: Each text as it is published, Markdown.
        findings: The findings in their JSON form.

    Returns:
        JSON data in domain order; a number is an int or a :class:`~decimal.Decimal`
        (write it with :func:`dumps`).
    """
    data: dict[str, Any] = {
        "schema": SCHEMA,
        "agency": record.agency.model_dump(exclude_defaults=True, mode="json"),
        "year": record.year,
        "edition": record.edition.id,
    }
    for table in record.edition.tables.values():
        data[table.id] = {
            row.id: {column.id: record.cells[f"{table.id}.{row.id}.{column.id}"] for column in row.columns}
            for row in table.rows
        }
    for path in record.edition.open_rows:
        table_id, row_id = path.split(".")
        data[table_id][row_id]["unit"] = record.units.get(path)
    for key in ("form_used", "signed", "published", "publish_by", "signature"):
        value = getattr(record, key)
        if value is not None:
            data[key] = str(value)
    if record.seal:
        data["seal"] = True
    if record.rest:
        data["rest"] = list(record.rest)
    if record.facts:
        data["facts"] = {key: fact.model_dump(exclude_defaults=True) for key, fact in record.facts.items()}
    data["sections"] = dict(sections)
    if record.figures:
        data["figures"] = {
            figure.id: figure.model_dump(exclude_defaults=True, exclude={"id"}, mode="json")
            for figure in record.figures
        }
    if record.waivers:
        data["waivers"] = [waiver.to_json() for waiver in record.waivers]
    if record.corrections:
        data["corrections"] = [correction.to_json() for correction in record.corrections]
    data["issues"] = [issue.model_dump(exclude_defaults=True) for issue in record.issues]
    data["findings"] = list(findings)
    return data


def dumps(data: Any) -> str:
    """JSON text: UTF-8, keys in their order, two spaces, decimals unchanged, newline at the end."""
    mark = "\ue000"

    def decimals(value: Any) -> str:
        if isinstance(value, Decimal):
            return f"{mark}{value:f}{mark}"
        raise TypeError(value)

    text = json.dumps(data, ensure_ascii=False, indent=2, default=decimals)
    return text.replace(f'"{mark}', "").replace(f'{mark}"', "") + "\n"


def loads(text: str) -> Any:
    """Parse JSON with exact decimals.

    Raises:
        ValueError: It is not JSON, or has a number that is not finite; a :class:`json.JSONDecodeError` knows the line.
        TooLongError: A number has too many digits.
        InputError: It is too large, nested too deep, or a text in it cannot be written to a file.
    """
    if len(text) > limits.JSON_BYTES or sum(map(text.count, ",:[{")) > limits.JSON_MARKS:
        msg = "JSON太大，不像一份年度报告"
        raise InputError(msg)
    try:
        data = json.loads(text, parse_float=limits.decimal, parse_int=limits.integer, parse_constant=_refuse)
    except RecursionError:
        msg = "JSON嵌套太深"
        raise InputError(msg) from None
    if _SURROGATE.search(text) and not limits.is_unicode(json.dumps(data, ensure_ascii=False, default=str)):
        msg = "JSON里有不完整的字符（\\ud800一类的转义）"
        raise InputError(msg)
    return data


def _refuse(constant: str) -> Any:
    raise ValueError(constant)


def from_json(data: Mapping[str, Any], file: str | None = None) -> Return:
    """Read the canonical JSON back; ``agency.id`` is the folder.

    Raises:
        ReturnError: The data are not a valid return; the message says where.
        KeyError, TypeError, ValueError: The data do not have the structure of a return.
    """
    body = {key: value for key, value in data.items() if key not in {"agency", "edition", "findings", "rest"}}
    agency = model(Agency, data["agency"])
    record = build(body, agency, SourceMap(file=file))
    rest, issues = _rest(record, data.get("rest", []))
    return record.model_copy(update={"rest": rest, "issues": (*record.issues, *issues)})


def _rest(record: Return, given: Any) -> tuple[tuple[str, ...], list[Issue]]:
    """The cells that ``rest: 0`` may cover, namely those that are 0; an issue for each table with others.

    :mod:`gongkai.returns.save` omits cells in ``rest``, which are loaded as 0 whatever their number is.

    Raises:
        TypeError: ``rest`` is not a list.
    """
    if not isinstance(given, list):
        raise TypeError(given)
    named = dict.fromkeys(map(str, given))
    rest = tuple(path for path in named if record.cells.get(path) == 0)
    issues = []
    for table in record.edition.tables:
        other = [path for path in record.cells if path in named.keys() - {*rest} and path.startswith(f"{table}.")]
        if other:
            first = "、".join(describe_path(record, path) for path in other[:_NAMED])
            more = f"等{len(other)}格" if len(other) > _NAMED else ""
            message = f"文件把{first}{more}列为“其余为0”，但填的不是0；已按文件中填的读入，没有记为0，请核对。"
            issues.append(Issue(path=table, kind="note", message=message))
    return rest, issues
