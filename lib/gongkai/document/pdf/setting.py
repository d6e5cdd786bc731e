"""What holds for a whole document in the Typst template: its metadata and fonts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.document.fonts import noto
from gongkai.document.layout.printed import date
from gongkai.document.layout.text import clean_lines

if TYPE_CHECKING:
    from gongkai.document.fonts import FontSet
    from gongkai.document.metadata import Meta


def meta(meta: Meta) -> dict[str, Any]:
    """Title, author and the like, cleaned; ``date`` as year, month, day or ``None``, the language in two parts."""
    when = date(meta)
    language, _, region = meta.language.partition("-")
    return {
        "title": clean_lines(meta.title).replace("\n", "").strip() or "未命名",
        "author": clean_lines(meta.author),
        "subject": clean_lines(meta.subject),
        "keywords": [clean_lines(word) for word in meta.keywords],
        "date": [when.year, when.month, when.day] if when else None,
        "lang": language.lower() or "zh",
        "region": region.upper() or None,
        "draft": meta.draft,
        "identifier": meta.identifier,
    }


def roles(fonts: FontSet) -> dict[str, Any]:
    """The families of each role of a font set, the signs that they draw wrongly, and the font of each level of heading."""
    # 一、黑体 （一）楷体 1. 仿宋 bold （1）仿宋; without a 楷体 the second level is the body font in bold.
    own_kai = "kai" not in fonts.missing
    # A sans of regular weight is lighter than the 黑体 it replaces.
    light = fonts.hei[0] == noto.SANS
    return {
        **{role: list(fonts.role(role)) for role in ("title", "hei", "kai", "fang", "song", "latin")},
        "wrong": dict(fonts.wrong),
        "bold": sorted(fonts.bold),
        "hei-light": light,
        "title-bold": "title" in fonts.missing,
        "headings": [
            ["hei", "hei", light],
            ["kai", "kai", False] if own_kai else ["fang", "fang", True],
            ["fang", "fang", own_kai],
            ["fang", "fang", False],
        ],
    }
