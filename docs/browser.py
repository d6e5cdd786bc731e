"""A browser that shows Chinese in the bundled fonts, for the pictures of the documents."""

from __future__ import annotations

import os
import shutil
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import matplotlib as mpl

from gongkai.document.docx.styles import FANG, HEI, KAI, SONG, TITLE
from gongkai.document.fonts import noto

if TYPE_CHECKING:
    from collections.abc import Iterator

_INSTEAD = {
    **dict.fromkeys((FANG, KAI, SONG, TITLE), noto.SERIF),
    HEI: noto.SANS,
    "Times New Roman": "STIXGeneral",
}
"""What stands for the fonts that Word files name: the bundled ones, and matplotlib's with the widths of Times."""


def font_settings(folder: Path) -> Path:
    """Write settings of fontconfig that add the bundled fonts to the system's; returns their file."""
    settings = folder / "fonts.conf"
    latin = Path(mpl.get_data_path(), "fonts", "ttf")
    aliases = "".join(
        f'<alias binding="same"><family>{name}</family><prefer><family>{instead}</family></prefer></alias>'
        for name, instead in _INSTEAD.items()
    )
    settings.write_text(
        '<?xml version="1.0"?><!DOCTYPE fontconfig SYSTEM "fonts.dtd"><fontconfig>'
        f'<include ignore_missing="yes">/etc/fonts/fonts.conf</include><dir>{noto.folder()}</dir><dir>{latin}</dir>{aliases}</fontconfig>',
        "utf-8",
    )
    return settings


@contextmanager
def browser(folder: Path) -> Iterator[Any]:
    """Playwright's Chromium; LibreOffice, if it is started by this process, has the same fonts from then on.

    Args:
        folder: For the settings of the fonts; it must exist as long as the browser does.
    """
    from playwright.sync_api import sync_playwright

    os.environ["FONTCONFIG_FILE"] = str(font_settings(folder))
    with sync_playwright() as playwright:
        launched = playwright.chromium.launch(
            executable_path=shutil.which("chromium"), args=["--no-sandbox", "--headless"], env=dict(os.environ)
        )
        try:
            yield launched
        finally:
            launched.close()
