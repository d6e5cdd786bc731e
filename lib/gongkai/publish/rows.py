"""The returns as rows of plain data: one row per cell, per return or per fact."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gongkai import forms
    from gongkai.returns.model import Return

Row = dict[str, Any]
"""Values by the name of the field: text, number or ``None``."""

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
"""The same of ``facts``: numbers that are in no cell of the form."""

REPORT_FIELDS: tuple[tuple[str, str, str], ...] = (
    *CELL_FIELDS[:5],
    ("errors", "integer", "没有解决也没有认可的错误数；大于0的，使用前请核实"),
)
"""The same of ``reports``: one row per return."""

STATUS = ("filled", "blank", "rest")


def cells(records: Iterable[Return]) -> list[Row]:
    """One row per cell, by organ, year and form order."""
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
                "path": cell.path, "row_group": "／".join(row.headers) or None, "row_label": row.label,
                "column_label": cell.label.removeprefix(f"{row.label}／"),
                "unit": record.unit(cell.path), "value": value,
                "status": "blank" if value is None else "rest" if cell.path in rest else "filled",
            })  # fmt: skip
    return rows


def reports(records: Iterable[Return], errors: Mapping[tuple[str, int], int]) -> list[Row]:
    """One row per return, with the number of its errors by organ and year."""
    return [
        {
            "agency": record.agency.id, "agency_name": record.agency.name, "level": record.agency.level,
            "year": record.year, "edition": record.edition.id,
            "errors": errors.get((record.agency.id, record.year), 0),
        }
        for record in records
    ]  # fmt: skip


def wide(records: Iterable[Return], edition: forms.Edition) -> list[Row]:
    """One row per return of an edition, one column per cell."""
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
    """One row per fact."""
    return [
        {
            "agency": record.agency.id, "agency_name": record.agency.name, "level": record.agency.level,
            "year": record.year, "fact": id_, "label": fact.label, "part_of": fact.part_of, "unit": fact.unit,
            "value": fact.value,
        }
        for record in records
        for id_, fact in record.facts.items()
    ]  # fmt: skip
