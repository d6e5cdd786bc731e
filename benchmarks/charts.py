"""One chart in a warm process: ``section.chart`` compared with pandas' ``frame.plot.barh`` saved as SVG."""

from __future__ import annotations

import io
import time
import warnings
from statistics import median
from typing import TYPE_CHECKING, Any

from gongkai.returns import Params
from gongkai.sections import charts, load

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import pandas as pd

SECTIONS = {"requests": ("applicants", "results"), "disputes": ("disputes",)}
"""Kinds of chart by section, all in the report of the cold start."""


def plain(frame: pd.DataFrame) -> None:
    """The chart as pandas draws it by default, as SVG."""
    import matplotlib.pyplot as plt

    axes = frame.plot.barh()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its default font has no Chinese
        axes.figure.savefig(io.BytesIO(), format="svg")
    plt.close(axes.figure)


def measure(params: Path, agency: str, year: int, repeats: int = 15) -> dict[str, Any]:
    """Median milliseconds per chart for both, alternating, without the first drawing."""
    record = Params(params).load(agency, year)
    taken: dict[str, dict[str, list[float]]] = {}
    for name, kinds in SECTIONS.items():
        section = load(name, agency, year, params)
        for kind in kinds:
            figure = next(figure for figure in record.figures if figure.kind == kind)
            frame = charts.of(record, figure).numbers(record, (), figure).to_frame()
            ways: dict[str, Callable[[], object]] = {
                "chart": lambda section=section, kind=kind: section.chart(kind, charts.bars),
                "plain": lambda frame=frame: plain(frame.select_dtypes("number")),
            }
            taken[kind] = {way: [] for way in ways}
            for _ in range(repeats + 1):
                for way, draw in ways.items():
                    begin = time.perf_counter()
                    draw()
                    taken[kind][way].append(1000 * (time.perf_counter() - begin))
    found = {kind: {way: median(times[1:]) for way, times in each.items()} for kind, each in taken.items()}
    return {"milliseconds": found, "slowest": max(each["chart"] for each in found.values())}
