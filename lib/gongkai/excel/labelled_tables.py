"""Read the statutory tables typed in Excel without our form: by their labels, wherever they are."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai import forms
from gongkai.excel import number
from gongkai.excel.layout import CellRef
from gongkai.forms.labels import match, plain
from gongkai.returns.correspond import migrate
from gongkai.returns.errors import InputError
from gongkai.returns.model import Agency, Issue, Number, Return, Source, empty_cells

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from openpyxl.workbook import Workbook

_TITLE = re.compile(r"(?:^|\D)(20\d\d)年?(?:度)?政府信息公开工作年度报告")
_MOST_ROWS, _MOST_COLUMNS = 2_000, 200
_COLUMN_HEADS = 2
"""Fewest column headers by which a block of table 2 is recognised."""


class Grid:
    """A sheet as labels and values: a merged range is one cell, where it begins."""

    def __init__(self, typed: Any, shown: Any) -> None:
        """Look at a sheet with its formulas and with what they showed."""
        self.typed, self.shown, self.name = typed, shown, str(typed.title)
        self.height = min(typed.max_row, _MOST_ROWS)
        self.width = min(typed.max_column, _MOST_COLUMNS)
        self.anchor = {
            (row, column): (area.min_row, area.min_col)
            for area in typed.merged_cells.ranges
            for row in range(area.min_row, min(area.max_row, self.height) + 1)
            for column in range(area.min_col, min(area.max_col, self.width) + 1)
        }

    def text(self, row: int, column: int) -> str:
        """The label that covers a position; empty if nothing or a number does."""
        value = self.typed.cell(*self.anchor.get((row, column), (row, column))).value
        return value.strip() if isinstance(value, str) and plain(value) else ""

    def starts(self, row: int) -> Iterator[tuple[int, str]]:
        """Columns and labels of the cells that begin in a row's columns, a range merged across once."""
        for column in range(1, self.width + 1):
            at = self.anchor.get((row, column), (row, column))
            if at[1] == column and (text := self.text(row, column)):
                yield column, text

    def number(self, row: int, column: int, cell: forms.Cell) -> number.Reading:
        """The number that covers a position."""
        at = self.anchor.get((row, column), (row, column))
        where = CellRef(self.name, *at)
        return number.read(self.typed.cell(*at).value, self.shown.cell(*at).value, cell.path, cell.kind, where)


class Reader:
    """Collects what the sheets say in the words of one edition."""

    def __init__(self, edition: forms.Edition) -> None:
        """Read by the labels of an edition."""
        self.edition = edition
        self.cells: dict[str, Number | None] = {}
        self.issues: list[Issue] = []

    def sheet(self, grid: Grid) -> None:
        """Find the tables of a sheet."""
        self._blocks(grid, self.edition.tables["disclosure"])
        self._matrix(grid, self.edition.tables["requests"])
        self._line(grid, self.edition.tables["disputes"])

    def _take(self, grid: Grid, row: int, columns: dict[str, int], table: str, id_: str) -> None:
        if any(f"{table}.{id_}.{column}" in self.cells for column in columns):
            where = CellRef(grid.name, row, 1)
            message = f"{where}所在行“{self.edition.tables[table].row_by_id[id_].label}”出现了两次，只读取第一次。"
            self.issues.append(Issue(path=f"{table}.{id_}", kind="note", message=message))
            return
        for column, at in columns.items():
            cell = self.edition.cells[f"{table}.{id_}.{column}"]
            reading = grid.number(row, at, cell)
            self.cells[cell.path] = reading.value
            if reading.issue is not None:
                self.issues.append(reading.issue)
            elif reading.value is None:
                self.issues.append(Issue(path=cell.path, kind="blank", raw=""))

    def _row(
        self, grid: Grid, row: int, before: int, table: forms.Table, rows: Iterable[forms.Row]
    ) -> forms.Row | None:
        """The form's row whose label precedes a column in a sheet's row; a label that is only similar is reported."""
        labels = [text for column, text in grid.starts(row) if column < before]
        if not labels:
            return None
        wanted = {item.label: item for item in rows}
        matches = [(label, match(label, wanted)) for label in reversed(labels)]
        label, best = next((item for item in matches if item[1] is not None and item[1].exact), matches[0])
        if best is None:
            return None
        found = wanted[best.label]
        if best.exact:
            return found
        message = f"工作表“{grid.name}”第{row}行的“{label}”按“{found.label}”读取。"
        self.issues.append(
            Issue(path=f"{table.id}.{found.id}", kind="mislabelled", raw=label, expected=found.label, message=message)
        )
        return found

    def _matrix(self, grid: Grid, table: forms.Table) -> None:
        columns = {plain(column.label): column.id for column in table.rows[0].columns}
        for row in range(1, grid.height + 1):
            heads = {columns[plain(text)]: column for column, text in grid.starts(row) if plain(text) in columns}
            if set(heads) != set(columns.values()):
                continue
            first = min(heads.values())
            missing = list(table.rows)
            for below in range(row + 1, grid.height + 1):
                found = self._row(grid, below, first, table, missing)
                if found is not None:
                    missing.remove(found)
                    self._take(grid, below, heads, table.id, found.id)
                if not missing:
                    break
            return

    def _blocks(self, grid: Grid, table: forms.Table) -> None:
        shapes = {tuple(plain(column.label) for column in row.columns): row.columns for row in table.rows}
        row = 1
        heads: dict[str, int] = {}
        rows: list[forms.Row] = []
        for row in range(1, grid.height + 1):
            starts = list(grid.starts(row))
            labels = tuple(plain(text) for _, text in starts[1:])
            if len(starts) >= _COLUMN_HEADS and labels in shapes:
                columns = shapes[labels]
                heads = {column.id: at for column, (at, _) in zip(columns, starts[1:], strict=True)}
                rows = [item for item in table.rows if item.columns == columns]
                continue
            if heads and (found := self._row(grid, row, min(heads.values()), table, rows)) is not None:
                rows = [item for item in rows if item is not found]
                self._take(grid, row, heads, table.id, found.id)

    def _line(self, grid: Grid, table: forms.Table) -> None:
        wanted = [plain(column.label) for row in table.rows for column in row.columns]
        paths = [(row.id, column.id) for row in table.rows for column in row.columns]
        for row in range(1, grid.height + 1):
            starts = [(column, plain(text)) for column, text in grid.starts(row) if plain(text) in wanted]
            if [text for _, text in starts] != wanted:
                continue
            below = row + 1
            while below <= grid.height and [(column, plain(text)) for column, text in grid.starts(below)] == starts:
                below += 1
            for (id_, column), (at, _) in zip(paths, starts, strict=True):
                self._take(grid, below, {column: at}, table.id, id_)
            return


def read_labelled_tables(
    typed: Workbook, shown: Workbook, agency: Agency | None, year: int | None, name: str
) -> Return:
    """Read the statutory tables out of a workbook that is not our form.

    Args:
        typed: The workbook with its formulas.
        shown: The same workbook with what the formulas showed.
        agency: The organ; these tables seldom say it.
        year: The report year; ``None`` takes it from a title in the workbook.
        name: Name of the file, for messages.

    Returns:
        The figures in the edition the year demands; ``form_used`` is the edition of the labels where that is another.
        Issues name what is blank, absent, mislabelled or could not be carried.

    Raises:
        InputError: Organ or year is unknown, or there is no statutory table.
    """
    if agency is None:
        msg = f"{name}：不是本系统的填报表，无法确认是哪个机关的；请用 --agency 指明机关。"
        raise InputError(msg)
    grids = [Grid(typed[sheet], shown[sheet]) for sheet in typed.sheetnames if hasattr(typed[sheet], "merged_cells")]
    year = year or _year(grids)
    if year is None:
        msg = f"{name}：表中没有写明报告年度；请用 --year 指明年度。"
        raise InputError(msg)
    try:
        target = forms.edition_for(year)
    except forms.FormError as error:
        raise InputError(str(error)) from None
    readers = []
    for edition in forms.editions().values():
        reader = Reader(edition)
        for grid in grids:
            reader.sheet(grid)
        readers.append(reader)
    best = max(readers, key=lambda item: (_share(item), item.edition is target))
    if not best.cells:
        msg = f"{name}：没有找到年度报告的表格（按表头“信息内容”“自然人”“结果维持”等查找）；请核对文件，或改用 gongkai form 生成的填报表。"
        raise InputError(msg)
    issues = [*best.issues, *_absent(best)]
    cells = empty_cells(best.edition) | best.cells
    if best.edition is not target:
        moved = migrate(cells, best.edition, target)
        cells = moved.cells
        message = f"{year}年应当用{target.id}版表式，文件用的是{best.edition.id}版；相同含义的数已带入。"
        issues += [Issue(path="", kind="form", raw=best.edition.id, expected=target.id, message=message), *moved.issues]
    return Return(
        agency=agency,
        year=year,
        cells=cells,
        form_used=best.edition.id if best.edition is not target else None,
        issues=tuple(issues),
        source=Source(file=name),
    )


def _share(reader: Reader) -> float:
    """The share of an edition's cells that were found."""
    return len(reader.cells) / len(reader.edition.cells)


def _year(grids: list[Grid]) -> int | None:
    """The year of a title in the workbook, where all titles agree."""
    found = {
        int(match[1])
        for grid in grids
        for row in grid.typed.iter_rows(max_row=min(grid.height, 20), values_only=True)
        for value in row
        if isinstance(value, str) and (match := _TITLE.search(plain(value)))
    }
    return found.pop() if len(found) == 1 else None


def _absent(reader: Reader) -> Iterator[Issue]:
    """Tables and rows that were not found."""
    for table in reader.edition.tables.values():
        rows = [row for row in table.rows if f"{table.id}.{row.id}.{row.columns[0].id}" not in reader.cells]
        if len(rows) == len(table.rows):
            yield Issue(path=table.id, kind="absent", message=f"没有找到表“{table.caption}”。")
            continue
        for row in rows:
            message = f"表“{table.caption}”中没有找到“{row.label}”。"
            yield Issue(path=f"{table.id}.{row.id}", kind="absent", message=message)
