"""Sentences of a text as a reader sees them, for quoting and comparing: without markup, nothing normalized."""

from __future__ import annotations

import re

from gongkai.document.markdown import to_blocks

_END = re.compile(r"(?<=[。！？；])(?![”’）])")


_FIGURE = re.compile(r"^[ \t]*!\[[^\]\n]*\]\([^)\n]*\)[ \t]*$", re.MULTILINE)


def split(markdown: str) -> list[str]:
    """The sentences of a text in order; headings and items of lists without an end mark are sentences of their own.

    Lines that place a figure are left out.
    """
    lines = "\n".join(block.text() for block in to_blocks(_FIGURE.sub("", markdown))).split("\n")
    return [part.strip() for line in lines for part in _END.split(line) if part.strip()]
