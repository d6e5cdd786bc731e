"""Hostile Word files: text in paragraphs, and markup."""

from __future__ import annotations

import functools
import html
import io
import re
import zipfile
from functools import partial
from typing import TYPE_CHECKING

from tests.hardening.kinds.texts import HEAD, TAIL, repeated, report, texts

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hardening.kinds.texts import Make

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
_AROUND = {
    "<w:tr": ("<w:tbl>", "</w:tbl>"),
    "<w:tc": ("<w:tbl><w:tr>", "</w:tr></w:tbl>"),
    "<w:r>": ("<w:p>", "</w:p>"),
}
_DEEP = 60


@functools.cache
def _empty() -> bytes:
    from docx import Document

    out = io.BytesIO()
    Document().save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes]) -> bytes:
    """An archive with one part changed."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, change(old.read(part)) if part == name else old.read(part))
    return out.getvalue()


def _document(body: str) -> bytes:
    def change(old: bytes) -> bytes:
        return re.sub(rb"<w:body>.*</w:body>", lambda _: f"<w:body>{body}</w:body>".encode(), old, flags=re.DOTALL)

    return with_part(_empty(), "word/document.xml", change)


def _paragraphs(words: str) -> str:
    clean = re.sub(r"[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]", "", words)
    return "".join(f"<w:p><w:r><w:t>{html.escape(line)}</w:t></w:r></w:p>" for line in clean.split("\n"))


def _text(words: str) -> bytes:
    return _document(_paragraphs(report(words)))


def _markup(unit: str, size: int) -> bytes:
    before, after = _AROUND.get(unit[:5], ("", ""))
    return _document(_paragraphs(HEAD) + before + repeated(unit, size) + after + _paragraphs(TAIL))


def _nested(start: str, end: str, deep: int | None, size: int) -> bytes:
    times = max(1, size // len(start + end))
    inner = start * times + end * times if deep is None else (start * deep + end * deep) * max(1, times // deep)
    return _document(_paragraphs(HEAD) + inner + _paragraphs(TAIL))


def kinds() -> dict[str, Make]:
    """The kinds of Word file."""
    found = texts(_text) | {f"markup: {name}": partial(_markup, unit) for name, unit in _WORD.items()}
    for name, (start, end) in _NESTED.items():
        found[f"markup: {name}"] = partial(_nested, start, end, None)
        found[f"markup: shallow {name}"] = partial(_nested, start, end, _DEEP)
    return found
