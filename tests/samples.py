"""Returns to test with: one with every cell filled, and random ones."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from hypothesis import strategies as st
from openpyxl import Workbook, load_workbook

from gongkai import forms
from gongkai.excel import write_form
from gongkai.returns import Agency, Fact, Figure, Issue, Passage, Return, Sections, Waiver

if TYPE_CHECKING:
    from collections.abc import Callable
    from decimal import Decimal
    from pathlib import Path

AGENCY = Agency(id="lab-ju", name="某市某区试验局", short_name="某区试验局", level="department")
YEARS = (2019, 2020, 2021, 2024)


def record(year: int = 2024, value: int | Decimal | None = 0, **cells: Any) -> Return:
    """A return whose cells are all ``value`` but for the given ones (``requests__new__total``)."""
    filled = dict.fromkeys(forms.edition_for(year).cells, value)
    filled |= {path.replace("__", "."): given for path, given in cells.items()}
    return Return(agency=AGENCY, year=year, cells=filled)


def edited(path: Path, change: Callable[[Workbook], None], year: int = 2024, filled: Return | None = None) -> Path:
    """A form that was changed and saved by a program that does not calculate."""
    write_form(filled, AGENCY, year, None, path)
    book = load_workbook(path)
    change(book)
    book.save(path)
    return path


NUMBERS = st.none() | st.integers(-9, 10**15) | st.decimals(-(10**6), 10**9, places=6)
TEXTS = (
    st.none()
    | st.text(max_size=40)
    | st.sampled_from(["=1+1", " 前后空格 ", "第一段\n\n第二段", "_x000D_", "{{ year }}年"])
)
NAMES = st.from_regex(r"[a-z][a-z0-9_]{0,9}", fullmatch=True)


@st.composite
def returns(draw: st.DrawFn) -> Return:
    """Any return that a year's file can hold, right or wrong."""
    year = draw(st.sampled_from(YEARS))
    edition = forms.edition_for(year)
    cells = dict.fromkeys(edition.cells, draw(st.sampled_from([None, 0])))
    cells |= draw(st.dictionaries(st.sampled_from(list(edition.cells)), NUMBERS, max_size=25))
    zeros = [path for path, value in cells.items() if value == 0]
    facts = st.builds(Fact, value=NUMBERS, unit=st.text(max_size=3), label=st.text(max_size=20))
    passages = st.lists(
        st.builds(Passage, id=st.sampled_from(["summary", "disclosure", "platform"]), heading=TEXTS, text=TEXTS),
        unique_by=lambda item: item.id,
        max_size=3,
    ).map(tuple)
    issues = st.builds(
        Issue, path=st.sampled_from(list(edition.cells)), kind=st.sampled_from(["blank", "note"]), raw=TEXTS
    )
    return Return(
        agency=AGENCY,
        year=year,
        cells=cells,
        rest=tuple(draw(st.lists(st.sampled_from(zeros), unique=True, max_size=5).map(sorted))) if zeros else (),
        units={
            row: unit
            for row, cell in edition.open_rows.items()
            if (unit := draw(st.sampled_from([None, *cell.choices])))
        },
        facts=draw(st.dictionaries(NAMES, facts, max_size=3)),
        sections=Sections(
            preface=draw(TEXTS), overview=draw(TEXTS | passages), problems=draw(TEXTS), other=draw(TEXTS)
        ),
        figures=draw(st.sampled_from([(), (Figure(id="a", kind="channels", caption="各渠道公开情况"),)])),
        signed=draw(st.none() | st.dates()),
        waivers=draw(st.sampled_from([(), (Waiver(rule="R22", reason="机构改革", by="审核人", date="2025-01-10"),)])),
        issues=tuple(draw(st.lists(issues, max_size=3))),
        signature=draw(st.none() | st.just("某局（印章）")),
    )
