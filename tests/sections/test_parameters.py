"""The parameters cell: what a build fills in does not count, what an analyst adds does."""

from __future__ import annotations

import pytest

from gongkai.returns import InputError
from gongkai.sections.parameters import NAMES, neutral, refuse_unknown, rest

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


PARAMETERS = "agency = None  # 机关\nyear = None\nparams = None"


@pytest.mark.parametrize(
    ("cells", "said"),
    [
        (["", PARAMETERS, '# Parameters\nagecny = "a"\n'], "没有参数“agecny”，是不是“agency”？可以用的参数：agency、year、params。"),
        (["", PARAMETERS, "# Parameters\nx1 = 1\nyear = 2\nzzz = 3\n", "1"], "没有参数“x1”、“zzz”。可以用"),
        (["", f"{PARAMETERS}\ntop: int = 3", "# Parameters\ntpo = 5\n"], "没有参数“tpo”，是不是“top”？可以用的参数：agency、year、params、top。"),
    ],
)  # fmt: skip
def test_unknown_parameters(cells: list[str], said: str) -> None:
    """A given parameter that the parameters cell does not have is refused with the nearest and with all there are."""
    with pytest.raises(InputError) as caught:
        refuse_unknown(cells)
    assert said in str(caught.value)


@pytest.mark.parametrize(
    "cells",
    [
        [],
        ["", PARAMETERS],
        ["", PARAMETERS, '# Parameters\nagency = "a"\nyear = 2020\nparams = "x"\n'],
        ["", f"{PARAMETERS}\ntop = 3", "# Parameters\ntop = 5\n"],
        ["", PARAMETERS, "# Parameters of a chart: size = 3", "size = 3"],
        ["", "1 +", "# Parameters\nyear = 2020\n"],
    ],
)
def test_known_parameters(cells: list[str]) -> None:
    """What the notebook has can be given, and cells of the analyst's own are left alone."""
    refuse_unknown(cells)
