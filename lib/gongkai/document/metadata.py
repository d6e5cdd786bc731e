"""A whole document: its blocks and what it says about itself."""

from __future__ import annotations

from typing import Any, Literal

from gongkai.document.blocks import Block, Part


class Meta(Part):
    """Metadata of a whole document.

    Attributes:
        title: Document title.
        author: The organ.
        date: ISO date, or ``None``.
        subject: What it is about.
        language: BCP 47 tag.
        keywords: Keywords for search.
        fonts: Name of the font set.
        draft: Whether to print the watermark 草稿.
        contents: Whether the Word file begins with a table of contents.
        url: Where it is published.
        links: Accompanying files (PDF, Word, data): label and relative URL.
        style: The web page's look: a report, or a working paper.
        identifier: Which document it is and a digest of its content, in ASCII: a property of every format, and a line at the
            foot of the last page of a PDF.
        coverage: The period that it is about, as an ISO 8601 interval.
        rights: The licence under which it may be used; empty if none is given.
        linked: What it is, as JSON-LD for programs that read the web page.
    """

    title: str
    author: str = ""
    date: str | None = None
    subject: str = ""
    language: str = "zh-CN"
    keywords: tuple[str, ...] = ()
    fonts: str = "bundled"
    draft: bool = False
    contents: bool = False
    url: str | None = None
    links: tuple[tuple[str, str], ...] = ()
    style: Literal["report", "paper"] = "report"
    identifier: str = ""
    coverage: str = ""
    rights: str = ""
    linked: dict[str, Any] = {}  # noqa: RUF012 - pydantic copies it


class Document(Part):
    """A whole document: metadata and blocks in order."""

    meta: Meta
    blocks: tuple[Block, ...]
