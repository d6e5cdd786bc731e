"""The returns as a Frictionless data package: one row a cell, one row a return, the facts and the organs.

CSV begins with the byte order mark: without it Excel takes UTF-8 for the system's own encoding and shows nonsense;
DuckDB, pandas and Frictionless read it either way. Numbers are written as they were typed; Parquet holds them as
decimals. A text that a spreadsheet would run as a formula has an apostrophe before it in the CSV files only.
"""

from __future__ import annotations

import csv
import hashlib
import io
import json
import shutil
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai import forms
from gongkai.returns import yaml
from gongkai.returns.errors import InputError, nearest
from gongkai.returns.model import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gongkai.returns.model import Return
    from gongkai.returns.params import Params

Row = dict[str, Any]

CELL_FIELDS: tuple[tuple[str, str, str], ...] = (
    ("agency", "string", "机关代号"),
    ("agency_name", "string", "机关名称"),
    ("level", "string", "机关层级"),
    ("year", "integer", "报告年度"),
    ("edition", "string", "表式版本"),
    ("table", "string", "表"),
    ("row", "string", "行"),
    ("column", "string", "列"),
    ("path", "string", "单元格：表.行.列"),
    ("row_group", "string", "行所在的类别，与表式一致"),
    ("row_label", "string", "行的名称，与表式一致"),
    ("column_label", "string", "列的名称，与表式一致"),
    ("unit", "string", "单位"),
    ("value", "number", "数值；没有填写的为空，不是0"),
    ("status", "string", "filled 已填；blank 没有填写；rest 按rest: 0计为0"),
)
"""Name, type and description of the fields of ``cells``."""

AGENCY_FIELDS = CELL_FIELDS[:3]

FACT_FIELDS: tuple[tuple[str, str, str], ...] = (
    *CELL_FIELDS[:4],
    ("fact", "string", "代号"),
    ("label", "string", "名称"),
    ("part_of", "string", "是哪个数的一部分（代号）"),
    ("unit", "string", "单位"),
    ("value", "number", "数值；没有填写的为空，不是0"),
)
"""The same of ``facts``: numbers that stand in no cell of the form."""

STATUS = ("filled", "blank", "rest")

LICENCE = {"name": "notspecified", "title": "没有注明许可；由发布机关在release.yaml中写明"}
"""The licence where ``params/release.yaml`` names none: it is the organ's to give, not ours to claim."""

_EXCEL_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def cells(records: Iterable[Return]) -> list[Row]:
    """One row a cell, by organ, year and the order of the form."""
    rows = []
    for record in records:
        agency = record.agency
        rest = frozenset(record.rest)
        for cell in record.edition.cells.values():
            value = record.cells[cell.path]
            row = record.edition.tables[cell.table].row_by_id[cell.row]
            rows.append({
                "agency": agency.id, "agency_name": agency.name, "level": agency.level, "year": record.year,
                "edition": record.edition.id, "table": cell.table, "row": cell.row, "column": cell.column,
                "path": cell.path, "row_group": "／".join(row.heads) or None, "row_label": row.label,
                "column_label": cell.label.removeprefix(f"{row.label}／"),
                "unit": cell.unit or record.procurement_unit, "value": value,
                "status": "blank" if value is None else "rest" if cell.path in rest else "filled",
            })  # fmt: skip
    return rows


def wide(records: Iterable[Return], edition: forms.Edition) -> list[Row]:
    """One row a return of an edition, a column a cell."""
    return [
        {
            "agency": record.agency.id,
            "agency_name": record.agency.name,
            "year": record.year,
            **{path: record.cells[path] for path in edition.cells},
        }
        for record in records
        if record.edition is edition
    ]


def facts(records: Iterable[Return]) -> list[Row]:
    """One row a fact."""
    return [
        {
            "agency": record.agency.id, "agency_name": record.agency.name, "level": record.agency.level,
            "year": record.year, "fact": id_, "label": fact.label, "part_of": fact.part_of, "unit": fact.unit,
            "value": fact.value,
        }
        for record in records
        for id_, fact in record.facts.items()
    ]  # fmt: skip


def release(
    records: Sequence[Return], folder: Path, *, parquet: bool = False, about: Mapping[str, Any] | None = None
) -> Path:
    """Write the data package into a folder, aside and renamed; the same bytes for the same returns.

    Args:
        records: The returns.
        folder: Where it goes; what stands there is replaced when the new one is whole.
        parquet: Also write Parquet files (extra ``gongkai[data]``).
        about: What the package says of itself instead of the default: ``title``, ``licence``.

    Returns:
        The path of ``datapackage.json``.

    Raises:
        InputError: No returns, or Parquet was asked for and pyarrow is not installed.
    """
    if not records:
        msg = "没有数据可以整理；请检查年度，gongkai list 可以看到有哪些。"
        raise InputError(msg)
    if parquet and find_spec("pyarrow") is None:
        msg = '写Parquet文件需要pyarrow；请运行 pip install "gongkai[data]"。'
        raise InputError(msg)
    aside = folder.with_name(f".{folder.name}.new")
    shutil.rmtree(aside, ignore_errors=True)
    aside.mkdir(parents=True)
    try:
        ordered = sorted(records, key=lambda record: (record.agency.id, record.year))
        _write(ordered, aside, about or {}, parquet=parquet)
        old = folder.with_name(f".{folder.name}.old")
        shutil.rmtree(old, ignore_errors=True)
        if folder.exists():
            folder.rename(old)
        aside.rename(folder)
        shutil.rmtree(old, ignore_errors=True)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return folder / "datapackage.json"


def _write(records: Sequence[Return], folder: Path, about: Mapping[str, Any], *, parquet: bool) -> None:
    agencies = {r.agency.id: r.agency for r in records}
    parts: list[tuple[str, str, list[Row], list[dict[str, Any]], list[str]]] = [
        ("agencies", "机关",
         [{"agency": a.id, "agency_name": a.name, "level": a.level} for a in agencies.values()],
         _fields(AGENCY_FIELDS), ["agency"]),
        ("cells", "全部单元格，每个一行", cells(records), _fields(CELL_FIELDS), ["agency", "year", "path"]),
        ("facts", "表外的数，每个一行", facts(records), _fields(FACT_FIELDS), ["agency", "year", "fact"]),
    ]  # fmt: skip
    for edition in forms.editions().values():
        rows = wide(records, edition)
        if rows:
            fields = _fields((CELL_FIELDS[0], CELL_FIELDS[1], CELL_FIELDS[3]))
            fields += [
                {"name": cell.path, "type": "number", "title": cell.label, "description": cell.unit or "单位见cells表"}
                for cell in edition.cells.values()
            ]
            parts.append(
                (f"returns-{edition.id}", f"{edition.id}版表式，每份报告一行", rows, fields, ["agency", "year"])
            )
    resources = []
    for name, title, rows, fields, key in parts:
        if not rows:
            continue
        schema: dict[str, Any] = {"fields": fields, "primaryKey": key, "missingValues": [""]}
        if name != "agencies":
            reference = {"resource": "agencies", "fields": "agency"}
            schema["foreignKeys"] = [{"fields": "agency", "reference": reference}]
        resources.append(_resource(folder, f"{name}.csv", title, _csv(rows, fields), schema, name))
        if parquet:
            resources.append(
                _resource(folder, f"{name}.parquet", title, _parquet(rows, fields), schema, f"{name}-parquet")
            )
    package = {
        "profile": "tabular-data-package" if not parquet else "data-package",
        "name": "zhengfu-xinxi-gongkai-nianbao",
        "title": about.get("title", "政府信息公开工作年度报告数据"),
        "description": "各机关年度报告表二、表三、表四的全部数字和表外的数。空单元格是没有填写，不是0。"
        "CSV文件里，以=、+、-、@开头的文字前加了一个'，以免表格软件当作公式运行。",
        "licenses": [dict(about.get("licence", LICENCE))],
        "keywords": ["政府信息公开", "年度报告"],
        "years": sorted({record.year for record in records}),
        "levels": LEVELS,
        "forms": {e.id: e.source for e in forms.editions().values()},
        "resources": resources,
    }
    text = json.dumps(package, ensure_ascii=False, indent=2) + "\n"
    (folder / "datapackage.json").write_bytes(text.encode())


def _fields(fields: Iterable[tuple[str, str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "name": name, "type": kind, "title": title,
            **({"constraints": {"enum": list(STATUS)}} if name == "status" else {}),
        }
        for name, kind, title in fields
    ]  # fmt: skip


def _resource(folder: Path, path: str, title: str, data: bytes, schema: dict[str, Any], name: str) -> dict[str, Any]:
    (folder / path).write_bytes(data)
    form = Path(path).suffix.removeprefix(".")
    resource: dict[str, Any] = {"name": name, "title": title, "path": path, "format": form}
    if form == "csv":
        resource |= {"profile": "tabular-data-resource", "mediatype": "text/csv", "encoding": "utf-8-sig"}
        # Frictionless counts the bytes of text only and takes any other count for an error.
        resource["bytes"] = len(data)
    else:
        resource |= {"mediatype": "application/vnd.apache.parquet"}
    return {**resource, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "schema": schema}


def _csv(rows: Iterable[Row], fields: Sequence[dict[str, Any]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = [field["name"] for field in fields]
    writer.writerow(names)
    for row in rows:
        writer.writerow([_plain(row[name]) for name in names])
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> str:
    """A value as text; a text that a spreadsheet would run as a formula is given an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_EXCEL_STARTS) else text


def _parquet(rows: Sequence[Row], fields: Sequence[dict[str, Any]]) -> bytes:
    import pyarrow as pa
    import pyarrow.parquet as pq

    columns = {}
    for field in fields:
        values = [row[field["name"]] for row in rows]
        if field["type"] == "number":
            numbers = [None if value is None else Decimal(value) for value in values]
            columns[field["name"]] = pa.array(numbers, _decimal(numbers))
        else:
            columns[field["name"]] = pa.array(values, pa.int64() if field["type"] == "integer" else pa.string())
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out)
    return out.getvalue()


def _decimal(numbers: Iterable[Decimal | None]) -> Any:
    """The decimal type that holds every number exactly; six places, more where a number has more.

    Raises:
        InputError: A number has more than 76 digits.
    """
    import pyarrow as pa

    places, digits = 6, 1
    for number in numbers:
        if number is not None:
            _, figures, exponent = number.as_tuple()
            assert isinstance(exponent, int)
            places = max(places, -exponent)
            digits = max(digits, len(figures) + exponent)
    if digits + places > 76:
        msg = f"有一个数多达{digits + places}位，不能写入Parquet文件；请检查是否填错。"
        raise InputError(msg)
    return pa.decimal128(38, places) if digits + places <= 38 else pa.decimal256(76, places)


def described(params: Params) -> dict[str, Any]:
    """What ``params/release.yaml`` says of the package: ``title`` and ``licence`` (``name``, ``title``, ``path``).

    Raises:
        InputError: An unknown key, or a licence without a name; with file and line. ReturnError: No YAML.
    """
    path = params.root / "release.yaml"
    if not path.is_file():
        return {}
    file = params.name(path)
    data, lines = yaml.read(path, file)
    licence = data.get("licence", LICENCE)
    known = {"": ("title", "licence"), "licence.": ("name", "title", "path")}
    given = {"": data, "licence.": licence if isinstance(licence, dict) else {}}
    for prefix, keys in known.items():
        for key, value in given[prefix].items():
            at = f"{file}:{lines.get(f'{prefix}{key}', 1)}"
            if key not in keys:
                msg = f"{at}：不认识的键“{key}”{nearest(key, keys)}"
                raise InputError(msg)
            if key != "licence" and not isinstance(value, str):
                msg = f"{at}：“{key}”应当是一段文字。"
                raise InputError(msg)
    if not given["licence."].get("name"):
        msg = f"{file}:{lines.get('licence', 1)}：licence要写明name（例如CC-BY-4.0）、title和path。"
        raise InputError(msg)
    return data
