"""Hidden names beside a file or folder, for what takes its place or protects it."""

from __future__ import annotations

import os
import re
from hashlib import blake2s
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

LONGEST = 255
"""Maximum length of a file name in bytes."""

_STAGED = re.compile(r"\.(.+)\.\d+\.[0-9a-f]{8}\.new", re.DOTALL)


def beside(path: Path, suffix: str) -> Path:
    """A hidden name beside a file or folder, short enough however long its own name is."""
    name = f".{path.name}.{suffix}"
    if len(os.fsencode(name)) > LONGEST:
        name = f".{blake2s(os.fsencode(path.name), digest_size=8).hexdigest()}.{suffix}"
    return path.with_name(name)


def staging(path: Path) -> Path:
    """A new name beside a file or folder, in the same file system, for what is to be renamed onto it."""
    return beside(path, f"{os.getpid()}.{os.urandom(4).hex()}.new")


def is_staged(path: Path) -> str | None:
    """The name that a file or folder was prepared for by :func:`staging`; ``None`` for any other."""
    found = _STAGED.fullmatch(path.name)
    return found[1] if found else None
