"""Editions of the form: sections, tables, rows, columns and cells, read from YAML and checked."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache, cached_property
from importlib.resources import files
from itertools import pairwise
from typing import TYPE_CHECKING, Any, Literal

from ruamel.yaml import YAML

from gongkai.forms import grid as layout
from gongkai.forms.grid import Grid, Node
from gongkai.forms.sources import LEVELS, FormError
from gongkai.parsing.numerals import numeral

if TYPE_CHECKING:
    from collections.abc import Iterable

Kind = Literal["integer", "signed", "decimal"]
Layout = Literal["matrix", "blocks", "line"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers.

    Attributes:
        id: Identifier (domain vocabulary), for instance ``natural``.
        label: Label as the form prints it.
        unit: ``件``, ``项``, ``万元``, or ``None`` if the form prints none.
        kind: ``integer`` (non-negative), ``signed`` (may be negative) or ``decimal`` (non-negative, may have decimals).
        groups: Ids of the headers above it, outermost first (``organizations``).
        heads: Labels of all headers above it, outermost first, including those without an id.
        names: How registers write the kind of applicant that counts in it, the usual name first; see
            :mod:`gongkai.forms.kinds`.
    """

    id: str
    label: str
    unit: str | None
    kind: Kind = "integer"
    groups: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of numbers.

    Attributes:
        id: Identifier, for instance ``refused_1``.
        label: Label as the form prints it.
        columns: Its columns in printed order.
        groups: Ids of the headers above it, outermost first (``results``, ``refused``).
        heads: Labels of those headers, outermost first.
        names: How registers write the kind of reply that counts in it, the usual name first; see
            :mod:`gongkai.forms.kinds`.
    """

    id: str
    label: str
    columns: tuple[Column, ...]
    groups: tuple[str, ...] = ()
    heads: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the form.

    Attributes:
        path: ``table.row.column``.
        table, row, column: Its parts.
        label: Labels of row and column in Chinese, for messages (``一、本年新收政府信息公开申请数量／总计``).
        unit: Unit, or ``None`` if the return must give it.
        kind: See :class:`Column`.
    """

    path: str
    table: str
    row: str
    column: str
    label: str
    unit: str | None
    kind: Kind


@dataclass(frozen=True)
class Table:
    """A statutory table.

    Attributes:
        id: ``disclosure``, ``requests`` or ``disputes``.
        caption: Its name.
        rows: The rows that hold numbers, in printed order.
        grid: The printed grid with merged cells.
        layout: ``matrix`` (rows by columns), ``blocks`` (under one another) or ``line`` (one row of numbers).
    """

    id: str
    caption: str
    rows: tuple[Row, ...]
    grid: Grid
    layout: Layout

    @cached_property
    def row_by_id(self) -> dict[str, Row]:
        """The rows by their ids."""
        return {row.id: row for row in self.rows}

    @cached_property
    def cells(self) -> tuple[Cell, ...]:
        """All cells, row by row."""
        return tuple(
            Cell(
                f"{self.id}.{row.id}.{column.id}",
                self.id,
                row.id,
                column.id,
                f"{row.label}／{column.label}",
                column.unit,
                column.kind,
            )
            for row in self.rows
            for column in row.columns
        )

    def group(self, id: str) -> tuple[Row, ...]:
        """The rows under a header (``results``, ``refused``); a row's own id gives that row alone."""
        return tuple(row for row in self.rows if id in row.groups or row.id == id)


@dataclass(frozen=True, slots=True)
class Section:
    """A section of the report.

    Attributes:
        id: Its id.
        title: Its title to the letter.
        table: Id of the table it holds, if any.
        max_characters: How many characters it may have, white space not counted; ``None`` if the letter sets no limit.
    """

    id: str
    title: str
    table: str | None = None
    max_characters: int | None = None


@dataclass(frozen=True)
class Edition:
    """An edition of the form.

    Attributes:
        id: ``"2019"`` or ``"2021"``.
        source: The official letter that prescribes it.
        first_year, last_year: Report years for which it is in force; ``None`` is open-ended.
        sections: The six sections in order.
        tables: The tables by id.
    """

    id: str
    source: str
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...]
    tables: dict[str, Table] = field(hash=False)

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """All cells of all tables by path, in printed order."""
        return {cell.path: cell for table in self.tables.values() for cell in table.cells}

    def cell(self, path: str) -> Cell:
        """The cell with this path.

        Raises:
            FormError: There is no such cell; the message names the nearest one.
        """
        try:
            return self.cells[path]
        except KeyError:
            near = get_close_matches(path, self.cells, 1)
            hint = f"，是不是“{near[0]}”？" if near else "。"
            msg = f"{self.id}版表式没有单元格“{path}”{hint}"
            raise FormError(msg) from None

    def column(self, path: str) -> Column:
        """The column of a cell (``requests.new.total``)."""
        table, row, column = path.split(".")
        return next(item for item in self.tables[table].row_by_id[row].columns if item.id == column)

    def section(self, id: str) -> Section:
        """The section with this id."""
        return next(section for section in self.sections if section.id == id)

    def in_force(self, year: int) -> bool:
        """Whether this edition is in force for a report year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)


def _nodes(items: list[dict[str, Any]], below: str) -> tuple[Node, ...]:
    return tuple(Node(item["label"], item.get("id"), _nodes(item.get(below, []), below)) for item in items)


def _columns(
    items: list[dict[str, Any]], unit: str | None, groups: tuple[str, ...] = (), heads: tuple[str, ...] = ()
) -> list[Column]:
    columns: list[Column] = []
    for item in items:
        if "columns" in item:
            above = (*groups, item["id"]) if "id" in item else groups
            columns += _columns(item["columns"], unit, above, (*heads, item["label"]))
        else:
            kind = item.get("kind", "integer")
            names = tuple(item.get("names", ()))
            columns.append(Column(item["id"], item["label"], item.get("unit", unit), kind, groups, heads, names))
    return columns


def _rows(
    items: list[dict[str, Any]],
    columns: tuple[Column, ...],
    below: str = "rows",
    groups: tuple[str, ...] = (),
    heads: tuple[str, ...] = (),
) -> list[Row]:
    rows: list[Row] = []
    for item in items:
        if below in item:
            rows += _rows(item[below], columns, below, (*groups, item["id"]), (*heads, item["label"]))
        else:
            rows.append(Row(item["id"], item["label"], columns, groups, heads, tuple(item.get("names", ()))))
    return rows


def _table(id: str, data: dict[str, Any]) -> Table:
    rows: list[Row] = []
    match data["layout"]:
        case "matrix":
            rows = _rows(data["rows"], tuple(_columns(data["columns"], data["unit"])))
            grid = layout.matrix(id, data["corner"], _nodes(data["rows"], "rows"), _nodes(data["columns"], "columns"))
        case "blocks":
            parts = []
            for block in data["blocks"]:
                rows += _rows(block["rows"], tuple(_columns(block["columns"], None)), heads=(block["title"],))
                parts.append((block["title"], _nodes(block["columns"], "columns"), _nodes(block["rows"], "rows")))
            grid = layout.blocks(id, data["corner"], parts)
        case "line":
            rows = _rows(data["groups"], tuple(_columns(data["columns"], data["unit"])), "groups")
            grid = layout.line(id, _nodes(data["groups"], "groups"), _nodes(data["columns"], "columns"))
        case other:
            msg = f"table {id}: unknown layout {other!r}"
            raise FormError(msg)
    table = Table(id, data["caption"], tuple(rows), grid, data["layout"])
    _check(table)
    return table


def _check(table: Table) -> None:
    """Check that every id is unique and the printed grid has exactly the table's cells."""
    ids = [row.id for row in table.rows]
    if len(ids) != len(set(ids)):
        msg = f"table {table.id}: a row id stands twice in {ids}"
        raise FormError(msg)
    for row in table.rows:
        columns = [column.id for column in row.columns]
        if len(columns) != len(set(columns)):
            msg = f"table {table.id}, row {row.id}: a column id stands twice in {columns}"
            raise FormError(msg)
    printed = sorted(cell.path for cell in table.grid.cells if cell.path)
    if printed != sorted(cell.path for cell in table.cells):
        msg = f"table {table.id}: the printed grid and the rows hold different cells"
        raise FormError(msg)


def read(text: str) -> Edition:
    """Read and check one edition from the text of its YAML file.

    Raises:
        FormError: A duplicate id, an unknown layout, spans that do not form a rectangle, a section without its table.
    """
    data = YAML(typ="safe").load(text)
    try:
        tables = {id: _table(id, table) for id, table in data["tables"].items()}
    except (KeyError, ValueError) as error:
        msg = f"form {data.get('edition')}: {error}"
        raise FormError(msg) from error
    sections = tuple(Section(**section) for section in data["sections"])
    if [section.table for section in sections if section.table] != list(tables):
        msg = f"form {data['edition']}: the sections do not hold each table once and in order"
        raise FormError(msg)
    years = data["years"]
    return Edition(data["edition"], data["source"], years["first"], years["last"], sections, tables)


@cache
def editions() -> dict[str, Edition]:
    """All editions by id, oldest first; a new edition is a new YAML file in this folder.

    Raises:
        FormError: Two editions name the same year.
    """
    folder = files("gongkai.forms")
    found = [
        read(file.read_text("utf-8"))
        for file in folder.iterdir()
        if file.name.endswith(".yaml") and file.name != LEVELS
    ]
    return in_order(found)


def in_order(found: Iterable[Edition]) -> dict[str, Edition]:
    """Editions by id, oldest first.

    Raises:
        FormError: Two editions name the same year.
    """
    ordered = sorted(found, key=lambda item: item.first_year)
    for before, after in pairwise(ordered):
        if after.first_year == before.first_year or after.first_year <= (before.last_year or 0):
            msg = f"forms {before.id} and {after.id} are both in force in {after.first_year}"
            raise FormError(msg)
    return {item.id: item for item in ordered}


def edition(id: str) -> Edition:
    """The edition with this id (``"2019"``, ``"2021"``).

    Raises:
        FormError: There is none.
    """
    try:
        return editions()[id]
    except KeyError:
        msg = f"没有“{id}”版表式；现有：{'、'.join(editions())}。"
        raise FormError(msg) from None


def edition_for(year: int) -> Edition:
    """The edition for a report year: the newest in force, so that a new edition supersedes the previous one.

    Raises:
        FormError: No known edition is in force for the year (before 2019).
    """
    for item in reversed(editions().values()):
        if item.in_force(year):
            return item
    first = min(item.first_year for item in editions().values())
    msg = f"{year}年没有适用的表式：本系统支持{first}年及以后的报告年度，此前的表式与现行表式不同。"
    raise FormError(msg)


def table_names() -> dict[str, str]:
    """What the tables of all editions are called for short (表二), by id: by the number of the section that holds them."""
    return {
        section.table: f"表{numeral(at)}"
        for item in editions().values()
        for at, section in enumerate(item.sections, 1)
        if section.table
    }
