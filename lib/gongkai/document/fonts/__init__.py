"""Font sets: which font fills which role of the page, always from named files, never from the system.

A set is ``bundled`` (installed with the package), one fetched into the user's data folder (``fandol``), or a folder of
the user's own fonts. Every role ends with Noto Serif SC, so that a rare character in a name is found.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Any

from gongkai.document.errors import FontError

ROLES = ("title", "hei", "kai", "fang", "song", "latin")
"""Roles of GB/T 9704: 小标宋, 黑体, 楷体, 仿宋, 宋体, and the letters and digits among them."""

BUNDLED = "bundled"
FANDOL = "fandol"

_SUFFIXES = frozenset({".otf", ".ttf", ".ttc", ".otc"})
_SERIF, _SANS = "Noto Serif SC", "Noto Sans SC"

_KNOWN: dict[str, tuple[str, ...]] = {
    "title": (r"小标宋|XiaoBiaoSong|FZXBS", r"中宋|STZhongsong"),
    "hei": (r"黑体|SimHei|STHeiti", r"FandolHei", r"FZHei", r"(Noto Sans|Source Han Sans).*(SC|CN)|思源黑体"),
    "kai": (r"(楷体|KaiTi)_GB2312", r"楷体|KaiTi|STKaiti", r"FandolKai", r"FZKai"),
    "fang": (r"(仿宋|FangSong)_GB2312", r"仿宋|FangSong|STFangsong", r"FandolFang", r"FZFangSong"),
    "song": (r"宋体|SimSun|STSong", r"FandolSong", r"书宋|ShuSong", r"(Noto Serif|Source Han Serif).*(SC|CN)|思源宋体"),
    "latin": (r"Times New Roman", r"Liberation Serif|Tinos"),
}
"""Family names by role, the first that is there wins."""


@dataclass(frozen=True)
class Face:
    """One font of a file.

    Attributes:
        family: Family name as Typst knows it.
        weight: 100 to 900.
        path: The file.
        names: Further names of the family, in any language.
    """

    family: str
    weight: int
    path: Path
    names: tuple[str, ...] = ()


@dataclass(frozen=True)
class FontSet:
    """A named set of font files and the families that fill each role.

    Attributes:
        name: Name of the set in params.
        files: Every font file that may be used, the set's own first.
        title, hei, kai, fang, song, latin: Families of the role, in the order in which a glyph is looked for.
        bold: Families that have a bold weight of their own.
        missing: Roles for which the set has no font of its own.
    """

    name: str
    files: tuple[Path, ...]
    title: tuple[str, ...]
    hei: tuple[str, ...]
    kai: tuple[str, ...]
    fang: tuple[str, ...]
    song: tuple[str, ...]
    latin: tuple[str, ...]
    bold: frozenset[str] = frozenset()
    missing: frozenset[str] = frozenset()

    @property
    def folders(self) -> tuple[Path, ...]:
        """The folders that hold the files."""
        return tuple(dict.fromkeys(file.parent for file in self.files))

    @cached_property
    def digest(self) -> str:
        """Hexadecimal SHA-256 over the names and bytes of all files; does not depend on where they lie."""
        total = hashlib.sha256()
        for file, digest in self._digests.items():
            total.update(f"{file.name}\0{digest}\n".encode())
        return total.hexdigest()

    @cached_property
    def _digests(self) -> dict[Path, str]:
        return {file: _sha256(file, file.stat().st_mtime_ns, file.stat().st_size) for file in self.files}

    def role(self, name: str) -> tuple[str, ...]:
        """The families of a role."""
        found: tuple[str, ...] = getattr(self, name)
        return found

    def manifest(self) -> dict[str, Any]:
        """Name, files with their hashes, and which role is filled with what; no paths."""
        return {
            "name": self.name,
            "digest": self.digest,
            "files": {
                file.name: digest for file, digest in sorted(self._digests.items(), key=lambda item: item[0].name)
            },
            "roles": {role: list(self.role(role)) for role in ROLES},
            "substituted": sorted(self.missing),
        }


@lru_cache(maxsize=256)
def _sha256(file: Path, _modified: int, _size: int) -> str:
    return hashlib.sha256(file.read_bytes()).hexdigest()


def bundled_folder() -> Path:
    """Where the installed fonts lie (Noto Serif SC, Noto Sans SC)."""
    import pylopdf_fonts_zh_cn

    return Path(pylopdf_fonts_zh_cn.serif_path()).parent


def user_folder() -> Path:
    """Where fetched sets lie: a folder each in the user's data folder."""
    import platformdirs

    return Path(platformdirs.user_data_path("gongkai", appauthor=False)) / "fonts"


def font_set(name: str, folders: Sequence[Path] = ()) -> FontSet:
    """The font set of a name.

    Args:
        name: ``bundled``, ``fandol`` or the name of a folder of fonts.
        folders: Where to look for a folder of that name, before the user's data folder; a folder of that name itself
            may be given too.

    Raises:
        FontError: There is no such set, or its folder holds no font for Chinese; the message says how to get it.
    """
    if name == BUNDLED:
        return _bundled()
    if not name or name != Path(name).name or name in {".", ".."}:
        msg = f"字体集的名称“{name}”不对：请写一个文件夹名，不带路径。"
        raise FontError(msg)
    places = [*(folder if folder.name == name else folder / name for folder in folders), user_folder() / name]
    for place in places:
        files = _font_files(place)
        if files:
            return _from_files(name, tuple((file, file.stat().st_mtime_ns, file.stat().st_size) for file in files))
    raise FontError(_how_to_get(name, [place for place in places if place.is_dir()]))


def _how_to_get(name: str, empty: Sequence[Path]) -> str:
    known = "、".join(dict.fromkeys([BUNDLED, *available()]))
    if name == FANDOL:
        return f"没有字体集“{FANDOL}”：请运行 gongkai fonts {FANDOL} 取得，或在agency.yaml里把fonts改为{BUNDLED}。"
    if empty:
        return f"字体集“{name}”的文件夹里没有字体文件（.otf、.ttf、.ttc）：请放入仿宋、黑体、楷体、宋体、小标宋的字体文件。"
    return f"没有字体集“{name}”：请把字体文件放进params文件夹下的fonts/{name}/，或在agency.yaml里把fonts改为已有的字体集（{known}）。"


def available(folders: Sequence[Path] = ()) -> list[str]:
    """Names of the sets that are there."""
    found = [BUNDLED]
    for folder in (*folders, user_folder()):
        if folder.is_dir():
            found += sorted(place.name for place in folder.iterdir() if _font_files(place))
    return list(dict.fromkeys(found))


def _font_files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(file for file in folder.iterdir() if file.suffix.lower() in _SUFFIXES and file.is_file())


@lru_cache(maxsize=1)
def _bundled() -> FontSet:
    folder = bundled_folder()
    serif, sans = (_SERIF,), (_SANS, _SERIF)
    return FontSet(
        BUNDLED, tuple(_font_files(folder)), serif, sans, serif, serif, serif, serif,
        missing=frozenset({"title", "kai", "fang", "latin"}),
    )  # fmt: skip


@lru_cache(maxsize=32)
def _from_files(name: str, stamped: tuple[tuple[Path, int, int], ...]) -> FontSet:
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
    song = chosen.get("song")
    lists = {
        role: tuple(dict.fromkeys([*_first(chosen.get(role)), *_first(song if role in {"title", "latin"} else None),
                                   *([_SANS] if role == "hei" else []), _SERIF]))
        for role in ROLES
    }  # fmt: skip
    return FontSet(
        name,
        (*own, *_font_files(bundled_folder())),
        **lists,
        bold=frozenset(face.family for face in found if face.weight >= 600),
        missing=frozenset(set(ROLES) - set(chosen)),
    )


def _first(family: str | None) -> list[str]:
    return [] if family is None else [family]


def _match(found: Sequence[Face], patterns: Sequence[str]) -> str | None:
    for pattern in patterns:
        for face in sorted(found, key=lambda face: (abs(face.weight - 400), face.path.name)):
            if any(re.search(pattern, name, re.IGNORECASE) for name in (face.family, *face.names)):
                return face.family
    return None


def faces(files: Sequence[Path]) -> tuple[Face, ...]:
    """The fonts in some files, with the family names by which Typst knows them.

    Files beside them in the same folders are left out.
    """
    import typst

    folders = sorted({str(file.parent) for file in files})
    loaded = typst.Fonts(include_system_fonts=False, include_embedded_fonts=False, font_paths=folders)
    wanted = {str(file): file for file in files}
    return tuple(
        Face(info.family, info.weight, wanted[info.path], _names(wanted[info.path], info.index))
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
    """Code points for which the set has a glyph."""
    from fontTools.ttLib import TTCollection, TTFont

    found: set[int] = set()
    for file in chosen.files:
        if file.suffix.lower() in {".ttc", ".otc"}:
            for font in TTCollection(file, lazy=True).fonts:
                found |= set(font.getBestCmap())
        else:
            with TTFont(file, lazy=True) as font:
                found |= set(font.getBestCmap())
    return frozenset(found)
