"""A year's file written in another edition of the form, rewritten in the one the year demands."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai import forms
from gongkai.drafting.changes import Change, shown
from gongkai.drafting.edit import YamlDocument
from gongkai.parsing import yaml
from gongkai.returns import load
from gongkai.returns.correspond import Migration, migrate
from gongkai.returns.errors import InputError, Problem, ReturnError, nearest
from gongkai.returns.model import SourceMap
from gongkai.returns.years import edition_in_force

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from gongkai.returns.model import Agency, Issue, Number, Return

__all__ = ["Migrated", "Migration", "changes", "demanded", "migrate", "rewrite", "source_of", "table_of"]


@dataclass(frozen=True)
class Migrated:
    """A table that was carried.

    Attributes:
        table: Its id.
        source: The edition it was written in.
        before: Its figures in that edition.
        migration: Its figures in the edition the year demands, and what could not be carried.
    """

    table: str
    source: forms.Edition
    before: Mapping[str, Number | None]
    migration: Migration


def demanded(year: int, to: str | None = None) -> forms.Edition:
    """The edition that a year demands.

    Raises:
        InputError: ``to`` is given and is another one, or none at all; or no edition is in force.
    """
    target = edition_in_force(year)
    if to is None or to == target.id:
        return target
    if to not in forms.editions():
        msg = f"没有“{to}”版表式；现有：{'、'.join(forms.editions())}。"
    else:
        msg = f"{year}年的报告应当用{target.id}版表式，不能改为{to}版。"
    raise InputError(msg)


def rewrite(path: Path, name: str, agency: Agency, target: forms.Edition) -> tuple[str, list[Migrated]]:
    """The text of a year's file with every table in ``target``, and what became of each that was not.

    Comments, texts and tables that are in that edition already stay as they are. What has no cell there is
    listed under ``issues`` with its raw text. The file itself is not touched.

    Args:
        path: The file.
        name: What messages call it.
        agency: The organ.
        target: The edition.

    Raises:
        InputError: The file cannot be read, or a table fits no edition, or more than one.
    """
    data, lines = yaml.read(path, name)
    sources = {table: source_of(table, data, target, name, lines) for table in target.tables}
    given = path.read_bytes().decode()
    document = YamlDocument(given.removeprefix("\ufeff"))
    done = []
    for table, source in sources.items():
        if source is target:
            continue
        record = table_of(table, data, source, agency, SourceMap(file=name, lines=lines))
        migration = migrate(record.cells, source, target, record.units)
        done.append(Migrated(table, source, record.cells, _only(table, migration)))
    for item in done:
        _put(document, item, target)
    text = document.text()
    if "\r\n" in given:
        text = text.replace("\r\n", "\n").replace("\n", "\r\n")
    return ("\ufeff" if given.startswith("\ufeff") else "") + text, done


def changes(done: Sequence[Migrated], target: forms.Edition) -> Iterator[Change]:
    """The cells that have another number than before, in printed order."""
    for item in done:
        for cell in target.tables[item.table].cells:
            old, new = item.before.get(cell.path), item.migration.cells[cell.path]
            if new is not None and new != old:
                yield Change(cell.path, cell.label, None if old is None else shown(old), shown(new))


def source_of(
    table: str, data: Mapping[str, Any], target: forms.Edition, name: str, lines: Mapping[str, int]
) -> forms.Edition:
    """The edition a table of a year's file is written in: the one that has all its rows and columns.

    Where several have them, it is the edition that ``form_used`` names, else ``target``.

    Raises:
        ReturnError: No edition has them all; with what does not fit the nearest.
        InputError: Several have them though other tables are of another edition.
    """
    editions = forms.editions()
    misfits = {item.id: list(_misfits(item.tables[table], data.get(table))) for item in editions.values()}
    fitting = [item for item in editions.values() if not misfits[item.id]]
    caption = target.tables[table].caption
    if not fitting:
        wanted = str(data.get("form_used"))
        near = wanted if wanted in misfits else min(misfits, key=lambda item: len(misfits[item]))
        said = f"“{table}”（{caption}）的行列不完全符合任何一版表式（{'、'.join(editions)}）；最接近{near}版，请改正以下各处后再迁移。"
        raise ReturnError(
            Problem(name, lines.get(path), path, message)
            for path, message in [(table, said), *((f"{table}.{row}", each) for row, each in misfits[near])]
        )
    used = [item for item in fitting if item.id == str(data.get("form_used"))]
    if used:
        return used[0]
    if target not in fitting:
        return fitting[-1]
    others = [
        other for other in target.tables if other != table and any(_misfits(target.tables[other], data.get(other)))
    ]
    if len(fitting) > 1 and others and _depends(table, data.get(table), fitting):
        msg = (
            f"{name}：“{table}”（{caption}）按{'、'.join(item.id for item in fitting)}版都读得通，意义却不同；"
            f"请写明列名，或在文件开头写 form_used: '{fitting[0].id}' 后再迁移。"
        )
        raise InputError(msg)
    return target


def table_of(table: str, data: Mapping[str, Any], source: forms.Edition, agency: Agency, origin: SourceMap) -> Return:
    """A return of ``source``'s first year that holds one table, written in that edition, and nothing else.

    Raises:
        ReturnError: A number is none, a row is too short; with file and line.
    """
    return load.build({"year": source.first_year, table: data.get(table)}, agency, origin)


def _misfits(table: forms.Table, raw: Any) -> Iterator[tuple[str, str]]:
    """The rows of a table of a year's file that an edition's does not have so, each with a sentence."""
    for key, values in raw.items() if isinstance(raw, dict) else ():
        if key == "rest":
            continue
        row = table.row_by_id.get(key)
        if row is None:
            yield key, f"没有行“{key}”{nearest(str(key), table.row_by_id)}"
            continue
        count = len(row.columns)
        ids = [column.id for column in row.columns]
        if any(column.unit is None for column in row.columns):
            ids.append("unit")
        if isinstance(values, dict):
            for column in (column for column in values if column not in ids):
                yield key, f"“{row.label}”没有列“{column}”{nearest(str(column), ids)}"
        elif isinstance(values, list):
            if len(values) != count:
                yield key, f"“{row.label}”应有{count}个数，这里有{len(values)}个。"
        elif values is not None and count > 1:
            yield key, f"“{row.label}”应当写成{count}个数的列表。"


def _depends(table: str, raw: Any, editions: list[forms.Edition]) -> bool:
    """Whether a row given as a list means different columns in the editions."""
    return any(
        isinstance(values, list)
        and len({tuple(column.id for column in item.tables[table].row_by_id[key].columns) for item in editions}) > 1
        for key, values in (raw or {}).items()
        if key != "rest"
    )


def _only(table: str, migration: Migration) -> Migration:
    issues = tuple(issue for issue in migration.issues if issue.path.startswith(f"{table}."))
    return Migration(migration.cells, issues, migration.units)


def _put(document: YamlDocument, item: Migrated, target: forms.Edition) -> None:
    rows: dict[str, list[Number | None]] = {}
    units: dict[str, dict[str, Any]] = {}
    for row in target.tables[item.table].rows:
        rows[row.id] = [item.migration.cells[f"{item.table}.{row.id}.{column.id}"] for column in row.columns]
        if (path := f"{item.table}.{row.id}") in target.open_rows:
            given = dict(zip((c.id for c in row.columns), rows[row.id], strict=True))
            units[row.id] = {**given, "unit": item.migration.units.get(path)}
    document.table(item.table, rows, units)
    document.append("issues", [_record(issue) for issue in item.migration.issues if issue.raw != "0"])


def _record(issue: Issue) -> dict[str, Any]:
    return issue.model_dump(exclude_none=True, exclude_defaults=True)
