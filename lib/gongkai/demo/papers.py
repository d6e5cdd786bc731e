"""What offices send in: a register of requests that adds up to table 3, and the filled Excel form."""

from __future__ import annotations

import csv
import datetime as dt
import io
from typing import TYPE_CHECKING

from gongkai.excel.write import form_bytes
from gongkai.forms import kinds
from gongkai.ledger import workbook
from gongkai.ledger.register import COLUMNS

if TYPE_CHECKING:
    from random import Random

    from gongkai.returns import Return

_HEAD = tuple(COLUMNS[name][0] for name in ("serial", "received", "applicant", "reply", "replied", "carried"))


def register(record: Return, random: Random) -> bytes:
    """A register as CSV: one line for each request of table 3, in the order in which they came in.

    Args:
        record: A return whose table 3 is filled in and adds up.
        random: Chooses the dates.
    """
    table = record.edition.tables["requests"]
    names = dict(zip((column.id for column in kinds.applicants(table)), workbook.applicants(table), strict=True))
    replies = dict(zip((row.id for row in kinds.replies(table)), workbook.replies(table), strict=True))
    lines: list[tuple[dt.date, str, str, dt.date | None, bool]] = []
    for column, applicant in names.items():
        results = [
            reply for row, reply in replies.items() for _ in range(int(record.cells[f"requests.{row}.{column}"] or 0))
        ]
        random.shuffle(results)
        results += [""] * int(record.cells[f"requests.carried_out.{column}"] or 0)
        carried = int(record.cells[f"requests.carried_in.{column}"] or 0)
        for number, reply in enumerate(results):
            lines.append(_line(record.year, applicant, reply, random, carried=number < carried))
    lines.sort(key=lambda line: line[0])
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(_HEAD)
    for number, (received, applicant, reply, replied, is_carried) in enumerate(lines, 1):
        writer.writerow(
            (f"{received.year}-{number:04}", received, applicant, reply, replied or "", "是" if is_carried else "否")
        )
    return out.getvalue().encode("utf-8-sig")


def _line(
    year: int, applicant: str, reply: str, random: Random, *, carried: bool
) -> tuple[dt.date, str, str, dt.date | None, bool]:
    """A request: when it came in, from whom, the reply, when, and whether it was carried in."""
    if carried:
        received = dt.date(year - 1, 12, random.randrange(14, 32))
        return received, applicant, reply, dt.date(year, 1, random.randrange(4, 11)) if reply else None, True
    if not reply:
        return dt.date(year, 12, random.randrange(14, 32)), applicant, "", None, False
    received = dt.date(year, 1, 2) + dt.timedelta(random.randrange(330))
    return received, applicant, reply, received + dt.timedelta(random.randrange(3, 18)), False


def form(record: Return, previous: Return | None) -> bytes:
    """The Excel form as an organ sends it in."""
    return form_bytes(record, record.agency, record.year, previous)
