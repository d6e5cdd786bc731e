"""The roll-up 汇总: member returns added up cell by cell."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

from gongkai.returns.errors import InputError
from gongkai.returns.model import Number, Return, empty_cells

if TYPE_CHECKING:
    from collections.abc import Sequence

Unit = Literal["元", "万元"]

AMOUNT = "disclosure.procurement.amount"
"""The one cell whose unit the return gives."""

_IN_YUAN: dict[str, int] = {"元": 1, "万元": 10_000}


def rollup(members: Sequence[Return], unit: Unit | None = None) -> dict[str, Number | None]:
    """Add up member returns cell by cell (30号: 汇总).

    Args:
        members: Returns of one year, at least one.
        unit: Unit of the procurement amount in the sum (form 2019). By default the unit that all members share.

    Returns:
        Every cell of the edition by path. A cell is ``None`` when it is not filled in for any member, and the
        procurement amount also when a member does not give its unit, or the members' units differ and ``unit`` is
        not given: a sum that leaves something out is no sum.

    Raises:
        InputError: No members, members of different years, or the same organ twice.
    """
    _check(members)
    sums = empty_cells(members[0].edition)
    for path in sums:
        if path != AMOUNT:
            sums[path] = add([member.cells.get(path) for member in members])
    if AMOUNT in sums:
        target = unit or common_unit(members)
        sums[AMOUNT] = None if target is None else add([amount_in(member, target) for member in members])
    return sums


def add(values: Sequence[Number | None]) -> Number | None:
    """Sum of numbers; ``None`` when one is not filled in."""
    found = [value for value in values if value is not None]
    return sum(found, 0) if len(found) == len(values) else None


def common_unit(members: Sequence[Return]) -> Unit | None:
    """The unit of the procurement amount that all members give; ``None`` when one gives none or they differ.

    A member whose amount is 0 needs no unit; where all are 0 it is 万元.
    """
    units = {member.procurement_unit for member in members if member.cells.get(AMOUNT) != 0}
    if not units:
        return "万元"
    return units.pop() if len(units) == 1 else None


def amount_in(member: Return, unit: Unit) -> Number | None:
    """A member's procurement amount in ``unit``; ``None`` when it is not filled in or its unit is not given."""
    value = member.cells.get(AMOUNT)
    if value is None or value == 0 or member.procurement_unit == unit:
        return value
    if member.procurement_unit is None:
        return None
    return Decimal(value) * _IN_YUAN[member.procurement_unit] / _IN_YUAN[unit]


def _check(members: Sequence[Return]) -> None:
    if not members:
        msg = "汇总至少要有一个成员单位；请在agency.yaml的members中列出。"
        raise InputError(msg)
    years = sorted({member.year for member in members})
    if len(years) > 1:
        msg = f"汇总的成员单位应当是同一报告年度，这里有{'、'.join(map(str, years))}年；请只汇总一个年度。"
        raise InputError(msg)
    ids = [member.agency.id for member in members]
    twice = sorted({id_ for id_ in ids if ids.count(id_) > 1})
    if twice:
        msg = f"汇总中“{'”、“'.join(twice)}”列了两次；请在members中只留一次。"
        raise InputError(msg)
