"""The tables of a year's file into cells."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai import forms, limits
from gongkai.parsing import slips
from gongkai.returns.model import Issue
from gongkai.returns.number import number

if TYPE_CHECKING:
    from gongkai.returns.model import Number
    from gongkai.returns.reader import Reader


def read_tables(
    reader: Reader,
    edition: forms.Edition,
    data: dict[str, Any],
    cells: dict[str, Number | None],
    rest: list[str],
    issues: list[Issue],
    agency: str,
) -> dict[str, str]:
    """Fill the cells from the tables; returns the units given, by row.

    Tables that are whole in another edition are one problem, which names the command that rewrites them, beside any row
    that no edition has.
    """
    units: dict[str, str] = {}
    old: dict[str, list[forms.Table]] = {}
    for table in edition.tables.values():
        if (other := _other_edition(table, data.get(table.id))) is not None:
            old.setdefault(other, []).append(table)
            reader.mapping(data[table.id], table.id, (*forms.edition(other).tables[table.id].row_by_id, "rest"))
            continue
        rows = dict(
            reader.mapping(data.get(table.id), table.id, (*table.row_by_id, "rest", *_elsewhere(edition.id, table.id)))
        )
        fill = rows.pop("rest", None)
        if fill is not None and fill != 0:
            reader.problem(f"{table.id}.rest", "rest只能是0：未逐一填写的单元格明确记为0。")
        typed: set[str] = set()
        for row_id, given_row in rows.items():
            raw = given_row
            path = f"{table.id}.{row_id}"
            if row_id not in table.row_by_id:
                other = "、".join(e.id for e in forms.editions().values() if row_id in e.tables[table.id].row_by_id)
                reader.problem(
                    path, f"“{row_id}”是{other}版表式的行，本年度用{edition.id}版；请运行 gongkai migrate，或改正行名。"
                )
                continue
            row = table.row_by_id[row_id]
            ids = tuple(column.id for column in row.columns)
            if isinstance(raw, dict):
                if path in edition.open_rows:
                    raw = dict(raw)
                    unit, wanted = raw.pop("unit", None), edition.open_rows[path]
                    if unit in wanted.choices:
                        units[path] = unit
                    elif unit is not None:
                        name = edition.column(wanted.path).label
                        said = "”或“".join(wanted.choices)
                        reader.problem(f"{path}.unit", f"{name}的单位应当是“{said}”，文件里是“{unit}”。")
                values = reader.mapping(raw, path, ids)
            elif isinstance(raw, list):
                if len(raw) != len(ids):
                    labels = "、".join(column.label for column in row.columns)
                    grouped = len(raw) > len(ids) and f"{path}," in reader.lines
                    todo = "数里的逗号是千位分隔号的，请去掉，1,234写成1234。" if grouped else "空着的写null。"
                    reader.problem(path, f"“{row.label}”应有{len(ids)}个数（{labels}），这里有{len(raw)}个；{todo}")
                values = dict(zip(ids, raw, strict=False))
            elif raw is None:
                values = dict.fromkeys(ids)
            elif len(ids) == 1:
                values = {ids[0]: raw}
            else:
                reader.problem(path, f"“{row.label}”应当写成{len(ids)}个数的列表，或“列: 数”。")
                continue
            for column in row.columns:
                if column.id not in values:
                    continue
                cell = f"{path}.{column.id}"
                typed.add(cell)
                given = values[column.id]
                try:
                    cells[cell] = number(given, column.kind)
                except limits.TooLongError as error:
                    reader.problem(f"{path}.{column.id}", f"单元格“{row.label}／{column.label}”里的{error}。")
                    continue
                except ValueError:
                    slip = slips.in_number(given) if isinstance(given, str) else None
                    said = slip or "不是数字；请填数字，没有的填0，不知道的留空。"
                    short = limits.short(str(given))
                    reader.problem(f"{path}.{column.id}", f"单元格“{row.label}／{column.label}”里的“{short}”{said}")
                    continue
                if cells[cell] is None and isinstance(given, str) and given.strip():
                    issues.append(Issue(path=cell, kind="blank", raw=given))
        if fill == 0:
            for item in table.cells:
                if item.path not in typed:
                    cells[item.path] = 0
                    rest.append(item.path)
    for other, tables in old.items():
        said = "、".join(table.caption for table in tables)
        reader.problem(
            tables[0].id,
            f"“{said}”是按{other}版表式填的，本年度用{edition.id}版；请运行 gongkai migrate {agency} {data['year']}，改成{edition.id}版。",
        )
    return units


def _other_edition(table: forms.Table, given: object) -> str | None:
    """The edition in which a whole table is filled in, if it is not that of the year: its rows and their lengths fit only there.

    A misspelt row, which no edition has, does not count.
    """
    editions = forms.editions().values()
    known = {row for edition in editions for row in edition.tables[table.id].row_by_id}
    given = given if isinstance(given, dict) else {}
    rows = {row: len(raw) for row, raw in given.items() if isinstance(raw, list) and row in known}
    if _fits(table, rows):
        return None
    return next((other.id for other in editions if _fits(other.tables[table.id], rows)), None)


def _fits(table: forms.Table, rows: dict[str, int]) -> bool:
    """Whether a table has all of these rows, each with as many columns."""
    known = table.row_by_id
    return all(row in known and length == len(known[row].columns) for row, length in rows.items())


@forms.cached()
def _elsewhere(edition: str, table: str) -> tuple[str, ...]:
    """Row ids that exist only in other editions of the table."""
    own = forms.edition(edition).tables[table].row_by_id
    return tuple(
        row.id
        for other in forms.editions().values()
        if other.id != edition
        for row in other.tables[table].rows
        if row.id not in own
    )
