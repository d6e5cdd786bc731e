"""The font set ``fandol`` (宋 黑 楷 仿宋; GPL with font exception), extracted from a Debian package without root."""

from __future__ import annotations

import io
import os
import shutil
import subprocess
import tarfile
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO

from gongkai import files
from gongkai.document.errors import FontError
from gongkai.document.fonts.source import FontSource

if TYPE_CHECKING:
    from collections.abc import Iterator

PACKAGE = "texlive-lang-chinese"
"""The Debian package that holds the fonts."""

FILES = (
    "FandolFang-Regular.otf", "FandolHei-Bold.otf", "FandolHei-Regular.otf", "FandolKai-Regular.otf",
    "FandolSong-Bold.otf", "FandolSong-Regular.otf",
)  # fmt: skip
"""The files extracted from it, besides the licence."""

_LICENCE = ("COPYING.gz", "COPYING", "README")
_BY_HAND = f"请在能上网的机器上打开 https://packages.debian.org/stable/{PACKAGE} 下载软件包，再运行 gongkai fonts 下载的文件.deb。"


def fetch(target: Path) -> None:
    """Fetch the package with ``apt-get`` (no root needed) and unpack the fonts into a folder.

    Raises:
        FontError: There is no ``apt-get`` or it cannot get the package; the message says how to do it manually.
    """
    if shutil.which("apt-get") is None:
        msg = f"这台机器上没有apt-get，不能自动取得字体。{_BY_HAND}"
        raise FontError(msg)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        folder.chmod(0o755)
        if not (_download(folder, []) or _download(folder, _own_lists(folder))):
            msg = f"用apt-get没有取到{PACKAGE}。{_BY_HAND}"
            raise FontError(msg)
        unpack(next(folder.glob("*.deb")), target)


def _own_lists(folder: Path) -> list[str]:
    """Apt options that keep package lists in a temporary folder, which is filled first: the system's may be empty."""
    state = folder / "apt"
    for part in ("lists/partial", "cache/archives/partial"):
        (state / part).mkdir(parents=True)
    options = [f"-oDir::State::lists={state / 'lists'}", f"-oDir::Cache={state / 'cache'}"]
    _run(["apt-get", *options, "update"], folder)
    return options


def _download(folder: Path, options: list[str]) -> bool:
    _run(["apt-get", *options, "download", PACKAGE], folder)
    return any(folder.glob("*.deb"))


def _run(command: list[str], folder: Path) -> None:
    environment = {**os.environ, "LC_ALL": "C.UTF-8"}
    subprocess.run(command, cwd=folder, env=environment, check=False, capture_output=True)  # noqa: S603 - fixed arguments


def unpack(package: Path, target: Path) -> None:
    """Extract the fonts and their licence from a Debian package; the folder appears atomically.

    Args:
        package: ``texlive-lang-chinese_*.deb``.
        target: The folder to create; an existing one is replaced.

    Raises:
        FontError: The file is missing, is not a Debian package, or lacks a font.
    """
    if not package.is_file():
        msg = f"没有文件{package}：请检查路径。"
        raise FontError(msg)
    found: dict[str, bytes] = {}
    try:
        with package.open("rb") as file, _data(file, package) as archive:
            for member in archive:
                name = Path(member.name).name
                if member.isfile() and "fandol" in member.name and name in {*FILES, *_LICENCE}:
                    content = archive.extractfile(member)
                    assert content is not None
                    found[name] = content.read()
    except (tarfile.TarError, EOFError, OSError) as error:
        msg = f"{package.name}不是完整的Debian软件包（{error}）：请重新下载。"
        raise FontError(msg) from error
    missing = [name for name in FILES if name not in found]
    if missing:
        msg = f"{package.name}里没有{'、'.join(missing)}：请下载软件包{PACKAGE}。"
        raise FontError(msg)
    with files.replaced(target) as staged:
        for name, octets in found.items():
            files.write(staged / name, octets)


def _data(file: BinaryIO, package: Path) -> tarfile.TarFile:
    """The data archive of a Debian package."""
    for name, content in _members(file):
        if not name.startswith("data.tar"):
            continue
        if name.endswith(".zst"):
            return tarfile.open(fileobj=io.BytesIO(_zstd(package)), mode="r:")
        return tarfile.open(fileobj=io.BytesIO(content), mode="r:*")
    msg = f"{package.name}不是Debian软件包：请下载软件包{PACKAGE}。"
    raise FontError(msg)


def _zstd(package: Path) -> bytes:
    """The decompressed archive by ``dpkg-deb``, where the standard library cannot decompress it."""
    program = shutil.which("dpkg-deb")
    if program is None:
        msg = f"{package.name}用zstd压缩，这台机器上没有dpkg-deb，解不开：请改用Debian的软件包{PACKAGE}。"
        raise FontError(msg)
    done = subprocess.run([program, "--fsys-tarfile", str(package)], check=False, capture_output=True)  # noqa: S603
    return done.stdout


def _members(file: BinaryIO) -> Iterator[tuple[str, bytes]]:
    """Name and content of each member of a Unix ``ar`` archive; empty if it is not one."""
    if file.read(8) != b"!<arch>\n":
        return
    while len(header := file.read(60)) == 60 and header[58:] == b"`\n":
        size = int(header[48:58])
        yield header[:16].decode("ascii", "replace").rstrip(" /"), file.read(size)
        file.read(size % 2)


SOURCE = FontSource(name="fandol", summary="宋 黑 楷 仿宋", fetch=fetch, unpack=unpack, suffix=".deb")
