"""The parts of a return that only hold and find things."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai import forms
from gongkai.returns import SourceMap
from tests.rules.build import record


@pytest.mark.parametrize(
    ("path", "line", "expected"),
    [
        ("sections.other", None, "a.yaml:9"),
        ("sections.other", 1, "a.yaml:10"),
        ("sections.other", 3, "a.yaml:12"),
        ("sections.problems", 3, "a.yaml:8"),
        ("sections.overview.platform", None, "a.yaml:8"),
        ("requests.new.total", None, "a.yaml"),
    ],
)
def test_where(path, line, expected):
    """A path is at its own line, a line of its text, or else the line of what holds it; without any, in the file."""
    source = SourceMap(file="a.yaml", lines={"sections": 8, "sections.other": 9, "sections.other|": 10})
    assert expected == source.where(path, line)


def test_where_without_a_file():
    """What was read from no file has no place."""
    assert None is SourceMap(lines={"sections": 8}).where("sections")


@pytest.mark.parametrize(
    ("group", "column", "expected"),
    [
        ("refused", "natural", 3),
        ("results", "natural", 7),
        ("results", "total", None),
        ("refused", "total", 5),
        ("total", "natural", 9),
        ("new", "natural", 6),
        ("none", "natural", 0),
    ],
)
def test_total_of_a_header(group, column, expected):
    """The rows below a header add up without their own total; one that is blank makes the sum missing."""
    this = record(
        "requests: {new: {natural: 6}, granted: {natural: 4, total: null}, refused_1: {natural: 1, total: 5}, refused_8: {natural: 2}, total: {natural: 9}}"
    )
    assert expected == this.total("requests", group, column)


def test_numbers_of_a_row_and_their_unit():
    """A row has its numbers in the order of its columns; a unit is the form's, or else the one that was given."""
    this = record("year: 2020\ndisclosure: {procurement: {items: 1, amount: 2.5, unit: 万元}, licensing: [3, -1, 4]}")
    assert [[3, -1, 4], [1, Decimal("2.5")]] == [this.row(f"disclosure.{id_}") for id_ in ("licensing", "procurement")]
    assert "万元" == this.unit("disclosure.procurement.amount")
    assert None is record("year: 2020").unit("disclosure.procurement.amount")
    assert "万元" == record().unit("disclosure.fees.amount")
    assert Decimal("2.5") == this.cell("disclosure.procurement.amount")
    with pytest.raises(forms.FormError):
        this.cell("disclosure.procurement.none")


def test_same_return():
    """A return is the same as another with the same values, wherever it was read, and as nothing else."""
    this = record("requests: {new: {natural: 6}}")
    assert this == this.model_copy(update={"source": SourceMap(file="b.yaml")})
    assert this != this.model_copy(update={"year": 2021})
    assert this != "a"
