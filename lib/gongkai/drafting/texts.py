"""Comparing a text of a year's file with the one that a published report has, and finding its passages there."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.returns.model import MATTERS, Passage

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_HEADING = re.compile(r"^#{2,4}[ \t]+(.+?)[ \t]*$", re.MULTILINE)
_NUMBER = re.compile(r"^[（(][一二三四五六七八九十]+[)）]|^[一二三四五六七八九十]+、")
_FIGURE = re.compile(r"^[ \t]*!\[[^\]\n]*\]\([^)\n]*\)[ \t]*$", re.MULTILINE)
_CAPTION = re.compile(r"^[ \t#]*(?:图[ \t\u3000]*\d{1,2}[^\n。；，]{1,60}|（?图片暂缺）?)[ \t]*$", re.MULTILINE)
_MARKS = re.compile(r"\\(?=[!-/:-@\[-`{-~])|^#{1,6}[ \t]+|[\s*]+", re.MULTILINE)
_NEAR = 12
_MOST = 60


def bare(text: str) -> str:
    """A text without what a published report loses or adds: white space, marks of Markdown, figures and their captions."""
    return _MARKS.sub("", _CAPTION.sub("", _FIGURE.sub("", text)))


def same(one: str, other: str | None) -> bool:
    """Whether two texts say the same, letter by letter."""
    return other is not None and bare(one) == bare(other)


def with_figures(text: str, old: str) -> str:
    """A text with the lines that place figures in the old one at its end, if it lacks them: figures are in no source."""
    lost = [line for match in _FIGURE.finditer(old) if (line := match[0].strip()) not in text]
    return "\n\n".join([text.rstrip("\n"), *lost]) if lost else text


def merged_overview(text: str, passages: Sequence[Passage], published: Mapping[str, str]) -> str | tuple[Passage, ...]:
    """Section one of a source that has it in one piece, cut into the passages of the file by their headings.

    Returns:
        A passage for each heading, with the id and the heading of the file's own; the text itself if a heading is not one
        of the file's, or one of the file's that has a text is missing.
    """
    ids = {_title(passage.heading or MATTERS.get(passage.id, "")): passage for passage in passages}
    parts = _HEADING.split(text)
    if parts[0].strip() or len(parts) == 1:
        return text
    found = []
    for heading, body in zip(parts[1::2], parts[2::2], strict=True):
        own = ids.pop(_title(heading), None)
        if own is None:
            matter = next((id_ for id_, name in MATTERS.items() if _title(name) == _title(heading)), None)
            if matter is None or f"sections.overview.{matter}" not in published:
                return text
            own = Passage(id=matter)
        found.append(Passage(id=own.id, heading=own.heading, text=body.strip()))
    return text if any(passage.text for passage in ids.values()) else tuple(found)


def excerpts(old: str, new: str) -> tuple[str, str]:
    """The part of two texts in which they differ, with some letters around it, each on one line."""
    start = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    end = 0
    while end < min(len(old), len(new)) - start and old[-1 - end] == new[-1 - end]:
        end += 1
    first = max(0, start - _NEAR)
    return tuple(_cut(text, first, min(len(text), len(text) - end + _NEAR)) for text in (old, new))  # type: ignore[return-value]


def _cut(text: str, start: int, end: int) -> str:
    part = " ".join(text[start:end].split())
    if len(part) > _MOST:
        part = f"{part[: _MOST // 2]}……{part[-_MOST // 2 :]}"
    return f"{'…' if start else ''}{part}{'…' if end < len(text) else ''}"


def _title(heading: str) -> str:
    return _NUMBER.sub("", bare(heading))
