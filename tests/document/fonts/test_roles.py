"""Which role a font fills is read from its names."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from gongkai.document import errors, fonts
from gongkai.document.fonts.faces import faces
from tests.document.fonts import made

if TYPE_CHECKING:
    from pathlib import Path


def test_bundled_families_are_those_of_the_files() -> None:
    """The names written down for the bundled set are those Typst reads in its files."""
    found = faces(fonts.font_set("bundled").files)
    assert sorted((face.family, face.weight) for face in found) == [("Noto Sans SC", 400), ("Noto Serif SC", 400)]


def test_own_fonts_are_recognised(office: Path) -> None:
    """A folder with the fonts of GB/T 9704 fills every role with its own, Noto Serif SC last."""
    found = fonts.font_set("office", (office,))
    assert [found.role(role)[0] for role in fonts.ROLES] == [
        "FZXiaoBiaoSong-B05S", "SimHei", "KaiTi_GB2312", "FangSong_GB2312", "SimSun", "Times New Roman",
    ]  # fmt: skip
    assert {found.role(role)[-1] for role in fonts.ROLES} == {"Noto Serif SC"}
    assert found.manifest()["substituted"] == []
    assert len(found.files) == 8


def test_chinese_family_name_alone_is_enough(tmp_path: Path) -> None:
    """A font that says what it is in Chinese only is recognised."""
    made.make_font(tmp_path / "x" / "a.ttf", "FZYS", "方正仿宋_GBK")
    found = fonts.font_set("x", (tmp_path,))
    assert found.fang[0] == "FZYS"
    assert found.missing == {"title", "hei", "kai", "song", "latin"}
    assert found.hei == ("Noto Sans SC", "Noto Serif SC")


def test_bold_weight_is_noticed(tmp_path: Path) -> None:
    """A family with a bold weight of its own is named, and the regular weight fills the role."""
    made.make_font(tmp_path / "x" / "a.ttf", "SimSun", "宋体", weight=700)
    made.make_font(tmp_path / "x" / "b.ttf", "SimSun", "宋体")
    found = fonts.font_set("x", (tmp_path,))
    assert (found.bold, found.title) == (frozenset({"SimSun"}), ("SimSun", "Noto Serif SC"))


def test_folder_without_chinese_fonts(tmp_path: Path) -> None:
    """A folder with fonts of other kinds only names them."""
    made.make_font(tmp_path / "x" / "a.ttf", "Comic")
    with pytest.raises(errors.FontError, match=r"认不出.*只有：Comic"):
        fonts.font_set("x", (tmp_path,))


def test_broken_font_is_named(office: Path) -> None:
    """A file that is not a font stops the build and is named."""
    (office / "office" / "z.ttf").write_bytes(b"x")
    with pytest.raises(errors.FontError, match=r"字体集“office”里的z\.ttf不是完整的字体文件"):
        fonts.font_set("office", (office,))
