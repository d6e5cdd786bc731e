"""Where lines of running text may break: what is kept whole, where addresses are divided, which punctuation clings."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import accumulate
from typing import TYPE_CHECKING, Literal, NamedTuple

from gongkai.document.text import text_width

if TYPE_CHECKING:
    from collections.abc import Iterator

Kind = Literal["text", "keep", "address", "punctuation"]
"""``keep`` is never broken, ``address`` only after its punctuation, ``punctuation`` is set without tracking."""

_UNITS = (
    "平方公里 平方千米 平方米 立方米 公里 千米 公斤 公顷 小时 分钟 人次 年度 季度 百分点 工作日 "
    "年 月 日 时 分 秒 号 个 件 条 项 次 场 期 人 名 份 篇 页 元 角 倍 户 家 处 起 宗 批 类 种 级 届 位 本 张 幅 部 台 套 辆 吨 米 "
    "里 亩 字 岁 层 楼 座 室 栋 栏 卷 册 章 款 点 天 周 站 所 只 门 道"
)
# Of 个工作日, 个百分点 and 个月 only 个 stays with the number: what is kept whole and long tears the line before it.
_UNIT = "|".join(sorted(_UNITS.split(), key=len, reverse=True))

_ADDRESS = r"(?:https?://|www\.)[!-~]+|[\w.+-]+@[\w.-]+\w|[!-~]{20,}"
_KEEP = (
    # 图1, 表2, 第20条; 2024年, 1,234.5万元, 10%, 320㎡; 0631-5218910; 2021—2035年.
    r"(?<![0-9A-Za-z.])(?:第|附?[图表]|附件)?[0-9]+(?:[.,:/·\-–—~～][0-9]+)*"
    rf"(?:[%％‰℃㎡]|[百千万亿余多]*(?:{_UNIT})|(?![0-9A-Za-z]))[：；]?"
)
_PUNCTUATION = "[“”‘’、，。；：？！（）《》〈〉【】〔〕「」『』…—]+"
_PIECE = re.compile(f"(?P<address>{_ADDRESS})|(?P<keep>{_KEEP})|(?P<punctuation>{_PUNCTUATION})", re.ASCII)

LONG_WORD = 12
"""Characters from which a word (an address) may be divided."""

_RAGGED = 20
"""Characters of an address that would tear a line although it may be divided."""

_LINE = 28
"""Characters in a line of running text."""

_INDENT = 2
"""Indent of its first line in characters."""

_MOST_STARTS = 64
"""Characters at which a line may begin that are followed up: more than a line has."""

_WORD = re.compile(r"[!-~]+|[^!-~]")

_TORN = 3.0
"""Room in em that a justified line cannot take up unnoticed."""

_SEGMENT = re.compile(r"[a-z]+://|[^/.?&=#@]*[/.?&=#@]+|[^/.?&=#@]+", re.IGNORECASE)
_LONG_SEGMENT = 12
"""Maximum number of characters between two punctuation marks of a URL that is not broken in between."""

_INNER = re.compile(r"[^-_]{1,12}[-_]*|[-_]+")
_MARKER = re.compile(r"(?:\d{1,2}[.．、](?!\d)|[（(]\d{1,2}[)）]|[①-⑳])[ 　]*(?=\S)")
_LATIN = re.compile(r"[A-Za-z]")


class Piece(NamedTuple):
    """A stretch of text of one kind; an address comes in the parts between which it may be divided."""

    kind: Kind
    parts: tuple[str, ...]


def pieces(text: str) -> Iterator[Piece]:
    """The text in pieces, which joined are the text."""
    at = 0
    for match in _PIECE.finditer(text):
        if match.start() > at:
            yield Piece("text", (text[at : match.start()],))
        kind: Kind = match.lastgroup  # type: ignore[assignment]
        if kind == "keep" and len(match[0]) == 1:
            kind = "text"
        yield Piece(kind, _address(match[0]) if kind == "address" else (match[0],))
        at = match.end()
    if at < len(text):
        yield Piece("text", (text[at:],))


def _address(text: str) -> tuple[str, ...]:
    """The parts of an address: after / and ., inside a long part after hyphens, else every twelve characters."""
    found: list[str] = []
    for segment in _SEGMENT.findall(text):
        found += [segment] if len(segment) <= _LONG_SEGMENT else _INNER.findall(segment)
    return tuple(found)


def marker(text: str) -> str:
    """The number with which a paragraph begins (``1.``, ``（2）``, ``③``) and the space after it; empty if none."""
    match = _MARKER.match(text)
    return match[0] if match else ""


def is_ragged(text: str, longest: int = _RAGGED) -> bool:
    """Whether a paragraph is better set ragged: a long address or mostly Latin, which would tear justified lines.

    Args:
        text: The paragraph.
        longest: Characters from which an address is long.
    """
    addresses = re.finditer(_ADDRESS, text, re.ASCII)
    return len(_LATIN.findall(text)) > len(text) / 3 or any(len(match[0]) >= longest for match in addresses)


def is_torn(text: str) -> bool:
    """Whether a paragraph cannot be broken into justified lines of which none is stretched, because of what is kept whole.

    This happens where such a thing does not fit on a line and the lines before it cannot share the room that it leaves.
    """
    widths = list(_widths(text))
    if max(widths, default=0.0) <= _TORN:
        return False
    ends = list(accumulate(widths, initial=0.0))
    starts = [0]
    while starts:
        following: set[int] = set()
        for start in starts:
            room = _LINE - (0 if start else _INDENT)
            if ends[-1] - ends[start] <= room:
                return False
            end = bisect_right(ends, ends[start] + room) - 1
            while end > start and ends[end] - ends[start] >= room - _TORN:
                following.add(end)
                end -= 1
        starts = sorted(following)[-_MOST_STARTS:]
    return True


def _widths(text: str) -> Iterator[float]:
    """Width in em of each part of a text between which lines may break; punctuation is part of what it follows."""
    last = 0.0
    for kind, parts in pieces(text):
        if kind == "punctuation":
            last += len(parts[0])
            continue
        whole = "".join(parts)
        divided = _WORD.findall(whole) if kind == "text" else parts if len(whole) >= LONG_WORD else (whole,)
        for part in divided:
            if last:
                yield last
            last = text_width(part)
    if last:
        yield last
