"""Look at a file before it is opened: which importer reads it, and whether it is safe to read."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.files import reason
from gongkai.importers.base import HEAD, MB
from gongkai.importers.core.container import zip_parts
from gongkai.importers.registry import Registry, registry
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.importers.base import Importer

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLD_EXCEL = frozenset({".xls", ".xlsx", ".xlsm"})


def identify(path: Path, known: Registry | None = None) -> Importer:
    """The importer of a file: what its bytes prove goes before its name.

    Args:
        path: The file; its first bytes are read and, of a zip archive, the list of its parts.
        known: The importers; by default those of this installation.

    Raises:
        InputError: Not there, empty, too large, locked, damaged, not safe to open, or of no format that can be read. The
            message says which, what to do, and which plug-in failed to load.
    """
    known = registry() if known is None else known
    head, size = _first_bytes(path)
    found = next((item for item in known.importers if item.sniff(head, path)), None)
    if found is None:
        try:
            _refuse(path, head, known)
            found = _by_name(path, head, known)
        except InputError as error:
            raise InputError("\n".join([str(error), *known.failures])) from None
    if size > found.max_bytes:
        msg = (
            f"{path.name}：文件有{size // MB}MB，超过{found.max_bytes // MB}MB，不像一份年度报告；"
            "请核对文件，或删去其中的图片后再导入。"
        )
        raise InputError(msg)
    found.check(path)
    return found


def _first_bytes(path: Path) -> tuple[bytes, int]:
    """The first bytes of a file, and its size in bytes."""
    name = path.name
    try:
        if not path.is_file():
            what = "是一个文件夹，请指明其中的文件" if path.is_dir() else "没有这个文件"
            msg = f"{name}：{what}。"
            raise InputError(msg)
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(HEAD)
    except OSError as error:
        msg = f"{name}：打不开（{reason(error)}）。"
        raise InputError(msg) from None
    if not head:
        msg = f"{name}：文件是空的。"
        raise InputError(msg)
    return head, size


def _by_name(path: Path, head: bytes, known: Registry) -> Importer:
    name, suffix = path.name, path.suffix.lower()
    found = known.of_suffix(suffix)
    if found is not None and found.binary:
        msg = f"{name}：内容不是{suffix}文件，可能已损坏或改过扩展名；请用原来的程序打开，另存后再导入。"
        raise InputError(msg)
    found = found or next((item for item in known.importers if item.guess(head, path)), None)
    if found is None:
        msg = f"{name}：不认识的文件类型“{suffix}”；可以导入{known.titles}。"
        raise InputError(msg)
    return found


def _refuse(path: Path, head: bytes, known: Registry) -> None:
    """Raise for formats that are known not to be readable, with what to do instead."""
    name = path.name
    if head.startswith(_OLE):
        raise InputError(_old_office(path))
    if head.startswith(b"PK\x03\x04"):
        raise InputError(_archive(path, known))
    if head.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")):
        msg = f"{name}：是压缩文件；请解压后再导入其中的报告。"
        raise InputError(msg)
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")):
        msg = f"{name}：是图片，没有可读取的文字；请先转换成文字（OCR）并核对，存为.txt后再导入。"
        raise InputError(msg)
    if head.startswith(b"{\\rtf"):
        msg = f"{name}：是RTF文件；请用Word或WPS打开，另存为.docx后再导入。"
        raise InputError(msg)


def _old_office(path: Path) -> str:
    name = path.name
    with path.open("rb") as file:
        data = file.read(2 * MB)
    if "EncryptedPackage".encode("utf-16-le") in data:
        return f"{name}：文件设了打开密码；请去掉密码，另存后再导入。"
    if "Workbook".encode("utf-16-le") in data or path.suffix.lower() in _OLD_EXCEL:
        return f"{name}：这是旧版Excel格式（.xls）；请用Excel或WPS打开，另存为“Excel 工作簿（.xlsx）”后再导入。"
    return f"{name}：这是旧版Word格式（.doc），只改扩展名不行；请用Word或WPS打开，另存为“Word 文档（.docx）”后再导入。"


def _archive(path: Path, known: Registry) -> str:
    name = path.name
    names = zip_parts(path)
    if names is None:
        return f"{name}：文件已损坏，无法打开；请用原来的程序打开检查，另存后再导入。"
    if "mimetype" in names:
        return f"{name}：是ODF或OFD一类的文件；请另存为.docx或PDF后再导入。"
    return f"{name}：是压缩文件或不认识的类型；可以导入{known.titles}。"
