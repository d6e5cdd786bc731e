"""What a module in ``sources`` declares about the font set that it provides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gongkai.document.fonts.model import FontSet


@dataclass(frozen=True)
class FontSource:
    """A font set that params can name without a folder of fonts.

    Attributes:
        name: Name of the set.
        summary: Which fonts it contains, in Chinese.
        load: Loads a set that is always installed; ``None`` if it is read from its folder in the user's data folder,
            where it must be installed first.
        fetch: Downloads it into a folder; raises ``FontError`` with instructions for a manual download.
        unpack: Extracts it from a manually downloaded file, given the file and the target folder.
        suffix: Suffix of such files.
    """

    name: str
    summary: str
    load: Callable[[], FontSet] | None = None
    fetch: Callable[[Path], None] | None = None
    unpack: Callable[[Path, Path], None] | None = None
    suffix: str = ""
