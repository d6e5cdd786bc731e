"""Arithmetic and year-on-year rules over many returns of form 2021, compared with pandas applied to each return.

``python -m benchmarks.rules`` prints the times; :func:`measure` returns them. Returns are generated beforehand, with
errors planted in one of ten; both variants must find the same errors.
"""

from __future__ import annotations

import statistics
import time
from random import Random
from typing import TYPE_CHECKING, Any

import pandas as pd
from tests.accuracy.generate import consistent

from gongkai import rules

if TYPE_CHECKING:
    from collections.abc import Callable

    from gongkai.returns import Return

    Pairs = list[tuple[Return, Return]]

SIZES = (2500, 5000, 10000)
NAIVE = 300
"""Number of returns for timing the naive variant, which is scaled, as it is linear."""


def make(count: int, seed: int = 1) -> Pairs:
    """Returns on 2023 with those on 2022; a total of one in ten is off by one."""
    random = Random(seed)
    pairs = []
    for number in range(count):
        before = consistent(random, 2022, number=number)
        record = consistent(random, 2023, before, number)
        if number % 10 == 0:
            path = random.choice(["requests.total.total", "requests.new.natural", "disputes.reconsideration.total"])
            record = record.model_copy(update={"cells": record.cells | {path: int(record.cells[path] or 0) + 1}})
        pairs.append((record, before))
    return pairs


def ours(pairs: Pairs) -> set[tuple[str, int]]:
    """All A and Y rules; gives rule and organ of every broken sum of tables 3 and 4."""
    return {
        (finding.rule, number)
        for number, (record, before) in enumerate(pairs)
        for finding in rules.check(record, before, kinds="AY")
        if finding.rule in {"R1", "R2", "R3", "R4"}
    }


def naive(pairs: Pairs) -> set[tuple[str, int]]:
    """R1 to R4 alone, with a data frame for each return."""
    found = set()
    for number, (record, _) in enumerate(pairs):
        series = pd.Series(record.cells)
        frame = pd.DataFrame(
            [(*str(path).split("."), value) for path, value in series.items()],
            columns=["table", "row", "column", "value"],
        )
        three = frame[frame.table == "requests"].pivot_table(
            index="row", columns="column", values="value", aggfunc="sum"
        )
        three = three.astype(int)
        results = three.drop(index=["new", "carried_in", "total", "carried_out"])
        if ((three.loc["new"] + three.loc["carried_in"]) != (three.loc["total"] + three.loc["carried_out"])).any():
            found.add(("R1", number))
        if (results.sum() != three.loc["total"]).any():
            found.add(("R2", number))
        if (three.drop(columns="total").sum(axis=1) != three["total"]).any():
            found.add(("R3", number))
        four = frame[frame.table == "disputes"].pivot_table(
            index="row", columns="column", values="value", aggfunc="sum"
        )
        four = four.astype(int)
        if (four.drop(columns="total").sum(axis=1) != four["total"]).any():
            found.add(("R4", number))
    return found


def timed(function: Callable[[Pairs], Any], pairs: Pairs, repeats: int = 3) -> float:
    """Median seconds of a call."""
    times = []
    for _ in range(repeats):
        started = time.perf_counter()
        function(pairs)
        times.append(time.perf_counter() - started)
    return statistics.median(times)


def measure() -> dict[str, Any]:
    """Seconds for each number of returns, seconds of the naive way for the largest, and the ratio of the two.

    Raises:
        AssertionError: The two ways disagree.
    """
    pairs = make(max(SIZES))
    assert ours(pairs[:NAIVE]) == naive(pairs[:NAIVE])
    seconds = {size: timed(ours, pairs[:size]) for size in SIZES}
    slow = timed(naive, pairs[:NAIVE], 1) / NAIVE * max(SIZES)
    return {
        "what": "A and Y rules, form 2021, one core",
        "returns": seconds,
        "microseconds_each": {size: taken / size * 1e6 for size, taken in seconds.items()},
        "naive_seconds": slow,
        "naive_measured_on": NAIVE,
        "ratio": slow / seconds[max(SIZES)],
    }


def main() -> None:
    """Print the times."""
    found = measure()
    for size, taken in found["returns"].items():
        print(f"{size:6} returns  {taken:6.2f} s  {found['microseconds_each'][size]:5.0f} us each")
    print(f"naive (R1-R4 alone, pandas a return, scaled from {NAIVE})  {found['naive_seconds']:6.2f} s")
    print(f"ratio {found['ratio']:.0f}x")


if __name__ == "__main__":
    main()
