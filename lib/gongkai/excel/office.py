"""The container of an Office file, a zip archive of XML parts: looked at before anything in it is opened."""

from __future__ import annotations

import zipfile
import zlib
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator

MB = 1024 * 1024
DAMAGE = (
    zlib.error, zipfile.BadZipFile, zipfile.LargeZipFile, EOFError, NotImplementedError, RuntimeError, OSError, ValueError,
)  # fmt: skip
"""What ``zipfile`` raises on a damaged archive."""
_MACROS = frozenset({"vbaproject.bin", "vbadata.xml"})
_PROLOGUE = 65_536
"""A document type is declared within so many bytes of the beginning of a part."""


@dataclass(frozen=True, slots=True)
class Limits:
    """What an Office file may hold.

    Attributes:
        program: Name of the program in messages: Excel, Word.
        save_as: What to save it as instead: Excel 工作簿（.xlsx）.
        like: What it should be: 填报表, 一份年度报告.
        parts: Most parts.
        xml: Most bytes of its XML parts once unpacked.
        content: Most bytes of all parts once unpacked.
    """

    program: str
    save_as: str
    like: str
    parts: int
    xml: int
    content: int


def xml_parts(name: str, archive: zipfile.ZipFile, limits: Limits) -> Iterator[bytes]:
    """The XML parts of an archive, unpacked one by one, none beyond the size that it declares.

    Args:
        name: Name of the file, for messages.
        archive: The archive.
        limits: What it may hold.

    Raises:
        InputError: Unpacking to more than the limits, encrypted, or with macros or entities.
    """
    parts = archive.infolist()
    xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
    unpacked, parsed = (sum(part.file_size for part in group) for group in (parts, xml))
    if len(parts) > limits.parts or unpacked > limits.content or parsed > limits.xml:
        msg = f"{name}：解压后有{unpacked // MB}MB，不像{limits.like}；为安全起见没有打开。"
        raise InputError(msg)
    if any(part.filename.rpartition("/")[2].lower() in _MACROS for part in parts):
        msg = f"{name}：文件带有宏，为安全起见没有打开；请另存为不带宏的“{limits.save_as}”后再导入。"
        raise InputError(msg)
    if any(part.flag_bits & 1 for part in parts):
        msg = f"{name}：文件是加密的；请去掉密码后再导入。"
        raise InputError(msg)
    for part in xml:
        data = archive.read(part)
        if b"<!" in data[:_PROLOGUE].replace(b"\0", b"").replace(b"<!--", b""):
            msg = f"{name}：内部的{part.filename}含有DTD或实体定义，正常的{limits.program}文件没有这种内容；为安全起见没有打开。"
            raise InputError(msg)
        yield data
