"""Make the reference pages from the code: ``python -m docs.build``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.rules import reference

if TYPE_CHECKING:
    from collections.abc import Callable

PAGES: dict[str, Callable[[], str]] = {"rules.md": reference.page}
"""File in this folder, and the function that gives its text; a test holds each file to it."""


def main() -> None:
    """Write every page."""
    folder = Path(__file__).parent
    for name, page in PAGES.items():
        (folder / name).write_text(page(), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
