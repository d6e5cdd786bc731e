"""``python -m tests.mutation``: changes the code in one place at a time, in a copy, and says which changes no test notices.

Cosmic Ray makes the changes; those that make no difference when the code runs (annotations) are left out. A change counts as
noticed if a test of its room, or of one that uses it, fails, and fails again by itself, or never ends. The tests that run the changed block are run first,
then the others of the files in which any test runs something of the module.
"""

from __future__ import annotations

import argparse
import hashlib
import os
import random
import shutil
import sys
import tempfile
import time
from collections import Counter
from difflib import unified_diff
from pathlib import Path
from typing import TYPE_CHECKING

from cosmic_ray.mutating import use_mutation
from cosmic_ray.plugins import get_operator

from tests.mutation import coverage, trial
from tests.mutation.changes import changes, modules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from cosmic_ray.work_item import MutationSpec

    from tests.mutation.coverage import Coverage

ROOMS = ("rules", "returns", "importers", "pipeline", "run")
"""The rooms whose code is changed: a mistake there would publish a wrong report."""

_USERS: dict[str, tuple[str, ...]] = {
    "rules": ("review", "sections"),
    "returns": ("drafting", "excel", "ledger", "rules"),
}
"""Other rooms whose tests are run too, as they use the code of a room more than its own tests do; not the slow ones."""
_SLOW = ("tests/rules/test_any_form.py",)
"""Files left out, as a change can never afford them."""

_ROOT = Path(__file__).parents[2]
_COPIED = (
    "lib", "tests", "notebooks", "params", "docs", "benchmarks", "pyproject.toml", "gongkai.toml", "requirements.lock",
    "README.md",
)  # fmt: skip
_CHANGED, _TIMES, _BUSY = 20, 4, 10
"""Processor seconds that tests may take with a change: so many more than so many times what they take without; by the clock, as a
machine may be busy, so many times as much."""
_ALL = 3600
"""Seconds that all tests for a room may take."""


def main() -> int:
    """Change, test, report; 0 whatever survives, because each survivor needs a look."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", help="Files or folders in lib/gongkai.  [default: the rooms]")
    parser.add_argument("--sample", type=int, help="Changes of each module, drawn at random.  [default: all]")
    parser.add_argument("--minutes", type=float, help="When to stop.  [default: when done]")
    parser.add_argument("--seed", type=int, default=0, help="Of the sample.")
    parser.add_argument(
        "--seconds", type=float, default=60, help="What the tests of a change may take, the cheapest first."
    )
    parser.add_argument(
        "--calls", type=Path, help="Folder for what tests run, used again until they or the code change."
    )
    given = parser.parse_args()
    end = time.monotonic() + given.minutes * 60 if given.minutes else float("inf")
    outcomes: dict[str, Counter[str]] = {}
    # Two changes within a second look alike to the cache of compiled modules.
    os.environ |= {"PYTHONDONTWRITEBYTECODE": "1", "OPENBLAS_NUM_THREADS": "1"}
    sys.dont_write_bytecode = True
    trial.preload()
    with tempfile.TemporaryDirectory(prefix="gongkai-mutation-") as folder:
        root = _copy(Path(folder) / "checkout")
        package = root / "lib" / "gongkai"
        covered: dict[str, Coverage] = {}
        todo = [
            (module.relative_to(package).as_posix(), change)
            for module in modules(package, given.modules or ROOMS)
            for change in changes(module, given.sample, given.seed)
        ]
        random.Random(given.seed).shuffle(todo)  # so that what was tried is a sample of all, whenever it stops
        for name, change in todo:
            if time.monotonic() > end:
                break
            room = name.partition("/")[0]
            if room not in covered:
                covered[room] = _coverage(root, room, given.calls or root.parent)
            by = _try(root, name, change, covered[room], given.seconds)
            outcomes.setdefault(name, Counter())["noticed" if by else "survived"] += 1
            if by == "never ending":
                print(f"never ending: {name}:{change.start_pos[0]} {change.operator_name}", flush=True)
    rooms: dict[str, Counter[str]] = {}
    for name, counts in sorted(outcomes.items()):
        print(f"{name}: {_score(counts)}")
        rooms.setdefault(name.partition("/")[0], Counter()).update(counts)
    for room, counts in rooms.items():
        print(f"{room}: {_score(counts)}")
    return 0


def _score(counts: Counter[str]) -> str:
    share = 100 * counts["noticed"] / max(1, counts.total())
    return f"{counts['noticed']} of {counts.total()} noticed, {share:.0f} %"


def _copy(folder: Path) -> Path:
    """A copy of the checkout, so that an interrupt leaves no change behind."""
    folder.mkdir()
    for name in _COPIED:
        source = _ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy(source, folder / name)
    return folder


def _coverage(root: Path, room: str, known: Path) -> Coverage:
    """What the tests of a room, and of those that use it, run, unchanged.

    Args:
        root: The copy of the checkout.
        room: The room.
        known: Folder in which it is looked for, and kept: what a file of tests runs until it changes, all until anything else does.

    Raises:
        SystemExit: They do not run, or do not end.
    """
    folders = [root / "tests" / name for name in (room, *_USERS.get(room, ()))]
    tests = {str(file.relative_to(root)) for folder in folders for file in folder.rglob("test_*.py")} - {*_SLOW}
    digests = {file: _digest(root, [root / file]) for file in sorted(tests)}
    shared = [*folders, root / "lib" / "gongkai" / room, root / "params", root / "notebooks"]
    files = {file for folder in shared for file in folder.rglob("*")} | {*(root / "tests").glob("*.py")}
    kept = known / f"{room}-{_digest(root, files - {root / test for test in tests})[:16]}.json"
    found = coverage.read(kept) if kept.is_file() else coverage.Coverage()
    found = found.of({file for file, digest in digests.items() if found.files.get(file) == digest})
    if new := [file for file in digests if file not in found.files]:
        found.add(_observe(root, room, new))
        found.files = digests
        found.write(kept)
    print(f"{room}: {len(found.seconds)} tests, {sum(found.seconds.values()):.0f} s", flush=True)
    for test in found.failed:
        print(f"not used, as it fails without a change: {test}", flush=True)
    return found


def _observe(root: Path, room: str, tests: list[str]) -> Coverage:
    """What some files of tests run of a room, unchanged.

    Raises:
        SystemExit: They do not run, or do not end.
    """
    aside, out, log = _copy(root.parent / room), root.parent / f"{room}.json", root.parent / f"{room}.log"
    recorder = coverage.instrument(aside / "lib" / "gongkai", room, out)
    code = trial.run(aside, tests, _ALL, log, plugins=[recorder]).code
    shutil.rmtree(aside)
    if code not in {0, 1} or not out.is_file():
        msg = f"the tests of {room} do not run: {code}\n{log.read_text('utf-8', 'replace')[-5000:]}"
        raise SystemExit(msg)
    return coverage.read(out)


def _digest(root: Path, files: Iterable[Path]) -> str:
    """A digest of the names and contents of files."""
    digest = hashlib.sha256()
    for file in sorted(file for file in files if file.is_file() and "__pycache__" not in file.parts):
        digest.update(f"{file.relative_to(root)} {file.stat().st_size} ".encode() + file.read_bytes())
    return digest.hexdigest()


def _try(root: Path, name: str, change: MutationSpec, of_room: Coverage, seconds: float) -> str:
    """What a change was noticed by, or an empty string and the changed lines printed.

    A test that fails is run again by itself: one that fails because the machine is busy must not count.
    """
    tests = of_room.concerning(name, change.module_path.read_text("utf-8"), change.start_pos[0], seconds)
    operator = get_operator(change.operator_name)(**change.operator_args)

    def run(tests: list[str]) -> trial.Outcome:
        most = _CHANGED + _TIMES * sum(of_room.seconds[test] for test in tests)
        return trial.run(root, tests, most * _BUSY, root.parent / "trial.log", processor=most)

    with use_mutation(change.module_path, operator, change.occurrence) as (before, after):
        outcome = run(tests)
        if outcome.is_noticed and (not outcome.failed or run([outcome.failed]).is_noticed):
            return outcome.failed or ("imports" if outcome.code else "never ending")
    print(f"survived: {name}:{change.start_pos[0]} {change.operator_name} {change.occurrence}")
    if outcome.failed:
        print(f"  failed once, and not again: {outcome.failed}")
    lines = unified_diff(before.splitlines(), (after or "").splitlines(), n=0, lineterm="")
    print("\n".join(f"  {line}" for line in list(lines)[3:]), flush=True)
    return ""


if __name__ == "__main__":
    raise SystemExit(main())
