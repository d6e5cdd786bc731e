"""The bytes of a workbook: fixed dates, and the values of formulas beside them."""

from __future__ import annotations

import datetime as dt
import io
import re
import zipfile
from typing import TYPE_CHECKING

from lxml import etree

if TYPE_CHECKING:
    from collections.abc import Mapping

    from openpyxl.workbook import Workbook

    from gongkai.returns.model import Number

_DATE = dt.datetime(1980, 1, 1)  # noqa: DTZ001 - the earliest date a zip file can hold has no zone
_NS = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def pack(book: Workbook, values: Mapping[str, Mapping[str, Number | str | None]]) -> bytes:
    """The workbook as bytes: the same workbook, the same bytes.

    Args:
        book: The workbook.
        values: What each formula shows, by name of the sheet and coordinate; ``None`` is an empty text. A reader that
            does not calculate sees these.
    """
    book.properties.creator = "gongkai"
    book.properties.created = _DATE
    raw = io.BytesIO()
    book.save(raw)
    numbers = {f"xl/worksheets/sheet{index}.xml": name for index, name in enumerate(book.sheetnames, 1)}
    packed = io.BytesIO()
    with zipfile.ZipFile(raw) as source, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as target:
        for name in source.namelist():
            data = source.read(name)
            if name == "docProps/core.xml":
                data = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", data)
            if name in numbers and numbers[name] in values:
                data = _cached(data, values[numbers[name]])
            info = zipfile.ZipInfo(name, _DATE.timetuple()[:6])
            info.compress_type = zipfile.ZIP_DEFLATED
            target.writestr(info, data)
    return packed.getvalue()


def _cached(data: bytes, values: Mapping[str, Number | str | None]) -> bytes:
    root = etree.fromstring(data)
    for cell in root.iter(f"{_NS}c"):
        if cell.find(f"{_NS}f") is None:
            continue
        value = values[cell.get("r", "")]
        shown = cell.find(f"{_NS}v")
        if shown is None:
            shown = etree.SubElement(cell, f"{_NS}v")
        if value is None or isinstance(value, str):
            cell.set("t", "str")
        shown.text = "" if value is None else str(value)
    text: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8", standalone=True)
    return text
