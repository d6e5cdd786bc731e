"""``python -m tests.mutation``: changes the code in one place at a time, in a copy, and says which changes no test notices.

Cosmic Ray makes the changes. Those of annotations are left out, as nothing evaluates them. A change is tested first by the
test file that mirrors its module, if there is one, then by the tests of its room.
"""

from __future__ import annotations

import argparse
import ast
import os
import random
import shlex
import shutil
import sys
import tempfile
import time
from collections import Counter
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from cosmic_ray.commands import init
from cosmic_ray.mutating import mutate_and_test
from cosmic_ray.testing import run_tests
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import TestOutcome

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from cosmic_ray.work_item import MutationSpec

ROOMS = ("rules", "returns", "importers", "pipeline", "run")
"""The rooms whose code is changed: a mistake there would publish a wrong report."""

_ROOT = Path(__file__).parents[2]
_COPIED = (
    "lib",
    "tests",
    "notebooks",
    "params",
    "docs",
    "benchmarks",
    "pyproject.toml",
    "gongkai.toml",
    "requirements.lock",
)
_LIMIT = 300
"""Seconds that the tests may take with a change; one that makes them hang is noticed too."""


def main() -> int:
    """Change, test, report; 0 whatever survives, because each survivor needs a look."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutation", description=__doc__)
    parser.add_argument("modules", nargs="*", help="Files or folders in lib/gongkai.  [default: the rooms]")
    parser.add_argument("--sample", type=int, help="Changes of each module, drawn at random.  [default: all]")
    parser.add_argument("--minutes", type=float, help="When to stop.  [default: when done]")
    parser.add_argument("--seed", type=int, default=0, help="Of the sample.")
    parser.add_argument("--mirror-only", action="store_true", help="Do not run the tests of the whole room.")
    given = parser.parse_args()
    end = time.monotonic() + given.minutes * 60 if given.minutes else float("inf")
    outcomes: dict[str, Counter[str]] = {}
    with tempfile.TemporaryDirectory(prefix="gongkai-mutation-") as folder:
        root = _copy(Path(folder))
        os.environ["PYTHONPATH"] = str(root / "lib")
        os.environ["PYTHONDONTWRITEBYTECODE"] = "1"  # two changes within a second look alike to the cache
        os.chdir(root)
        for module in _modules(root / "lib" / "gongkai", given.modules or ROOMS):
            name = module.relative_to(root / "lib" / "gongkai").as_posix()
            counts = outcomes[name] = Counter()
            if time.monotonic() > end:
                break
            for command in _commands(root, name, mirror_only=given.mirror_only):
                _expect_success(command)
            for change in _changes(module, given.sample, given.seed):
                if time.monotonic() > end:
                    break
                found = _test(change, _commands(root, name, mirror_only=given.mirror_only))
                counts[found] += 1
                if found == "survived":
                    print(
                        f"survived: {name}:{change.start_pos[0]} {change.operator_name} {change.occurrence}", flush=True
                    )
    for name, counts in outcomes.items():
        if counts.total():
            print(f"{name}: {_score(counts)}")
    total = sum(outcomes.values(), Counter())
    print(f"total: {_score(total)}")
    return 0


def _score(counts: Counter[str]) -> str:
    share = 100 * (counts.total() - counts["survived"]) / max(1, counts.total())
    return f"{counts.total() - counts['survived']} of {counts.total()} noticed, {share:.0f} %"


def _copy(folder: Path) -> Path:
    """A copy of the checkout, so that an interrupt leaves no change behind."""
    for name in _COPIED:
        source = _ROOT / name
        if source.is_dir():
            shutil.copytree(source, folder / name, ignore=shutil.ignore_patterns("__pycache__"))
        elif source.is_file():
            shutil.copy(source, folder / name)
    return folder


def _modules(package: Path, names: Sequence[str]) -> Iterator[Path]:
    for name in names:
        path = package / name
        yield from sorted(path.rglob("*.py")) if path.is_dir() else [path]


def _changes(module: Path, sample: int | None, seed: int) -> list[MutationSpec]:
    """The changes of a module, or a sample of them, in the order of their places."""
    with tempfile.TemporaryDirectory() as folder, use_db(str(Path(folder) / "db"), WorkDB.Mode.create) as work:
        init([module], work, {})
        found = [item.mutations[0] for item in work.pending_work_items]
    annotated = list(_annotations(ast.parse(module.read_text("utf-8"))))
    found = [change for change in found if not any(start <= change.start_pos < end for start, end in annotated)]
    found.sort(key=lambda change: (change.start_pos, change.operator_name, change.occurrence))
    if sample is None or sample >= len(found):
        return found
    chosen = random.Random(f"{seed} {module.name}").sample(range(len(found)), sample)
    return [found[number] for number in sorted(chosen)]


def _annotations(tree: ast.Module) -> Iterator[tuple[tuple[int, int], tuple[int, int]]]:
    for node in ast.walk(tree):
        for part in (getattr(node, "annotation", None), getattr(node, "returns", None)):
            if isinstance(part, ast.expr):
                yield (part.lineno, part.col_offset), (part.end_lineno or 0, part.end_col_offset or 0)


def _commands(root: Path, name: str, *, mirror_only: bool) -> list[str]:
    """The calls that test a module: its mirror if there is one, then its room."""
    room, stem = name.partition("/")[0], Path(name).stem
    mirrors = [root / "tests" / folder / f"test_{stem}.py" for folder in (Path(name).parent, Path(room))]
    tests = [mirror for mirror in mirrors if mirror.is_file()][:1]
    if not (mirror_only and tests):
        tests.append(root / "tests" / room)
    return [shlex.join([sys.executable, "-m", "pytest", "-x", "-q", "-n", "0", str(each)]) for each in tests]


@cache
def _expect_success(command: str) -> None:
    """Make sure that tests succeed without a change: else every change would seem to be noticed."""
    outcome, said = run_tests(command, _LIMIT)
    if outcome != TestOutcome.SURVIVED:
        msg = f"without any change this fails: {command}\n{said}"
        raise SystemExit(msg)


def _test(change: MutationSpec, commands: Sequence[str]) -> str:
    """``noticed`` or ``survived``."""
    for command in commands:
        result = mutate_and_test([change], command, _LIMIT)
        if result.test_outcome != TestOutcome.SURVIVED:
            return "noticed"
    return "survived"


if __name__ == "__main__":
    raise SystemExit(main())
