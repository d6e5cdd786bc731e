"""Hostile workbooks: merged ranges, rows, cells, parts; in an empty workbook and in a form."""

from __future__ import annotations

import functools
import html
import io
import re
import zipfile
from functools import partial
from typing import TYPE_CHECKING

from tests.hardening.kinds.texts import text, wrapped
from tests.hardening.kinds.word import with_part
from tests.samples import AGENCY

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hardening.kinds.texts import Make


@functools.cache
def _empty_xlsx() -> bytes:
    from openpyxl import Workbook

    book = Workbook()
    book.active.append(["a", "b"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


@functools.cache
def _form_xlsx() -> bytes:
    import tempfile
    from pathlib import Path

    from gongkai.excel import write_form

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "form.xlsx"
        write_form(None, AGENCY, 2021, None, path)
        return path.read_bytes()


def _rows(size: int, cell: str, width: int) -> str:
    row = "<row>" + cell * width + "</row>"
    return row * max(1, size // len(row))


_MERGES = {
    "merged cells": lambda size: "".join(f'<mergeCell ref="A{n}:B{n}"/>' for n in range(1, size // 27)),
    "merged sheets": lambda size: '<mergeCell ref="A1:XFD1048576"/>' * (size // 33),
    "lower case merges": lambda size: '<mergeCell ref="a1:xfd1048576"/>' * (size // 33),
    "absolute merges": lambda size: '<mergeCell ref="$A$1:$XFD$1048576"/>' * (size // 33),
    "merged columns": lambda size: '<mergeCell ref="A:XFD"/>' * (size // 23),
    "entity merges": lambda size: '<mergeCell ref="A1:XFD104857&#54;"/>' * (size // 37),
}  # fmt: skip
_SHEETS = {
    "numbers": lambda size: _rows(size, "<c><v>1</v></c>", 7),
    "one row": lambda size: "<row>" + "<c><v>1</v></c>" * min(16_384, size // 15) + "</row>",
    "narrow rows": lambda size: _rows(size, "<c><v>1</v></c>", 1),
    "far rows": lambda size: '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    "texts": lambda size: _rows(size, '<c t="inlineStr"><is><t>（一）予以公开</t></is></c>', 7),
    "a long text": lambda size: f'<row><c t="inlineStr"><is><t>{"信" * (size // 3)}</t></is></c></row>',
    "formulas": lambda size: _rows(size, "<c><f>1+1</f><v>2</v></c>", 7),
    "a long formula": lambda size: f"<row><c><f>{'(' * (size // 2)}{')' * (size // 2)}</f></c></row>",
    "digits": lambda size: f"<row><c><v>{'9' * size}</v></c></row>",
    "an exponent": lambda size: "<row><c><v>1e999999999</v></c></row>",
    "dates": lambda size: _rows(size, '<c t="d"><v>2021-01-01</v></c>', 7),
    "labels": lambda size: _rows(
        size, '<c t="inlineStr"><is><t>（一）予以公开</t></is></c>' + "<c><v>1</v></c>" * 7, 1
    ),
}  # fmt: skip


def _put(book: Callable[[], bytes], pattern: bytes, words: str) -> bytes:
    def change(old: bytes) -> bytes:
        return re.sub(pattern, lambda _: words.encode(), old, count=1, flags=re.DOTALL)

    return with_part(book(), "xl/worksheets/sheet1.xml", change)


def _merged(ranges: str) -> bytes:
    return _put(_empty_xlsx, rb"</sheetData>", f"</sheetData><mergeCells>{ranges}</mergeCells>")


def _sheet(rows: str) -> bytes:
    return _put(_empty_xlsx, rb"<sheetData>.*</sheetData>", f"<sheetData>{rows}</sheetData>")


def _form(rows: str) -> bytes:
    return _put(_form_xlsx, rb"</sheetData>", f"{rows}</sheetData>")


def _cell(name: str, size: int) -> bytes:
    words = html.escape(re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f]", "", text(name, size)))
    return _form(f'<row r="900"><c r="A900" t="inlineStr"><is><t>{words}</t></is></c></row>')


def _strings(size: int) -> bytes:
    more = b"<si><t>a</t></si>" * (size // 17)
    return with_part(_form_xlsx(), "xl/sharedStrings.xml", lambda old: old.replace(b"</sst>", more + b"</sst>"))


def _styles(size: int) -> bytes:
    more = b'<xf numFmtId="0"/>' * (size // 18)
    return with_part(_form_xlsx(), "xl/styles.xml", lambda old: old.replace(b"</cellXfs>", more + b"</cellXfs>"))


def _names(size: int) -> bytes:
    names = b"<definedNames>" + b'<definedName name="a">Sheet!$A$1</definedName>' * (size // 46) + b"</definedNames>"

    def change(old: bytes) -> bytes:
        return old.replace(b"<definedNames />", b"").replace(b"</sheets>", b"</sheets>" + names)

    return with_part(_empty_xlsx(), "xl/workbook.xml", change)


def _many_parts(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new, zipfile.ZipFile(io.BytesIO(_empty_xlsx())) as old:
        for part in old.namelist():
            new.writestr(part, old.read(part))
        for number in range(size // 120):
            new.writestr(f"xl/worksheets/s{number}.xml", b"")
    return out.getvalue()


def kinds() -> dict[str, Make]:
    """The kinds of workbook."""
    found = wrapped(_merged, _MERGES) | wrapped(_sheet, _SHEETS) | wrapped(_form, _SHEETS, " in a form")
    found |= {"parts": _many_parts, "shared strings": _strings, "styles": _styles, "defined names": _names}
    cells = ("opening brackets", "labels", "section marks", "blanks", "digits", "accents")
    return found | {f"a cell of {name}": partial(_cell, name) for name in cells}
