"""The seed of a run: the same for the same organ, year and section, in every way of execution."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def number(stem: str, parameters: Mapping[str, Any]) -> int:
    """The seed of a notebook with parameters (those that may be seen: organ and year), 32 bits."""
    text = "\0".join([stem, *(f"{key}={parameters[key]}" for key in sorted(parameters))])
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def seed_random(seed: int | None) -> None:
    """Seed ``random`` and ``numpy.random``; with ``None`` from the operating system, as in a fresh process.

    A ``numpy.random.default_rng()`` without a seed asks the operating system and cannot be fixed from outside.
    """
    import numpy as np

    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - the global state is what notebooks use


def at_first_cell(shell: Any, seed: int | None) -> None:
    """Seed right before the first cell of a shell, after everything that a kernel draws for itself."""

    def now(_info: object = None) -> None:
        shell.events.unregister("pre_run_cell", now)
        seed_random(seed)

    shell.events.register("pre_run_cell", now)


def startup_file(stem: str, parameters: Mapping[str, Any]) -> str:
    """A startup file of IPython that has the kernel of a notebook call :func:`at_first_cell`."""
    seeded = number(stem, parameters)
    return f"from gongkai.run import seed\nseed.at_first_cell(get_ipython(), {seeded})\ndel seed"
