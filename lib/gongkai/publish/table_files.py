"""Rows as files: CSV and Parquet.

CSV begins with a byte order mark: without it Excel assumes the system's legacy encoding and shows mojibake;
DuckDB, pandas and Frictionless read it either way. Numbers are written as typed; Parquet stores them as decimals.
Texts that a spreadsheet would run as a formula are prefixed with an apostrophe, in CSV files only.
"""

from __future__ import annotations

import csv
import io
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from gongkai.publish.rows import Row

_EXCEL_STARTS = ("=", "+", "-", "@", "＝", "＋", "－", "＠", "\t", "\r", "\n")


def csv_bytes(rows: Iterable[Row], fields: Sequence[dict[str, Any]]) -> bytes:
    """Rows as CSV in UTF-8 with a byte order mark and a header line."""
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    names = [field["name"] for field in fields]
    writer.writerow(names)
    for row in rows:
        writer.writerow([_plain(row[name]) for name in names])
    return out.getvalue().encode("utf-8-sig")


def _plain(value: Any) -> str:
    """A value as text; texts that a spreadsheet would run as a formula are prefixed with an apostrophe."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value:f}"
    text = str(value)
    return f"'{text}" if isinstance(value, str) and text.startswith(_EXCEL_STARTS) else text


def parquet_bytes(rows: Sequence[Row], fields: Sequence[dict[str, Any]]) -> bytes:
    """Rows as Parquet, numbers as decimals.

    Raises:
        InputError: A number has more than 76 digits.
    """
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
    """The decimal type that represents every number exactly: six decimal places, or more if a number has more.

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
