"""The numbers behind a label: as separate cells if they are apart, else segmented if there is only one way."""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.importers.core.delimiters import CELL, END
from gongkai.importers.core.digit_segmentation import Segmentation, is_unambiguous, segmentations
from gongkai.returns import quantity
from gongkai.returns.number import BLANK_MARKS, number

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.forms import Cell, Column
    from gongkai.returns.model import Number

_WIDE = str.maketrans("０１２３４５６７８９．，－﹣−", "0123456789.,---")
_NUMBER = re.compile(r"[-+减增]?\s*\d[\d,，]*(?:\.\d+)?")
_SPACED_SIGN = re.compile(r"([-+减增])\s+(?=\d)")
_HEAD = re.compile(r"^[^\w/／—－\\+-]+")
_LABEL_UNIT = re.compile(r"(?:[(（]?\s*(?:单位\s*[:：]\s*)?(?:万元|元)\s*[)）]?|[^\w/／—－\\+-])*")
_RUN = re.compile(r"(?:[\s\d.,|/／+—－减增-]|(?<=\d)(?:万元|[元件项个宗])|\((?=\d)|(?<=\d)\))*")
_YEAR = re.compile(r"(?:19|20)\d\d\s*$")
_PROSE = re.compile(r"(?:^|(?<=\s)|(?<=0))\d+\s*$|\s+\d+\s*[.．、,，]\s*$")


@dataclass(frozen=True)
class Values:
    """What follows a label.

    Attributes:
        numbers: One a cell; ``None`` is blank. Empty if they could not be determined.
        raw: The original text.
        candidates: All readings where there are several.
        complete: Whether ``candidates`` are all there are.
        invalid: Cells (by position) that hold something other than a valid number.
        rest: What follows the last cell.
        unit: 元 or 万元 where the text gives it.
        length: How far the values reach, in characters.
        parts: The texts of the cells, where they are known apart.
        by_total: Whether the digits were cut in the only way in which they add up to their total.
        converted: Cells (by position) whose number was written in another unit than the form's.
    """

    numbers: tuple[Number | None, ...]
    raw: str
    candidates: tuple[Segmentation, ...] = ()
    complete: bool = True
    invalid: tuple[int, ...] = ()
    rest: str = ""
    unit: str | None = None
    length: int = 0
    parts: tuple[str, ...] = ()
    by_total: bool = False
    converted: tuple[int, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether nothing at all was filled in."""
        return all(value is None for value in self.numbers) and not self.candidates


def read(gap: str, cells: Sequence[Cell], columns: Sequence[Column], groups: Sequence[int], *, last: bool) -> Values:
    """Read the values of a row.

    Args:
        gap: The text between the row's label and the next label.
        cells: The cells to fill.
        columns: Their columns.
        groups: Lengths of the groups whose last number is the sum of the others.
        last: Whether prose may follow.
    """
    if CELL in gap:
        found = _apart(gap, cells)
        if found is not None:
            return found
        # More or fewer cells than the form has: at least their borders are kept.
        gap = gap.replace(CELL, " ")
    lines = gap.split("\n")[1:-1]
    if len(lines) == len(cells) > 1 and all(len(line.split()) <= 1 for line in lines):
        found = _apart("".join(CELL + line for line in lines), cells)
        if found is not None and not found.invalid:
            return Values(found.numbers, found.raw, unit=found.unit, length=len(gap))
    return _together(gap, columns, groups, last=last)


def _apart(gap: str, cells: Sequence[Cell]) -> Values | None:
    parts = gap.split(CELL)
    first = _HEAD.sub("", parts[0].split(END)[-1]).strip()
    pieces = parts[:] if first else parts[1:]
    if first:
        pieces[0] = first
    if len(pieces) < len(cells):
        return None
    kept = _without_spacers(pieces, len(cells))
    if kept is None:
        return None
    taken, rest = kept[: len(cells)], kept[len(cells) :]
    length = len(CELL.join(parts[: len(parts) - len(rest)]))
    tail = ""
    if END in taken[-1]:
        taken[-1], tail = taken[-1].split(END, 1)
        length -= len(tail) + 1
    elif not rest and "\n" in taken[-1].strip("\n"):
        # The last cell of a text: what is on lines of its own is not part of it.
        taken[-1], tail = taken[-1].lstrip("\n").split("\n", 1)
        length -= len(tail) + 1
    numbers: list[Number | None] = []
    invalid: list[int] = []
    converted: list[int] = []
    unit = None
    for at, (piece, cell) in enumerate(zip(taken, cells, strict=True)):
        try:
            found = quantity.read(_tidy(piece), cell)
        except ValueError:
            numbers.append(None)
            invalid.append(at)
            continue
        numbers.append(found.value)
        unit = found.unit or unit
        if found.is_converted:
            converted.append(at)
    raw = " ".join(_tidy(piece) for piece in taken).strip()
    return Values(
        tuple(numbers),
        raw,
        (),
        True,
        tuple(invalid),
        " ".join([tail, *rest]).strip(),
        unit,
        length,
        tuple(taken),
        converted=tuple(converted),
    )


def _without_spacers(pieces: list[str], count: int) -> list[str] | None:
    """Pieces without empty cells between the numbers, if there are more numbers than the first ``count`` hold.

    ``None`` if there are more numbers than cells, since then they cannot be assigned.
    """
    end = next((at for at, piece in enumerate(pieces) if re.search(r"[\u4e00-\u9fff]{2}", piece)), len(pieces))
    if not any(re.fullmatch(r"[\d.,]+", _tidy(piece)) for piece in pieces[count:end]):
        return pieces
    given = [piece for piece in pieces[:end] if _tidy(piece)]
    return [*given, *pieces[end:]] if len(given) == count else None


def _tidy(text: str) -> str:
    return re.sub(r"\s+", "", text.replace(END, "").replace("\u200b", "")).translate(_WIDE)


def _together(gap: str, columns: Sequence[Column], groups: Sequence[int], *, last: bool) -> Values:
    wide = gap.replace(END, " ").translate(_WIDE)
    own = {unit for column in columns for unit, _ in column.units} - {"万元", "元"}
    # A unit that only this edition knows is taken out of the run of numbers, and looked for behind the label.
    said = next(
        (unit for unit in sorted(own, key=len, reverse=True) if re.search(rf"\d\s*{re.escape(unit)}", wide)), None
    )
    if said is not None:
        wide = re.sub(rf"(?<=\d)(\s*){re.escape(said)}", lambda found: " " * len(found[0]), wide)
    head = _LABEL_UNIT.match(wide)
    assert head is not None
    body = wide[head.end() :]
    run = _RUN.match(body)
    assert run is not None
    text = run[0]
    follows = body[run.end() :]
    year = None
    if last and follows.strip():
        # A number that begins the prose after the table (2021年, 1.) is not a cell.
        year = _YEAR.search(text) if follows[0] == "年" else None
        text = text[: year.start()] if year else text
        text = (
            _PROSE.sub(" ", text) if (follows[0] in "年月日、．" and not year) or text.rstrip().endswith(".") else text
        )
    match = re.search(r"万元|元", head[0] + text)
    unit = said or (match[0] if match else None)
    text = _SPACED_SIGN.sub(r"\1", re.sub(r"万元|[元件项个宗()|]", " ", text))
    tokens = text.split()
    raw = text.strip()
    length = head.end() + (year.start() if year else len(run[0]))
    values = _numbers(tokens, columns, groups)
    numbers = values.numbers
    converted: tuple[int, ...] = ()
    if len(numbers) == 1 and numbers[0] and unit in quantity.MONEY and columns[0].unit in quantity.MONEY:
        numbers, converted = _in_unit(numbers[0], unit, columns[0].unit)
    return Values(
        numbers, raw + (unit if unit and raw else ""), values.candidates, values.complete, values.invalid,
        follows.strip(), unit, length, by_total=values.by_total, converted=converted,
    )  # fmt: skip


def _in_unit(value: Number, own: str, unit: str) -> tuple[tuple[Number | None, ...], tuple[int, ...]]:
    """An amount in the unit of its column, and whether it was written in another."""
    if own == unit:
        return (value,), ()
    amount = Decimal(value) * quantity.MONEY[own] / quantity.MONEY[unit]
    return (int(amount) if amount == amount.to_integral_value() else amount.normalize(),), (0,)


def _numbers(tokens: list[str], columns: Sequence[Column], groups: Sequence[int]) -> Values:
    count = len(columns)
    marks = [token in BLANK_MARKS for token in tokens]
    if all(marks):
        return Values((None,) * count, "")
    if len(tokens) == count:
        found: list[Number | None] = []
        invalid = []
        for at, (token, column) in enumerate(zip(tokens, columns, strict=True)):
            try:
                found.append(number(token, column.kind))
            except ValueError:
                found.append(None)
                invalid.append(at)
        return Values(tuple(found), "", invalid=tuple(invalid))
    if any(marks):
        return Values((), "")
    pieces = [token.replace(",", "").replace("，", "") for token in tokens]
    options, complete = segmentations(pieces, columns, groups)
    if len(options) == 1 and complete:
        return Values(tuple(options[0]), "", by_total=not is_unambiguous(pieces, columns))
    return Values((), "", tuple(options), complete)
