"""Random returns for hypothesis."""

from __future__ import annotations

import datetime as dt

from hypothesis import strategies as st

from gongkai import forms
from gongkai.returns import Agency, Fact, Figure, Issue, Passage, Return, Sections, Waiver

years = st.integers(2019, 2030)
texts = st.text(max_size=60)
names = st.from_regex(r"[a-z][a-z0-9_]{0,8}", fullmatch=True)
dates = st.dates(dt.date(2019, 1, 1), dt.date(2031, 12, 31))
agencies = st.builds(
    Agency, id=st.just("organ"), name=st.text("县市局委办应急管理", min_size=2, max_size=12), level=st.just("county")
)


def numbers(kind):
    """Lawful numbers of a kind of cell, or not filled in."""
    whole = st.integers(-(10**6) if kind == "signed" else 0, 10**7)
    decimals = st.decimals(0, 10**6, allow_nan=False, allow_infinity=False, places=6)
    return st.none() | (st.one_of(whole, decimals) if kind == "decimal" else whole)


@st.composite
def sections(draw):
    """Texts of any kind, as one piece or as passages."""
    ids = draw(st.lists(st.sampled_from(["summary", "disclosure", "requests", "management", "x1", "x2"]), unique=True))
    passages = tuple(
        Passage(id=id_, heading=draw(texts if id_[0] == "x" else st.none() | texts), text=draw(st.none() | texts))
        for id_ in ids
    )
    overview = draw(st.one_of(st.none(), texts, st.just(passages)))
    others = {key: draw(st.none() | texts) for key in Sections.model_fields if key != "overview"}
    return Sections(overview=overview, **others)


@st.composite
def any_returns(draw):
    """A return with anything in it that the model allows."""
    year = draw(years)
    edition = forms.edition_for(year)
    table = draw(st.sampled_from(sorted(edition.tables)))
    cells = {
        path: draw(numbers(cell.kind))
        if cell.table == table or cell.row in {"new", "total"}
        else draw(st.sampled_from([None, 0]))
        for path, cell in edition.cells.items()
    }
    facts = draw(st.dictionaries(names, st.builds(Fact, value=numbers("decimal"), unit=texts, label=texts), max_size=3))
    figures = draw(
        st.lists(
            st.builds(
                Figure, id=names, kind=st.just("photo"), caption=texts, alt=st.none() | texts, show=st.booleans()
            ),
            max_size=2,
            unique_by=lambda figure: figure.id,
        )
    )
    waivers = draw(
        st.lists(
            st.builds(
                Waiver,
                rule=st.just("R1"),
                cells=st.lists(texts, max_size=2).map(tuple),
                values=st.none()
                | st.dictionaries(texts, texts | st.none() | st.integers(-(10**29), 10**29), max_size=2),
                reason=texts.filter(str.strip),
                by=texts.filter(str.strip),
                date=st.dates(dt.date(2019, 1, 1), dt.date(2026, 1, 1)),
            ),
            max_size=2,
        )
    )
    issues = draw(
        st.lists(
            st.builds(Issue, path=names, kind=st.sampled_from(["blank", "extra"]), raw=st.none() | texts), max_size=2
        )
    )
    return Return(
        agency=draw(agencies), year=year, cells=cells, facts=facts, figures=tuple(figures), waivers=tuple(waivers),
        issues=tuple(issues), sections=draw(sections()), signed=draw(st.none() | dates), signature=draw(st.none() | texts),
        seal=draw(st.booleans()),
        units={row: unit for row, cell in edition.open_rows.items() if (unit := draw(st.sampled_from([None, *cell.choices])))},
    )  # fmt: skip
