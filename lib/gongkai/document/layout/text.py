"""Texts in print: which characters are removed, where a title is broken."""

from __future__ import annotations

import re

from gongkai.document import labels
from gongkai.document.text import clean, text_width

_UNSEEN = re.compile(r"[\ufeff\u202a-\u202e\u2066-\u2069]")
"""Byte order marks, which PDF/A refuses, and marks that change the text direction."""

_YEAR = re.compile(r"\d年")

_TITLE_CHARACTERS = 20
"""Characters of 22 pt in a line of the title."""


def clean_lines(text: str) -> str:
    r"""Text without control characters and lone surrogates; line ends become ``\\n``, tabs become spaces."""
    text = text.replace("\r\n", "\n").replace("\r", "\n").replace("\t", "    ")
    return _UNSEEN.sub("", clean(text)).encode("utf-8", "ignore").decode("utf-8")


def title_lines(text: str) -> list[str]:
    """The title's lines as given; a long one is broken after its year, then between words into lines of even length."""
    found: list[str] = []
    for line in text.split("\n"):
        parts = [line]
        if text_width(line) > _TITLE_CHARACTERS and (years := list(_YEAR.finditer(line))):
            parts = [line[: years[-1].end()], line[years[-1].end() :]]
        found += [each for part in parts if part for each in labels.lines(part, _TITLE_CHARACTERS)]
    return found or [""]
