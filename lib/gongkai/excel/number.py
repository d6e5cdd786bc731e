"""A number in an Excel cell."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from gongkai.returns import quantity
from gongkai.returns.model import Issue, Number
from gongkai.returns.number import BLANK_MARKS, number

if TYPE_CHECKING:
    from gongkai.excel.layout import CellRef
    from gongkai.forms import Cell

_SHOWN = 40


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read from a cell.

    Attributes:
        value: The number; ``None`` if absent.
        issue: What to report about it.
    """

    value: Number | None
    issue: Issue | None = None


def read(raw: Any, shown: Any, path: str, kind: str, at: CellRef, cell: Cell | None = None) -> Reading:
    """Read a number; anything else is missing, with an issue that names sheet and cell.

    Args:
        raw: What was typed: a value, or a formula as a text that begins with ``=``.
        shown: What the file says a formula shows; ``None`` where it was never calculated.
        path: The cell of the form.
        kind: Its kind (``integer``, ``signed``, ``decimal``).
        at: Its location.
        cell: The same cell as the form has it, if it is one of the form: a number may have its unit behind it then.
    """
    if (isinstance(raw, str) and raw.startswith("=")) or not isinstance(
        raw, (str, int, float, Decimal, dt.date, dt.time, dt.timedelta, type(None))
    ):
        if shown is None:
            return _invalid(
                path, str(raw), f"{at}是公式，文件里没有它的计算结果；请用Excel或WPS打开、保存后再导入，或改填数字。"
            )
        raw = shown
    if raw is None:
        return Reading(None)
    if isinstance(raw, bool):
        return _invalid(path, str(raw), f"{at}里是{'TRUE' if raw else 'FALSE'}，不是数字；请填数字。")
    if isinstance(raw, (int, float, Decimal)):
        return _typed(raw, path, at)
    if isinstance(raw, (dt.date, dt.time, dt.timedelta)):
        return _invalid(path, str(raw), f"{at}里是日期或时间“{raw}”，不是数字；请把单元格格式改为常规后填数字。")
    return _text(str(raw), path, kind, at, cell)


def _typed(raw: float | Decimal, path: str, at: CellRef) -> Reading:
    value = Decimal(repr(raw)) if isinstance(raw, float) else raw
    if isinstance(value, Decimal) and not value.is_finite():
        return _invalid(path, str(raw), f"{at}里不是有限的数；请填数字。")
    if isinstance(value, Decimal) and value == value.to_integral_value():
        return Reading(int(value))
    return Reading(value)


def _text(raw: str, path: str, kind: str, at: CellRef, cell: Cell | None) -> Reading:
    text = raw.strip()
    short = text if len(text) <= _SHOWN else f"{text[:_SHOWN]}…"
    if text.startswith("#"):
        return _invalid(path, short, f"{at}里是错误值{short}；请改正公式或改填数字。")
    if text in BLANK_MARKS:
        message = f"{at}里是“{text}”，当作没有填写，不当作0；没有发生的请填0。" if text else None
        return Reading(None, Issue(path=path, kind="blank", raw=text, message=message) if text else None)
    try:
        value = number(text, kind)
    except ValueError:
        if (found := _with_unit(text, path, short, at, cell)) is not None:
            return found
        return _invalid(path, short, f"{at}里是文字“{short}”，不是数字；请只填数字，没有发生的填0。")
    message = f"{at}里的数字{short}是以文字形式存放的，已按数字读取，但表内求和不会计入；请改为数字格式。"
    return Reading(value, Issue(path=path, kind="note", raw=short, message=message))


def _with_unit(text: str, path: str, short: str, at: CellRef, cell: Cell | None) -> Reading | None:
    """A number that has its unit behind it, in the unit of its cell; ``None`` if it is not."""
    if cell is None:
        return None
    try:
        found = quantity.read(text, cell)
    except ValueError:
        return None
    message = f"{at}里写的是“{short}”，已按{cell.unit or '原来的单位'}读作{found.value}；请只填数字。"
    return Reading(found.value, Issue(path=path, kind="note", raw=short, message=message))


def _invalid(path: str, raw: str, message: str) -> Reading:
    return Reading(None, Issue(path=path, kind="invalid", raw=raw, message=message))
