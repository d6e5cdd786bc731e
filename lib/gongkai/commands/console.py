"""Where people are told: the terminal, or lines wide enough for tables where it is none."""

from __future__ import annotations

import os
import sys

from rich.console import Console

WIDTH = 132
"""Columns where the output is no terminal and nobody says how wide it is."""


def console(*, errors: bool = False, markup: bool = False) -> Console:
    """Standard output, or standard error; what its encoding cannot show is replaced, never a failure.

    Args:
        errors: Whether to write to standard error, because standard output carries JSON.
        markup: Whether texts may carry rich's markup; what comes from files must then be escaped.
    """
    stream = sys.stderr if errors else sys.stdout
    if hasattr(stream, "reconfigure"):
        stream.reconfigure(errors="replace")
    made = Console(file=stream, highlight=False, markup=markup)
    narrow = not made.is_terminal and "COLUMNS" not in os.environ
    return Console(file=stream, highlight=False, markup=markup, width=WIDTH) if narrow else made
