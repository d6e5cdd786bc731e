"""Blocks to Word by python-docx: GB/T 9704 page, Word's own heading styles, merged tables, repeated header rows.

The fonts are named, not embedded: 仿宋, 黑体, 楷体 and 宋体 are on every Chinese Windows; 方正小标宋简体 is what offices
use for titles. The file lists substitutes for fonts that are not installed (仿宋_GB2312, 华文中宋 …).
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import TYPE_CHECKING

import docx as word

from gongkai.document import fonts as font_sets
from gongkai.document.docx import page
from gongkai.document.docx.body import Body
from gongkai.document.layout.printed import date
from gongkai.document.layout.text import clean_lines

if TYPE_CHECKING:
    from gongkai.document.fonts import FontSet
    from gongkai.document.metadata import Document

_EPOCH = (2000, 1, 1, 0, 0, 0)


def render(document: Document, fonts: FontSet | None = None) -> bytes:
    """Render a .docx file; the same bytes for the same document.

    Args:
        document: Metadata and blocks.
        fonts: Font set for rasterising charts, for programs that cannot display SVG; ``bundled`` by default.

    Raises:
        RenderError: A picture is broken; the message names it.
    """
    made = word.Document()
    page.set_up(made, document.meta)
    Body(made, document, fonts or font_sets.font_set(font_sets.BUNDLED)).write()
    _properties(made, document)
    out = io.BytesIO()
    made.save(out)
    return _fixed(out.getvalue())


def _properties(made: word.document.Document, document: Document) -> None:
    meta, about = document.meta, made.core_properties
    day = date(meta) or dt.date(2000, 1, 1)
    title, author, subject, words, language = (
        clean_lines(text).replace("\n", "")[:255]
        for text in (meta.title, meta.author, meta.subject, "，".join(meta.keywords), meta.language)
    )
    about.title, about.author, about.last_modified_by = title, author, author
    about.subject, about.keywords, about.language = subject, words, language
    about.created = about.modified = dt.datetime(day.year, day.month, day.day)  # noqa: DTZ001 - Word's are without zone
    about.comments, about.revision = "", 1
    about.identifier = meta.identifier[:255]


def _fixed(data: bytes) -> bytes:
    """The same zip archive with fixed timestamps."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for item in old.infolist():
            fixed = zipfile.ZipInfo(item.filename, _EPOCH)
            fixed.compress_type, fixed.external_attr, fixed.create_system = zipfile.ZIP_DEFLATED, 0o600 << 16, 3
            new.writestr(fixed, old.read(item.filename))
    return out.getvalue()
