"""The form opened and calculated by LibreOffice."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from gongkai import forms
from gongkai.excel import write_form
from gongkai.excel.layout import BALANCE, TEXTS, YES, layout
from gongkai.excel.totals import balance, computed, totals
from gongkai.returns import Fact, Sections
from tests.office import recalculated
from tests.samples import AGENCY, edited, record

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl import Workbook

    from gongkai.returns import Number


@pytest.mark.parametrize("year", [2020, 2024])
def test_formulas_equal_our_sums(tmp_path: Path, year: int) -> None:
    """LibreOffice shows the totals and the balance that we compute, and keeps the lists to choose from."""
    edition = forms.edition_for(year)
    cells: dict[str, Number | None] = {cell: index % 7 for index, cell in enumerate(edition.cells)}
    sums = totals(edition.id)
    for total, parts in sums.items():
        cells[total] = computed(parts, cells.get)
    filled = record(year).model_copy(update={"cells": cells})
    path = tmp_path / "form.xlsx"
    write_form(filled, AGENCY, year, None, path)
    book, shown = recalculated(path, tmp_path)
    form = layout(edition.id)
    at = form.cells
    assert {cell: cells[cell] for cell in sums} == {cell: shown[at[cell].sheet][at[cell].at].value for cell in sums}
    assert all(str(book[at[cell].sheet][at[cell].at].value).startswith("=") for cell in sums)
    sheet = shown[form.sheets["requests"]]
    for column in [column.id for column in edition.tables["requests"].rows[0].columns]:
        first = at[f"requests.{BALANCE[0]}.{column}"]
        assert balance(cells, column) == sheet.cell(form.below("requests"), first.column).value
    for table in edition.tables.values():
        assert YES in _choices(book, form.sheets[table.id])[form.rest(table.id).at]
    for row, unit in form.units.items():
        assert all(choice in _choices(book, unit.sheet)[unit.at] for choice in edition.open_rows[row].choices)


def test_empty_is_not_zero_in_libreoffice(tmp_path: Path) -> None:
    """A total stays empty until all its parts are filled in, or empty cells are declared to be 0."""
    form = layout("2021")
    total, part = form.cells["requests.new.total"], form.cells["requests.new.natural"]
    rest = form.rest("requests")

    def fill(book: Workbook) -> None:
        book[part.sheet][part.at] = 3

    def choose(book: Workbook) -> None:
        fill(book)
        book[rest.sheet][rest.at] = YES

    cases: list[tuple[Any, set[Any]]] = [(fill, {None, ""}), (choose, {3})]
    for number, (change, expected) in enumerate(cases):
        path = edited(tmp_path / f"form{number}.xlsx", change)
        _, shown = recalculated(path, tmp_path / str(number))
        assert shown[total.sheet][total.at].value in expected


@pytest.mark.parametrize("text", ["=1+1", "+1+1", "-1+1", "@SUM(1,1)", "=cmd|'/c calc'!A1"])
def test_texts_are_never_formulas(tmp_path: Path, text: str) -> None:
    """A text that begins like a formula is a text in our file, and stays one in LibreOffice."""
    filled = record().model_copy(
        update={"sections": Sections(problems=text), "facts": {"a": Fact(value=1, unit=text, label=text)}}
    )
    path = tmp_path / "form.xlsx"
    write_form(filled, AGENCY, 2024, None, path)
    book, shown = recalculated(path, tmp_path)
    for saved in (book, shown):
        found = [cell for sheet in saved.worksheets for row in sheet.iter_rows() for cell in row if cell.value == text]
        assert 3 == len(found)
        assert {"s"} == {cell.data_type for cell in found}
        assert any(cell.parent.title == TEXTS for cell in found)


def _choices(book: Workbook, sheet: str) -> dict[str, str]:
    """The lists to choose from of a sheet, by cell."""
    rules = book[sheet].data_validations.dataValidation
    return {str(area): rule.formula1 for rule in rules if rule.type == "list" for area in rule.sqref.ranges}
