"""Editions of the form: sections, tables, rows, columns and cells; :mod:`gongkai.forms.read` reads them from YAML."""

from __future__ import annotations

from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from typing import TYPE_CHECKING

from gongkai.forms.project_files import FormError
from gongkai.parsing.numerals import numeral

if TYPE_CHECKING:
    from gongkai.forms.edition_file import Kind, Layout
    from gongkai.forms.grid import Grid


@dataclass(frozen=True, slots=True)
class Column:
    """A column of numbers.

    Attributes:
        id: Identifier (domain vocabulary), for instance ``natural``.
        label: Label as the form prints it.
        unit: ``件``, ``项``, ``万元``, or ``None`` where the form prints none and each return gives one.
        kind: ``integer`` (non-negative), ``signed`` (may be negative) or ``decimal`` (non-negative, may have decimals).
        groups: Ids of the headers above it, outermost first (``organizations``).
        headers: Labels of all headers above it, outermost first, including those without an id.
        names: How registers write the kind of applicant that counts in it, the usual name first; see
            :mod:`gongkai.forms.kinds`.
        units: For an open unit the choices, and how many of the smallest each is: ``(("元", 1), ("万元", 10000))``.
    """

    id: str
    label: str
    unit: str | None
    kind: Kind = "integer"
    groups: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    units: tuple[tuple[str, int], ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """A row of numbers.

    Attributes:
        id: Identifier, for instance ``refused_1``.
        label: Label as the form prints it.
        columns: Its columns in printed order.
        groups: Ids of the headers above it, outermost first (``results``, ``refused``).
        headers: Labels of those headers, outermost first.
        names: How registers write the kind of reply that counts in it, the usual name first; see
            :mod:`gongkai.forms.kinds`.
    """

    id: str
    label: str
    columns: tuple[Column, ...]
    groups: tuple[str, ...] = ()
    headers: tuple[str, ...] = ()
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Head:
    """A head over rows or columns, which holds no numbers itself.

    Attributes:
        id, label: See :class:`Row`.
        names: How registers write a kind of reply or applicant that leaves open which of those below it is.
    """

    id: str
    label: str
    names: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Cell:
    """A number of the form.

    Attributes:
        path: ``table.row.column``.
        table, row, column: Its parts.
        label: Labels of row and column in Chinese, for messages (``一、本年新收政府信息公开申请数量／总计``).
        unit: Unit, or ``None`` where the return must give it.
        kind, units: See :class:`Column`.
    """

    path: str
    table: str
    row: str
    column: str
    label: str
    unit: str | None
    kind: Kind
    units: tuple[tuple[str, int], ...] = ()

    @property
    def choices(self) -> tuple[str, ...]:
        """The units that a return can give where the form prints none."""
        return tuple(unit for unit, _ in self.units)

    @property
    def row_path(self) -> str:
        """``table.row``, to which a return gives an open unit."""
        return f"{self.table}.{self.row}"


@dataclass(frozen=True)
class Table:
    """A statutory table.

    Attributes:
        id: ``disclosure``, ``requests`` or ``disputes``.
        caption: Its name.
        rows: The rows that hold numbers, in printed order.
        grid: The printed grid with merged cells.
        layout: ``matrix`` (rows by columns), ``blocks`` (under one another) or ``line`` (one row of numbers).
        headers, column_headers: The headers over rows and those over columns that have an id, outermost first.
    """

    id: str
    caption: str
    rows: tuple[Row, ...]
    grid: Grid
    layout: Layout
    headers: tuple[Head, ...] = ()
    column_headers: tuple[Head, ...] = ()

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
                column.units,
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
        note: What a new year's file says to whoever writes its text.
    """

    id: str
    title: str
    table: str | None = None
    max_characters: int | None = None
    note: str | None = None


@dataclass(frozen=True)
class Edition:
    """An edition of the form.

    Attributes:
        id: By which files and messages name it, usually its first year.
        source: The official letter that prescribes it.
        first_year, last_year: Report years for which it is in force; ``None`` is open-ended.
        sections: The six sections in order.
        tables: The tables by id.
        splits: Rows of earlier editions (``table.row``) that this one prints as several, or under another id.
        file: File and line of its years, for messages.
    """

    id: str
    source: str
    first_year: int
    last_year: int | None
    sections: tuple[Section, ...]
    tables: dict[str, Table]
    splits: dict[str, tuple[str, ...]] = field(default_factory=dict)
    file: str = ""

    def __hash__(self) -> int:
        """By what tells editions apart: many caches are asked about an edition, and hashing all sections takes longer."""
        return hash((self.id, self.source, self.first_year))

    @cached_property
    def cells(self) -> dict[str, Cell]:
        """All cells of all tables by path, in printed order."""
        return {cell.path: cell for table in self.tables.values() for cell in table.cells}

    @cached_property
    def open_cells(self) -> tuple[Cell, ...]:
        """The cells for which the form prints no unit, so that a return gives it."""
        return tuple(cell for cell in self.cells.values() if cell.unit is None)

    @cached_property
    def open_rows(self) -> dict[str, Cell]:
        """The rows (``table.row``) for which a return gives a unit, each with its first cell that has none."""
        found: dict[str, Cell] = {}
        for cell in self.open_cells:
            found.setdefault(cell.row_path, cell)
        return found

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

    def table_name(self, id: str) -> str:
        """What messages call a table, by the number of its section: 表二; the id itself if there is no such table."""
        return next((f"表{numeral(at)}" for at, item in enumerate(self.sections, 1) if item.table == id), id)

    def section(self, id: str) -> Section:
        """The section with this id."""
        return next(section for section in self.sections if section.id == id)

    def in_force(self, year: int) -> bool:
        """Whether this edition is in force for a report year."""
        return self.first_year <= year and (self.last_year is None or year <= self.last_year)
