"""Add up the figures of several returns; incomplete sums are ``None``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.returns.model import Number, Return

Unit = Literal["元", "万元"]

AMOUNT = "disclosure.procurement.amount"
"""The one cell whose unit the return gives."""

_IN_YUAN: dict[str, int] = {"元": 1, "万元": 10_000}


def add(values: Sequence[Number | None]) -> Number | None:
    """Sum of numbers; ``None`` if one is not filled in."""
    found = [value for value in values if value is not None]
    return sum(found, 0) if len(found) == len(values) else None


def common_unit(members: Sequence[Return]) -> Unit | None:
    """The unit of the procurement amount shared by all members; ``None`` if one gives none or they differ.

    A member whose amount is 0 needs no unit; if all are 0 it is 万元.
    """
    units = {member.procurement_unit for member in members if member.cells.get(AMOUNT) != 0}
    if not units:
        return "万元"
    return units.pop() if len(units) == 1 else None


def amount_in(member: Return, unit: Unit) -> Number | None:
    """A member's procurement amount in ``unit``; ``None`` if it is not filled in or its unit is not given."""
    value = member.cells.get(AMOUNT)
    if value is None or value == 0 or member.procurement_unit == unit:
        return value
    if member.procurement_unit is None:
        return None
    return Decimal(value) * _IN_YUAN[member.procurement_unit] / _IN_YUAN[unit]
