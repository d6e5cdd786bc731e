"""Gongkai reports read back: HTML, Word, PDF, and plain text in the ways people copy it."""

from __future__ import annotations

import datetime as dt
import random
from decimal import Decimal
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gongkai import forms, importers
from gongkai.document.html import page
from gongkai.importers.core.assemble import assemble
from gongkai.importers.formats import html, text
from gongkai.returns import Agency, Params, Return, Sections
from tests.importers import own

if TYPE_CHECKING:
    from pathlib import Path

AGENCY = Agency(id="lab-ju", name="某市某区试验局", level="department")
EXAMPLES = (("huancui-yingji", 2020), ("huaian-zhengfu", 2024))


def written(record: Return, suffix: str, folder: Path) -> Path:
    """The report of a return in a format."""
    return own.write(own.document(record), folder, suffix)


def consistent(seed: int, year: int, top: int = 400, blank: float = 0.0) -> Return:
    """A random return whose rows add up; some rows left blank."""
    chance = random.Random(seed)
    edition = forms.edition_for(year)
    cells: dict[str, int | Decimal | None] = {}
    for table in edition.tables.values():
        for row in table.rows:
            empty = chance.random() < blank
            parts = [chance.choice([0, 0, chance.randrange(top)]) for _ in row.columns]
            if row.columns[-1].id == "total":
                parts[-1] = sum(parts[:-1])
            for column, value in zip(row.columns, parts, strict=True):
                given_value = Decimal(value) / 100 if column.kind == "decimal" else value
                cells[f"{table.id}.{row.id}.{column.id}"] = None if empty else given_value
    units = dict.fromkeys(edition.open_rows, "万元")
    return Return(agency=AGENCY, year=year, cells=cells, units=units, signed=dt.date(year + 1, 1, 20),
                  sections=Sections(overview="### （一）概述\n\n本机关依法公开。", problems="栏目还少。", other="无。"))  # fmt: skip


@pytest.mark.parametrize("suffix", ["html", "docx", "pdf"])
@pytest.mark.parametrize(("agency", "year"), EXAMPLES)
def test_examples(root: Path, tmp_path: Path, agency: str, year: int, suffix: str) -> None:
    """The examples' reports give every cell back, the organ, the date, the section texts."""
    params = Params(root / "params")
    record = params.load(agency, year)

    found = importers.read(written(record, suffix, tmp_path), params=params)

    assert record.cells == found.record.cells
    assert (record.agency, record.year, record.signed) == (found.record.agency, found.record.year, found.record.signed)
    assert found.agency_known
    assert [] == [issue for issue in found.record.issues if issue.kind != "blank"]
    assert found.record.sections.overview


@pytest.mark.parametrize("suffix", ["html", "docx", "pdf"])
@pytest.mark.parametrize("year", [2020, 2024])
def test_random_returns(tmp_path: Path, year: int, suffix: str) -> None:
    """Random returns with blank rows give every cell and the unit back."""
    record = consistent(year, year, 10**6, blank=0.2)

    found = importers.read(written(record, suffix, tmp_path), agency=AGENCY).record

    assert record.cells == found.cells
    assert record.units == found.units or record.cells["disclosure.procurement.amount"] is None
    assert "### （一）概述\n\n本机关依法公开。" == found.sections.overview


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), year=st.sampled_from([2019, 2021]))
def test_html_of_any_return(seed: int, year: int) -> None:
    """Any return's web page gives every cell back."""
    record = consistent(seed, year, blank=0.3)

    source = html.from_bytes(page(own.document(record)).encode(), "report.html")

    assert record.cells == assemble(source, lambda _: AGENCY).record.cells


@settings(max_examples=15, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), year=st.sampled_from([2019, 2021]), before=st.sampled_from(["\t", "\n", " | "]))
def test_text_with_borders(seed: int, year: int, before: str) -> None:
    """Text whose cells are separated, by tabs, line breaks or bars, gives every cell back."""
    record = consistent(seed, year, blank=0.3 if before != "\n" else 0.0)

    source = text.from_text(own.text(record, before), "report.txt")

    assert record.cells == assemble(source, lambda _: AGENCY).record.cells


@settings(max_examples=25, suppress_health_check=[HealthCheck.too_slow])
@given(seed=st.integers(0, 10**6), year=st.sampled_from([2019, 2021]), top=st.sampled_from([3, 30, 400]))
def test_text_run_together(seed: int, year: int, top: int) -> None:
    """Text whose cells have run together: what is read is right, what is left open has the truth among its readings."""
    record = consistent(seed, year, top)
    candidates = {}

    found = assemble(text.from_text(own.text(record, "", ""), "report.txt"), lambda _: AGENCY).record

    for issue in found.issues:
        if issue.kind == "ambiguous":
            candidates[issue.path] = issue.candidates
    for path, value in record.cells.items():
        if found.cells[path] is None:
            row = next(key for key in (path.rpartition(".")[0], path.split(".")[0]) if key in candidates)
            places = [cell for cell in record.cells if cell.startswith(f"{row}.")]
            assert len(candidates[row]) > 1
            assert tuple(record.cells[cell] for cell in places) in candidates[row] or len(candidates[row]) == 5_000
        else:
            assert value == found.cells[path]
