"""The set ``fandol``, taken out of a Debian package."""

from __future__ import annotations

import shutil
from typing import TYPE_CHECKING

import pytest

from gongkai.document import errors
from gongkai.document.fonts.sources import fandol
from tests.document.fonts import made

if TYPE_CHECKING:
    from pathlib import Path


def test_fonts_are_unpacked_from_the_package(tmp_path: Path) -> None:
    """The fonts and their licence are taken out, nothing else, and an older folder is replaced."""
    target = tmp_path / "sets" / "fandol"
    target.mkdir(parents=True)
    (target / "old.otf").write_bytes(b"old")
    fandol.unpack(made.deb(tmp_path / "p.deb", made.fandol_files()), target)
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
    files = {name: content for name, content in made.fandol_files().items() if "Kai" not in name}
    with pytest.raises(errors.FontError, match=r"里没有FandolKai-Regular\.otf"):
        fandol.unpack(made.deb(tmp_path / "p.deb", files), tmp_path / "fandol")
    assert not (tmp_path / "fandol").exists()


def test_package_packed_with_zstd_needs_dpkg(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A package that Python cannot unpack says what to do where dpkg-deb is not there."""
    monkeypatch.setattr(shutil, "which", lambda _name: None)
    with pytest.raises(errors.FontError, match="没有dpkg-deb"):
        fandol.unpack(made.deb(tmp_path / "p.deb", made.fandol_files(), "zst"), tmp_path / "fandol")
