"""The example that tests change: its inputs are copied by the fixture ``params``."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING

import pytest

from gongkai.returns.project import MARKER

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

AGENCY, YEAR = "huancui-yingji", 2020


def edit(params: Path, old: str, new: str) -> int:
    """Replace a text everywhere in the year's file; returns the line of its first occurrence."""
    path = params / AGENCY / f"{YEAR}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return text.partition(old)[0].count("\n") + 1


def four_organs(folder: Path, root: Path, stems: Iterable[str]) -> None:
    """A project of some of the notebooks and of four organs with the same figures."""
    (folder / "notebooks").mkdir()
    for stem in stems:
        shutil.copy(root / "notebooks" / f"{stem}.ipynb", folder / "notebooks")
    for number in range(4):
        shutil.copytree(root / "params" / AGENCY, folder / "params" / f"organ-{number}")
    mark(folder)


def mark(folder: Path) -> None:
    """Make a folder the root of a project."""
    (folder / MARKER).touch()


SOMEBODY = 65534
"""User id of another user."""


def give(path: Path) -> None:
    """Give a file, folder or link (not its target) to another user; skips the test unless run as root."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can give files away")
    os.chown(path, SOMEBODY, SOMEBODY, follow_symlinks=False)
