"""Recognise from a font's names which role on the page it fills, and assemble a set."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from gongkai.document.errors import FontError
from gongkai.document.fonts import noto
from gongkai.document.fonts.faces import faces
from gongkai.document.fonts.folder import font_files
from gongkai.document.fonts.model import ROLES, FontSet
from gongkai.document.fonts.signs import wrong_signs

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.document.fonts.faces import Face

_KNOWN: dict[str, tuple[str, ...]] = {
    "title": (r"小标宋|XiaoBiaoSong|FZXBS", r"中宋|STZhongsong"),
    "hei": (r"黑体|SimHei|STHeiti", r"FandolHei", r"FZHei", r"(Noto Sans|Source Han Sans).*(SC|CN)|思源黑体"),
    "kai": (r"(楷体|KaiTi)_GB2312", r"楷体|KaiTi|STKaiti", r"FandolKai", r"FZKai"),
    "fang": (r"(仿宋|FangSong)_GB2312", r"仿宋|FangSong|STFangsong", r"FandolFang", r"FZFangSong"),
    "song": (r"宋体|SimSun|STSong", r"FandolSong", r"书宋|ShuSong", r"(Noto Serif|Source Han Serif).*(SC|CN)|思源宋体"),
    "latin": (r"Times New Roman", r"Liberation Serif|Tinos"),
}
"""Patterns of family names by role; the first that matches a font wins."""


@lru_cache(maxsize=32)
def recognised(name: str, stamped: tuple[tuple[Path, int, int], ...]) -> FontSet:
    """Assemble a set from font files, with the bundled fonts as the last fallback.

    Args:
        name: Name of the set.
        stamped: The files with modification time in nanoseconds and size in bytes, so that changed files are reread.

    Raises:
        FontError: A file is not a font, or none of them covers Chinese.
    """
    own = tuple(file for file, _, _ in stamped)
    found = faces(own)
    broken = sorted({file.name for file in own} - {face.path.name for face in found})
    if broken:
        msg = f"字体集“{name}”里的{'、'.join(broken)}不是完整的字体文件：请换一个或删去。"
        raise FontError(msg)
    chosen = {role: family for role in ROLES if (family := _match(found, _KNOWN[role])) is not None}
    if not chosen.keys() & {"fang", "song", "hei", "kai", "title"}:
        names = "、".join(sorted({face.family for face in found}))
        msg = f"字体集“{name}”里认不出仿宋、黑体、楷体、宋体或小标宋（只有：{names}）：请放入这些字体的文件。"
        raise FontError(msg)
    lists: dict[str, tuple[str, ...]] = {}
    for role in ROLES:
        fallbacks = [chosen.get("song") if role in {"title", "latin"} else None, noto.SANS if role == "hei" else None]
        families = [family for family in (chosen.get(role), *fallbacks, noto.SERIF) if family is not None]
        lists[role] = tuple(dict.fromkeys(families))
    used = {family for families in lists.values() for family in families}
    wrong = {
        face.family: signs for face in found if face.family in used and (signs := wrong_signs(face.path, face.index))
    }
    return FontSet(
        name,
        (*own, *font_files(noto.folder())),
        **lists,
        bold=frozenset(face.family for face in found if face.weight >= 600),
        missing=frozenset(set(ROLES) - set(chosen)),
        wrong=tuple(sorted(wrong.items())),
    )


def _match(found: Sequence[Face], patterns: Sequence[str]) -> str | None:
    for pattern in patterns:
        for face in sorted(found, key=lambda face: (abs(face.weight - 400), face.path.name)):
            if any(re.search(pattern, name, re.IGNORECASE) for name in (face.family, *face.names)):
                return face.family
    return None
