"""Carry figures from one edition of the form to another where the meaning is the same; report the rest.

Ids carry the meaning: a cell with the same path in both editions is the same quantity. A row that an edition names under
``splits`` (form 2021 splits （六）其他处理) is joined by adding up, and split only where it is 0.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.returns.model import Issue
from gongkai.returns.sums import convert

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongkai.returns.model import Number


@dataclass(frozen=True)
class Migration:
    """The result of carrying a set of figures.

    Attributes:
        cells: Every cell of the target edition; ``None`` if nothing could be carried.
        issues: What has no place in the target (``extra``, with the raw text) and what the target asks for and the
            source does not have (``absent``), each with a Chinese sentence that names the cell.
        units: The units of rows whose unit the target leaves open.
    """

    cells: dict[str, Number | None]
    issues: tuple[Issue, ...]
    units: Mapping[str, str] = field(default_factory=dict)


def migrate(
    cells: Mapping[str, Number | None],
    source: forms.Edition,
    target: forms.Edition,
    units: Mapping[str, str] | None = None,
) -> Migration:
    """Carry figures from one edition to another.

    Args:
        cells: The figures by path of ``source``; absent paths are not filled in.
        source: The edition that the figures are in.
        target: The edition to carry them to.
        units: The units of rows whose unit ``source`` leaves open, kept in their raw text where they cannot be carried.

    Returns:
        The figures by path of ``target``, and what could not be carried.
    """
    units = units or {}
    found: dict[str, Number | None] = dict.fromkeys(target.cells)
    settled = set()
    for path in target.cells:
        if path in source.cells:
            value, fits = _amount(cells.get(path), source.cells[path], target.cells[path], units)
            if fits:
                found[path] = value
                settled.add(path)
    used = set(settled)
    issues: list[Issue] = []
    for whole, parts in forms.splits():
        for column in _columns(whole, source, target):
            one, several = f"{whole}.{column}", [f"{part}.{column}" for part in parts]
            if one in settled or settled.issuperset(several):
                continue
            if one in source.cells and target.cells.keys() >= set(several):
                used.add(one)
                settled |= set(several)
                if cells.get(one) == 0:
                    found |= dict.fromkeys(several, 0)
                elif len(several) == 1:
                    found[several[0]] = cells.get(one)
                elif cells.get(one) is not None:
                    issues.append(_split(one, several, cells, source, target))
            elif one in target.cells and source.cells.keys() >= set(several):
                used |= set(several)
                settled.add(one)
                values = [cells.get(path) for path in several]
                given = [value for value in values if value is not None]
                found[one] = sum(given, 0) if len(given) == len(values) else None
    issues += [
        _extra(path, f"{value}{_given(source.cells[path], units)}", source, target)
        for path in source.cells
        if path not in used and (value := cells.get(path)) is not None
    ]
    issues += [_absent(path, source, target) for path in target.cells if path not in settled]
    return Migration(found, tuple(issues), _units(source, target, units))


def _given(cell: forms.Cell, units: Mapping[str, str]) -> str:
    """The unit that was given for a cell whose unit is open; empty if none was, or the form prints it."""
    return units.get(cell.row_path, "") if cell.unit is None else ""


def _amount(
    value: Number | None, source: forms.Cell, target: forms.Cell, units: Mapping[str, str]
) -> tuple[Number | None, bool]:
    """A number in the unit of the target, and whether it can be carried: not from one unit to another of unknown size."""
    own = source.unit or units.get(source.row_path)
    if target.unit is None or own == target.unit or not value:
        return value, True
    found = convert(value, own, target.unit, source.units)
    return found, found is not None


def _units(source: forms.Edition, target: forms.Edition, units: Mapping[str, str]) -> dict[str, str]:
    """The units of the target's open rows, from what the source printed or was given."""
    found = {}
    for row, cell in target.open_rows.items():
        own = source.cells[cell.path].unit or units.get(row) if cell.path in source.cells else None
        if own in cell.choices:
            found[row] = own
    return found


def _columns(whole: str, source: forms.Edition, target: forms.Edition) -> Iterator[str]:
    table, row = whole.split(".")
    for edition in (source, target):
        if row in edition.tables[table].row_by_id:
            yield from (column.id for column in edition.tables[table].row_by_id[row].columns)
            return


def _name(edition: forms.Edition, path: str) -> str:
    cell = edition.cell(path)
    caption = edition.tables[cell.table].caption
    return f"“{caption}”的“{cell.label}”"


def _split(
    one: str, several: list[str], cells: Mapping[str, Number | None], source: forms.Edition, target: forms.Edition
) -> Issue:
    rows = "、".join(f"“{target.cell(path).label}”" for path in several)
    message = f"{source.id}版{_name(source, one)}为{cells[one]}，{target.id}版分为{len(several)}行，不能自动拆分；请查台账后分别填写{rows}。"
    return Issue(path=one, kind="extra", raw=str(cells[one]), candidates=((cells[one],),), message=message)


def _extra(path: str, raw: str, source: forms.Edition, target: forms.Edition) -> Issue:
    message = f"{source.id}版{_name(source, path)}为{raw}，{target.id}版没有这一格，未带入。"
    return Issue(path=path, kind="extra", raw=raw, message=message)


def _absent(path: str, source: forms.Edition, target: forms.Edition) -> Issue:
    message = f"{target.id}版{_name(target, path)}在{source.id}版中没有，请补填。"
    return Issue(path=path, kind="absent", message=message)
