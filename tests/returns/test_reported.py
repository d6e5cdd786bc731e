"""What makes a year's file a report."""

from __future__ import annotations

import pytest

from gongkai import forms
from gongkai.returns import Agency, Return, empty_cells
from gongkai.returns.reported import has_reported, is_begun

AGENCY = Agency(id="a", name="a", level="department")


@pytest.mark.parametrize(
    ("year", "path", "expected"),
    [
        (2024, None, False),
        (2024, "requests.carried_in.total", False),
        (2024, "requests.new.total", True),
        (2024, "requests.carried_out.total", True),
        (2024, "requests.granted.natural", True),
        (2024, "requests.total.total", True),
        (2024, "disputes.reconsideration.upheld", True),
        (2020, "disclosure.licensing.previous_items", False),
        (2020, "disclosure.licensing.change", True),
        (2020, "disclosure.licensing.decisions", True),
    ],
)
def test_number_of_its_own(year: int, path: str | None, expected: bool) -> None:
    """A number of its own makes a report, 0 too; what last year's return determines does not."""
    cells = empty_cells(forms.edition_for(year)) | ({path: 0} if path else {})
    record = Return(agency=AGENCY, year=year, cells=cells)
    assert expected == has_reported(record)
    assert [(path or "").partition(".")[0]] * expected == [
        table for table in record.edition.tables if is_begun(record, table)
    ]
