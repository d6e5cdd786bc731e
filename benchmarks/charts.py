"""One chart with both its variants: processor time of ``section.chart``, in a build and in a process that keeps running.

In a build each notebook is a fork of a server that was warmed up with other charts (:mod:`gongkai.run.warmup`). Here each
drawing is a fork of a process warmed up likewise, so that it opens the fonts, and draws its labels and numbers, for the
first time. The chart that pandas draws by default, with one variant only, is measured for comparison in the same way.
"""

from __future__ import annotations

import io
import json
import os
import sys
import time
import traceback
import warnings
from statistics import median
from typing import TYPE_CHECKING, Any

from gongkai.document import display, fonts
from gongkai.returns import Params
from gongkai.run import preload, warmup
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


def clocked(draw: Callable[[], object]) -> float:
    """Milliseconds of processor time."""
    begin = time.process_time()
    draw()
    return 1000 * (time.process_time() - begin)


def forked(draw: Callable[[], object], repeats: int) -> list[float]:
    """Milliseconds of processor time of drawings, each the first in a fork of its own.

    Raises:
        RuntimeError: A child failed.
    """
    taken = []
    for _ in range(repeats):
        read, write = os.pipe()
        if not (child := os.fork()):
            code = 1
            try:
                os.write(write, json.dumps(clocked(draw)).encode())
                code = 0
            except BaseException:  # noqa: BLE001 - the child of a fork must not return
                traceback.print_exc()
            finally:
                sys.stderr.flush()
                os._exit(code)
        os.close(write)
        with os.fdopen(read) as pipe:
            said = pipe.read()
        if os.waitpid(child, 0)[1]:
            msg = "a child that drew a chart failed"
            raise RuntimeError(msg)
        taken.append(json.loads(said))
    return taken


def measure(params: Path, agency: str, year: int, repeats: int = 15) -> dict[str, Any]:
    """Median milliseconds of processor time by kind of chart and way.

    Returns:
        ``milliseconds``: by kind, ``build`` (first drawing in a fork), ``warm`` (drawn again in one process), ``plain``
        (pandas' default, first drawing in a fork); ``slowest``: the slowest kind, ``build`` and ``warm``.
    """
    display.preload_fonts(fonts.font_set("bundled").files)
    warmup.run_chart()
    record = Params(params).load(agency, year)
    ways: dict[str, tuple[Callable[[], object], Callable[[], object]]] = {}
    for name, kinds in SECTIONS.items():
        section = load(name, agency, year, params)
        for kind in kinds:
            figure = next(figure for figure in record.figures if figure.kind == kind)
            frame = charts.of(record, figure).numbers(record, (), figure).to_frame().select_dtypes("number")
            ways[kind] = (
                lambda section=section, kind=kind: section.chart(kind, charts.bars),
                lambda frame=frame: plain(frame),
            )
    preload.freeze()
    found = {
        kind: {"build": median(forked(ours, repeats)), "plain": median(forked(theirs, repeats))}
        for kind, (ours, theirs) in ways.items()
    }
    for kind, (ours, _) in ways.items():
        found[kind]["warm"] = median([clocked(ours) for _ in range(repeats + 1)][1:])
    slowest = {way: max(each[way] for each in found.values()) for way in ("build", "warm")}
    return {"milliseconds": found, "slowest": slowest}
