"""A table in CSV or Excel, of which only named columns are kept."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
import warnings
from contextlib import suppress
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from gongkai.excel import guard
from gongkai.files import reason
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence
    from pathlib import Path

LARGEST_CSV = 50 * 1024 * 1024
MOST_ROWS = 200_000
_HEAD_ROWS = 10
"""How many rows may precede the header row."""
_LONGEST_HEAD = 200
"""Characters of a header, with its notes."""
_LONGEST_CELL = 131_072
"""Characters of a cell in CSV. Python's own limit is one for the whole process, and other packages change it."""

Rows = list[tuple[int, dict[str, Any]]]
TITLE, REPEATED = "标题或说明", "重复的表头"


@dataclass(frozen=True)
class Table:
    """What was read of a table.

    Attributes:
        rows: Row numbers from 1, as Excel counts, with the values by column.
        ignored: How many columns were not read.
        skipped: Rows that are not records: their numbers, and what they are.
    """

    rows: Rows
    ignored: int
    skipped: tuple[tuple[int, str], ...] = ()


def read(
    path: Path,
    columns: Mapping[str, Sequence[str]],
    required: Sequence[str],
    no_record: Callable[[Sequence[Any], Mapping[str, Any]], str | None] = lambda _values, _row: None,
) -> Table:
    """The named columns of a table, rows without anything in them left out.

    Args:
        path: ``.csv``, ``.txt``, ``.tsv`` or ``.xlsx``.
        columns: For each column the headers by which it is recognised.
        required: The columns that must be there.
        no_record: What a row is if it is not a record, from all its values and those by column; such rows are skipped.

    Raises:
        InputError: The file can't be read, no row holds the required headers, or a header occurs twice.
    """
    workbook = path.suffix.lower() in {".xlsx", ".xlsm", ".xls", ".et"}
    missing: list[str] = list(required)
    for sheet in _sheets(path) if workbook else [_csv(path)]:
        place: dict[str, int] = {}
        ignored = 0
        rows: Rows = []
        skipped: list[tuple[int, str]] = []
        for line, values in enumerate(sheet, 1):
            if line > MOST_ROWS:
                msg = f"{path.name}：超过{MOST_ROWS}行；请按年度拆分后再导入。"
                raise InputError(msg)
            if not place and line <= _HEAD_ROWS:
                found = _heads(path.name, line, values, columns)
                lacking = [column for column in required if column not in found]
                if len(lacking) < len(missing):
                    missing = lacking
                if not lacking:
                    place = found
                    ignored = sum(1 for value in values if value not in {None, ""}) - len(found)
                elif any(value not in {None, ""} for value in values):
                    skipped.append((line, TITLE))
                continue
            if not place:
                break
            row = {
                column: values[at] for column, at in place.items() if at < len(values) and values[at] not in {None, ""}
            }
            if what := no_record(values, row) or _repeated(values, place, columns):
                skipped.append((line, what))
            elif any(str(value).strip() for column, value in row.items() if column != "serial"):
                rows.append((line, row))
        if place:
            return Table(rows, ignored, tuple(skipped))
    names = "；".join(f"{columns[column][0]}（也可写作{'、'.join(columns[column][1:4])}）" for column in missing)
    msg = f"{path.name}：前{_HEAD_ROWS}行里没有找到表头，缺少的列：{names}。请照模板改列名。"
    raise InputError(msg)


def _repeated(values: Sequence[Any], place: Mapping[str, int], columns: Mapping[str, Sequence[str]]) -> str | None:
    """Whether a row has the headers again, as at the top of each printed page."""
    heads = [(column, values[at]) for column, at in place.items() if at < len(values) and isinstance(values[at], str)]
    again = sum(_is_head(value) and _plain(value) in map(_plain, columns[column]) for column, value in heads)
    return REPEATED if again == len(place) else None


def _heads(file: str, line: int, values: Sequence[Any], columns: Mapping[str, Sequence[str]]) -> dict[str, int]:
    known = {_plain(head): column for column, heads in columns.items() for head in heads}
    found: dict[str, int] = {}
    for at, value in enumerate(values):
        column = known.get(_plain(value)) if isinstance(value, str) and _is_head(value) else None
        if column is None:
            continue
        if column in found:
            msg = f"{file}：第{line}行有两列都是“{columns[column][0]}”；请只留一列。"
            raise InputError(msg)
        found[column] = at
    return found


def _is_head(value: str) -> bool:
    """Whether a cell is short enough for a header; a note in brackets that never closes would take long to look for."""
    return len(value) <= _LONGEST_HEAD


@lru_cache(maxsize=1024)
def _plain(head: str) -> str:
    return re.sub(r"\s+|\(.*?\)|[:*]", "", unicodedata.normalize("NFKC", head))


def _csv(path: Path) -> Iterator[list[Any]]:
    try:
        size = path.stat().st_size
        if size > LARGEST_CSV:
            msg = f"{path.name}：文件有{size // 1024 // 1024}MB，超过{LARGEST_CSV // 1024 // 1024}MB；请按年度拆分后再导入。"
            raise InputError(msg)
        data = path.read_bytes()
    except FileNotFoundError:
        msg = f"{path.name}：没有这个文件。"
        raise InputError(msg) from None
    except OSError as error:
        msg = f"{path.name}：打不开（{reason(error)}）。"
        raise InputError(msg) from None
    text = _decode(path.name, data)
    head = text[:4_096]
    delimiter = max(",\t;", key=head.count)
    with suppress(csv.Error):
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if max(map(len, row), default=0) > _LONGEST_CELL:
                break
            yield row
        else:
            return
    msg = f"{path.name}：不是正确的CSV（引号不成对，或一格过长）；请在Excel中另存为CSV后再导入。"
    raise InputError(msg)


def _decode(name: str, data: bytes) -> str:
    encodings = ["utf-16"] if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else ["utf-8-sig", "gb18030"]
    for encoding in encodings:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\0" not in text:
            return text
    msg = f"{name}：不是文本表格（CSV），或编码既不是UTF-8也不是GB18030；请在Excel中另存为“CSV UTF-8”或.xlsx。"
    raise InputError(msg)


def _sheets(path: Path) -> Iterator[Iterator[Sequence[Any]]]:
    from openpyxl import load_workbook

    guard.check(path, guard.LARGEST_CONTENT)  # rows are read one by one
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
        except Exception as error:  # whatever a damaged part makes openpyxl raise
            msg = f"{path.name}：工作簿内容损坏，无法读取；请用Excel或WPS打开、另存后再导入。"
            raise InputError(msg) from error
        try:
            for sheet in book.worksheets:
                sheet.reset_dimensions()
                yield sheet.iter_rows(values_only=True)
        finally:
            book.close()
