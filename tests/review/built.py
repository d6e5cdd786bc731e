"""A report with outputs as if it had been built, and steps about it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

from gongkai.returns import review_file
from gongkai.review.state import STEPS

NOW = dt.datetime(2021, 1, 20, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=8)))


class Built(NamedTuple):
    """The folder of outputs, and functions that build as if and record steps."""

    folder: Path
    make: Callable
    record: Callable


def step(move="submit", **changes):
    """A step with nothing in it."""
    given = {
        "step": move,
        "by": "张三",
        "role": STEPS[move].roles[0],
        "at": NOW,
        "report": "0" * 64,
        "inputs": "",
        "outputs": "",
    }
    return review_file.Step.model_validate(given | changes)
