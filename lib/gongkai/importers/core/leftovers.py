"""What a report holds and a return has no place for: listed by the import, so that nobody thinks it was taken."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.importers.core import boilerplate
from gongkai.importers.core.delimiters import CELL, END

if TYPE_CHECKING:
    from collections.abc import Iterator

_LONGEST_END = 2_000
"""An imprint is within so many characters of the end."""
_LONGEST = 60
_MOST = 40
"""Leftovers of one report that are kept; more are rather a whole page behind it."""
_IMPRINT = re.compile(
    r"^[ \t\u3000]*(?:抄送|分送|主题词|打印(?:日期|时间)|共印|校对|[（(]此件|[^\n。；]{0,40}"
    r"20\d\d\s*年\s*\d{1,2}\s*月\s*\d{1,2}\s*日\s*印发)",
    re.MULTILINE,
)
"""The first line of an imprint (版记)."""
_KINDS = (
    ("打印日期", re.compile(r"^打印(?:日期|时间)")),
    ("附件", re.compile(r"^附件|\.(?:docx?|xlsx?|pdf|wps|et|ofd|zip|rar)$", re.IGNORECASE)),
    ("版记", re.compile(r"^(?:抄送|分送|主题词|共印|校对|[（(]此件)|印发$")),
)
_FIELD = re.compile(
    r"(索\s*引\s*号|发文字号|文\s*号|公开(?:方式|属性|类别)|印发日期|打印(?:日期|时间)|主题分类|有\s*效\s*性)[ \t]*[:：][ \t]*([^\s:：]{2,40})"
)
_FURNITURE = re.compile(
    r"上一篇|下一篇|责任编辑|主办|承办|版权|备案|ICP|网站地图|浏览|点击|扫一扫|联系我们|返回|首页|网站标识码"
)


@dataclass(frozen=True, slots=True)
class Leftover:
    """Something that was not taken.

    Attributes:
        kind: What it is, in Chinese: 版记, 附件, 打印日期, 信息栏, 图片, 页眉页脚, 其他.
        text: As it is written, shortened.
    """

    kind: str
    text: str


def short(text: str) -> str:
    """A text on one line, shortened."""
    line = " ".join(re.sub(rf"[{CELL}{END}]", " ", text).split())
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST]}…"


def cut_imprint(text: str) -> tuple[str, str]:
    """The text of the last section without its imprint, and the imprint.

    The date in an imprint is that of printing: it must not be taken for the date of the signature.
    """
    match = _IMPRINT.search(text, max(0, len(text) - _LONGEST_END))
    return (text, "") if match is None else (text[: match.start()], text[match.start() :])


def behind(text: str) -> Iterator[Leftover]:
    """What follows the signature, line by line, without the buttons of a page."""
    for line in re.split(rf"[\n{CELL}{END}]", text)[:_MOST]:
        said = boilerplate.without_buttons(re.sub(r"【[^】]{0,20}】", "", line)).strip()
        if said and not _FURNITURE.search(said) and re.search(r"\w", said):
            kind = next((name for name, pattern in _KINDS if pattern.search(said)), "其他")
            yield Leftover(kind, short(re.sub(rf"^{kind}\s*[:：]?\s*", "", said) or said))


def before(text: str, preface: str) -> Iterator[Leftover]:
    """The fields of an information box before the preface that the return has no place for."""
    head = text.partition(preface[:20])[0] if preface else text
    for match in list(_FIELD.finditer(head))[:_MOST]:
        name = "".join(match[1].split())
        yield Leftover("信息栏", short(f"{name}：{match[2]}"))
