"""Font sets by name: the bundled one, fetched ones, folders of one's own."""

from __future__ import annotations

import hashlib
import io
import shutil
from typing import TYPE_CHECKING

import pytest

from gongkai.commands.fonts import run_fonts
from gongkai.document import errors, fonts, pdf
from gongkai.document.blocks import Paragraph, inline
from gongkai.document.fonts import sources
from gongkai.document.metadata import Document, Meta
from tests.document.fonts import made

if TYPE_CHECKING:
    from pathlib import Path

SOURCE = '''"""The fonts of one office."""

from gongkai.document.fonts.source import FontSource
from tests.document.fonts import made

SOURCE = FontSource(name="office", summary="宋 黑 楷 仿宋 小标宋", fetch=lambda folder: made.office(folder.parent))
'''


def test_bundled_set_fills_every_role() -> None:
    """The bundled set has Noto Serif SC at the end of every role and says what it stands in for."""
    found = fonts.font_set("bundled")
    assert [found.role(role)[-1] for role in fonts.ROLES] == ["Noto Serif SC"] * 6
    assert found.hei[0] == "Noto Sans SC"
    assert [file.name for file in found.files] == ["NotoSansSC-Regular.otf", "NotoSerifSC-Regular.otf"]
    assert found.manifest()["substituted"] == ["fang", "kai", "latin", "title"]


def test_digest_is_of_the_bytes(office: Path, tmp_path: Path) -> None:
    """The same files elsewhere have the same digest; another byte changes it; the manifest names no folder."""
    first = fonts.font_set("office", (office,))
    shutil.copytree(office, tmp_path / "other")
    assert fonts.font_set("office", (tmp_path / "other",)).digest == first.digest
    assert str(tmp_path) not in str(first.manifest())
    files = first.manifest()["files"]
    assert files["a.ttf"] == hashlib.sha256((office / "office" / "a.ttf").read_bytes()).hexdigest()
    made.make_font(office / "office" / "a.ttf", "FZXiaoBiaoSong-B05S", character="府")
    assert fonts.font_set("office", (office,)).digest != first.digest


def test_folder_of_the_set_itself_may_be_given(office: Path) -> None:
    """A folder whose own name is the set's is looked into directly."""
    assert fonts.font_set("office", (office / "office",)).digest == fonts.font_set("office", (office,)).digest


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
    """A set whose files change while the program runs is reread."""
    for family in ("仿宋甲", "仿宋乙"):
        made.make_font(tmp_path / "x" / "a.ttf", f"FangSong{ord(family[-1])}", family)
        assert drawn_with(fonts.font_set("x", (tmp_path,)), "政") == ["FangSong"]
    made.make_font(tmp_path / "x" / "a.ttf", "KaiTi")
    assert drawn_with(fonts.font_set("x", (tmp_path,)), "政") == ["NotoSeri"]


def test_missing_set_says_how_to_get_it() -> None:
    """A missing set is an error that says where to put it, or what to run."""
    with pytest.raises(errors.FontError) as caught:
        fonts.font_set("office")
    assert str(caught.value) == (
        "没有字体集“office”：请把字体文件放进params文件夹下的fonts/office/，或在agency.yaml里把fonts改为已有的字体集（bundled）。"
    )
    with pytest.raises(errors.FontError, match="请运行 gongkai fonts fandol 取得"):
        fonts.font_set("fandol")


@pytest.mark.parametrize("name", ["", ".", "..", "a/b", "../x"])
def test_name_is_no_path(name: str) -> None:
    """A set's name is not a path."""
    with pytest.raises(errors.FontError, match="不带路径"):
        fonts.font_set(name)


def test_folder_without_fonts(tmp_path: Path) -> None:
    """A folder of the right name without font files says so."""
    (tmp_path / "x").mkdir()
    with pytest.raises(errors.FontError, match="文件夹里没有字体文件"):
        fonts.font_set("x", (tmp_path,))


def test_a_set_is_one_module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A module that declares a source is all that a set needs: it is listed, loaded, and named in the advice."""
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "office_fonts.py").write_text(SOURCE, "utf-8")
    monkeypatch.setattr(sources, "__path__", [*sources.__path__, str(tmp_path / "sources")])
    sources.known_sets.cache_clear()
    try:
        with pytest.raises(errors.FontError, match="请运行 gongkai fonts office 取得"):
            fonts.font_set("office")
        assert run_fonts("office") == 0
        assert fonts.font_set("office").fang[0] == "FangSong_GB2312"
        assert fonts.available() == ["bundled", "office"]
    finally:
        sources.known_sets.cache_clear()


def test_recorded_digest(office: Path) -> None:
    """Installed fonts are known by the installer's record; those of an office, which have none, only by their bytes."""
    bundled = fonts.font_set(fonts.BUNDLED)
    assert bundled.digest == fonts.recorded_digest(bundled)
    assert fonts.recorded_digest(fonts.font_set("office", (office,))) is None
