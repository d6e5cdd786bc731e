"""Limits are looked at before anything is computed."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gongkai import limits


@given(st.integers(1 - 10**30, 10**30 - 1))
def test_numbers_of_thirty_digits_are_read(value):
    """A whole number of up to 30 digits is read from its digits."""
    assert value == limits.integer(str(value))


@given(st.integers(30, 10**9), st.integers(1, 9))
def test_exponents_are_digits(exponent, first):
    """An exponent counts as the zeros that it stands for."""
    with pytest.raises(limits.TooLongError):
        limits.decimal(f"{first}e{exponent}")


@pytest.mark.parametrize("text", ["1e999999999", "1e-999999999", "9" * 31, "9" * 5_000, "0." + "3" * 31])
def test_long_numbers_are_refused(text):
    """A number of too many digits is refused with a sentence that shows only its beginning."""
    with pytest.raises(limits.TooLongError, match="太长") as caught:
        limits.decimal(text)
    assert len(str(caught.value)) < 100


def test_long_numbers_are_quoted_as_typed():
    """The message quotes a number in decimal digits, its beginning if it is very long."""
    for text in ("1" + "0" * 30, "7" * 3000):
        with pytest.raises(limits.TooLongError, match=f"^数字“{text[:30]}"):
            limits.integer(text)


@pytest.mark.parametrize("text", ["x" * 100, "NaN", "Infinity", "-", "1.2.3"])
def test_other_texts_are_no_numbers(text):
    """What is not a finite number is called that, however long it is."""
    with pytest.raises(ValueError) as caught:
        limits.decimal(text)
    assert not isinstance(caught.value, limits.TooLongError)


def test_numbers_are_kept():
    """A number that passes is the same, with its zeros."""
    assert Decimal("1.50") == limits.check(Decimal("1.50"))
    assert "1.50" == str(limits.decimal("1.50"))


def test_half_a_pair_of_surrogates():
    """A text that no file can hold is known."""
    assert limits.is_unicode("公开😀")
    assert not limits.is_unicode("\ud800")


def test_every_limit_is_in_the_table_for_people(root):
    """The table in SECURITY.md has every limit of the code, in its order or not, with its value."""
    text = (root / "SECURITY.md").read_text("utf-8")
    rows = re.findall(r"^\| `([A-Z_]+)` \| ([\d.,]+)( MB)? \|", text, re.MULTILINE)
    written = {name: Decimal(number.replace(",", "")) * (limits.MB if unit else 1) for name, number, unit in rows}
    known = {name: value for name, value in vars(limits).items() if name.isupper() and isinstance(value, int)}
    del known["MB"]
    assert {name: value for name, value in known.items() if not name.startswith("_")} == written
    assert len(written) == len(rows)
