"""Rules across years: what is compared, and the message if it cannot be."""

from __future__ import annotations

import pytest

from tests.rules.build import findings, outcomes, record

OPEN = "requests: {carried_out: [1, 0, 0, 0, 0, 0, 1]}\n"


def test_last_year_must_be_last_year() -> None:
    """A return of two years ago does not count as last year's."""
    found = findings("R6", record(), record("year: 2020\n" + OPEN))
    assert [f.message for f in found] == ["没有核对上年结转：缺少2021年的数据。"]


def test_requests_are_compared_over_the_change_of_form() -> None:
    """Table 3 means the same in both forms: R6 holds between 2020 and 2021."""
    assert outcomes("R6", record("year: 2021"), record("year: 2020\n" + OPEN)) == ["fail error", "fail error"]


def test_missing_is_not_zero() -> None:
    """A blank cell of last year leaves its column unchecked, not wrong; the other columns are checked."""
    previous = record("year: 2021\nrequests: {carried_out: [null, 0, 0, 0, 0, 0, 1]}")
    found = findings("R6", record(), previous)
    assert [(f.outcome, f.cells) for f in found] == [
        ("fail", ("requests.carried_in.total", "2021:requests.carried_out.total")),
        ("not_checked", ("2021:requests.carried_out.natural",)),
    ]


@pytest.mark.parametrize(
    ("candidates", "expected"),
    [
        ("[[2, 1, 6]]", []),
        ("[[2, 1, 7], [21, 7, 5]]", ["fail error"]),
        ("[[2, 1, 6], [21, 7, 5]]", ["not_checked error"]),
    ],
)
def test_ambiguous_row(candidates: str, expected: list[str]) -> None:
    """R7 on a row with several readings fails only when every reading does, and passes when every one does."""
    this = record(
        "disclosure: {normative_documents: null}\n"
        f"issues: [{{path: disclosure.normative_documents, kind: ambiguous, candidates: {candidates}}}]"
    )
    assert outcomes("R7", this, record("year: 2021\ndisclosure: {normative_documents: [0, 0, 5]}")) == expected


def test_ambiguous_cell() -> None:
    """A single cell with several readings is checked in each."""
    this = record(
        "disclosure: {normative_documents: [2, 1, null]}\n"
        "issues: [{path: disclosure.normative_documents.in_force, kind: ambiguous, candidates: [[7], [8]]}]"
    )
    previous = record("year: 2021\ndisclosure: {normative_documents: [0, 0, 5]}")
    assert outcomes("R7", this, previous) == ["fail error"]


def test_first_year_of_a_form() -> None:
    """In 2021 R7 is silent and R8 says why; in 2019, the first year of any form, only R9 says that last year is missing."""
    this, previous = record("year: 2021\ndisclosure: {normative_documents: [1, 0, 99]}"), record("year: 2020")
    assert (outcomes("R7", this, previous), outcomes("R8", this, previous)) == ([], ["not_checked hint"])
    assert (outcomes("R8", record("year: 2019")), outcomes("R9", record("year: 2019"))) == ([], ["not_checked error"])


def test_jumps() -> None:
    """R22 compares numbers that are large enough, have the same unit and are printed alike."""
    new = "requests: {{new: [{0}, 0, 0, 0, 0, 0, {0}]}}"
    assert outcomes("R22", record(new.format(40)), record("year: 2021\n" + new.format(2))) == ["fail hint"]
    assert outcomes("R22", record(new.format(20)), record("year: 2021\n" + new.format(2))) == []
    fact = "facts: {items: {label: 主动公开信息, value: %d, unit: %s}}"
    assert outcomes("R22", record(fact % (600, "条")), record("year: 2021\n" + fact % (100, "条"))) == ["fail hint"]
    assert outcomes("R22", record(fact % (600, "条")), record("year: 2021\n" + fact % (100, "件"))) == []
    penalty = "disclosure: {penalty: %s}"
    this, previous = record("year: 2021\n" + penalty % "[900]"), record("year: 2020\n" + penalty % "[0, 0, 3]")
    assert outcomes("R22", this, previous) == []


@pytest.mark.parametrize(
    ("published", "expected"),
    [
        ("2023-01-31", []), ("2024-01-31", ["fail hint"]), ("2026-01-31", ["fail hint"]), ("2022-12-31", ["fail warning"]),
        ("2022-11-30", ["fail error"]), ("2021-01-31", ["fail error"]),
    ],
)  # fmt: skip
def test_year_of_publication(published: str, expected: list[str]) -> None:
    """R25: a report is published in the year after; later is a hint, December before a warning, earlier an error."""
    assert expected == outcomes("R25", record(f"published: {published}"))


@pytest.mark.parametrize(
    ("caption", "chart", "photo"),
    [
        ("2021年申请办理结果", ["fail warning"], ["fail hint"]), ("我局2021年度申请办理结果", ["fail warning"], ["fail hint"]),
        ("2019年申请办理结果", ["fail warning"], ["fail hint"]), ("2018年申请办理结果", [], []), ("2022年申请办理结果", [], []),
        ("2021年至2022年申请办理结果", [], []), ("2021—2022年申请办理结果", [], []), ("2021年以来申请办理结果", [], []),
        ("申请办理结果与2021年比较", [], []), ("申请办理结果", [], []),
    ],
)  # fmt: skip
def test_year_of_a_caption(caption: str, chart: list[str], photo: list[str]) -> None:
    """R25: a caption that names an earlier year alone was copied: a warning for a chart, a hint for a photo, which may be older."""
    for kind, expected in (("results", chart), ("photo", photo)):
        figure = f"figures: {{a: {{kind: {kind}, caption: {caption}, file: a.jpg}}}}"
        assert expected == outcomes("R25", record(figure))
