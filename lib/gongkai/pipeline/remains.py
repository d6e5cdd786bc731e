"""What runs that were killed left in the folder of outputs, removed by a later run."""

from __future__ import annotations

import re
import shutil
import time
from contextlib import suppress
from typing import TYPE_CHECKING

from gongkai import files
from gongkai.pipeline.job import DRAFTS, PREVIEW

if TYPE_CHECKING:
    from collections.abc import Container, Iterator
    from pathlib import Path

DAYS = 7
"""How long the executed sections of a report that was not completed are kept, to be resumed from."""

_YEAR = re.compile(r"\d{4}")
_LEFT = re.compile(r"\.(.+)\.(?:work|lock|old)", re.DOTALL)


def work(folder: Path) -> Path:
    """The folder of executed sections until the report is complete; a killed run resumes from here."""
    return folder.with_name(f".{folder.name}.work")


def sweep(out: Path, current: Container[Path] = ()) -> None:
    """Remove what dead runs left beside reports, drafts and previews; what a running build uses is locked, and stays.

    Reports that were half prepared are removed, and the executed sections of those that are complete or were given up
    for :data:`DAYS`; a folder that a dead run had moved away is put back.

    Args:
        out: Folder of outputs.
        current: Folders of reports that are known to be complete.
    """
    for folder in sorted(_unfinished(out)):
        with suppress(OSError), files.lock(folder):  # another build is at it, or nothing may be written here
            files.recover(folder)
            for path in folder.parent.iterdir():
                if files.is_staged(path) == folder.name:
                    shutil.rmtree(path, ignore_errors=True)
            executed = work(folder)
            if executed.is_dir() and (folder in current or time.time() - executed.stat().st_mtime > DAYS * 86400):
                shutil.rmtree(executed, ignore_errors=True)


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
