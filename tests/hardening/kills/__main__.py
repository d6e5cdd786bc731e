"""``python -m tests.hardening.kills``: attacks builds for some minutes and writes the figures into docs/reliability.md."""

from __future__ import annotations

import argparse
import itertools
import random
import tempfile
import time
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from tests.hardening import pages
from tests.hardening.kills import attacks, processes
from tests.hardening.kills.project import build, make

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from tests.hardening.kills.attacks import Attacker, Outcome

_REPAIR = 6
"""After how many attacks a build is left undisturbed and compared with what it must give."""


def _attacks(attacker: Attacker, seconds: dict[int, float]) -> Iterator[Callable[[], Outcome]]:
    """Attacks without end, each kind in its turn: most are kills of the main process, which take the least time."""

    def main() -> Iterator[Callable[[], Outcome]]:
        for jobs, number in itertools.cycle(itertools.product((2, 1), attacks.SIGNALS)):
            yield lambda jobs=jobs, number=number: attacker.kill_main(number, jobs, seconds[jobs])  # type: ignore[misc]

    def parts() -> Iterator[Callable[[], Outcome]]:
        for kind, jobs in itertools.cycle(
            [
                (processes.WORKER, 2),
                (processes.SERVER, 2),
                (processes.STARTER, 2),
                (processes.KERNEL, 2),
                (processes.SERVER, 1),
            ]
        ):
            yield lambda jobs=jobs, kind=kind: attacker.kill_part(kind, jobs)  # type: ignore[misc]

    kills, others = main(), parts()
    for number in itertools.count():
        if number % 8 == 7:
            yield attacker.pair
        else:
            yield next(others) if number % 4 == 3 else next(kills)


def _table(found: Sequence[Outcome], repaired: int, broken: int, seconds: float) -> str:
    kinds = Counter(each.kind for each in found)
    lines = [
        "| attack | tried | hit while it ran | reports or builds lost | seconds processes outlived it | looks of readers | report missing |",
        "|---|--:|--:|--:|--:|--:|--:|",
    ]
    for kind in sorted(kinds):
        of = [each for each in found if each.kind == kind]
        lines.append(
            f"| {kind} | {len(of)} | {sum(each.hit for each in of)} | {sum(bool(each.lost) for each in of)} "
            f"| {max(each.outlived for each in of):.2f} | {sum(each.looks for each in of):,} | {sum(each.missing for each in of)} |"
        )
    left = Counter(name.partition("-")[0] for each in found for name in each.left)
    said = ", ".join(f"`{name}-…` {number} times" for name, number in sorted(left.items())) or "nothing"
    summary = (
        f"{len(found)} attacks in {seconds / 60:.0f} minutes ({pages.circumstances()}). {repaired} builds afterwards were left undisturbed: "
        f"{repaired - broken} gave exactly the bytes of a build that was never attacked, and left nothing beside the reports. "
        f"Left in the temporary folder: {said}."
    )
    return "\n".join([*lines, "", summary, ""])


def main() -> int:
    """Attack for some minutes; 1 if anything was lost."""
    parser = argparse.ArgumentParser(prog="python -m tests.hardening.kills", description=__doc__)
    parser.add_argument("--minutes", type=float, default=8, help="How long to attack.")
    parser.add_argument("--seed", type=int, default=None, help="Of the moments.  [default: a new one each time]")
    given = parser.parse_args()
    seed = given.seed if given.seed is not None else random.SystemRandom().randrange(1 << 30)
    found: list[Outcome] = []
    repaired = broken = 0
    with tempfile.TemporaryDirectory(prefix="gongkai-harden-") as folder:
        project = make(Path(folder), pages.ROOT)
        attacker = attacks.Attacker(project, seed)
        seconds = {}
        for jobs in (2, 1):
            project.change()
            clock = time.monotonic()
            build(project, jobs)
            seconds[jobs] = time.monotonic() - clock
        print(f"seed {seed}; a build takes {seconds[2]:.1f} s with -j 2, {seconds[1]:.1f} s with -j 1", flush=True)
        start = time.monotonic()
        for number, attack in enumerate(_attacks(attacker, seconds)):
            if time.monotonic() - start > given.minutes * 60:
                break
            found.append(attack())
            print(number, found[-1], flush=True)
            if number % _REPAIR == _REPAIR - 1:
                problems = attacker.repair()
                repaired, broken = repaired + 1, broken + bool(problems)
                print("undisturbed:", problems, flush=True)
        passed = time.monotonic() - start
        problems = attacker.repair()
        repaired, broken = repaired + 1, broken + bool(problems)
        print("undisturbed:", problems, flush=True)
    table = _table(found, repaired, broken, passed)
    print(table)
    pages.write_figures("kills", table, len(found))
    return int(bool(broken) or any(each.lost for each in found))


if __name__ == "__main__":
    raise SystemExit(main())
