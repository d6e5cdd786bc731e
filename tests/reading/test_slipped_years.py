"""Numbers of the form that a text states of last year only, as if copied from last year's report."""

from __future__ import annotations

import pytest

from gongkai.forms import edition_for
from gongkai.reading.binding import Sure
from gongkai.reading.years import year_slips
from gongkai.returns import Agency, Return, Sections, empty_cells
from gongkai.rules.base import Context
from gongkai.rules.compare import read_report

MADE, REPEALED = (f"disclosure.normative_documents.{column}" for column in ("made", "repealed"))


def read(text: str) -> tuple[list[tuple[str, Sure]], list[tuple[int, bool]]]:
    """Quantity and certainty of each claim; year and certainty of each slip."""
    record = Return(
        agency=Agency(id="a", name="清河市水利局", level="department"), year=2022,
        cells=empty_cells(edition_for(2022)), sections=Sections(overview=text),
    )  # fmt: skip
    reading = read_report(Context(record))
    claims = [(claim.options[0], claim.sure) for claim in reading.claims]
    return claims, [(slip.stated, slip.sure) for slip in year_slips(reading)]


def test_copied_numbers() -> None:
    """Numbers that the text gives for no other year are read as this year's, as hints, and so is the year."""
    text = "（一）2021年，新出台规范性文件2件，废止1件。"
    assert read(text) == ([(MADE, "likely"), (REPEALED, "likely")], [(2021, False)])


@pytest.mark.parametrize(
    "text",
    [
        "（一）2021年，新出台规范性文件2件。2022年，新出台规范性文件3件。",
        "（二）2021年，新出台规范性文件2件，今年新出台3件。",
        "（一）2019年，新出台规范性文件2件。",
        "2021年，新出台规范性文件2件。",
        "（一）自2021年以来，新出台规范性文件2件。",
    ],
)
def test_history(text: str) -> None:
    """Numbers of another year beside this year's, of years long past, and of several years are what they say."""
    claims, slips = read(text)
    assert slips == []
    assert all(sure == "certain" for _, sure in claims)


def test_the_year_after_it() -> None:
    """Work of last year before a sentence on this year may be told for comparison: a hint."""
    text = "2021年，本机关共收到政府信息公开申请2件。2022年，共收到3件。"
    assert read(text)[1] == [(2021, False)]
