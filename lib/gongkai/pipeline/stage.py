"""Atomic outputs: written under a temporary name, then renamed."""

from __future__ import annotations

import contextlib
import os
import shutil
import uuid
from pathlib import Path


def write(path: Path, data: str | bytes) -> None:
    """Write a file atomically; text is UTF-8, line endings unchanged."""
    aside = path.with_name(f".{path.name}.{os.getpid()}.{uuid.uuid4().hex[:8]}")
    try:
        aside.write_bytes(data.encode() if isinstance(data, str) else data)
        aside.replace(path)
    finally:
        with contextlib.suppress(FileNotFoundError):
            aside.unlink()


def replace(staged: Path, target: Path) -> None:
    """Replace the last good folder by a staged one; the old one is removed only once the new one is in place.

    Raises:
        OSError: The folder cannot be replaced (a file in it is open in another program); the last good one remains.
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
    """Restore the last good folder if a run died between the two renames."""
    old = target.with_name(f".{target.name}.old")
    if old.exists() and not target.exists():
        old.rename(target)
