"""Hostile PDF files: content streams, trees of pages, deep objects."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hardening.kinds.texts import wrapped

if TYPE_CHECKING:
    from tests.hardening.kinds.texts import Make


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


def _on_100_pages(content: bytes) -> bytes:
    return _pdf_of(content, 100)


def kinds() -> dict[str, Make]:
    """The kinds of PDF."""
    return (
        wrapped(_pdf_of, _PDF)
        | wrapped(_on_100_pages, _PDF, ", on 100 pages")
        | {
            "pages": lambda size: _pdf_of(b"", size // 100),
            "a deep trailer": lambda size: _pdf_of(b"", 1, b"/A " + b"[" * size + b"]" * size),
            "a loop of pages": lambda size: _pdf_of(b"", 1).replace(b"/Kids[5 0 R]", b"/Kids[2 0 R]") + b"%" * size,
        }
    )
