"""The returns as a Frictionless data package: cells, returns, reports, facts and organs, as CSV and Parquet."""

from __future__ import annotations

import hashlib
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai import files, forms
from gongkai.parsing import yaml
from gongkai.publish.rows import (
    AGENCY_FIELDS,
    CELL_FIELDS,
    FACT_FIELDS,
    REPORT_FIELDS,
    STATUS,
    cells,
    facts,
    reports,
    wide,
)
from gongkai.publish.table_files import csv_bytes, parquet_bytes
from gongkai.returns.errors import InputError, nearest
from gongkai.returns.params import RELEASE

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gongkai.publish.rows import Row
    from gongkai.returns.model import Return
    from gongkai.returns.params import Params

LICENCE = {"name": "notspecified", "title": "没有注明许可；由发布机关在release.yaml中写明"}
"""The licence if ``params/release.yaml`` names none: only the organ can grant one."""


def release(
    records: Sequence[Return],
    folder: Path,
    *,
    parquet: bool = False,
    about: Mapping[str, Any] | None = None,
    errors: Mapping[tuple[str, int], int] | None = None,
) -> Path:
    """Write the data package into a folder, atomically; the same bytes for the same returns.

    Args:
        records: The returns.
        folder: Target folder; an existing one is replaced once the new one is complete.
        parquet: Also write Parquet files (extra ``gongkai[data]``).
        about: Metadata that overrides the defaults: ``title``, ``licence``.
        errors: Number of errors of returns that have any, by organ and year.

    Returns:
        The path of ``datapackage.json``.

    Raises:
        InputError: There are no returns, or Parquet was requested and pyarrow is not installed.
    """
    if not records:
        msg = "没有数据可以整理；请检查年度，gongkai list 可以看到有哪些。"
        raise InputError(msg)
    if parquet and find_spec("pyarrow") is None:
        msg = '写Parquet文件需要pyarrow；请运行 pip install "gongkai[data]"。'
        raise InputError(msg)
    ordered = sorted(records, key=lambda record: (record.agency.id, record.year))
    with files.replaced(folder) as staged:
        _write(ordered, staged, about or {}, errors or {}, parquet=parquet)
    return folder / "datapackage.json"


def _write(
    records: Sequence[Return],
    folder: Path,
    about: Mapping[str, Any],
    errors: Mapping[tuple[str, int], int],
    *,
    parquet: bool,
) -> None:
    agencies = {r.agency.id: r.agency for r in records}
    parts: list[tuple[str, str, list[Row], list[dict[str, Any]], list[str]]] = [
        ("agencies", "机关",
         [{"agency": a.id, "agency_name": a.name, "level": a.level} for a in agencies.values()],
         _fields(AGENCY_FIELDS), ["agency"]),
        ("reports", "报告，每份一行", reports(records, errors), _fields(REPORT_FIELDS), ["agency", "year"]),
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
        resources.append(_resource(folder, f"{name}.csv", title, csv_bytes(rows, fields), schema, name))
        if parquet:
            resources.append(
                _resource(folder, f"{name}.parquet", title, parquet_bytes(rows, fields), schema, f"{name}-parquet")
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
        "levels": forms.level_names(),
        "forms": {e.id: e.source for e in forms.editions().values()},
        "resources": resources,
    }
    files.write_json(folder / "datapackage.json", package, durable=False)


def _fields(fields: Iterable[tuple[str, str, str]]) -> list[dict[str, Any]]:
    return [
        {
            "name": name, "type": kind, "title": title,
            **({"constraints": {"enum": list(STATUS)}} if name == "status" else {}),
        }
        for name, kind, title in fields
    ]  # fmt: skip


def _resource(folder: Path, path: str, title: str, data: bytes, schema: dict[str, Any], name: str) -> dict[str, Any]:
    files.write(folder / path, data, durable=False)
    form = Path(path).suffix.removeprefix(".")
    resource: dict[str, Any] = {"name": name, "title": title, "path": path, "format": form}
    if form == "csv":
        resource |= {"profile": "tabular-data-resource", "mediatype": "text/csv", "encoding": "utf-8-sig"}
        # Frictionless checks the size of text files only; for others any size is an error.
        resource["bytes"] = len(data)
    else:
        resource |= {"mediatype": "application/vnd.apache.parquet"}
    return {**resource, "hash": f"sha256:{hashlib.sha256(data).hexdigest()}", "schema": schema}


def package_metadata(params: Params) -> dict[str, Any]:
    """The metadata of the package in ``params/release.yaml``: ``title`` and ``licence`` (``name``, ``title``, ``path``).

    Raises:
        InputError: An unknown key, or a licence without a name; with file and line.
    """
    path = params.root / RELEASE
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
