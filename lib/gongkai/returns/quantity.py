"""A number that is written with its unit (2笔, 984361元), read into a cell of the form."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.returns.number import number

if TYPE_CHECKING:
    from gongkai.forms import Cell
    from gongkai.returns.model import Number

MONEY: dict[str, int] = {"元": 1, "万元": 10_000, "亿元": 100_000_000}
"""Units of money and how many 元 each is."""

COUNTED = "件项个次宗起笔家人份条例户张款批篇期部处"
"""Words that count what a cell counts; 件次 and 人次 too."""

_LONGEST = 60


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number in the unit of its cell.

    Attributes:
        value: The number; ``None`` if nothing was filled in.
        unit: The unit of money that was written, if any.
        is_converted: Whether the number was written in another unit than that of the cell.
    """

    value: Number | None
    unit: str | None = None
    is_converted: bool = False


def read(text: str, cell: Cell) -> Quantity:
    """Read a number that may have a unit; of a number of transactions and their amount the one that the cell is for.

    An amount is converted to the unit that the form prints. Where the form prints none it stays as it is written.

    Args:
        text: The text of a cell.
        cell: The cell of the form.

    Raises:
        ValueError: It is not one such number, or its unit does not fit: money in a count, a count in an amount.
    """
    try:
        return Quantity(number(text, cell.kind))
    except ValueError:
        pass
    open_units = [unit for unit, _ in cell.units]
    units = sorted({*MONEY, *open_units}, key=lambda unit: -len(unit))
    pattern = (
        rf"([-+减增]?\s*\d[\d,，]*(?:\.\d+)?)\s*[(（]?\s*({'|'.join(map(re.escape, units))}|[{COUNTED}]次?)\s*[)）]?"
    )
    if len(text) > _LONGEST or re.fullmatch(rf"\s*{pattern}(?:[\s,，、；;/]*{pattern})*[\s。]*", text) is None:
        raise ValueError(text)
    is_amount = cell.unit in MONEY or bool(open_units)
    found = [match.groups() for match in re.finditer(pattern, text)]
    if len(found) == 1 and not is_amount and found[0][1] in units and Decimal(_digits(found[0][0])) == 0:
        return Quantity(0)
    fitting = [(digits, unit) for digits, unit in found if (unit in units) == is_amount]
    if len(fitting) != 1:
        raise ValueError(text)
    digits, unit = fitting[0]
    value = number(_digits(digits), cell.kind)
    if not is_amount or value is None:
        return Quantity(value)
    if cell.unit not in MONEY or unit == cell.unit:
        return Quantity(value, unit)
    amount = Decimal(value) * MONEY[unit] / MONEY[cell.unit]
    whole = amount == amount.to_integral_value()
    return Quantity(int(amount) if whole else amount.normalize(), unit, is_converted=value != 0)


def _digits(text: str) -> str:
    return re.sub(r"[\s,，]", "", text)
