"""The font set ``bundled``: Noto Serif SC and Noto Sans SC, installed with the package."""

from __future__ import annotations

from functools import lru_cache

from gongkai.document.fonts import noto
from gongkai.document.fonts.folder import font_files
from gongkai.document.fonts.model import FontSet
from gongkai.document.fonts.source import FontSource


@lru_cache(maxsize=1)
def load() -> FontSet:
    """Noto Sans SC as 黑体, Noto Serif SC in every other role."""
    serif, sans = (noto.SERIF,), (noto.SANS, noto.SERIF)
    return FontSet(
        "bundled", tuple(font_files(noto.folder())), serif, sans, serif, serif, serif, serif,
        missing=frozenset({"title", "kai", "fang", "latin"}),
    )  # fmt: skip


SOURCE = FontSource(name="bundled", summary="宋 黑", load=load)
