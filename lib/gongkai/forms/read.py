"""One edition of the form read from its YAML file and checked."""

from __future__ import annotations

from typing import TYPE_CHECKING, NoReturn

from gongkai.forms import grid as layout
from gongkai.forms import sources
from gongkai.forms.edition_file import (
    LAYOUTS,
    BlocksSource,
    ColumnSource,
    EditionFile,
    GroupSource,
    LineSource,
    MatrixSource,
    RowSource,
)
from gongkai.forms.grid import Node
from gongkai.forms.model import Column, Edition, Head, Row, Section, Table
from gongkai.forms.project_files import FormError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.forms.edition_file import AnyTable


class Reader:
    """Reads one file.

    Attributes:
        file: Its name in messages.
        lines: The line of each key path.
    """

    def __init__(self, text: str, file: str) -> None:
        """Read and validate the file.

        Raises:
            FormError: It is not the file of an edition; with file and line.
        """
        self.file = file
        self.data, self.lines = sources.typed(EditionFile, text, file)

    def edition(self) -> Edition:
        """The edition.

        Raises:
            FormError: It contradicts itself.
        """
        data = self.data
        tables: dict[str, Table] = {id_: self._table(id_, given) for id_, given in data.tables.items()}
        held = [section.table for section in data.sections if section.table]
        if held != list(tables):
            self._refuse("sections", f"各部分里的表应当依次是{'、'.join(tables)}，每张一次；现在是{'、'.join(held)}。")
        ids = [section.id for section in data.sections]
        if len(ids) != len(set(ids)):
            self._refuse("sections", "同一个部分写了两次。")
        for whole, parts in data.splits.items():
            for part in parts:
                table, _, row = part.partition(".")
                if table != whole.partition(".")[0] or table not in tables or row not in tables[table].row_by_id:
                    self._refuse(f"splits.{whole}", f"本版表式没有“{part}”这一行，或它不在“{whole}”的表里。")
        return Edition(
            data.edition, data.source, data.years.first, data.years.last,
            tuple(Section(item.id, item.title, item.table, item.max_characters, item.note) for item in data.sections),
            tables, dict(data.splits), f"{self.file}:{self.lines.get('years', 1)}",
        )  # fmt: skip

    def _refuse(self, path: str, message: str) -> NoReturn:
        line = sources.line_of(path, self.lines)
        msg = f"{self.file}:{line}：{message}" if line else f"{self.file}：{message}"
        raise FormError(msg)

    def _table(self, id: str, given: AnyTable) -> Table:
        path = f"tables.{id}"
        kind = LAYOUTS[given.layout]
        data = sources.validated(kind, given.model_dump(), self.lines, self.file, path)
        rows: list[Row] = []
        headers: list[Head] = []
        try:
            match data:
                case MatrixSource():
                    columns = self._columns(data.columns, data.unit, f"{path}.columns")
                    rows, headers = _rows(data.rows, columns)
                    printed = layout.matrix(id, data.corner, _row_nodes(data.rows), _column_nodes(data.columns))
                    column_headers = _column_heads(data.columns)
                case BlocksSource():
                    parts = []
                    for at, block in enumerate(data.blocks):
                        columns = self._columns(block.columns, None, f"{path}.blocks.{at}.columns")
                        if any(item.columns for item in block.columns) or any(item.rows for item in block.rows):
                            self._refuse(f"{path}.blocks.{at}", "分块的表里，行和列不能再分级。")
                        rows += _rows(block.rows, columns, headers=(block.title,))[0]
                        parts.append((block.title, _column_nodes(block.columns), _row_nodes(block.rows)))
                    printed = layout.blocks(id, data.corner, parts)
                    column_headers = []
                case LineSource():
                    columns = self._columns(data.columns, data.unit, f"{path}.columns")
                    if any(item.columns for item in data.columns):
                        self._refuse(f"{path}.columns", "单行的表里，列不能再分级；请用groups分级。")
                    groups = tuple(map(_as_row, data.groups))
                    rows, headers = _rows(groups, columns)
                    printed = layout.line(id, _row_nodes(groups), _column_nodes(data.columns))
                    column_headers = []
        except ValueError as error:
            if isinstance(error, FormError):
                raise
            self._refuse(path, f"“{data.caption}”的行列合不成一张完整的表；请检查各级行列。")
        table = Table(id, data.caption, tuple(rows), printed, data.layout, tuple(headers), tuple(column_headers))
        self._check(table, path)
        return table

    def _columns(
        self,
        items: Sequence[ColumnSource],
        unit: str | None,
        path: str,
        groups: tuple[str, ...] = (),
        headers: tuple[str, ...] = (),
    ) -> tuple[Column, ...]:
        columns: list[Column] = []
        for at, item in enumerate(items):
            here = f"{path}.{at}"
            if item.columns:
                above = (*groups, item.id) if item.id else groups
                columns += self._columns(item.columns, unit, f"{here}.columns", above, (*headers, item.label))
                continue
            if item.id is None:
                self._refuse(here, f"列“{item.label}”没有写代号id。")
            own = item.unit if "unit" in item.model_fields_set else unit
            if own is None and not item.units:
                self._refuse(
                    here,
                    f"列“{item.label}”没有单位；请写unit，没有印单位的写 unit: null 和 units: {{元: 1, 万元: 10000}}。",
                )
            if own is not None and item.units:
                self._refuse(here, f"列“{item.label}”的单位已是“{own}”，不能再写units。")
            units = tuple(item.units.items())
            if units and any(column.units and column.units != units for column in columns):
                self._refuse(here, f"列“{item.label}”可选的单位与前一列不同；同一行只填一个单位。")
            columns.append(Column(item.id, item.label, own, item.kind, groups, headers, item.names, units))
        return tuple(columns)

    def _check(self, table: Table, path: str) -> None:
        """Every id once, and the printed grid holds exactly the table's cells."""
        for what, ids in (
            ("行", [row.id for row in table.rows]),
            *(("列", [c.id for c in r.columns]) for r in table.rows),
        ):
            for id_ in ids:
                if ids.count(id_) > 1:
                    self._refuse(path, f"“{table.caption}”里，{what}的代号“{id_}”写了两次；请改正其一。")
        printed = sorted(cell.path for cell in table.grid.cells if cell.path)
        if printed != sorted(cell.path for cell in table.cells):
            self._refuse(path, f"“{table.caption}”的行列合不成一张完整的表；请检查各级行列。")


def _as_row(item: GroupSource) -> RowSource:
    return RowSource(id=item.id, label=item.label, rows=tuple(map(_as_row, item.groups)))


def _row_nodes(items: Sequence[RowSource]) -> tuple[Node, ...]:
    return tuple(Node(item.label, item.id, _row_nodes(item.rows)) for item in items)


def _column_nodes(items: Sequence[ColumnSource]) -> tuple[Node, ...]:
    return tuple(Node(item.label, item.id, _column_nodes(item.columns)) for item in items)


def _column_heads(items: Sequence[ColumnSource]) -> list[Head]:
    """The headers over columns that have an id, outermost first."""
    found: list[Head] = []
    for item in items:
        if item.columns:
            found += [Head(item.id, item.label, item.names)] if item.id else []
            found += _column_heads(item.columns)
    return found


def _rows(
    items: Sequence[RowSource], columns: tuple[Column, ...], groups: tuple[str, ...] = (), headers: tuple[str, ...] = ()
) -> tuple[list[Row], list[Head]]:
    """The rows that hold numbers, and the headers over them, outermost first."""
    rows: list[Row] = []
    above: list[Head] = []
    for item in items:
        if item.rows:
            found, below = _rows(item.rows, columns, (*groups, item.id), (*headers, item.label))
            rows += found
            above += [Head(item.id, item.label, item.names), *below]
        else:
            rows.append(Row(item.id, item.label, columns, groups, headers, item.names))
    return rows, above


def read(text: str, file: str = "表式文件") -> Edition:
    """Read and check one edition from the text of its YAML file.

    Args:
        text: The text.
        file: What messages call it.

    Raises:
        FormError: A key that is not known, a repeated id, rows and columns that do not close, a section
            without its table; in Chinese, with file and line.
    """
    return Reader(text, file).edition()
