"""The example that tests change: its inputs are copied by the fixture ``params``."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import pytest

from gongkai.returns.project import MARKER

if TYPE_CHECKING:
    from pathlib import Path

AGENCY, YEAR = "huancui-yingji", 2020


def edit(params: Path, old: str, new: str) -> int:
    """Replace a text of the year's file, wherever it stands; the line where it stood first."""
    path = params / AGENCY / f"{YEAR}.yaml"
    text = path.read_text("utf-8")
    assert old in text
    path.write_text(text.replace(old, new), "utf-8")
    return text.partition(old)[0].count("\n") + 1


def mark(folder: Path) -> None:
    """Make a folder the root of a project."""
    (folder / MARKER).touch()


SOMEBODY = 65534
"""User id of somebody else."""


def give(path: Path) -> None:
    """Give a file or folder to somebody else; a link itself, not what it leads to. Skips where only root could."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        pytest.skip("only root can give files away")
    os.chown(path, SOMEBODY, SOMEBODY, follow_symlinks=False)
