"""The seed of a run: the same for the same organ, year and section, with every executor."""

from __future__ import annotations

import hashlib
import random
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Mapping


def of_notebook(stem: str, parameters: Mapping[str, Any]) -> int:
    """The 32-bit seed of a notebook with its visible parameters (organ and year)."""
    return from_text("\0".join([stem, *(f"{key}={parameters[key]}" for key in sorted(parameters))]))


def from_text(text: str) -> int:
    """The 32-bit seed of a text."""
    return int.from_bytes(hashlib.sha256(text.encode()).digest()[:4], "big")


def seed_random(seed: int | None) -> None:
    """Seed ``random`` and ``numpy.random``; ``None`` seeds from the operating system, as in a new process.

    An unseeded ``numpy.random.default_rng()`` always draws on system entropy and cannot be made deterministic here.
    """
    import numpy as np

    random.seed(seed)
    np.random.seed(seed)  # noqa: NPY002 - the global state is what notebooks use


def at_first_cell(shell: Any, seed: int | None) -> None:
    """Seed just before a shell's first cell, after the kernel itself has drawn random numbers."""

    def now(_info: object = None) -> None:
        shell.events.unregister("pre_run_cell", now)
        seed_random(seed)

    shell.events.register("pre_run_cell", now)


def startup_file(stem: str, parameters: Mapping[str, Any]) -> str:
    """An IPython startup file that makes a notebook's kernel call :func:`at_first_cell`."""
    seeded = of_notebook(stem, parameters)
    return f"from gongkai import seed\nseed.at_first_cell(get_ipython(), {seeded})\ndel seed"
