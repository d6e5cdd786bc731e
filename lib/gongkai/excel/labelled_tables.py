"""Read the statutory tables typed in Excel without the Gongkai form: by their labels, wherever they are."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from gongkai import forms
from gongkai.excel import number
from gongkai.excel.layout import CellRef
from gongkai.forms import table_match
from gongkai.forms.labels import plain
from gongkai.forms.table_match import PositionedCell
from gongkai.returns.correspond import migrate
from gongkai.returns.errors import InputError
from gongkai.returns.model import Agency, Issue, Number, Return, SourceMap, empty_cells

if TYPE_CHECKING:
    from collections.abc import Iterator

    from openpyxl.workbook import Workbook

    from gongkai.forms.table_match import RowMatch, TableMatch

_TITLE = re.compile(r"(?:^|\D)(20\d\d)年?(?:度)?政府信息公开工作年度报告")
_MOST_ROWS, _MOST_COLUMNS = 2_000, 200
_TITLE_ROWS = 20
"""A title is in one of so many rows at the top of a sheet."""


@dataclass(frozen=True, slots=True)
class SheetCell(PositionedCell):
    """A cell of a sheet, or a merged range where it begins.

    Attributes:
        at: Its location.
    """

    at: CellRef = field(default_factory=lambda: CellRef("", 1, 1))


class Sheet:
    """A sheet with its formulas and with what they showed."""

    def __init__(self, typed: Any, shown: Any) -> None:
        """Look at a sheet; rows and columns beyond what a form needs are not read."""
        self.typed, self.shown, self.name = typed, shown, str(typed.title)
        # Asking a sheet for its empty cells makes them: a single cell in the last row would make hundreds of thousands.
        there = [(row, column) for row, column in typed._cells if row <= _MOST_ROWS and column <= _MOST_COLUMNS]  # noqa: SLF001
        self.height = max((row for row, _ in there), default=0)
        self.width = max((column for _, column in there), default=0)

    def rows(self) -> list[list[SheetCell]]:
        """The cells row by row, top to bottom; a merged range is one cell, in the row and column where it begins.

        Returns:
            For each row its cells from left to right, with columns counted from 0.
        """
        begins: dict[tuple[int, int], int] = {}
        covered: set[tuple[int, int]] = set()
        for area in self.typed.merged_cells.ranges:
            begins[area.min_row, area.min_col] = area.max_col - area.min_col + 1
            columns = range(area.min_col, min(area.max_col, self.width) + 1)
            covered |= {(row, c) for row in range(area.min_row, min(area.max_row, self.height) + 1) for c in columns}
        covered -= begins.keys()
        return [
            [
                SheetCell(
                    self._text(row, column), column - 1, begins.get((row, column), 1), CellRef(self.name, row, column)
                )
                for column in range(1, self.width + 1)
                if (row, column) not in covered
            ]
            for row in range(1, self.height + 1)
        ]

    def _text(self, row: int, column: int) -> str:
        value = self.typed.cell(row, column).value
        return "" if value is None else str(value).strip()

    def number(self, at: CellRef, cell: forms.Cell) -> number.Reading:
        """The number in a cell of this sheet.

        Args:
            at: Where it is.
            cell: The cell of the form, which says what kind of number it may be.

        Returns:
            The number in the unit of the form, ``None`` if absent, and what to report about it.
        """
        typed, shown = (sheet.cell(at.row, at.column).value for sheet in (self.typed, self.shown))
        return number.read(typed, shown, cell.path, cell.kind, at, cell)


class Reader:
    """Collects what the sheets say in the words of one edition."""

    def __init__(self, edition: forms.Edition, sheets: list[Sheet], grids: list[list[list[SheetCell]]]) -> None:
        """Read by the labels of an edition."""
        self.edition = edition
        self.sheets = {sheet.name: sheet for sheet in sheets}
        self.cells: dict[str, Number | None] = {}
        self.issues: list[Issue] = []
        for table in edition.tables.values():
            found = table_match.find(table, grids)
            if found is not None:
                self._table(table, found)

    def _table(self, table: forms.Table, found: TableMatch[SheetCell]) -> None:
        for printed, header in found.headers.items():
            self.issues.append(Issue(path=table.id, kind="mislabelled", raw=printed, expected=header))
        for row in found.rows:
            self._row(row)
        for strange in found.strange:
            at = next(cell.at for cell in strange.cells if cell is not None)
            where = f"工作表“{at.sheet}”第{at.row}行的“{strange.label}”"
            if strange.repeats is not None:
                path = strange.repeats.paths[0].rpartition(".")[0]
                self.issues.append(Issue(path=path, kind="note", message=f"{where}出现了两次，只读取第一次。"))
            else:
                message = f"规定表式中没有{where}，没有读入。"
                self.issues.append(Issue(path=table.id, kind="extra", raw=strange.label, message=message))

    def _row(self, row: RowMatch[SheetCell]) -> None:
        if row.printed is not None:
            at = next(cell.at for cell in row.cells if cell is not None)
            path, expected = row.row.paths[0].rpartition(".")[0], row.row.label
            message = f"工作表“{at.sheet}”第{at.row}行的“{row.printed}”按“{expected}”读取。"
            self.issues.append(
                Issue(path=path, kind="mislabelled", raw=row.printed, expected=expected, message=message)
            )
        for path, found in zip(row.row.paths, row.cells, strict=True):
            cell = self.edition.cells[path]
            reading = self.sheets[found.at.sheet].number(found.at, cell) if found is not None else number.Reading(None)
            self.cells[path] = reading.value
            if reading.issue is not None:
                self.issues.append(reading.issue)
            elif reading.value is None:
                self.issues.append(Issue(path=path, kind="blank", raw=""))


def read_labelled_tables(
    typed: Workbook, shown: Workbook, agency: Agency | None, year: int | None, name: str
) -> Return:
    """Read the statutory tables out of a workbook that is not a Gongkai form.

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
    names = [name for name in typed.sheetnames if hasattr(typed[name], "merged_cells")]
    sheets = [Sheet(typed[name], shown[name]) for name in names]
    year = year or _year(sheets)
    if year is None:
        msg = f"{name}：表中没有写明报告年度；请写明年度（import写 --year 年度，read写在文件后面）。"
        raise InputError(msg)
    try:
        target = forms.edition_for(year)
    except forms.FormError as error:
        raise InputError(str(error)) from None
    grids = [sheet.rows() for sheet in sheets]
    readers = [Reader(edition, sheets, grids) for edition in forms.editions().values()]
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
        source=SourceMap(file=name),
    )


def _share(reader: Reader) -> float:
    """The share of an edition's cells that were found."""
    return len(reader.cells) / len(reader.edition.cells)


def _year(sheets: list[Sheet]) -> int | None:
    """The year of a title in the workbook, where all titles agree."""
    found = {
        int(match[1])
        for sheet in sheets
        for row in sheet.typed.iter_rows(max_row=min(sheet.height, _TITLE_ROWS), values_only=True)
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
