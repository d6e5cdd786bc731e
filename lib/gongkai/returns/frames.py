"""The statutory tables as pandas DataFrames: ids for computing, the form's labels for showing.

This module imports pandas, which is slow, so import it inside functions.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

import pandas as pd

from gongkai.returns.errors import InputError, nearest

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from gongkai import forms

Number = int | Decimal

_LARGEST = 2**63 - 1
"""Range of ``Int64``."""


class Reported(Protocol):
    """What a frame is made of: a :class:`~gongkai.returns.Return`."""

    @property
    def year(self) -> int:
        """Report year."""

    @property
    def edition(self) -> forms.Edition:
        """The edition of the form."""

    @property
    def cells(self) -> Mapping[str, Number | None]:
        """The numbers by path."""


def table(record: Reported, table_id: str, *, labels: bool = False) -> pd.DataFrame:
    """A statutory table: a row for each row of numbers, a column for each kind of column that the form has.

    ``frame.loc["granted", "natural"]`` is the cell ``requests.granted.natural``. A number that is not filled in is
    ``<NA>``, never 0; so are combinations that the form does not have, as rows of table 2 have different columns.

    Args:
        record: The return.
        table_id: ``disclosure``, ``requests`` or ``disputes``.
        labels: Whether to name rows and columns as the form prints them rather than by id. Columns that the form
            groups are a MultiIndex, with empty strings below a header that spans downwards.

    Returns:
        Counts as ``Int64``, amounts as ``Decimal`` (dtype ``object``) in the unit of the form. A count that is not
        a whole number, which rule R5 reports, makes its column ``object``. ``attrs["caption"]`` is the table's name.

    Raises:
        InputError: The edition has no such table; the message names the nearest.
    """
    form = _form(record, table_id)
    frame = _filled([(record, row) for row in form.rows], _columns([form]), table_id)
    frame.index = pd.Index([row.id for row in form.rows], name="row")
    if labels:
        frame.index = pd.Index([row.label for row in form.rows], name="项目")
        frame.columns = _headed([columns[0] for columns in _columns([form]).values()])
    frame.attrs["caption"] = form.caption
    return frame


def history(records: Sequence[Reported], table_id: str) -> pd.DataFrame:
    """A statutory table over several years, concatenated: the index is a MultiIndex ``(year, row)`` of ids.

    ``frame.xs("new", level="row")["total"]`` is the newly received requests by year. Rows and columns that an edition
    lacks are absent or ``<NA>`` in its years, never 0.

    Args:
        records: Returns, oldest first; at least one.
        table_id: ``disclosure``, ``requests`` or ``disputes``.

    Returns:
        Columns and dtypes as for :func:`table`.

    Raises:
        InputError: An edition has no such table.
    """
    tables = [_form(record, table_id) for record in records]
    rows = [(record, row) for record, form in zip(records, tables, strict=True) for row in form.rows]
    frame = _filled(rows, _columns(tables), table_id)
    frame.index = pd.MultiIndex.from_tuples([(record.year, row.id) for record, row in rows], names=["year", "row"])
    frame.attrs["caption"] = f"历年{tables[-1].caption}"
    return frame


def beside(record: Reported, previous: Reported | None, table_id: str) -> pd.DataFrame:
    """A statutory table beside last year's, for reading: labels, and under each column the years.

    Rows and columns that only last year's edition has come last; rows and columns that the two editions label
    differently have both labels.

    Args:
        record: The return.
        previous: Last year's return; if ``None``, the table shows this year alone.
        table_id: ``disclosure``, ``requests`` or ``disputes``.

    Raises:
        InputError: An edition has no such table.
    """
    both = [record] if previous is None else [record, previous]
    tables = [_form(item, table_id) for item in both]
    rows: dict[str, list[str]] = {}
    for form in tables:
        for row in form.rows:
            rows.setdefault(row.id, []).append(row.label)
    headers, arrays = [], []
    for id_, columns in _columns(tables).items():
        for item, form in zip(reversed(both), reversed(tables), strict=True):
            if id_ in _columns([form]):
                headers.append((_called(column.label for column in columns), f"{item.year}年"))
                arrays.append(_array([item.cells.get(f"{table_id}.{row}.{id_}") for row in rows], columns))
    frame = pd.DataFrame(dict(enumerate(arrays)), index=pd.Index([_called(labels) for labels in rows.values()]))
    frame.index.name = "项目"
    frame.columns = pd.MultiIndex.from_tuples(headers)
    frame.attrs["caption"] = f"{'与'.join(f'{item.year}年' for item in both)}{tables[0].caption}"
    return frame


def _form(record: Reported, table_id: str) -> forms.Table:
    tables = record.edition.tables
    if table_id not in tables:
        msg = f"{record.edition.id}版表式没有表“{table_id}”{nearest(table_id, tables)}"
        raise InputError(msg)
    return tables[table_id]


def _columns(tables: Iterable[forms.Table]) -> dict[str, list[forms.Column]]:
    """The columns of all rows by id, in printed order; columns with the same id share a frame column."""
    found: dict[str, list[forms.Column]] = {}
    for table in tables:
        for row in table.rows:
            for column in row.columns:
                found.setdefault(column.id, []).append(column)
    return found


def _filled(
    rows: Sequence[tuple[Reported, forms.Row]], columns: dict[str, list[forms.Column]], table_id: str
) -> pd.DataFrame:  # fmt: skip
    """The numbers of some rows, with columns named by id."""
    data = {
        id_: _array([record.cells.get(f"{table_id}.{row.id}.{id_}") for record, row in rows], same)
        for id_, same in columns.items()
    }
    frame = pd.DataFrame(data)
    frame.columns.name = "column"
    return frame


def _headed(columns: Sequence[forms.Column]) -> pd.Index[Any]:
    """The labels of columns, under their headers if there are any."""
    depth = max(len(column.headers) for column in columns)
    if not depth:
        return pd.Index([column.label for column in columns])
    paths = [(*column.headers, column.label) for column in columns]
    return pd.MultiIndex.from_tuples([path + ("",) * (depth + 1 - len(path)) for path in paths])


def _called(labels: Iterable[str]) -> str:
    return "／".join(dict.fromkeys(labels))


def _array(values: Sequence[Number | None], columns: Sequence[forms.Column]) -> Any:
    """``Int64`` for counts, objects for amounts and values that are not whole numbers."""
    if any(column.kind == "decimal" for column in columns):
        return _objects([None if value is None else Decimal(value) for value in values])
    if all(value is None or (isinstance(value, int) and abs(value) <= _LARGEST) for value in values):
        counts: Any = list(values)
        return pd.array(counts, dtype="Int64")
    return _objects(values)


def _objects(values: Sequence[Number | None]) -> Any:
    return pd.Series([pd.NA if value is None else value for value in values], dtype=object).array
