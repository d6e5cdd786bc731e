"""Builds that are killed, or run at once, lose nothing: a short form of ``make harden``."""

from __future__ import annotations

import signal
import sys

import pytest

from tests.hardening.kills import attacks, processes
from tests.hardening.kills.project import Project, make

pytestmark = [
    pytest.mark.skipif(sys.platform != "linux", reason="processes are found in /proc"),
    pytest.mark.xdist_group("kills"),
]

SEED = 17


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory, root) -> Project:
    """A project with all reports built, in three versions."""
    return make(tmp_path_factory.mktemp("kills"), root)


@pytest.mark.parametrize(
    ("number", "jobs"),
    [(signal.SIGINT, 1), (signal.SIGTERM, 2), (signal.SIGKILL, 1), (signal.SIGKILL, 2)],
    ids=lambda value: getattr(value, "name", value),
)
def test_killed_build(project, number, jobs):
    """A build that is killed leaves every report whole, no process behind, and nothing that a later build does not mend."""
    attacker = attacks.Attacker(project, SEED + 10 * jobs + number)
    lost = attacker.kill_main(number, jobs, 3).lost
    assert [] == lost, "\n".join(lost)
    if (number, jobs) == (signal.SIGKILL, 2):
        assert [] == attacker.repair()


@pytest.mark.parametrize("kind", [processes.WORKER, processes.STARTER, processes.SERVER])
def test_killed_part(project, kind):
    """A build of which a part is killed goes on, and every report is built."""
    found = attacks.Attacker(project, SEED).kill_part(kind, 2)
    assert (True, []) == (found.hit, found.lost), "\n".join(found.lost)
    assert [] == project.unfinished()


def test_two_builds_at_once(project):
    """Two builds of the same reports both succeed, and readers find every report all the time."""
    found = attacks.Attacker(project, SEED).pair()
    assert [] == found.lost, "\n".join(found.lost)
    assert 0 < found.looks
