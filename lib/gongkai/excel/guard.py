"""Look at a workbook's container before anything is opened: size, kind, macros, entities."""

from __future__ import annotations

import re
import zipfile
from typing import TYPE_CHECKING

from openpyxl.utils import range_boundaries

from gongkai import limits
from gongkai.excel.office import DAMAGE, Limits, xml_parts
from gongkai.files import reason
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

LARGEST_FILE = 20 * 1024 * 1024
"""Maximum size in bytes of a workbook; a filled form has about 30 kB."""
LARGEST_CONTENT = 64 * 1024 * 1024
"""Maximum total size of its parts once unpacked, in bytes."""
LARGEST_XML = 3 * 1024 * 1024
"""Maximum size in bytes of the parts that are parsed into memory; a filled form has about 120 kB."""
MOST_PARTS = 2_000
_MERGE = re.compile(rb"mergeCell\b[^>]*?\bref=[\"']([^\"'>]*)[\"']")
_RANGE = re.compile(rb"[A-Z]{1,3}[1-9]\d{0,6}(?::[A-Z]{1,3}[1-9]\d{0,6})?")
"""A range as programs write it; others (lower case, absolute, whole columns) are read too, and would not be counted."""
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def check(path: Path, largest_xml: int = LARGEST_XML) -> None:
    """Raise unless the file is a workbook that is safe to open.

    Args:
        path: The file.
        largest_xml: Most bytes of the parts that will be parsed.

    Raises:
        InputError: Not there, too large, empty, encrypted, an old ``.xls``, no workbook, damaged, with macros, with
            entities, or unpacking to more than a workbook needs.
    """
    name = path.name
    try:
        size = path.stat().st_size
        with path.open("rb") as file:
            magic = file.read(8)
            head = magic + file.read(65_536) if magic == _OLE else magic
    except FileNotFoundError:
        msg = f"{name}：没有这个文件。"
        raise InputError(msg) from None
    except OSError as error:
        msg = f"{name}：打不开（{reason(error)}）。"
        raise InputError(msg) from None
    if size > LARGEST_FILE:
        msg = f"{name}：文件有{size // 1024 // 1024}MB，超过{LARGEST_FILE // 1024 // 1024}MB；请删去无关的工作表和图片后再导入。"
        raise InputError(msg)
    if size == 0:
        msg = f"{name}：文件是空的。"
        raise InputError(msg)
    if magic == _OLE:
        locked = "EncryptedPackage".encode("utf-16-le") in head or _has(path, "EncryptedPackage".encode("utf-16-le"))
        what = "文件设了打开密码；请去掉密码" if locked else "这是旧版Excel格式（.xls）；请用Excel或WPS打开"
        msg = f"{name}：{what}，另存为“Excel 工作簿（.xlsx）”后再导入。"
        raise InputError(msg)
    try:
        with zipfile.ZipFile(path) as archive:
            _parts(name, archive, largest_xml)
    except InputError:
        raise
    except DAMAGE:
        msg = f"{name}：不是完好的Excel工作簿（.xlsx）；请用Excel或WPS打开检查，另存后再导入。"
        raise InputError(msg) from None


def _has(path: Path, mark: bytes) -> bool:
    return mark in path.read_bytes()


def _parts(name: str, archive: zipfile.ZipFile, largest_xml: int) -> None:
    names = set(archive.namelist())
    if "[Content_Types].xml" not in names or not any(item.startswith("xl/") for item in names):
        msg = f"{name}：不是Excel工作簿；请确认文件类型。"
        raise InputError(msg)
    merged = 0
    allowed = Limits("Excel", "Excel 工作簿（.xlsx）", "填报表", MOST_PARTS, largest_xml, LARGEST_CONTENT)
    for data in xml_parts(name, archive, allowed):
        for ref in _MERGE.findall(data):
            if not _RANGE.fullmatch(ref):
                msg = (
                    f"{name}：合并单元格的写法不是Excel或WPS的；为安全起见没有打开，请用Excel或WPS打开、另存后再导入。"
                )
                raise InputError(msg)
            left, top, right, bottom = range_boundaries(ref.decode())
            merged += ((right or 0) - (left or 0) + 1) * ((bottom or 0) - (top or 0) + 1)
    if merged > limits.MERGED:
        msg = f"{name}：合并单元格覆盖了{merged}个格，不像填报表；为安全起见没有打开。"
        raise InputError(msg)
