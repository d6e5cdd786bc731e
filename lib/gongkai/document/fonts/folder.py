"""Folders of font files: the user's own, and those into which fetched sets are put."""

from __future__ import annotations

from pathlib import Path

COLLECTIONS = frozenset({".ttc", ".otc"})
"""Suffixes of files that hold several fonts."""

SUFFIXES = COLLECTIONS | {".otf", ".ttf"}
"""Suffixes of font files, in lower case."""


def font_files(folder: Path) -> list[Path]:
    """The font files in a folder, sorted; empty if the folder does not exist."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in SUFFIXES and file.is_file())


def user_folder() -> Path:
    """The folder of fetched sets below the user's data folder; each set is a subfolder of its name."""
    import platformdirs

    return Path(platformdirs.user_data_path("gongkai", appauthor=False)) / "fonts"
