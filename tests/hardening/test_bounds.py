"""Hostile inputs are read or refused with a sentence, in bounded time and memory: a short form of ``make harden``."""

from __future__ import annotations

import sys

import pytest

from tests.hardening import bounds
from tests.hardening.kinds import INPUTS
from tests.hardening.kinds.texts import UNITS

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="memory is measured by /proc")

SIZE = 30_000
SECONDS = 3
"""Ten times what linear kinds take; a kind that was quadratic before it was mended took more."""
NAMED = {
    "opening brackets", "images", "comments", "letters by the line", "closing brackets", "references", "links", "received",
    "blank lines", "blanks", "tabs", "tab cells", "digits by the line", "section marks", "citizens",
}  # fmt: skip
"""The texts that are tried here, those that were found to take long."""


KINDS = {name: [kind for kind in INPUTS[name]() if kind not in UNITS or kind in NAMED] for name in INPUTS}


@pytest.fixture(scope="module")
def measured():
    """What reading each kind of each input came to; in one process, as importing takes longer than reading."""
    return bounds.measure(KINDS, SIZE, SECONDS)


@pytest.mark.parametrize("name", INPUTS)
def test_hostile_files_are_read_or_refused(measured, name):
    """Every kind of an input ends with a report or a sentence, after little processor time and memory."""
    found = [item for item in measured if item.input == name]
    assert KINDS[name] == [item.kind for item in found]
    assert [] == bounds.wrong(found, SECONDS)
    first = [item.message.splitlines()[0] for item in found if item.outcome == "refused"]
    assert [] == [line for line in first if not line.rstrip().endswith(("。", "）", "？"))]
