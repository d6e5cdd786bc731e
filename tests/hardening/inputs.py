"""Hostile files for every input: text, HTML, Word, PDF, Excel, register, YAML, JSON, the text of a section."""

from __future__ import annotations

import functools
import html
import io
import json
import re
import zipfile
from typing import TYPE_CHECKING

from tests.hardening.texts import UNITS, text
from tests.samples import AGENCY, record

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def kinds(name: str) -> dict[str, Callable[[int], bytes]]:
    """What makes each kind of file of an input, given a size in bytes."""
    return dict(_ALL[name]())


def names() -> tuple[str, ...]:
    """The inputs."""
    return tuple(_ALL)


TITLE = "某市某区试验局2021年政府信息公开工作年度报告"
_HEAD = f"{TITLE}\n一、总体情况\n"
_TAIL = "\n二、主动公开政府信息情况\n三、收到和处理政府信息公开申请情况\n五、存在的主要问题及改进情况\n六、其他需要报告的事项\n无\n"


def _within(words: str) -> str:
    return _HEAD + words + _TAIL


# ---- plain text -------------------------------------------------------------------------------------------------


def _txt() -> Iterator[tuple[str, Callable[[int], bytes]]]:
    for name in UNITS:
        yield name, lambda size, name=name: _within(text(name, size)).encode()


# ---- HTML -------------------------------------------------------------------------------------------------------


def _page(body: str) -> bytes:
    return f"<!DOCTYPE html><html lang=zh><meta charset=utf-8><title>{TITLE}</title><body>{body}</body></html>".encode()


_HTML = {
    "nested": "<div>", "nested tables": "<table><tr><td>", "rows": "<tr><td>1</td></tr>", "cells": "<td>1</td>",
    "wide": "<td colspan=999999999>1</td>", "tall": "<tr><td rowspan=999999999>1</td></tr>", "bold": "<b>a", "attributes": "<p a",
    "entities": "&#x4e00;", "comments": "<!--", "lists": "<ul><li>a", "hidden": "<p hidden>a</p>", "styles": "<p style='display:none'>a",
    "spans": "<span>a</span>", "breaks": "<br>", "options": "<option>", "svg": "<svg><g>", "scripts": "<script>", "metas": "<meta name=a content=b>",
    "tables": "<table><tr><td>予以公开<td>1</table>", "captions": "<table><caption>a</caption>",
    "labels": "<tr><td>（一）予以公开<td>1<td>2<td>3<td>4<td>5<td>6<td>7</tr>", "heads": "<th>自然人</th>",
}  # fmt: skip


def _htmls() -> Iterator[tuple[str, Callable[[int], bytes]]]:
    for name in UNITS:
        yield (
            name,
            lambda size, name=name: _page(
                "".join(f"<p>{html.escape(part)}</p>" for part in _within(text(name, size)).split("\n"))
            ),
        )
    for name, unit in _HTML.items():
        lead = "<table>" if unit.startswith(("<tr", "<td", "<th")) else ""
        yield (
            f"markup: {name}",
            lambda size, unit=unit, lead=lead: _page(
                _HEAD.replace("\n", "<br>")
                + lead
                + unit * (size // len(unit.encode()))
                + ("</table>" if lead else "")
                + _TAIL.replace("\n", "<br>")
            ),
        )


# ---- Word -------------------------------------------------------------------------------------------------------

_W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"


@functools.cache
def _empty_docx() -> bytes:
    from docx import Document

    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def _with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one part changed; parts are stored compressed, as programs do."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


def _docx_of(body: str) -> bytes:
    def change(old: bytes) -> bytes:
        return re.sub(rb"<w:body>.*</w:body>", lambda _: f"<w:body>{body}</w:body>".encode(), old, flags=re.DOTALL)

    return _with_part(_empty_docx(), "word/document.xml", change)


def _paragraphs(words: str) -> str:
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", words)
    return "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in clean.split("\n"))


_CELL = "<w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc>"
_WORD = {
    "rows": f"<w:tr>{_CELL}</w:tr>", "cells": _CELL, "empty paragraphs": "<w:p/>", "runs": "<w:r><w:t>a</w:t></w:r>", "breaks": "<w:r><w:br/></w:r>",
    "wide cells": '<w:tr><w:tc><w:tcPr><w:gridSpan w:val="9999"/></w:tcPr><w:p/></w:tc></w:tr>',
    "merged cells": "<w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc></w:tr>",
    "fields": '<w:r><w:fldChar w:fldCharType="begin"/></w:r>', "tables": f"<w:tbl><w:tr>{_CELL}</w:tr></w:tbl>",
}  # fmt: skip
_NESTED = {
    "nested tables": ("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), "nested controls": ("<w:sdt><w:sdtContent>", "</w:sdtContent></w:sdt>"),
    "nested insertions": ("<w:ins>", "</w:ins>"), "nested paragraphs": ("<w:p><w:r>", "</w:r></w:p>"),
}  # fmt: skip


def _docx() -> Iterator[tuple[str, Callable[[int], bytes]]]:
    for name in UNITS:
        yield name, lambda size, name=name: _docx_of(_paragraphs(_within(text(name, size))))
    for name, unit in _WORD.items():
        before, after = {
            "<w:tr": ("<w:tbl>", "</w:tbl>"),
            "<w:tc": ("<w:tbl><w:tr>", "</w:tr></w:tbl>"),
            "<w:r>": ("<w:p>", "</w:p>"),
        }.get(unit[:5], ("", ""))
        yield (
            f"markup: {name}",
            lambda size, unit=unit, before=before, after=after: _docx_of(
                _paragraphs(_HEAD) + before + unit * (size // len(unit)) + after + _paragraphs(_TAIL)
            ),
        )
    for name, (start, end) in _NESTED.items():
        yield (
            f"markup: {name}",
            lambda size, start=start, end=end: _docx_of(
                _paragraphs(_HEAD) + start * (n := size // len(start + end)) + end * n + _paragraphs(_TAIL)
            ),
        )
        yield (
            f"markup: shallow {name}",
            lambda size, start=start, end=end: _docx_of(
                _paragraphs(_HEAD) + (start * 60 + end * 60) * (size // len(start + end) // 60) + _paragraphs(_TAIL)
            ),
        )


# ---- PDF --------------------------------------------------------------------------------------------------------


def _pdf_of(content: bytes, pages: int = 1, extra: bytes = b"") -> bytes:
    """A PDF whose pages share a content stream."""
    kids = b" ".join(b"%d 0 R" % (5 + n) for n in range(pages))
    objects = [
        b"<</Type/Catalog/Pages 2 0 R" + extra + b">>", b"<</Type/Pages/Count %d/Kids[%s]>>" % (pages, kids),
        b"<</Length %d>>stream\n%s\nendstream" % (len(content), content), b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>",
        *[b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 3 0 R/Resources<</Font<</F 4 0 R>>>>>>"] * pages,
    ]  # fmt: skip
    out = bytearray(b"%PDF-1.4\n")
    at = []
    for number, body in enumerate(objects, 1):
        at.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1) + b"".join(b"%010d 00000 n \n" % n for n in at)
    out += b"trailer<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    return bytes(out)


_PDF = {
    "characters": lambda size: b"BT /F 10 Tf 50 700 Td (" + b"a" * size + b") Tj ET",
    "words": lambda size: b"BT /F 10 Tf 50 700 Td (" + b"ab 12 " * (size // 6) + b") Tj ET",
    "lines of text": lambda size: b"BT /F 1 Tf 50 800 Td " + b"0 -0.01 Td (abc) Tj " * (size // 20) + b"ET",
    "boxes": lambda size: b"".join(b"%d %d 9 9 re S " % (n % 500, n // 500 % 800) for n in range(size // 15)),
    "a grid": lambda size: b"".join(b"%d 0 m %d 800 l S 0 %d m 800 %d l S " % (n, n, n, n) for n in range(size // 36)),
    "crossing lines": lambda size: b"".join(b"0 %d m 595 %d l S " % (n % 842, n % 840) for n in range(size // 20)),
    "saved states": lambda size: b"q " * (size // 2),
    "deep arrays": lambda size: b"[" * size,
    "deep dictionaries": lambda size: b"<<" * (size // 2),
    "curves": lambda size: b"0 0 m " + b"1 1 2 2 3 3 c " * (size // 14) + b"S",
    "a table of cells": lambda size: b"".join(
        b"%d %d 20 10 re S " % (20 * (n % 28), 10 * (n // 28 % 80)) for n in range(min(size // 16, 28 * 80))
    ) + b"BT /F 1 Tf " + b"1 0 0 1 30 30 Tm (1) Tj " * (size // 24) + b"ET",
}  # fmt: skip


def _pdf() -> Iterator[tuple[str, Callable[[int], bytes]]]:
    for name, content in _PDF.items():
        yield name, lambda size, content=content: _pdf_of(content(size))
        yield f"{name}, on 100 pages", lambda size, content=content: _pdf_of(content(size // 100), 100)
        yield f"{name}, shared by 100 pages", lambda size, content=content: _pdf_of(content(size // 10), 100)
    yield "pages", lambda size: _pdf_of(b"", size // 100)
    yield "a deep trailer", lambda size: _pdf_of(b"", 1, b"/A " + b"[" * size + b"]" * size)
    yield "a loop of pages", lambda size: _pdf_of(b"", 1).replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]") + b"%" * size


# ---- Excel ------------------------------------------------------------------------------------------------------


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


def _xlsx() -> Iterator[tuple[str, Callable[[int], bytes]]]:
    def put(form: Callable[[], bytes], pattern: bytes, words: str) -> bytes:
        return _with_part(
            form(),
            "xl/worksheets/sheet1.xml",
            lambda old: re.sub(pattern, lambda _: words.encode(), old, count=1, flags=re.DOTALL),
        )

    for name, made in _MERGES.items():
        yield (
            name,
            lambda size, made=made: put(
                _empty_xlsx, rb"</sheetData>", f"</sheetData><mergeCells>{made(size)}</mergeCells>"
            ),
        )
    for name, made in _SHEETS.items():
        yield (
            name,
            lambda size, made=made: put(
                _empty_xlsx, rb"<sheetData>.*</sheetData>", f"<sheetData>{made(size)}</sheetData>"
            ),
        )
        yield (
            f"{name} in a form",
            lambda size, made=made: put(_form_xlsx, rb"</sheetData>", f"{made(size)}</sheetData>"),
        )
    yield "sheets", _many_parts
    yield (
        "shared strings",
        lambda size: _with_part(
            _form_xlsx(),
            "xl/sharedStrings.xml",
            lambda old: old.replace(b"</sst>", b"<si><t>a</t></si>" * (size // 17) + b"</sst>"),
        ),
    )
    yield (
        "styles",
        lambda size: _with_part(
            _form_xlsx(),
            "xl/styles.xml",
            lambda old: re.sub(rb"</cellXfs>", b'<xf numFmtId="0"/>' * (size // 18) + b"</cellXfs>", old),
        ),
    )
    yield "defined names", lambda size: _with_part(
        _empty_xlsx(), "xl/workbook.xml",
        lambda old: old.replace(b"<definedNames />", b"").replace(
            b"</sheets>", b"</sheets><definedNames>" + b'<definedName name="a">Sheet!$A$1</definedName>' * (size // 46) + b"</definedNames>"
        ),
    )  # fmt: skip
    for name in ("brackets", "labels", "section marks", "blanks", "digits", "accents"):
        yield f"a cell of {name}", lambda size, name=name: put(
            _form_xlsx, rb"</sheetData>",
            f'<row r="900"><c r="A900" t="inlineStr"><is><t>{html.escape(text(name, size))}</t></is></c></row></sheetData>',
        )  # fmt: skip


def _many_parts(size: int) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new, zipfile.ZipFile(io.BytesIO(_empty_xlsx())) as old:
        for part in old.namelist():
            new.writestr(part, old.read(part))
        for number in range(size // 120):
            new.writestr(f"xl/worksheets/s{number}.xml", b"")
    return out.getvalue()


# ---- register ---------------------------------------------------------------------------------------------------

_COLUMNS = "序号,收到日期,申请人类型,答复类型,答复日期\n"


def _csv() -> Iterator[tuple[str, Callable[[int], bytes]]]:
    yield "rows", lambda size: (_COLUMNS + "1,2021-01-04,自然人,予以公开,2021-01-20\n" * (size // 52)).encode()
    yield "wrong rows", lambda size: (_COLUMNS + "1,不详,自然人,不详,不详\n" * (size // 34)).encode()
    yield "wrong kinds", lambda size: (_COLUMNS + "1,2021-01-04,居民,答了,2021-01-20\n" * (size // 46)).encode()
    yield "pending rows", lambda size: (_COLUMNS + "1,2021-01-04,自然人,,\n" * (size // 26)).encode()
    yield "columns", lambda size: (_COLUMNS.strip() + ",a" * (size // 2) + "\n").encode()
    yield "wide rows", lambda size: (_COLUMNS + ",1" * (size // 2)).encode()
    yield "quotes", lambda size: (_COLUMNS + '"' * size).encode()
    yield "an open quote", lambda size: (_COLUMNS + '"' + "a\n" * (size // 2)).encode()
    yield "long numbers", lambda size: (_COLUMNS + f"1,{'9' * size},自然人,予以公开,2021-01-20\n").encode()
    yield (
        "long extensions",
        lambda size: (
            _COLUMNS.strip() + ",延长工作日\n1,2021-01-04,自然人,予以公开,2021-01-20," + "9" * min(size, 100_000) + "\n"
        ).encode(),
    )
    for name in UNITS:
        yield name, lambda size, name=name: (_COLUMNS + text(name, size)).encode()


# ---- YAML -------------------------------------------------------------------------------------------------------

_BOMB = "".join(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9) if n else '1'}]\n" for n in range(30))
_YAML = {
    "keys": lambda size: "".join(f"k{n}: 1\n" for n in range(size // 10)),
    "equal keys": lambda size: "a: 1\n" * (size // 5),
    "facts": lambda size: "schema: 1\nyear: 2021\nfacts:\n" + "".join(f"  k{n}: {{label: a, value: 1, unit: 件}}\n" for n in range(size // 42)),
    "wrong facts": lambda size: "schema: 1\nyear: 2021\nfacts:\n" + "".join(f"  k{n}: {{lable: a, valu: x}}\n" for n in range(size // 32)),
    "facts of nothing": lambda size: "schema: 1\nyear: 2021\nfacts:\n" + "".join(f"  k{n}: {{label: a, value: 1, part_of: x{n}}}\n" for n in range(size // 45)),
    "facts in a ring": lambda size: "schema: 1\nyear: 2021\nfacts:\n" + "".join(f"  k{n}: {{label: a, value: 1, part_of: k{n + 1}}}\n" for n in range(size // 45)) + f"  k{size // 45}: {{label: a, value: 1, part_of: k0}}\n",
    "waivers": lambda size: "schema: 1\nyear: 2021\nwaivers:\n" + "- {rule: R1, reason: a}\n" * (size // 24),
    "issues": lambda size: "schema: 1\nyear: 2021\nissues:\n" + "- {path: requests, kind: note, message: a}\n" * (size // 44),
    "figures": lambda size: "schema: 1\nyear: 2021\nfigures:\n" + "".join(f"  k{n}: {{kind: x, caption: a}}\n" for n in range(size // 32)),
    "passages": lambda size: "schema: 1\nyear: 2021\nsections:\n  overview:\n" + "".join(f"    k{n}: {{heading: a, text: b}}\n" for n in range(size // 36)),
    "lists": lambda size: "a: [" + "1," * (size // 2) + "]",
    "deep lists": lambda size: "a: " + "[" * size,
    "closed deep lists": lambda size: "a: " + "[" * (size // 2) + "]" * (size // 2),
    "deep mappings": lambda size: "a: " + "{a: " * (size // 4),
    "block lists": lambda size: "a:\n" + "- " * (size // 2) + "1",
    "question marks": lambda size: "? " * (size // 2),
    "a bomb": lambda size: _BOMB,
    "a merge bomb": lambda size: "a0: &a0 {x: 1}\n" + "".join(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}\n" for n in range(1, 30)),
    "aliases": lambda size: "a: &a [1]\nb: [" + "*a, " * (size // 4) + "]",
    "long aliases": lambda size: "a: &a [" + "1," * (size // 4) + "]\nb: [" + "*a, " * (size // 8) + "]",
    "anchors": lambda size: "a: [" + "".join(f"&a{n} 1," for n in range(size // 9)) + "]",
    "itself": lambda size: "a: &a [*a]",
    "itself in a mapping": lambda size: "&a {a: *a}",
    "an exponent": lambda size: "schema: 1\nyear: 2021\ndisclosure:\n  fees: [1e999999999]\n",
    "a float exponent": lambda size: "schema: 1\nyear: 2021\ndisclosure:\n  fees: [1.0e+999999999]\n",
    "a quoted exponent": lambda size: "schema: 1\nyear: 2021\ndisclosure:\n  fees: ['1e999999999']\n",
    "a small exponent": lambda size: "schema: 1\nyear: 2021\ndisclosure:\n  fees: [1.0e-999999999]\n",
    "an exponent of a count": lambda size: "schema: 1\nyear: 2021\nrequests:\n  new: [1e999999999, 1, 1, 1, 1, 1, 1]\n",
    "an exponent of a fact": lambda size: "schema: 1\nyear: 2021\nfacts:\n  a: {label: a, value: 1e999999999}\nsections:\n  other: '{{ facts.a }}'\n",
    "a quoted exponent of a fact": lambda size: "schema: 1\nyear: 2021\nfacts:\n  a: {label: a, value: '1e999999999'}\nsections:\n  other: '{{ facts.a }}'\n",
    "an exponent of the year": lambda size: "schema: 1\nyear: 1e999999999\n",
    "digits": lambda size: f"schema: 1\nyear: 2021\ndisclosure:\n  fees: [{'9' * size}]\n",
    "quoted digits": lambda size: "schema: 1\nyear: 2021\ndisclosure:\n  fees: ['" + "9" * size + "']\n",
    "4,300 digits": lambda size: f"schema: 1\nyear: 2021\ndisclosure:\n  fees: [{'9' * 4300}]\n",
    "hexadecimal digits": lambda size: f"schema: 1\nyear: 2021\ndisclosure:\n  fees: [0x{'f' * size}]\n",
    "decimals": lambda size: f"schema: 1\nyear: 2021\ndisclosure:\n  fees: [1.{'3' * size}]\n",
    "sexagesimal": lambda size: f"%YAML 1.1\n---\nyear: {'59:' * (size // 3)}0\n",
    "a long key": lambda size: f"{'a' * size}: 1\n",
    "a long text": lambda size: f"schema: 1\nyear: 2021\nsections:\n  other: {'a' * size}\n",
    "comments": lambda size: "# a\n" * (size // 4) + "year: 2021\n",
    "comments after values": lambda size: "a:\n" + " - 1 # a\n" * (size // 9),
    "documents": lambda size: "---\na: 1\n" * (size // 9),
    "tags": lambda size: "a: [" + "!a 1," * (size // 5) + "]",
    "python tags": lambda size: "a: !!python/object/apply:os.system [id]\n",
    "omap": lambda size: "a: !!omap [" + "{a: 1}," * (size // 7) + "]",
    "sets": lambda size: "a: !!set {" + "a, " * (size // 3) + "}",
    "folded": lambda size: "a: >\n" + "  a\n" * (size // 4),
    "quoted": lambda size: 'a: "' + "\\u4e00" * (size // 6) + '"',
    "half surrogates": lambda size: 'a: "\\ud800"\n',
    "directives": lambda size: "%A b\n" * (size // 5) + "---\na: 1\n",
    "control characters": lambda size: "a: \x01" + "a" * size,
}  # fmt: skip


def _yaml() -> Iterator[tuple[str, Callable[[int], bytes]]]:
    for name, made in _YAML.items():
        yield name, lambda size, made=made: made(size).encode()


# ---- JSON -------------------------------------------------------------------------------------------------------


@functools.cache
def _report() -> str:
    from gongkai.returns.canonical import dumps, to_json

    return dumps(to_json(record(2021), {"other": "无"}))


def _jsons() -> Iterator[tuple[str, Callable[[int], bytes]]]:
    def put(key: str, value: Callable[[int], str]) -> Callable[[int], bytes]:
        def make(size: int) -> bytes:
            data = json.loads(_report())
            spot = data
            *above, last = key.split(".")
            for part in above:
                spot = spot[part]
            spot[last] = "\ue001"
            return (
                json.dumps(data, ensure_ascii=False).replace('"\ue001"', value(size)).encode("utf-8", "surrogatepass")
            )

        return make

    cell = "disclosure.fees.amount"
    yield "an exponent", put(cell, lambda _: "1e999999999")
    yield "a decimal exponent", put(cell, lambda _: "1.5e999999999")
    yield "a negative exponent", put(cell, lambda _: "1e-999999999")
    yield "a quoted exponent", put(cell, lambda _: '"1e999999999"')
    yield "5,000 digits", put(cell, lambda _: "9" * 5_000)
    yield "4,300 digits", put(cell, lambda _: "9" * 4_300)
    yield "digits", put(cell, lambda size: "9" * size)
    yield "decimals", put(cell, lambda size: "0." + "3" * size)
    yield "quoted digits", put(cell, lambda size: f'"{"9" * size}"')
    yield "not a number", put(cell, lambda _: "NaN")
    yield "infinity", put(cell, lambda _: "Infinity")
    yield "digits of the year", put("year", lambda size: "9" * size)
    yield "an exponent of the year", put("year", lambda _: "1e999999999")
    yield "depth", put(cell, lambda size: "[" * (size // 2) + "]" * (size // 2))
    yield "deep objects", put(cell, lambda size: '{"a":' * (size // 6) + "1" + "}" * (size // 6))
    yield (
        "entries",
        put("facts", lambda size: "{" + ",".join(f'"k{n}":{{"label":"a","value":1}}' for n in range(size // 35)) + "}"),
    )
    yield (
        "unknown keys",
        put("facts", lambda size: "{" + ",".join(f'"k{n}":{{"lable":"a"}}' for n in range(size // 25)) + "}"),
    )
    yield (
        "issues",
        put(
            "issues",
            lambda size: "[" + ",".join(['{"path":"requests","kind":"note","message":"a"}'] * (size // 50)) + "]",
        ),
    )
    yield "waivers", put("waivers", lambda size: "[" + ",".join(['{"rule":"R1","reason":"a"}'] * (size // 30)) + "]")
    yield "findings", put("findings", lambda size: "[" + ",".join(["{}"] * (size // 3)) + "]")
    yield "rest", put("rest", lambda size: "[" + ",".join(['"disclosure.fees.amount"'] * (size // 26)) + "]")
    yield "half surrogates", put("sections.other", lambda _: '"\\ud800"')
    yield "half surrogates of the name", put("agency.name", lambda _: '"\\udfff"')
    yield "nulls", put("sections.other", lambda _: '"\\u0000"')
    yield "a wrong root", lambda size: b'{"a":' + b"[1]," * 0 + b"[" * size
    yield "a list", lambda size: b"[" + b"1," * (size // 2) + b"1]"
    for name in UNITS:
        yield name, put("sections.other", lambda size, name=name: json.dumps(text(name, size)))


# ---- the text of a section ---------------------------------------------------------------------------------------


def _section() -> Iterator[tuple[str, Callable[[int], bytes]]]:
    for name in UNITS:
        yield name, lambda size, name=name: json.dumps(text(name, size)).encode()


_ALL: dict[str, Callable[[], Iterator[tuple[str, Callable[[int], bytes]]]]] = {
    "txt": _txt, "html": _htmls, "docx": _docx, "pdf": _pdf, "xlsx": _xlsx, "csv": _csv, "yaml": _yaml, "json": _jsons, "section": _section,
}  # fmt: skip
