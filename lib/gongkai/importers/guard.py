"""Look at a file before anything is opened: what it is, and whether it is safe to read."""

from __future__ import annotations

import zipfile
import zlib
from typing import TYPE_CHECKING

from gongkai.returns.errors import InputError, reason

if TYPE_CHECKING:
    from pathlib import Path

LARGEST = {"html": 20, "txt": 10, "json": 20, "docx": 50, "pdf": 50}
"""Most megabytes of a file by kind; a report with photos has a few."""
LARGEST_XML = 48 * 1024 * 1024
"""Most bytes of a Word file's XML parts once unpacked."""
MOST_PARTS = 3_000
_MB = 1024 * 1024
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SUFFIXES = {
    ".html": "html", ".htm": "html", ".shtml": "html", ".xhtml": "html", ".docx": "docx", ".docm": "docx", ".pdf": "pdf",
    ".txt": "txt", ".md": "txt", ".text": "txt", ".xlsx": "xlsx", ".xlsm": "xlsx", ".json": "json",
}  # fmt: skip
_KNOWN = "网页（.html）、Word（.docx）、PDF、文本（.txt）、Excel（.xlsx）或report.json"


def check(path: Path) -> str:
    """What kind of file it is; reads its first bytes and, of a Word file, the list of its parts.

    Returns:
        ``html``, ``docx``, ``pdf``, ``txt``, ``xlsx`` or ``json``.

    Raises:
        InputError: Not there, empty, too large, an old or locked Word or Excel file, with macros or entities, unpacking to
            more than a report needs, or of no kind that can be read.
    """
    name = path.name
    try:
        if not path.is_file():
            what = "是一个文件夹，请指明其中的文件" if path.is_dir() else "没有这个文件"
            msg = f"{name}：{what}。"
            raise InputError(msg)
        size = path.stat().st_size
        with path.open("rb") as file:
            head = file.read(4_096)
    except OSError as error:
        msg = f"{name}：打不开（{reason(error)}）。"
        raise InputError(msg) from None
    if not head:
        msg = f"{name}：文件是空的。"
        raise InputError(msg)
    kind = _kind(path, head)
    most = LARGEST.get(kind)
    if most is not None and size > most * _MB:
        msg = f"{name}：文件有{size // _MB}MB，超过{most}MB，不像一份年度报告；请核对文件，或删去其中的图片后再导入。"
        raise InputError(msg)
    if kind == "docx":
        _word(path)
    return kind


def _kind(path: Path, head: bytes) -> str:
    name, suffix = path.name, path.suffix.lower()
    if head.startswith(_OLE):
        return _old_office(path)
    if b"%PDF-" in head[:1_024]:
        return "pdf"
    if head.startswith(b"PK\x03\x04"):
        return _zipped(path)
    if head.startswith((b"\x1f\x8b", b"7z\xbc\xaf", b"Rar!", b"BZh")):
        msg = f"{name}：是压缩文件；请解压后再导入其中的报告。"
        raise InputError(msg)
    if head.startswith((b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\0", b"MM\0*")):
        msg = f"{name}：是图片，没有可读取的文字；请先转换成文字（OCR）并核对，存为.txt后再导入。"
        raise InputError(msg)
    if head.startswith(b"{\\rtf"):
        msg = f"{name}：是RTF文件；请用Word或WPS打开，另存为.docx后再导入。"
        raise InputError(msg)
    if suffix in {".docx", ".docm", ".xlsx", ".xlsm", ".pdf"}:
        if _looks_html(head):
            return "html"
        msg = f"{name}：内容不是{suffix}文件，可能已损坏或改过扩展名；请用原来的程序打开，另存后再导入。"
        raise InputError(msg)
    if suffix == ".json" or (suffix not in _SUFFIXES and head.lstrip()[:1] == b"{"):
        return "json"
    if _looks_html(head) or _SUFFIXES.get(suffix) == "html":
        return "html"
    if suffix not in _SUFFIXES and suffix:
        msg = f"{name}：不认识的文件类型“{suffix}”；可以导入{_KNOWN}。"
        raise InputError(msg)
    return "txt"


def _looks_html(head: bytes) -> bool:
    start = head.replace(b"\0", b"").lstrip(b"\xef\xbb\xbf\xff\xfe \t\r\n").lower()
    return start.startswith(
        (b"<!doctype html", b"<html", b"<head", b"<body", b"<div", b"<table", b"<p>", b"<meta")
    ) or (start.startswith(b"<?xml") and b"<html" in start)


def _old_office(path: Path) -> str:
    name = path.name
    with path.open("rb") as file:
        data = file.read(2 * _MB)
    if "EncryptedPackage".encode("utf-16-le") in data:
        msg = f"{name}：文件设了打开密码；请去掉密码，另存后再导入。"
        raise InputError(msg)
    if "Workbook".encode("utf-16-le") in data or path.suffix.lower() in {".xls", ".xlsx", ".xlsm"}:
        msg = f"{name}：这是旧版Excel格式（.xls）；请用Excel或WPS打开，另存为“Excel 工作簿（.xlsx）”后再导入。"
        raise InputError(msg)
    msg = f"{name}：这是旧版Word格式（.doc），只改扩展名不行；请用Word或WPS打开，另存为“Word 文档（.docx）”后再导入。"
    raise InputError(msg)


def _zipped(path: Path) -> str:
    name = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            names = {part.filename for part in archive.infolist()}
    except (zipfile.BadZipFile, zipfile.LargeZipFile, OSError, ValueError, NotImplementedError):
        msg = f"{name}：文件已损坏，无法打开；请用原来的程序打开检查，另存后再导入。"
        raise InputError(msg) from None
    if any(item.startswith("xl/") for item in names):
        return "xlsx"
    if any(item.startswith("word/") for item in names):
        return "docx"
    if "mimetype" in names:
        msg = f"{name}：是ODF或OFD一类的文件；请另存为.docx或PDF后再导入。"
        raise InputError(msg)
    msg = f"{name}：是压缩文件或不认识的类型；可以导入{_KNOWN}。"
    raise InputError(msg)


def _word(path: Path) -> None:
    """Raise unless a Word file is safe to open: parts are unpacked one by one, never beyond what they declare."""
    name = path.name
    try:
        with zipfile.ZipFile(path) as archive:
            parts = archive.infolist()
            xml = [part for part in parts if part.filename.lower().endswith((".xml", ".rels"))]
            size = sum(part.file_size for part in xml)
            if len(parts) > MOST_PARTS or size > LARGEST_XML:
                msg = f"{name}：解压后有{size // _MB}MB文字，不像一份年度报告；为安全起见没有打开。"
                raise InputError(msg)
            if any(part.filename.rpartition("/")[2].lower() in {"vbaproject.bin", "vbadata.xml"} for part in parts):
                msg = f"{name}：文件带有宏，为安全起见没有打开；请另存为不带宏的“Word 文档（.docx）”后再导入。"
                raise InputError(msg)
            if any(part.flag_bits & 1 for part in parts):
                msg = f"{name}：文件是加密的；请去掉密码后再导入。"
                raise InputError(msg)
            for part in xml:
                if b"<!" in archive.read(part)[:65_536].replace(b"\0", b"").replace(b"<!--", b""):
                    msg = f"{name}：内部的{part.filename}含有DTD或实体定义，正常的Word文件没有这种内容；为安全起见没有打开。"
                    raise InputError(msg)
    except (
        zlib.error,
        zipfile.BadZipFile,
        zipfile.LargeZipFile,
        EOFError,
        NotImplementedError,
        RuntimeError,
        OSError,
        ValueError,
    ) as error:
        if isinstance(error, InputError):
            raise
        msg = f"{name}：文件已损坏，无法打开；请用Word或WPS打开检查，另存后再导入。"
        raise InputError(msg) from None
