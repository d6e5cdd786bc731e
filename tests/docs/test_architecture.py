"""The walks in ``docs/architecture.md`` are those that the code takes."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from tests.docs.walks import WALKS

if TYPE_CHECKING:
    from pathlib import Path


def described(root: Path) -> dict[str, tuple[int, set[str]]]:
    """Stated number of files and files named, by the last word of the heading."""
    text = (root / "docs" / "architecture.md").read_text("utf-8")
    found = {}
    for part in re.split(r"\n## ", text):
        title, _, section = part.partition("\n")
        if count := re.search(r": (\d+) files", section):
            found[title.split()[-1]] = (int(count[1]), set(re.findall(r"lib/gongkai/[\w/]+\.py", section)))
    return found


@pytest.mark.parametrize("name", [*WALKS, "build"])
def test_number_of_files(root: Path, name: str) -> None:
    """The stated number of files is the number of files named."""
    count, files = described(root)[name]
    assert count == len(files)


@pytest.mark.parametrize("name", WALKS)
def test_walk(root: Path, tmp_path: Path, name: str) -> None:
    """A value passes through the files named, and no others."""
    _, files = described(root)[name]
    assert sorted(files) == sorted(WALKS[name](tmp_path))
