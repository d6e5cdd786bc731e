"""From the register of requests to table 3."""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from gongkai.ledger import register
from gongkai.ledger.deadline import Deadline, deadlines
from gongkai.ledger.fee import Fee, fees
from gongkai.parsing import watchdog
from gongkai.returns.errors import InputError
from gongkai.returns.years import edition_in_force

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai import forms
    from gongkai.ledger.register import Entry
    from gongkai.returns.model import Number, Return


@dataclass(frozen=True)
class LedgerResult:
    """Table 3 as the register has it.

    Attributes:
        year: Report year.
        edition: Edition of the form.
        cells: Every cell of table 3 by path.
        behind: The requests that count in each cell; a cell in which none counts is left out.
        entries: The requests that count in the year.
        outside: How many of the file do not: received after the year, or answered before it.
        ignored: How many columns of the file were not read.
        skipped: Rows that are not requests: their numbers, and what they are.
        deadlines: When each was due.
        fees: What the information processing fee may be, where the register has applicants' codes.
    """

    year: int
    edition: forms.Edition
    cells: dict[str, int]
    behind: dict[str, tuple[Entry, ...]]
    entries: tuple[Entry, ...]
    outside: int
    ignored: int
    skipped: tuple[tuple[int, str], ...]
    deadlines: tuple[Deadline, ...]
    fees: tuple[Fee, ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """A cell whose typed number is not the register's.

    Attributes:
        path: The cell.
        label: Its row and column in Chinese.
        typed: What the return says; ``None`` is not filled in.
        counted: What the register says.
        behind: The requests that count in it.
    """

    path: str
    label: str
    typed: Number | None
    counted: int
    behind: tuple[Entry, ...]


def tally(path: Path, year: int) -> LedgerResult:
    """Count a register into table 3 (条例 36-39).

    A request received in the year is new; one received before and not answered by then is carried in. It counts by its
    result when it was answered by 31 December, else as carried out.

    Args:
        path: CSV or ``.xlsx``.
        year: Report year.

    Raises:
        ReturnError: Rows with unknown kinds, impossible dates or contradictions, each named.
        InputError: The file can't be read, a column is missing, or no edition is in force for the year.
    """
    edition = edition_in_force(year)
    table = edition.tables["requests"]
    found = watchdog.read(partial(register.read, year=year, requests=table), path)
    entries = tuple(entry for entry in found.entries if _counts(entry, year))
    behind: dict[str, list[Entry]] = {}
    for entry in entries:
        rows = ["new" if entry.received.year == year else "carried_in"]
        rows += [entry.row, "total"] if entry.row and entry.replied and entry.replied.year == year else ["carried_out"]
        for row in rows:
            for column in (entry.column, "total"):
                behind.setdefault(f"requests.{row}.{column}", []).append(entry)
    return LedgerResult(
        year=year,
        edition=edition,
        cells={cell.path: len(behind.get(cell.path, ())) for cell in table.cells},
        behind={key: tuple(value) for key, value in behind.items()},
        entries=entries,
        outside=len(found.entries) - len(entries),
        ignored=found.ignored,
        skipped=found.skipped,
        deadlines=deadlines(entries, year),
        fees=fees(entries, year),
    )


def compare(result: LedgerResult, record: Return) -> tuple[Difference, ...]:
    """Compare a return's table 3 with its register: the cells that differ, in printed order.

    Raises:
        InputError: They are of different years.
    """
    if record.year != result.year:
        msg = f"台账按{result.year}年统计，数据是{record.year}年的；请核对年度。"
        raise InputError(msg)
    return tuple(
        Difference(path, result.edition.cell(path).label, record.cells[path], counted, result.behind.get(path, ()))
        for path, counted in result.cells.items()
        if record.cells[path] != counted
    )


def _counts(entry: Entry, year: int) -> bool:
    return entry.received.year <= year and (entry.replied is None or entry.replied.year >= year)
