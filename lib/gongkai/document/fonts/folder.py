"""Folders of font files: the user's own, and those into which fetched sets are put."""

from __future__ import annotations

from pathlib import Path

_SUFFIXES = frozenset({".otf", ".ttf", ".ttc", ".otc"})


def font_files(folder: Path) -> list[Path]:
    """The font files in a folder, sorted; none if there is no such folder."""
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in _SUFFIXES and file.is_file())


def user_folder() -> Path:
    """The folder for fetched sets, each in a folder of its name: in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_path("gongkai", appauthor=False)) / "fonts"
