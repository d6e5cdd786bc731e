"""Digits that have run together: how many readings there are, and that the list of them is bounded."""

from __future__ import annotations

from decimal import Decimal
from math import comb

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai.forms import Column
from gongkai.importers.core import digit_segmentation
from gongkai.importers.core.digit_segmentation import is_unambiguous, segmentations


def columns(number: int, kind: str = "integer") -> list[Column]:
    """Columns of one kind."""
    return [Column(id=f"c{n}", label="", unit="件", kind=kind) for n in range(number)]  # type: ignore[arg-type]


def readings(*pieces: str, number: int, kind: str = "integer", groups: tuple[int, ...] | None = None):
    """All readings of pieces as so many numbers, and whether the list is complete; by default without sums."""
    return segmentations(pieces, columns(number, kind), groups or (1,) * number)


@given(st.integers(1, 9), st.integers(1, 5))
def test_number_of_readings(length: int, number: int) -> None:
    """Digits without a zero have a reading for each choice of borders."""
    found, whole = readings("1" * length, number=number)
    assert (comb(length - 1, number - 1), True) == (len(found), whole)
    assert all("1" * length == "".join(map(str, reading)) for reading in found)


def test_readings_are_capped() -> None:
    """Of more readings than say anything just so many are listed, and the list is called incomplete."""
    found, whole = readings("1" * 24, number=7)
    assert comb(23, 6) > digit_segmentation.MOST
    assert (digit_segmentation.MOST, False) == (len(found), whole)


@pytest.mark.parametrize(("most", "expected"), [(8, (8, False)), (9, (9, True)), (10, (9, True))])
def test_cap_is_exact(monkeypatch: pytest.MonkeyPatch, most: int, expected: tuple[int, bool]) -> None:
    """As many readings as the cap are complete; one more is not."""
    monkeypatch.setattr(digit_segmentation, "MOST", most)
    found, whole = readings("1" * 10, number=2)
    assert expected == (len(found), whole)


def test_steps_are_capped(monkeypatch: pytest.MonkeyPatch) -> None:
    """A search that takes too long ends, and its list is called incomplete; one that just does not is complete."""
    pieces, row = ("1" * 12,), columns(3)
    counted = digit_segmentation.Segmenter(pieces, row)
    total = len(list(counted.segmentations((1, 1, 1))))
    monkeypatch.setattr(digit_segmentation, "_STEPS", counted.steps)
    assert (total, True) == (len(segmentations(pieces, row, (1, 1, 1))[0]), segmentations(pieces, row, (1, 1, 1))[1])
    monkeypatch.setattr(digit_segmentation, "_STEPS", counted.steps - 1)
    found, whole = segmentations(pieces, row, (1, 1, 1))
    assert (True, False) == (len(found) < total, whole)


@pytest.mark.parametrize(("length", "whole"), [(24, True), (25, False)])
def test_longer_than_a_row(length: int, whole: bool) -> None:
    """A run of more digits than a row can have is not segmented at all."""
    found, is_whole = readings("1" * length, number=2)
    assert (whole, whole) == (bool(found), is_whole)


def test_sums_decide() -> None:
    """Where some readings keep the sum, only those are given; where none does, all are."""
    assert ([(1, 2, 3)], True) == readings("123", number=3, groups=(3,))
    assert ([(1, 12, 13), (11, 2, 13)], True) == readings("11213", number=3, groups=(3,))
    assert ([(1, 2, 4)], True) == readings("124", number=3, groups=(3,))
    assert ([(1, 1, 2, 2)], True) == readings("1122", number=4, groups=(2, 2))


@pytest.mark.parametrize(
    ("pieces", "kind", "expected"),
    [
        (("10", "2"), "integer", [(10, 2)]),
        (("01",), "integer", [(0, 1)]),
        (("12-3",), "signed", [(12, -3)]),
        (("减1增2",), "signed", [(-1, 2)]),
        (("1.50",), "decimal", [(Decimal("1.5"), 0)]),
        (("1", "2", "3"), "integer", []),
        (("7",), "integer", []),
    ],
)
def test_kinds_and_borders(pieces: tuple[str, ...], kind: str, expected: list[tuple[object, ...]]) -> None:
    """White space is a border, no number begins with a zero, signs and decimal points are read where they may be."""
    assert (expected, True) == readings(*pieces, number=2, kind=kind)


def test_is_unambiguous() -> None:
    """Only digits with one reading, sums apart, are unambiguous."""
    assert [True, False, False] == [is_unambiguous((digits,), columns(2)) for digits in ("12", "123", "1")]
