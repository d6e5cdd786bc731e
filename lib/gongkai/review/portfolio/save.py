"""The portfolio's data as CSV, Excel and Parquet; texts stay texts, whatever they begin with."""

from __future__ import annotations

import datetime as dt
from decimal import Decimal
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gongkai import files
from gongkai.publish.table_files import csv_bytes, parquet_bytes
from gongkai.review.portfolio.model import relative

if TYPE_CHECKING:
    import pandas as pd

    from gongkai.review.portfolio.model import Portfolio

NAME = "portfolio"
_LINK = "报告"


def save(portfolio: Portfolio, folder: Path | str = ".") -> list[Path]:
    """Write ``portfolio.csv`` and ``portfolio.xlsx`` (with the findings), and ``portfolio.parquet`` if pyarrow is installed.

    Returns:
        The files written.

    Raises:
        OSError: A file cannot be written.
    """
    target = Path(folder)
    rows, fields = _rows(portfolio.table(), target)
    made = {"csv": csv_bytes(rows, fields), "xlsx": _workbook(portfolio, target)}
    if find_spec("pyarrow") is not None:
        made["parquet"] = parquet_bytes(rows, fields)
    paths = []
    for end, data in made.items():
        path = target / f"{NAME}.{end}"
        files.write(path, data, durable=False)
        paths.append(path)
    return paths


def _rows(frame: pd.DataFrame, folder: Path) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Rows of plain values, and the fields as :mod:`gongkai.publish.table_files` takes them."""
    rows = [
        {
            str(name): _plain(relative(value, folder.absolute()) if name == _LINK else value)
            for name, value in row.items()
        }
        for row in frame.to_dict("records")
    ]
    return rows, [{"name": str(name), "type": _type([row[name] for row in rows])} for name in frame.columns]


def _plain(value: Any) -> Any:
    """A value as Python's: ``None`` if it is missing."""
    import pandas as pd

    if value is None or value is pd.NA or (isinstance(value, float) and value != value):  # noqa: PLR0124 - NaN
        return None
    if isinstance(value, dt.date):
        return value.isoformat()
    if hasattr(value, "item"):
        value = value.item()
    if isinstance(value, bool):
        return "是" if value else "否"
    return Decimal(f"{value:.1f}") if isinstance(value, float) else value


def _type(values: list[Any]) -> str:
    known = [value for value in values if value is not None]
    if known and all(isinstance(value, int) for value in known):
        return "integer"
    return "number" if known and all(isinstance(value, (int, Decimal)) for value in known) else "string"


def _workbook(portfolio: Portfolio, folder: Path) -> bytes:
    """The tables of organs and of findings, with links to the reports."""
    import openpyxl

    from gongkai.excel import style
    from gongkai.excel.package import pack
    from gongkai.excel.supplementary_read import LONGEST, clean

    book = openpyxl.Workbook()
    for number, (title, frame) in enumerate((("年报", portfolio.table()), ("问题", portfolio.rules))):
        sheet: Any = book.active if number == 0 else book.create_sheet()
        sheet.title = title
        sheet.freeze_panes = "A2"
        rows, fields = _rows(frame, folder)
        names = [field["name"] for field in fields]
        for at, values in enumerate([names, *([row[name] for name in names] for row in rows)], 1):
            for column, value in enumerate(values, 1):
                cell = sheet.cell(at, column)
                if not isinstance(value, str):
                    cell.value = value
                else:
                    style.text(cell, clean(value)[:LONGEST])
                    if at > 1 and names[column - 1] == _LINK:
                        cell.hyperlink = value
    return pack(book, {})
