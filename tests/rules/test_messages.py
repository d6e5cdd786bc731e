"""The exact messages of rules."""

from __future__ import annotations

from decimal import Decimal

import pytest

from gongkai.parsing import yaml
from tests.rules import fixtures, messages

EXPECTED = yaml.read(messages.FILE, messages.FILE.name)[0]


@pytest.mark.parametrize("path", fixtures.cases("bad"), ids=lambda path: path.stem)
def test_messages(path):
    """Every sentence about a bad return is the expected one, with its numbers, its line and what to do."""
    assert EXPECTED[path.stem] == messages.messages(path)


def test_no_case_is_left_over():
    """The file has every case, and no other."""
    assert list(EXPECTED) == [path.stem for path in fixtures.cases("bad")]


@pytest.mark.parametrize("path", fixtures.cases("bad"), ids=lambda path: path.stem)
def test_difference(path):
    """Where a finding has two sides, the difference is left less right, and not nothing if it fails."""
    for found in fixtures.read(path).findings():
        values = dict(found.values)
        numbers = [values.get(name) for name in ("left", "right", "difference")]
        sides = [Decimal(value) for value in numbers if isinstance(value, int | Decimal)]
        if len(sides) == len(numbers):
            assert sides[0] - sides[1] == sides[2], found.message
            assert found.outcome != "fail" or sides[2] != 0, found.message
