"""The parameters cell: what a build fills in does not count, what an analyst adds does."""

from __future__ import annotations

import pytest

from gongkai.sections.parameters import NAMES, neutral, rest

GIVEN = "agency = None\nyear = None\nparams = None"


@pytest.mark.parametrize(
    ("source", "left"),
    [
        ('agency = "a"  # 机关\nyear = 2020\nparams = None\n', ""),
        ("# 说明\nyear: int = 2024", ""),
        ("year = 2024\ntop = 5  # 前五", "top = 5"),
        ("import os\nparams = os.environ['P']", "import os\nparams = os.environ['P']"),
        ("%matplotlib inline\nyear = 2024", "%matplotlib inline\nyear = 2024"),
        ("year = = 3", "year = = 3"),
        ("", ""),
    ],
)
def test_rest(source, left):
    """Plain assignments to the names that are filled in go, whatever else there is stays."""
    assert left == rest(source)


@pytest.mark.parametrize(
    ("source", "made"),
    [
        ('agency = "a"\nyear = 2020\nparams = "x"', GIVEN),
        ("year = 2024\ntop = 5", f"{GIVEN}\ntop = 5"),
        ("year = 2024\nlast = year - 1", "year = 2024\nlast = year - 1"),
        ("year = 2024\n!echo", "year = 2024\n!echo"),
    ],
)
def test_neutral(source, made):
    """Values are left out, unless something else is made from them."""
    assert made == neutral(source)


def test_names():
    """Organ, year and folder are what notebooks are given."""
    assert ("agency", "year", "params") == NAMES
