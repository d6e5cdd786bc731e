"""Outputs appear all at once or not at all: made aside, then renamed."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from pathlib import Path


def write(path: Path, data: str | bytes) -> None:
    """Write a file aside and rename it; text is UTF-8 with line feeds as they are."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.{uuid.uuid4().hex[:8]}")
    try:
        aside.write_bytes(data.encode() if isinstance(data, str) else data)
        aside.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            aside.unlink()


def replace(staged: Path, target: Path) -> None:
    """Put a staged folder in the place of the last good one; what stood there goes only when the new one stands.

    Raises:
        OSError: The folder cannot be replaced (a file in it is open in another program); the last good one stays.
    """
    old = target.with_name(f".{target.name}.old")
    if old.exists() and not target.exists():
        old.rename(target)
    shutil.rmtree(old, ignore_errors=True)
    if target.exists():
        target.rename(old)
    try:
        staged.rename(target)
    except OSError:
        if old.exists() and not target.exists():
            old.rename(target)
        raise
    shutil.rmtree(old, ignore_errors=True)


def recover(target: Path) -> None:
    """Bring back the last good folder when a run died between the two renames."""
    old = target.with_name(f".{target.name}.old")
    if old.exists() and not target.exists():
        old.rename(target)
