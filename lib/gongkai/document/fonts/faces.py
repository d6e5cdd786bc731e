"""What font files contain: families, weights, names, characters."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.document.fonts.folder import COLLECTIONS

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.document.fonts.model import FontSet


@dataclass(frozen=True)
class Face:
    """One font of a font file or collection.

    Attributes:
        family: Family name as Typst knows it.
        weight: 100 to 900, as in CSS.
        path: The file.
        names: Other names of the family, in any language.
        index: Number of the font in a collection.
    """

    family: str
    weight: int
    path: Path
    names: tuple[str, ...] = ()
    index: int = 0


def faces(files: Sequence[Path]) -> tuple[Face, ...]:
    """The fonts in some files, with the family names by which Typst knows them.

    Other files in the same folders are ignored.
    """
    import typst

    folders = sorted({str(file.parent) for file in files})
    loaded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    wanted = {str(file): file for file in files}
    return tuple(
        Face(info.family, info.weight, wanted[info.path], _names(wanted[info.path], info.index), info.index)
        for info in sorted(loaded.fonts(), key=lambda info: (info.path or "", info.index))
        if info.path in wanted
    )


def _names(file: Path, index: int) -> tuple[str, ...]:
    """Names 1, 4 and 16 of a font in every language."""
    from fontTools.ttLib import TTFont, TTLibError

    try:
        with TTFont(file, lazy=True, fontNumber=index) as font:
            return tuple(dict.fromkeys(str(n.toUnicode()) for n in font["name"].names if n.nameID in {1, 4, 16}))
    except (TTLibError, UnicodeDecodeError):
        return ()


@lru_cache(maxsize=4)
def covered(chosen: FontSet) -> frozenset[int]:
    """Code points for which some files have a glyph."""
    from fontTools.ttLib import TTCollection, TTFont

    found: set[int] = set()
    for file in chosen.files:
        if file.suffix.lower() in COLLECTIONS:
            for font in TTCollection(file, lazy=True).fonts:
                found |= set(font.getBestCmap())
        else:
            with TTFont(file, lazy=True) as font:
                found |= set(font.getBestCmap())
    return frozenset(found)
