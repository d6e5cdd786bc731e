"""Commands that are asked to end leave nothing half done: a short form of ``make harden``."""

from __future__ import annotations

import signal
import sys

import pytest

from tests.hardening import stops

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc")

SEED = 17


@pytest.fixture(scope="module")
def attacker(tmp_path_factory: pytest.TempPathFactory) -> stops.Attacker:
    """Attacks on commands in a small county without reports."""
    root = tmp_path_factory.mktemp("stops")
    return stops.Attacker(root, stops.template(root, built=False), SEED)


@pytest.mark.parametrize(
    ("name", "number"),
    [("init", signal.SIGINT), ("import FILE", signal.SIGTERM), ("rollup --write", signal.SIGINT), ("release", signal.SIGTERM)],
    ids=lambda value: getattr(value, "name", value),
)  # fmt: skip
def test_stopped_command(attacker, name, number):
    """A command that is asked to end says so in one sentence, and what it writes is there whole or not at all."""
    found = attacker.attack(name, number)
    assert [] == found.wrong, "\n".join(found.wrong)


BEFORE, AFTER = {"a/1": b"old", "a/2": b"old"}, {"a/1": b"new", "a/2": b"new", "b": b"new"}


@pytest.mark.parametrize(
    ("now", "wrong"),
    [
        (BEFORE, 0),
        (AFTER, 0),
        ({**BEFORE, "b": b"new"}, 0),
        ({**BEFORE, "a/1": b"new"}, 1),
        ({**BEFORE, "b": b"ne"}, 1),
        ({**AFTER, ".a.work/": b""}, 1),
        ({"b": b"new"}, 1),
    ],
)
def test_half_is_noticed(now, wrong):
    """A folder of two versions, half a file, a hidden folder that was left and a file that is gone are found."""
    assert wrong == len(list(stops.half(BEFORE, now, AFTER, "a", stopped=True)))
    assert (now != AFTER) == bool(list(stops.half(BEFORE, now, AFTER, "a", stopped=False)))
