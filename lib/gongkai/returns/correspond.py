"""Carry figures from one edition of the form to another where the meaning is the same; report the rest.

Ids carry the meaning: a cell with the same path in both editions is the same quantity. Rows that a newer edition
splits (form 2021 splits （六）其他处理) are added up in one direction, and split in the other only if 0.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.returns.model import Issue

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongkai import forms
    from gongkai.returns.model import Number

SPLITS: dict[str, tuple[str, ...]] = {"requests.other": ("requests.other_1", "requests.other_2", "requests.other_3")}
"""Rows that one edition prints as one and another as several."""


@dataclass(frozen=True)
class Migration:
    """The result of carrying a set of figures.

    Attributes:
        cells: Every cell of the target edition; ``None`` if nothing could be carried.
        issues: What has no place in the target (``extra``, with the raw text) and what the target asks for and the
            source does not have (``absent``), each with a Chinese sentence that names the cell.
    """

    cells: dict[str, Number | None]
    issues: tuple[Issue, ...]


def migrate(
    cells: Mapping[str, Number | None], source: forms.Edition, target: forms.Edition, unit: str | None = None
) -> Migration:
    """Carry figures from one edition to another.

    Args:
        cells: The figures by path of ``source``; absent paths are not filled in.
        source: The edition that the figures are in.
        target: The edition to carry them to.
        unit: Unit of the procurement amount, added to its raw text if it cannot be carried.

    Returns:
        The figures by path of ``target``, and what could not be carried.
    """
    found: dict[str, Number | None] = {path: cells.get(path) for path in target.cells}
    settled = set(found) & set(source.cells)
    used = set(settled)
    issues: list[Issue] = []
    for whole, parts in SPLITS.items():
        for column in _columns(whole, source, target):
            one, several = f"{whole}.{column}", [f"{part}.{column}" for part in parts]
            if one in source.cells and several[0] in target.cells:
                used.add(one)
                settled |= set(several)
                if cells.get(one) == 0:
                    found |= dict.fromkeys(several, 0)
                elif cells.get(one) is not None:
                    issues.append(_split(one, several, cells, source, target))
            elif one in target.cells and several[0] in source.cells:
                used |= set(several)
                settled.add(one)
                values = [cells.get(path) for path in several]
                given = [value for value in values if value is not None]
                found[one] = sum(given, 0) if len(given) == len(values) else None
    issues += [
        _extra(path, f"{value}{(unit or '') if source.cells[path].unit is None else ''}", source, target)
        for path in source.cells
        if path not in used and (value := cells.get(path)) is not None
    ]
    issues += [_absent(path, source, target) for path in target.cells if path not in settled]
    return Migration(found, tuple(issues))


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
    return Issue(path=one, kind="extra", raw=str(cells[one]), message=message)


def _extra(path: str, raw: str, source: forms.Edition, target: forms.Edition) -> Issue:
    message = f"{source.id}版{_name(source, path)}为{raw}，{target.id}版没有这一格，未带入。"
    return Issue(path=path, kind="extra", raw=raw, message=message)


def _absent(path: str, source: forms.Edition, target: forms.Edition) -> Issue:
    message = f"{target.id}版{_name(target, path)}在{source.id}版中没有，请补填。"
    return Issue(path=path, kind="absent", message=message)
