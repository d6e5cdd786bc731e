"""Location of the statutory tables in the Excel form: one sheet a table, the printed grid below a title."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from openpyxl.utils import get_column_letter

from gongkai import forms

if TYPE_CHECKING:
    from gongkai.forms import GridCell

FORM = 1
"""Version of the layout of the Excel form."""

META = "_gongkai"
"""The hidden sheet that says what the form is about."""
EXPLANATION, FACTS, TEXTS = "填报说明", "其他数据", "文字材料"
"""The sheets beside the tables."""

TOP = 4
"""Excel row of the first row of a grid; title, organ and a hint are above it."""

YES = "是"
"""What is chosen where empty cells are 0."""

BALANCE = ("new", "carried_in", "total", "carried_out")
"""Rows of table 3 that R1 binds: 一 + 二 = 三（七） + 四."""


@dataclass(frozen=True, slots=True)
class CellRef:
    """A cell of a sheet.

    Attributes:
        sheet: Name of the sheet.
        row, column: Counted from 1, as Excel does.
    """

    sheet: str
    row: int
    column: int

    @property
    def at(self) -> str:
        """The coordinate, ``D8``."""
        return f"{get_column_letter(self.column)}{self.row}"

    def __str__(self) -> str:
        """How messages name the cell."""
        return f"工作表“{self.sheet}”的单元格{self.at}"


@dataclass(frozen=True)
class FormLayout:
    """Positions in an edition's form.

    Attributes:
        edition: The edition.
        sheets: Name of each table's sheet by table id: the section's title.
        cells: Position of each cell of the form by path.
        headers: Position and printed text of every header cell.
    """

    edition: forms.Edition
    sheets: dict[str, str]
    cells: dict[str, CellRef]
    headers: tuple[tuple[CellRef, str], ...]

    @property
    def units(self) -> dict[str, CellRef]:
        """Where the unit is chosen of the numbers for which the form prints none, by row (``disclosure.procurement``)."""
        found: dict[str, CellRef] = {}
        for row, cell in self.edition.open_rows.items():
            above = sum(row_.partition(".")[0] == cell.table for row_ in found)
            found[row] = CellRef(
                self.sheets[cell.table], self.rest(cell.table).row + 1 + above, self.cells[cell.path].column
            )
        return found

    def unit_label(self, row: str) -> str:
        """What the choice of a row's unit is called: 采购总金额的单位; with the row where a table has several.

        Args:
            row: A key of :attr:`units`.

        Raises:
            KeyError: The form prints the unit of that row.
        """
        cell = self.edition.open_rows[row]
        several = sum(other.table == cell.table for other in self.edition.open_rows.values()) > 1
        column = self.edition.column(cell.path).label
        return f"{cell.label if several else column}的单位"

    def rest(self, table: str) -> CellRef:
        """Where is chosen whether every cell of a table that is left empty is 0, below the table.

        Args:
            table: Id of a table of the edition.
        """
        first = min(self.cells[cell.path].column for cell in self.edition.tables[table].cells)
        return CellRef(self.sheets[table], self.below(table) + (table == "requests"), max(first, 4))

    def below(self, table: str) -> int:
        """The first Excel row, counted from 1, below a table's grid.

        Args:
            table: Id of a table of the edition.
        """
        return TOP + self.edition.tables[table].grid.height


def cell_ref(sheet: str, cell: GridCell) -> CellRef:
    """Location of a printed cell's upper left corner.

    Args:
        sheet: Name of the sheet.
        cell: The printed cell, with row and column counted from 0.
    """
    return CellRef(sheet, TOP + cell.row, 1 + cell.column)


@forms.cached()
def layout(edition: str) -> FormLayout:
    """The layout of an edition's form.

    Raises:
        FormError: There is no such edition.
    """
    form = forms.edition(edition)
    sheets = {section.table: section.title for section in form.sections if section.table}
    cells: dict[str, CellRef] = {}
    headers: list[tuple[CellRef, str]] = []
    for table in form.tables.values():
        for cell in table.grid.cells:
            at = cell_ref(sheets[table.id], cell)
            if cell.path:
                cells[cell.path] = at
            else:
                headers.append((at, cell.text))
    return FormLayout(form, sheets, cells, tuple(headers))
