"""What blank cells must be: from their row and column, from last year, from predecessors and members that have left."""

from __future__ import annotations

import pytest

from gongkai.returns import Return
from gongkai.returns.succession import Predecessors
from gongkai.rules.base import Context
from gongkai.rules.blanks import suggestions
from gongkai.rules.sums import shown
from tests.rules.build import record

CARRIED = "requests.carried_in.total"
"""A cell of which its row says nothing as long as the others of it are blank too."""


def must(path: str, this: Return, previous: Return | None = None, merged: Predecessors | None = None) -> str | None:
    """What a blank cell must be, in words; ``None`` if nothing follows."""
    context = Context(this, previous, predecessors=merged) if merged else Context(this, previous)
    bound = suggestions(context).get(path)
    return None if bound is None else shown(bound)


def ended(id_: str, total: int, year: int = 2021) -> Return:
    """A return that carried requests over."""
    one = f"[{total}, 0, 0, 0, 0, 0, {total}]"
    found = record(f"year: {year}\nrequests: {{carried_out: {one}, rest: 0}}")
    return found.model_copy(update={"agency": found.agency.model_copy(update={"id": id_})})


BEGUN = record("requests: {only: true, carried_in: null, new: null, total: null, carried_out: null, rest: 0}")


@pytest.mark.parametrize(
    ("year", "expected"), [(2021, "应为3"), (2020, None), (2022, None)]
)  # other years are no reason for anything
def test_what_was_carried_over(year: int, expected: str | None) -> None:
    """A blank row of what was carried in is what last year carried out, if there is that year's return."""
    assert expected == must(CARRIED, BEGUN, ended("a", 3, year))


def test_what_others_carried_over() -> None:
    """What predecessors carried over is added, what members that have left took along is subtracted."""
    here = (ended("b", 4), ended("c", 5))
    assert "应为12" == must(CARRIED, BEGUN, ended("a", 3), Predecessors(returns=here))
    assert "应为9" == must(CARRIED, BEGUN, None, Predecessors(returns=here, alone=True))
    assert "应为2" == must(CARRIED, BEGUN, ended("a", 6), Predecessors(left=(ended("b", 4),)))
    assert None is must(CARRIED, BEGUN, None, Predecessors(returns=here))
    assert None is must(CARRIED, BEGUN, ended("a", 3), Predecessors(returns=here, absent=("甲局",)))


def test_what_was_not_counted_last_year() -> None:
    """Nothing follows from a return of last year that leaves its cells blank."""
    blank = record("year: 2021\nrequests: {only: true, carried_out: null, rest: 0}")
    assert None is must(CARRIED, BEGUN, blank)


@pytest.mark.parametrize(
    ("made", "repealed", "in_force", "expected"),
    [
        ("2", "1", "null", ("in_force", "应为10")),
        ("null", "1", "12", ("made", "应为4")),
        ("2", "null", "8", ("repealed", "应为3")),
        ("2", "null", "null", ("in_force", "不超过11")),
    ],
)
def test_documents(made: str, repealed: str, in_force: str, expected: tuple[str, str]) -> None:
    """Documents in force are those of last year and the new ones without the repealed ones."""
    this = record(f"disclosure: {{normative_documents: [{made}, {repealed}, {in_force}]}}")
    last = record("year: 2021\ndisclosure: {normative_documents: [0, 0, 9]}")
    path = f"disclosure.normative_documents.{expected[0]}"
    found = must(path, this, last)
    if expected[1].startswith("应为"):
        assert expected[1] == found
    else:
        assert found is not None
    assert None is must(path, this)


def test_documents_of_another_form() -> None:
    """The form of 2019 counted documents otherwise: nothing follows from it, but for what was carried over."""
    this = record(
        "year: 2021\ndisclosure: {normative_documents: [2, 1, null]}\n"
        "requests: {only: true, carried_in: null, new: null, total: null, carried_out: null, rest: 0}"
    )
    last = record(
        "year: 2020\ndisclosure: {only: true, normative_documents: [0, 9, 9], rest: 0}\n"
        "requests: {only: true, carried_out: [3, 0, 0, 0, 0, 0, 3], rest: 0}"
    )
    assert (None, "应为3") == (must("disclosure.normative_documents.in_force", this, last), must(CARRIED, this, last))


@pytest.mark.parametrize(
    ("row", "given", "column"),
    [
        ("new", "[2, 0, 0, 0, 0, 0, null]", "total"), ("new", "[null, 0, 0, 0, 0, 0, 2]", "natural"), ("new", "null", "natural"),
        ("total", "null", "natural"), ("total", "null", "total"), ("granted", "null", "natural"), ("carried_out", "null", "total"),
    ],
)  # fmt: skip
def test_table_of_requests(row: str, given: str, column: str) -> None:
    """A blank follows from its row, from the results of its column, and from what came in and went out."""
    full = "[2, 0, 0, 0, 0, 0, 2]"
    rows = {"new": full, "granted": full, "total": full, "carried_out": "[0, 0, 0, 0, 0, 0, 0]", row: given}
    keys = ", ".join(f"{key}: {value}" for key, value in rows.items())
    expected = "应为0" if row == "carried_out" else "应为2"
    assert expected == must(f"requests.{row}.{column}", record(f"requests: {{only: true, {keys}, rest: 0}}"))


def test_nothing_blank() -> None:
    """Of a return without blanks nothing is suggested."""
    assert {} == suggestions(Context(record()))
