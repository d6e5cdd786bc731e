"""Print the table of accuracy: ``python -m tests.accuracy [PART …]``."""

from __future__ import annotations

import os
import sys
from importlib import import_module
from importlib.util import find_spec
from pathlib import Path

from rich.console import Console

from tests.accuracy.measure import table

PARTS = ("rules", "planted", "text", "prose", "importers")
"""Modules of this folder with a function ``measure(reference: Path | None) -> list[Measure]``."""


def main(parts: list[str]) -> None:
    """Measure the parts, all by default; the reference reports are used where they are there."""
    folder = Path(__file__).parents[2].parent / "shared" / "reference"
    folder = Path(os.environ.get("GONGKAI_REFERENCE", folder))
    reference = folder if folder.is_dir() else None
    console = Console(width=None if sys.stdout.isatty() else 130)
    if reference is None:
        console.print("The reference reports are not here: only planted defects are measured.")
    measures = [
        item
        for part in parts or PARTS
        if find_spec(f"tests.accuracy.{part}")
        for item in import_module(f"tests.accuracy.{part}").measure(reference)
    ]
    console.print(table(measures))


if __name__ == "__main__":
    main(sys.argv[1:])
