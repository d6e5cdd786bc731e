"""The digest of installed fonts from the installer's record, without reading them."""

from __future__ import annotations

import base64
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.document.fonts.folder import SUFFIXES
from gongkai.document.fonts.model import total_digest

if TYPE_CHECKING:
    from gongkai.document.fonts.model import FontSet

_PACKAGE = "pylopdf-fonts-zh-cn"


def recorded_digest(chosen: FontSet) -> str | None:
    """:attr:`FontSet.digest` computed from the hashes and sizes that the installer recorded, without reading the files.

    Returns:
        Hexadecimal SHA-256; ``None`` if a file is not recorded (a user's own set) or its size differs.

    Source: https://packaging.python.org/en/latest/specifications/recording-installed-packages/
    """
    try:
        record = metadata.distribution(_PACKAGE).files or ()
    except metadata.PackageNotFoundError:
        return None
    known = {Path(str(file.locate())): file for file in record if file.suffix.lower() in SUFFIXES}
    digests = {}
    for file in chosen.files:
        entry = known.get(file)
        if entry is None or entry.hash is None or entry.hash.mode != "sha256" or entry.size != file.stat().st_size:
            return None
        digests[file] = base64.urlsafe_b64decode(f"{entry.hash.value}==").hex()
    return total_digest(digests)
