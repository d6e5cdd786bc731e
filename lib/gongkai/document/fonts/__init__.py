"""Font sets: which font fills which role on the page, always from named files, never from system fonts.

A set is one of :mod:`gongkai.document.fonts.sources` (``bundled``, installed with the package; ``fandol``, fetched into
the user's data folder) or a folder of the user's own fonts. Noto Serif SC is the last fallback of every role, so that
rare characters in names are covered.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.document.errors import FontError
from gongkai.document.fonts import folder as own
from gongkai.document.fonts.model import ROLES, FontSet
from gongkai.document.fonts.recorded import recorded_digest
from gongkai.document.fonts.roles import recognised
from gongkai.document.fonts.sources import known_sets

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["BUNDLED", "ROLES", "FontSet", "available", "font_set", "known_sets", "recorded_digest"]

BUNDLED = "bundled"
"""Name of the set that is always available."""


def font_set(name: str, folders: Sequence[Path] = ()) -> FontSet:
    """Look up a font set by name.

    Args:
        name: A name of :func:`known_sets`, or of a folder of fonts.
        folders: Where to look for a folder of that name before the user's data folder; a folder of that name may
            itself be given.

    Raises:
        FontError: There is no such set, or no font in its folder covers Chinese; the message says how to get it.
    """
    source = known_sets().get(name)
    if source is not None and source.load is not None:
        return source.load()
    if not name or name != Path(name).name or name in {".", ".."}:
        msg = f"字体集的名称“{name}”不对：请写一个文件夹名，不带路径。"
        raise FontError(msg)
    candidates = [*(folder if folder.name == name else folder / name for folder in folders), own.user_folder() / name]
    for candidate in candidates:
        files = own.font_files(candidate)
        if files:
            return recognised(name, tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files))
    raise FontError(_how_to_get(name, is_empty=any(candidate.is_dir() for candidate in candidates)))


def _how_to_get(name: str, *, is_empty: bool) -> str:
    if name in known_sets():
        return f"没有字体集“{name}”：请运行 gongkai fonts {name} 取得，或在agency.yaml里把fonts改为{BUNDLED}。"
    if is_empty:
        return f"字体集“{name}”的文件夹里没有字体文件（.otf、.ttf、.ttc）：请放入仿宋、黑体、楷体、宋体、小标宋的字体文件。"
    known = "、".join(available())
    return f"没有字体集“{name}”：请把字体文件放进params文件夹下的fonts/{name}/，或在agency.yaml里把fonts改为已有的字体集（{known}）。"


def available(folders: Sequence[Path] = ()) -> list[str]:
    """Names of the sets that are available: those installed, then the folders with fonts.

    Args:
        folders: Where to look for folders of fonts, before the user's data folder.
    """
    found = [name for name, source in known_sets().items() if source.load is not None]
    for folder in (*folders, own.user_folder()):
        if folder.is_dir():
            found += sorted(each.name for each in folder.iterdir() if own.font_files(each))
    return list(dict.fromkeys(found))
