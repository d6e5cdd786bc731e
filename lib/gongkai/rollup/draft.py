"""The figures that a roll-up writes into the government's own file."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.returns.model import Return

if TYPE_CHECKING:
    from gongkai.rollup.compare import RollUp


def figures(rolled: RollUp, *, partial: bool = False) -> Return:
    """The sums as a return with no other content, to be merged into the year's file.

    A sum that is missing is ``None``, which a merge leaves alone.

    Args:
        rolled: The roll-up.
        partial: Also take sums that lack only members that have not reported; not those with a blank cell.
    """
    cells = {
        path: found.known if partial and found.total is None and not found.blank and found.parts else found.total
        for path, found in rolled.sums.cells.items()
    }
    needed = {row for row, cell in rolled.record.edition.open_rows.items() if cells.get(cell.path)}
    units = {row: unit for row, unit in rolled.sums.units.items() if row in needed}
    return Return(agency=rolled.record.agency, year=rolled.record.year, cells=cells, units=units)
