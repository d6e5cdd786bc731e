"""The container of an Office file: a zip archive of parts."""

from __future__ import annotations

import zipfile
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path


def zip_parts(path: Path) -> frozenset[str] | None:
    """The names of the parts of a zip archive, or ``None`` if it cannot be read."""
    try:
        with zipfile.ZipFile(path) as archive:
            return frozenset(part.filename for part in archive.infolist())
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError):
        return None
