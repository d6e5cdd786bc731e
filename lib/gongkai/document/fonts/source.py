"""What a module in ``sources`` declares of the font set that it provides."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from gongkai.document.fonts.model import FontSet


@dataclass(frozen=True)
class FontSource:
    """A font set that can be named in params without a folder of one's own.

    Attributes:
        name: Name of the set.
        summary: Which fonts it has, in Chinese.
        load: Makes the set if it is always installed; ``None`` if it is read from the folder of its name in the user's
            data folder, where it must be put first.
        fetch: Downloads it into a folder; raises ``FontError`` with what to do by hand.
        unpack: Takes it out of a file that was downloaded by hand: the file, the folder.
        suffix: Suffix of such files.
    """

    name: str
    summary: str
    load: Callable[[], FontSet] | None = None
    fetch: Callable[[Path], None] | None = None
    unpack: Callable[[Path, Path], None] | None = None
    suffix: str = ""
