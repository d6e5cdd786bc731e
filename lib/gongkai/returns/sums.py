"""Add up the figures of several returns; incomplete sums are ``None``."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.returns.model import Number, Return


def add(values: Sequence[Number | None]) -> Number | None:
    """Sum of numbers; ``None`` if one is not filled in."""
    found = [value for value in values if value is not None]
    return sum(found, 0) if len(found) == len(values) else None


def common_unit(members: Sequence[Return], path: str) -> str | None:
    """The unit of a cell that all members give; ``None`` when one gives none or they differ.

    A member whose amount is 0 needs no unit; where all are 0 it is the largest that the form allows.
    """
    units = {member.unit(path) for member in members if member.cells.get(path) != 0}
    if not units:
        sizes = dict(members[0].edition.cell(path).units) if members else {}
        return max(sizes, key=lambda unit: sizes[unit], default=None)
    return units.pop() if len(units) == 1 else None


def amount_in(member: Return, path: str, unit: str) -> Number | None:
    """A member's amount in ``unit``; ``None`` when it is not filled in, or its unit is not given or of another size."""
    value, own = member.cells.get(path), member.unit(path)
    if value is None or value == 0 or own == unit:
        return value
    return convert(value, own, unit, member.edition.cell(path).units)


def convert(value: Number, own: str | None, unit: str, sizes: Sequence[tuple[str, int]]) -> Number | None:
    """An amount in another unit; ``None`` where the sizes of both are not known.

    Args:
        value: The amount.
        own: Its unit.
        unit: The unit wanted.
        sizes: Units, each with how many of the smallest it is.
    """
    known = dict(sizes)
    if own not in known or unit not in known:
        return None
    found = Decimal(value) * known[own] / known[unit]
    return int(found) if found == found.to_integral_value() and isinstance(value, int) else found
