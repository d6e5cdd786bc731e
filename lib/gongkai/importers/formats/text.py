"""Import a report as plain text: a cell a line, cells with separators between them, or cells that have run together."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.importers.base import MB, Importer
from gongkai.importers.core.decoding import decode
from gongkai.importers.core.delimiters import CELL, END
from gongkai.importers.core.parsed_report import DelimitedText, ParsedReport
from gongkai.importers.core.texts import line_width

if TYPE_CHECKING:
    from pathlib import Path

_PAGE = re.compile(
    r"^[ \t\u3000]*(?:\[?第\s*\d+\s*页\]?(?:\s*/?\s*共\s*\d+\s*页)?|[-—–－]+\s*\d{1,3}\s*[-—–－]+)[ \t\u3000]*$\n?",
    re.MULTILINE,
)
_FEWEST_CELLS = 20
_PAGE_END = re.compile(r"^[^\S\n]*\d{1,3}\s*\f", re.MULTILINE)
_RULE = re.compile(r"\|?(?:\s*:?-{2,}:?\s*\|)+(?:\s*:?-{2,}:?)?")
"""The line under the header of a Markdown table."""
_DRAFT = re.compile(r"^[^\S\n]*草稿(?:[:：]尚未审核签发.*)?$", re.MULTILINE)
"""The line that a draft's web page begins with."""
_WRAPPED = 80
"""Longest line of a text whose lines were broken at a width."""


def read(path: Path) -> ParsedReport:
    """Read a text file.

    Raises:
        InputError: The bytes are not text in a known encoding.
    """
    return from_text(decode(path.read_bytes(), path.name), path.name)


def from_text(text: str, name: str) -> ParsedReport:
    """The report in a text.

    Args:
        text: Its text.
        name: Name of the file, for messages.
    """
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", "").replace(CELL, " ").replace(END, " ")
    text = _PAGE.sub("", _PAGE_END.sub("\f", text)).replace("\f", "\n")
    text = _without_comments(text)
    draft = _DRAFT.search(text) is not None
    return ParsedReport(file=name, blocks=(DelimitedText(_cells(text)),), wrapped=_wrapped(text), draft=draft)


def _without_comments(text: str) -> str:
    """A text without what is between ``<!--`` and ``-->``; one that is not closed is text."""
    kept: list[str] = []
    at = 0
    while (start := text.find("<!--", at)) >= 0 and (end := text.find("-->", start + 4)) >= 0:
        kept.append(text[at:start])
        at = end + 3
    return "".join(kept) + text[at:]


def _cells(text: str) -> str:
    """Mark the cells that tabs or bars separate."""
    lines = text.split("\n")
    if sum(line.count("|") > 1 for line in lines) >= _FEWEST_CELLS // 4:
        kept = (line for line in lines if not _RULE.fullmatch(line.strip()))
        return "\n".join(line.replace("|", CELL) + END if "|" in line else line for line in kept)
    if text.count("\t") < _FEWEST_CELLS:
        return text
    out: list[str] = []
    inside = blank = False
    for line in lines:
        if "\t" in line:
            out.append(line.replace("\t", CELL))
            inside, blank = True, False
            continue
        if inside and blank and line.strip():
            # A line after an empty one ends the table, unless a cell goes on.
            out.append(END + line)
            inside = False
        else:
            out.append(line)
        blank = not line.strip()
    return "\n".join(out)


def _wrapped(text: str) -> int:
    """The width at which lines were broken, else 0: most long lines are short enough and do not end a sentence."""
    lines = [line.strip() for line in text.split("\n") if len(line.strip()) >= 20]
    if len(lines) < 8:
        return 0
    broken = sum(len(line) <= _WRAPPED and line[-1] not in "。！？：；" for line in lines)
    return line_width(text) if broken > len(lines) * 0.5 else 0


IMPORTER = Importer(
    name="txt",
    title="文本（.txt）",
    suffixes=(".txt", ".md", ".text"),
    max_bytes=10 * MB,
    read=lambda path, _expected: read(path),
    guess=lambda _head, path: not path.suffix,
)
