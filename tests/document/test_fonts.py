from __future__ import annotations

import hashlib
import io
import lzma
import shutil
import subprocess
import tarfile
from typing import TYPE_CHECKING

import pytest
from fontTools.fontBuilder import FontBuilder
from fontTools.pens.ttGlyphPen import TTGlyphPen

from gongkai.commands.fonts import run_fonts
from gongkai.document import errors, fonts, pdf
from gongkai.document.blocks import Document, Meta, Paragraph, inline
from gongkai.document.fonts import fandol

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture(autouse=True)
def user_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """An empty folder for the user's fonts."""
    folder = tmp_path / "user"
    monkeypatch.setattr(fonts, "user_folder", lambda: folder)
    return folder


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


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """A params/fonts folder with the set an office has."""
    folder = tmp_path / "fonts" / "office"
    make_font(folder / "a.ttf", "FZXiaoBiaoSong-B05S", "方正小标宋简体")
    make_font(folder / "b.ttf", "FangSong_GB2312", "仿宋_GB2312")
    make_font(folder / "c.ttf", "SimHei", "黑体")
    make_font(folder / "d.TTF", "KaiTi_GB2312", "楷体_GB2312")
    make_font(folder / "e.ttf", "SimSun", "宋体")
    make_font(folder / "f.ttf", "Times New Roman", character="a")
    (folder / "readme.txt").write_text("x")
    return folder.parent


def test_bundled_set_fills_every_role() -> None:
    """The bundled set has Noto Serif SC at the end of every role and says what it stands in for."""
    found = fonts.font_set("bundled")
    assert [found.role(role)[-1] for role in fonts.ROLES] == ["Noto Serif SC"] * 6
    assert found.hei[0] == "Noto Sans SC"
    assert [file.name for file in found.files] == ["NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf"]
    assert found.manifest()["substituted"] == ["fang", "kai", "latin", "title"]


def test_bundled_families_are_those_of_the_files() -> None:
    """The names written down for the bundled set are those Typst reads in its files."""
    found = fonts.faces(fonts.font_set("bundled").files)
    assert sorted((face.family, face.weight) for face in found) == [("Noto Sans SC", 400), ("Noto Serif SC", 400)]


def test_digest_is_of_the_bytes(office: Path, tmp_path: Path) -> None:
    """The same files elsewhere have the same digest; another byte changes it; the manifest names no folder."""
    first = fonts.font_set("office", (office,))
    shutil.copytree(office, tmp_path / "other")
    assert fonts.font_set("office", (tmp_path / "other",)).digest == first.digest
    assert str(tmp_path) not in str(first.manifest())
    files = first.manifest()["files"]
    assert files["a.ttf"] == hashlib.sha256((office / "office" / "a.ttf").read_bytes()).hexdigest()
    make_font(office / "office" / "a.ttf", "FZXiaoBiaoSong-B05S", character="府")
    assert fonts.font_set("office", (office,)).digest != first.digest


def test_own_fonts_are_recognised(office: Path) -> None:
    """A folder with the fonts of GB/T 9704 fills every role with its own, Noto Serif SC last."""
    found = fonts.font_set("office", (office,))
    assert [found.role(role)[0] for role in fonts.ROLES] == [
        "FZXiaoBiaoSong-B05S", "SimHei", "KaiTi_GB2312", "FangSong_GB2312", "SimSun", "Times New Roman",
    ]  # fmt: skip
    assert {found.role(role)[-1] for role in fonts.ROLES} == {"Noto Serif SC"}
    assert found.manifest()["substituted"] == []
    assert len(found.files) == 8


def test_folder_of_the_set_itself_may_be_given(office: Path) -> None:
    """A folder whose own name is the set's is looked into directly."""
    assert fonts.font_set("office", (office / "office",)).digest == fonts.font_set("office", (office,)).digest


def test_chinese_family_name_alone_is_enough(tmp_path: Path) -> None:
    """A font that says what it is in Chinese only is recognised."""
    make_font(tmp_path / "x" / "a.ttf", "FZYS", "方正仿宋_GBK")
    found = fonts.font_set("x", (tmp_path,))
    assert found.fang[0] == "FZYS"
    assert found.missing == {"title", "hei", "kai", "song", "latin"}
    assert found.hei == ("Noto Sans SC", "Noto Serif SC")


def test_bold_weight_is_noticed(tmp_path: Path) -> None:
    """A family with a bold weight of its own is named, and the regular weight fills the role."""
    make_font(tmp_path / "x" / "a.ttf", "SimSun", "宋体", weight=700)
    make_font(tmp_path / "x" / "b.ttf", "SimSun", "宋体")
    found = fonts.font_set("x", (tmp_path,))
    assert (found.bold, found.title) == (frozenset({"SimSun"}), ("SimSun", "Noto Serif SC"))


def drawn_with(chosen: fonts.FontSet, text: str) -> list[str]:
    """Names of the fonts in which a text is drawn, a character each."""
    import pdfplumber

    document = Document(meta=Meta(title="题"), blocks=(Paragraph(content=inline(text)),))
    with pdfplumber.open(io.BytesIO(pdf.render(document, chosen))) as opened:
        return [c["fontname"].split("+")[1][:8] for c in opened.pages[0].chars[: len(text)]]


def test_pdf_uses_the_own_font(office: Path) -> None:
    """A character the set has is drawn with it, others with Noto Serif SC."""
    assert drawn_with(fonts.font_set("office", (office,)), "政镕") == ["FangSong", "NotoSeri"]


def test_changed_files_are_seen(tmp_path: Path) -> None:
    """A set whose files changed while the program runs is read anew."""
    for family in ("仿宋甲", "仿宋乙"):
        make_font(tmp_path / "x" / "a.ttf", f"FangSong{ord(family[-1])}", family)
        assert drawn_with(fonts.font_set("x", (tmp_path,)), "政") == ["FangSong"]
    make_font(tmp_path / "x" / "a.ttf", "KaiTi")
    assert drawn_with(fonts.font_set("x", (tmp_path,)), "政") == ["NotoSeri"]


def test_missing_set_says_how_to_get_it() -> None:
    """A set that is not there is an error that says where to put it, or what to run."""
    with pytest.raises(errors.FontError) as caught:
        fonts.font_set("office")
    assert str(caught.value) == (
        "没有字体集“office”：请把字体文件放进params文件夹下的fonts/office/，或在agency.yaml里把fonts改为已有的字体集（bundled）。"
    )
    with pytest.raises(errors.FontError, match="请运行 gongkai fonts fandol 取得"):
        fonts.font_set("fandol")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x"])
def test_name_is_no_path(name: str) -> None:
    """A set's name is a name, not a path."""
    with pytest.raises(errors.FontError, match="不带路径"):
        fonts.font_set(name)


def test_folder_without_fonts(tmp_path: Path) -> None:
    """A folder of the right name without font files says so."""
    (tmp_path / "x").mkdir()
    with pytest.raises(errors.FontError, match="文件夹里没有字体文件"):
        fonts.font_set("x", (tmp_path,))


def test_folder_without_chinese_fonts(tmp_path: Path) -> None:
    """A folder with fonts of other kinds only names them."""
    make_font(tmp_path / "x" / "a.ttf", "Comic")
    with pytest.raises(errors.FontError, match=r"认不出.*只有：Comic"):
        fonts.font_set("x", (tmp_path,))


def test_broken_font_is_named(office: Path) -> None:
    """A file that is no font stops the build, named."""
    (office / "office" / "z.ttf").write_bytes(b"x")
    with pytest.raises(errors.FontError, match=r"字体集“office”里的z\.ttf不是完整的字体文件"):
        fonts.font_set("office", (office,))


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


def test_fonts_are_unpacked_from_the_package(tmp_path: Path) -> None:
    """The fonts and their licence are taken out, nothing else, and an older folder is replaced."""
    target = tmp_path / "sets" / "fandol"
    target.mkdir(parents=True)
    (target / "old.otf").write_bytes(b"old")
    fandol.unpack(deb(tmp_path / "p.deb", fandol_files()), target)
    assert sorted(path.name for path in target.iterdir()) == sorted([*fandol.FILES, "COPYING.gz"])
    assert [path.name for path in target.parent.iterdir()] == ["fandol"]
    assert (target / "FandolKai-Regular.otf").read_bytes() == b"FandolKai-Regular.otf"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (None, "没有文件"),
        (b"nothing", "不是Debian软件包"),
        (b"!<arch>\n" + f"{'data.tar.xz':<16}{0:<12}{0:<6}{0:<6}{0:<8}{4:<10}`\n".encode() + b"oops", "不是完整的"),
    ],
)
def test_broken_package_is_refused(tmp_path: Path, content: bytes | None, message: str) -> None:
    """A file that is not there, no package or cut short says so and leaves what was there."""
    target = tmp_path / "fandol"
    target.mkdir()
    if content is not None:
        (tmp_path / "p.deb").write_bytes(content)
    with pytest.raises(errors.FontError, match=message):
        fandol.unpack(tmp_path / "p.deb", target)
    assert target.is_dir()


def test_package_without_the_fonts_is_refused(tmp_path: Path) -> None:
    """A package that lacks a font names it."""
    files = {name: content for name, content in fandol_files().items() if "Kai" not in name}
    with pytest.raises(errors.FontError, match=r"里没有FandolKai-Regular\.otf"):
        fandol.unpack(deb(tmp_path / "p.deb", files), tmp_path / "fandol")
    assert not (tmp_path / "fandol").exists()


def test_package_packed_with_zstd_needs_dpkg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that Python cannot unpack says what to do where dpkg-deb is not there."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(errors.FontError, match="没有dpkg-deb"):
        fandol.unpack(deb(tmp_path / "p.deb", fandol_files(), "zst"), tmp_path / "fandol")


def test_fandol_is_fetched_with_apt(tmp_path: Path, user_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The command gets the package with apt-get, with lists of its own when the system has none."""
    calls: list[list[str]] = []

    def run(command: list[str], *, cwd: Path, **_more: object) -> None:
        calls.append(command)
        if "download" in command and len(command) > 3:
            deb(cwd / "p.deb", fandol_files())

    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", run)
    assert run_fonts("fandol") == 0
    assert [command[-1] for command in calls] == ["texlive-lang-chinese", "update", "texlive-lang-chinese"]
    assert (user_folder / "fandol" / "FandolFang-Regular.otf").is_file()


def test_fandol_by_hand(tmp_path: Path, user_folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without apt-get, or when it gets nothing, the message says how to do it by hand; a package fetched so is taken."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(errors.FontError, match=r"没有apt-get.*再运行 gongkai fonts 下载的文件\.deb"):
        run_fonts("fandol")
    monkeypatch.setattr(shutil, "which", lambda name: name)
    monkeypatch.setattr(subprocess, "run", lambda *_args, **_more: None)
    with pytest.raises(errors.FontError, match="没有取到texlive-lang-chinese"):
        run_fonts("fandol")
    assert run_fonts(str(deb(tmp_path / "p.deb", fandol_files()))) == 0
    assert (user_folder / "fandol").is_dir()


def test_sets_are_listed(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, office: Path) -> None:
    """The command lists every set with what fills its roles, and how to get fandol."""
    (office.parent / "params").mkdir()
    shutil.copytree(office, office.parent / "params" / "fonts")
    monkeypatch.chdir(office.parent)
    assert run_fonts() == 0
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["bundled", "office", "fandol"]
    assert "仿宋：FangSong_GB2312" in lines[1]
    assert "gongkai fonts fandol" in lines[2]


def test_unknown_set_cannot_be_fetched() -> None:
    """A name that is no set to fetch says what can be fetched."""
    with pytest.raises(errors.FontError, match="能取得的有fandol"):
        run_fonts("simsun")
