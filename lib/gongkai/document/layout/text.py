"""Texts in print: which characters are removed, where a title is broken."""

from __future__ import annotations

import re

from gongkai.document.text import clean, text_width

_UNSEEN = re.compile(r"[\ufeff\u202a-\u202e\u2066-\u2069]")
"""Byte order marks, which PDF/A refuses, and marks that change the text direction."""

_TITLE_CHARACTERS = 20
"""Characters of 22 pt in a line of the title."""


def clean_lines(text: str) -> str:
    r"""Text without control characters and lone surrogates; line ends become ``\\n``, tabs become spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return _UNSEEN.sub("", clean(text)).encode("utf-8", "ignore").decode("utf-8")


def title_lines(text: str) -> list[str]:
    """The title's lines as given; a long one is broken after a year, else in the middle between hanzi."""
    lines: list[str] = []
    for line in text.split("\n"):
        rest = line
        while text_width(rest) > _TITLE_CHARACTERS:
            at = _division(rest)
            lines.append(rest[:at])
            rest = rest[at:]
        lines.append(rest)
    return lines


def _division(line: str) -> int:
    parts = -(-text_width(line) // _TITLE_CHARACTERS)
    for at in reversed([match.end() for match in re.finditer(r"\d年", line)]):
        if text_width(line[:at]) <= _TITLE_CHARACTERS and text_width(line[at:]) <= _TITLE_CHARACTERS * (parts - 1):
            return at
    at = 1
    while (
        at < len(line) - 1
        and text_width(line[: at + 1]) <= _TITLE_CHARACTERS
        and (
            text_width(line[:at]) < text_width(line) / parts
            or (line[at - 1].isascii() and line[at].isascii() and not line[at].isspace())
            or line[at] in "》）、，。；：”年月日号"
            or line[at - 1] in "《（“"
        )
    ):
        at += 1
    return at
