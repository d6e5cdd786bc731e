"""Read hostile files of every kind for every input, and write the figures into ``docs/bounds.md``: part of ``make harden``.

All kinds are read at :data:`SIZE`; the slowest of them, and those that take the most memory, at :data:`LARGE` too.
``python -m tests.hardening.bounds --help`` has what makes it shorter; the page says what was tried then.
"""

from __future__ import annotations

import argparse
import json
import random
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING

from tests.hardening import pages
from tests.hardening.attack import Measured
from tests.hardening.kinds import INPUTS

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

PAGE = pages.ROOT / "docs" / "bounds.md"
SIZE, LARGE = 100_000, 1_000_000
SECONDS = 10
"""Maximum processor seconds that reading a file of :data:`LARGE` may take, whether it is read or refused; larger ones more."""
_WATCHDOG = 1
"""Seconds more after which the watchdog has ended what does not end itself."""
MEGABYTES = 500
_SLOWEST, _LARGEST = 5, 2
"""How many kinds of an input are read at :data:`LARGE`: the slowest, and those that take the most memory."""
_KILLED_AFTER = 30
_HEAD = f"""# Hostile inputs: time and memory

Written by `make harden`: files of every kind in `tests/hardening/kinds`, each read in a process of its own. A file is read, or
refused with a sentence; nothing else is a success. All kinds are read at {SIZE // 1000} kB (but for small files whose numbers
or references are hostile); of each input the {_SLOWEST} slowest kinds, and the {_LARGEST} that take the most memory, are then
read at {LARGE // 1_000_000} MB of text or more, as markup adds to it. Bounds: {SECONDS} s of processor time for each MB, after
which the watchdog ends the reading with a sentence within a second, and {MEGABYTES} MB of memory. The limits that are looked at
beforehand are those of `gongkai.limits`. What a file can repeat without growing is counted beforehand: the cells
of tables with all that merged cells cover, and what the pages of a PDF draw, each time that it is drawn.

| input | kinds | read | refused | at {LARGE // 1_000_000} MB | slowest | s | most memory | MB |
|---|--:|--:|--:|--:|---|--:|---|--:|
"""


def measure(
    wanted: Mapping[str, Sequence[str]], size: int, seconds: int, minutes: float = float("inf")
) -> list[Measured]:
    """What reading files came to, in a process that imports no more than it needs.

    Args:
        wanted: Kinds of each input, in this order.
        size: Bytes of each file, approximately.
        seconds: Processor time after which a child is killed.
        minutes: After so many no other kind is begun.
    """
    command = [sys.executable, "-m", "tests.hardening.attack", str(size), str(seconds), str(minutes)]
    done = subprocess.run(
        command, cwd=pages.ROOT, input=json.dumps(wanted), stdout=subprocess.PIPE, encoding="utf-8", check=True
    )
    return [Measured(**json.loads(line)) for line in done.stdout.splitlines()]


def wrong(found: list[Measured], seconds: float) -> list[str]:
    """Those that ended otherwise than they must, a line each; ``seconds`` are for each MB, and for smaller files."""
    return [
        f"{item.input}, {item.kind}: {item.outcome}, {item.seconds} s, {item.megabytes} MB {item.message[:300]}"
        for item in found
        if item.outcome not in {"read", "refused"}
        or item.seconds > seconds * max(1, item.size / LARGE)
        or item.megabytes > MEGABYTES
    ]


def row(name: str, found: list[Measured], large: list[Measured]) -> str:
    """The figures of an input as a line of the table.

    Args:
        name: The input.
        found: Its kinds at :data:`SIZE`.
        large: Those that were read at :data:`LARGE`.
    """
    slow = max([*found, *large], key=lambda item: item.seconds)
    heavy = max([*found, *large], key=lambda item: item.megabytes)
    last = {item.kind: item for item in [*found, *large]}.values()
    read, refused = (sum(item.outcome == outcome for item in last) for outcome in ("read", "refused"))
    return (
        f"| {name} | {len(found)} | {read} | {refused} | {len(large)} | {slow.kind} | {slow.seconds:.1f} "
        f"| {heavy.kind} | {heavy.megabytes:.0f} |\n"
    )


def page(rows: Sequence[str], read: int, failures: Sequence[str], left: int, when: str | None = None) -> str:
    """The whole page.

    Args:
        rows: A line of the table for each input; see :func:`row`.
        read: How many files were read.
        failures: Those that ended otherwise than they must; see :func:`wrong`.
        left: How many kinds there was no time for.
        when: Date and load of the machine; by default now.
    """
    said = "\n\n" + "".join(f"- {failure}\n" for failure in failures) if failures else " none.\n"
    short = f" There was no time for {left} kinds." if left else ""
    return f"{_HEAD}{''.join(rows)}\n{read:,} files were read ({when or pages.circumstances()}).{short}\n\nOut of bounds:{said}"


def _worth(found: list[Measured]) -> list[str]:
    """Kinds to be read at :data:`LARGE`."""
    slow = sorted(found, key=lambda item: -item.seconds)[:_SLOWEST]
    heavy = sorted(found, key=lambda item: -item.megabytes)[:_LARGEST]
    return [item.kind for item in found if item in slow or item in heavy]


def main() -> int:
    """Measure; returns 1 if something was out of bounds."""
    parser = argparse.ArgumentParser(prog="python -m tests.hardening.bounds", description=__doc__)
    parser.add_argument("inputs", nargs="*", help="Which inputs; the page is not written then.  [default: all]")
    parser.add_argument("--minutes", type=float, help="Try as many kinds as that takes, drawn anew.  [default: all]")
    parser.add_argument(
        "--page", type=Path, default=PAGE, help="File to write, unless it has the figures of more files."
    )
    given = parser.parse_args()
    names = given.inputs or list(INPUTS)
    end = time.monotonic() + 60 * (given.minutes or float("inf"))
    rows, failures, read, left = [], [], 0, 0
    for number, name in enumerate(names):
        kinds = list(INPUTS[name]())
        minutes = (end - time.monotonic()) / 60 / (len(names) - number)
        if given.minutes:
            random.SystemRandom().shuffle(kinds)
        found = measure({name: kinds}, SIZE, _KILLED_AFTER, minutes / 2)
        large = measure({name: _worth(found)}, LARGE, _KILLED_AFTER, minutes / 2)
        read += len(found) + len(large)
        left += len(kinds) - len(found)
        rows.append(row(name, found, large))
        failures += wrong([*found, *large], SECONDS + _WATCHDOG)
        print(rows[-1], end="", flush=True)
    for failure in failures:
        print(failure)
    if not given.inputs:
        pages.write(given.page, page(rows, read, failures, left), read)
    return int(bool(failures))


if __name__ == "__main__":
    sys.exit(main())
