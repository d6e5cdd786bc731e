"""Font files and packages with fonts, made for tests."""

from __future__ import annotations

import io
import lzma
import tarfile
from typing import TYPE_CHECKING

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from gongkai.document.fonts.sources import fandol

if TYPE_CHECKING:
    from pathlib import Path


def make_font(path: Path, family: str, chinese: str | None = None, weight: int = 400, character: str = "政") -> Path:
    """Write a font of two glyphs under a family name, and a Chinese one."""
    pen = TTGlyphPen(None)
    pen.moveTo((0, 0))
    pen.lineTo((0, 700))
    pen.lineTo((700, 700))
    pen.closePath()
    builder = FontBuilder(1000, isTTF=True)
    builder.setupGlyphOrder([".notdef", "a"])
    builder.setupCharacterMap({ord(character): "a"})
    builder.setupGlyf({".notdef": TTGlyphPen(None).glyph(), "a": pen.glyph()})
    builder.setupHorizontalMetrics({".notdef": (1000, 0), "a": (1000, 0)})
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    builder.setupNameTable({"familyName": family, "styleName": "Regular", "psName": family.replace(" ", "")})
    if chinese:
        builder.font["name"].setName(chinese, 1, 3, 1, 0x804)
    builder.setupOS2(usWeightClass=weight, sTypoAscender=880, sTypoDescender=-120)
    builder.setupPost()
    path.parent.mkdir(parents=True, exist_ok=True)
    builder.save(path)
    return path


def office(folder: Path) -> Path:
    """Write the set ``office`` that an office has into a folder of font sets; returns that folder."""
    made = folder / "office"
    make_font(made / "a.ttf", "FZXiaoBiaoSong-B05S", "方正小标宋简体")
    make_font(made / "b.ttf", "FangSong_GB2312", "仿宋_GB2312")
    make_font(made / "c.ttf", "SimHei", "黑体")
    make_font(made / "d.TTF", "KaiTi_GB2312", "楷体_GB2312")
    make_font(made / "e.ttf", "SimSun", "宋体")
    make_font(made / "f.ttf", "Times New Roman", character="a")
    (made / "readme.txt").write_text("x")
    return folder


def deb(path: Path, files: dict[str, bytes], suffix: str = "xz") -> Path:
    """Write a Debian package with some files."""
    inner = io.BytesIO()
    with tarfile.open(fileobj=inner, mode="w") as archive:
        for name, content in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(content)
            archive.addfile(info, io.BytesIO(content))
    data = lzma.compress(inner.getvalue()) if suffix == "xz" else inner.getvalue()
    members = {"debian-binary": b"2.0\n", f"data.tar.{suffix}": data}
    octets = b"!<arch>\n"
    for name, content in members.items():
        octets += f"{name:<16}{0:<12}{0:<6}{0:<6}{100644:<8}{len(content):<10}`\n".encode() + content
        octets += b"\n" * (len(content) % 2)
    path.write_bytes(octets)
    return path


def fandol_files() -> dict[str, bytes]:
    """What the package holds, and what it should not."""
    base = "./usr/share/texlive/texmf-dist/fonts/opentype/public/fandol/"
    found = {base + name: name.encode() for name in fandol.FILES}
    found["./usr/share/doc/texlive-doc/fonts/fandol/COPYING.gz"] = b"licence"
    found["./usr/share/other/README"] = b"other"
    found["../../fandol/evil.otf"] = b"evil"
    return found
