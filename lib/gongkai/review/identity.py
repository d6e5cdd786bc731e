"""Which report a published file says it is: the identifier that every format carries, read without the project.

Files come from outside: they are read in a child process with limits.
"""

from __future__ import annotations

import hashlib
import html
import io
import json
import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from gongkai.parsing import watchdog
from gongkai.parsing.errors import InputError
from gongkai.returns import canonical
from gongkai.returns.identifier import Identity, parse

MOST_BYTES = 200 * 1024 * 1024
"""Maximum size in bytes of a file; a report with many photos has a tenth of that."""
_HEAD = 200_000
"""Bytes at the beginning of a web page that its metadata are in."""
_PART = 1024 * 1024
"""Maximum size in bytes of the properties of a file."""
_META = re.compile(r'<meta\s+name="gongkai"\s+content="([^"]{1,400})"')
_PROPERTY = re.compile(r"<dc:identifier>([^<]{1,400})</dc:identifier>")
"""The identifier in the properties of a Word file, and in the XMP metadata of a PDF."""

_DAMAGED = (ValueError, TypeError, LookupError, AttributeError, RuntimeError, EOFError, zipfile.BadZipFile, zlib.error)
"""What reading a damaged, encrypted or other file raises."""

SUFFIXES = (".html", ".htm", ".pdf", ".docx", ".json", ".ipynb")
"""The kinds of files that carry an identifier."""


def of_file(path: Path) -> Identity | None:
    """The identity of a file; ``None`` if it carries none.

    Raises:
        InputError: It cannot be read, is too large, or is not what its name says.
        OSError: The system refuses to read it.
    """
    if path.suffix.lower() not in SUFFIXES:
        msg = f"{path.name}：不认识的文件类型；可以核对的有{'、'.join(SUFFIXES)}，生成报告的文件夹，和每行一个链接的.txt。"
        raise InputError(msg)
    if path.stat().st_size > MOST_BYTES:
        msg = f"{path.name}：文件太大，不像一份年度报告。"
        raise InputError(msg)
    return watchdog.read(_read, path)


def _read(path: Path) -> Identity | None:
    data = path.read_bytes()
    try:
        match path.suffix.lower():
            case ".pdf":
                return _of_pdf(data)
            case ".docx":
                return _of_docx(data)
            case ".json":
                return _of_json(data)
            case ".ipynb":
                return _of_notebook(data)
        match = _META.search(data[:_HEAD].decode("utf-8", "replace"))
        return parse(html.unescape(match[1])) if match else None
    except _DAMAGED as error:
        msg = f"{path.name}：读不出来，不是{path.suffix}文件，或者已经损坏。"
        raise InputError(msg) from error


def _of_pdf(data: bytes) -> Identity | None:
    import pikepdf

    try:
        with pikepdf.open(io.BytesIO(data)) as pdf:
            found = pdf.Root.Metadata.read_bytes() if "/Metadata" in pdf.Root else b""
    except (pikepdf.PdfError, pikepdf.PasswordError) as error:
        raise ValueError(str(error)) from error
    return _property(found)


def _of_docx(data: bytes) -> Identity | None:
    with zipfile.ZipFile(io.BytesIO(data)) as archive, archive.open("docProps/core.xml") as part:
        return _property(part.read(_PART))


def _property(data: bytes) -> Identity | None:
    match = _PROPERTY.search(data[:_PART].decode("utf-8", "replace"))
    return parse(html.unescape(match[1])) if match else None


def _of_json(data: bytes) -> Identity | None:
    """A ``report.json`` carries no digest: its own bytes are what is digested."""
    found: Any = canonical.loads(data.decode("utf-8"))
    if not isinstance(found, dict) or not {"agency", "year", "edition"} <= found.keys():
        return None
    return Identity(str(found["agency"]["id"]), int(found["year"]), hashlib.sha256(data).hexdigest())


def _of_notebook(data: bytes) -> Identity | None:
    found: Any = json.loads(data)
    given = found["metadata"].get("gongkai", {}).get("identifier", "")
    return parse(str(given))
