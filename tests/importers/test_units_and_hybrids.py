"""Cells with units, and tables that mix two editions of the form."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from openpyxl import load_workbook

from gongkai import importers, rules
from gongkai.excel import write_form
from gongkai.excel.layout import layout
from tests.importers import own
from tests.importers.test_round_trip import AGENCY, consistent
from tests.samples import record as sample

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.returns import Return

SINGLE = "（六）其他处理"


def published(folder: Path, text: str, suffix: str = "txt") -> Return:
    """A report that is read from a file."""
    path = folder / f"report.{suffix}"
    path.write_text(text, "utf-8")
    return importers.read(path).record


@pytest.mark.parametrize("mark", ["\t", "|", " "])
def test_amount_in_another_unit(tmp_path: Path, mark: str) -> None:
    """An amount in 元 is converted to the form's 万元, and listed."""
    record = consistent(1, 2024)
    record = record.model_copy(update={"cells": record.cells | {"disclosure.fees.amount": 77}})
    text = own.text(record, mark)
    (line,) = re.findall(r"^.*行政事业性收费.*77.*$", text, re.MULTILINE)
    found = published(tmp_path, text.replace(line, line.replace("77", "984361元")))
    assert Decimal("98.4361") == found.cells["disclosure.fees.amount"]
    assert ["disclosure.fees.amount"] == [i.path for i in found.issues if i.message and "读作98.4361" in i.message]


def test_units_in_the_form(tmp_path: Path) -> None:
    """A unit typed into a cell of the Excel form is read and listed; one that does not fit stays unread."""
    path = tmp_path / "form.xlsx"
    write_form(consistent(1, 2024), AGENCY, 2024, None, path)
    book = load_workbook(path)
    cells = layout("2021").cells
    for cell, text in (
        ("disclosure.fees.amount", "984361元"),
        ("requests.new.natural", "2笔"),
        ("requests.new.business", "3万元"),
    ):
        at = cells[cell]
        book[at.sheet][at.at].value = text
    book.save(path)
    found = importers.read(path).record
    values = [found.cells[cell] for cell in ("disclosure.fees.amount", "requests.new.natural", "requests.new.business")]
    assert [Decimal("98.4361"), 2, None] == values
    assert {"note", "invalid"} == {issue.kind for issue in found.issues}


PARTS = {"requests.other_1": 1, "requests.other_2": 2, "requests.other_3": 3}


def handled() -> Return:
    """A return of 2021 with six requests, all handled otherwise."""
    rows = {**PARTS, "requests.new": 6, "requests.total": 6}
    cells = {
        f"{row}.{column}".replace(".", "__"): value for row, value in rows.items() for column in ("natural", "total")
    }
    return sample(2021, 0, **cells)


def hybrid(folder: Path, total: int) -> Return:
    """The report of that return with the single row of form 2019, whose 总计 says ``total``."""
    text = own.text(handled(), "\t").split("\n")
    first = next(n for n, line in enumerate(text) if "申请人无正当理由逾期不补正" in line)
    text[first : first + 3] = ["\t".join([SINGLE, "6", *["0"] * 5, str(total)])]
    return published(folder, "\n".join(text))


def outcomes(record: Return, rule: str) -> list[str]:
    """Outcomes of a rule."""
    return [item.outcome for item in rules.check(record, kinds="A", passes=True) if item.rule == rule]


def test_single_row_takes_part_in_the_sums(tmp_path: Path) -> None:
    """The numbers of the single row are kept with their issue, count in R2, and are a finding of R27."""
    record = hybrid(tmp_path, 6)
    (extra,) = [issue for issue in record.issues if issue.kind == "extra"]
    assert ("requests.other", ((6, 0, 0, 0, 0, 0, 6),)) == (extra.path, extra.candidates)
    assert [None] * 3 == [record.cells[f"{row}.total"] for row in PARTS]
    assert (["pass"], ["pass"]) == (outcomes(record, "R1"), outcomes(record, "R2"))
    assert "fail" in outcomes(record, "R27")


def test_single_row_that_does_not_add_up(tmp_path: Path) -> None:
    """A wrong number in the single row is found by R2, as if each of its parts were known."""
    assert ["fail"] == outcomes(hybrid(tmp_path, 7), "R2")


def test_single_row_beside_filled_parts(tmp_path: Path) -> None:
    """Once the rows of the form are filled in, they count and the single row does not."""
    record = hybrid(tmp_path, 7)
    parts = {path: value for path, value in handled().cells.items() if path.rpartition(".")[0] in PARTS}
    filled = record.model_copy(update={"cells": record.cells | parts})
    assert ["pass"] == outcomes(filled, "R2")
