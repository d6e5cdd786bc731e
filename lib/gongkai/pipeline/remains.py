"""What runs that were killed left in the folder of outputs, removed by a later run."""

from __future__ import annotations

import re
import shutil
from contextlib import suppress
from typing import TYPE_CHECKING

from gongkai import files
from gongkai.pipeline.job import DRAFTS, PREVIEW

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

_YEAR = re.compile(r"\d{4}")
_LEFT = re.compile(r"\.(.+)\.(?:work|lock|old)", re.DOTALL)


def work(folder: Path) -> Path:
    """The folder of executed sections until the report is complete; a run after one that failed or was killed resumes from here."""
    return folder.with_name(f".{folder.name}.work")


def failure(folder: Path) -> Path:
    """The folder that says why a report failed, until it is built."""
    return folder.with_name(f"{folder.name}.failed")


def sweep(out: Path) -> None:
    """Remove what ended runs left beside reports, drafts and previews; what a running build uses is locked, and stays.

    Reports that were half prepared are removed, and executed sections unless the report failed: then they are kept until it is
    built. A folder that a dead run had moved away is put back.

    Args:
        out: Folder of outputs.
    """
    for folder in sorted(_unfinished(out)):
        with suppress(OSError), files.lock(folder):  # another build is at it, or nothing may be written here
            files.recover(folder)
            for path in folder.parent.iterdir():
                if files.is_staged(path) == folder.name:
                    shutil.rmtree(path, ignore_errors=True)
            if not failure(folder).is_dir():
                shutil.rmtree(work(folder), ignore_errors=True)


def _unfinished(out: Path) -> Iterator[Path]:
    """Folders of reports beside which something was left, or is in use; each once."""
    found = set()
    for root in (out, out / DRAFTS, out / PREVIEW):
        for year in root.iterdir() if root.is_dir() else ():
            if not _YEAR.fullmatch(year.name) or not year.is_dir():
                continue
            for path in year.iterdir():
                left = _LEFT.fullmatch(path.name)
                name = left[1] if left else files.is_staged(path)
                if name is not None:
                    found.add(year / name)
    yield from found
