"""W4: punctuation as Chinese typography has it, and figures in the order of their numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.prose import locate
from gongkai.rules.base import Context, PendingFinding, fail, rule
from gongkai.rules.part_names import name_section

if TYPE_CHECKING:
    from collections.abc import Iterator

_HANZI = "\u4e00-\u9fff"
_KINDS = {
    "段首的标点": re.compile(r"(?m)^[ \t　>*+-]*(?:\d+[.．、][ \t　]*)?(?P<found>[。，、；：？！）》”’】…]+[^\n]{0,8})"),
    "汉字之间的半角标点": re.compile(rf"(?<=[{_HANZI}”》）])(?=(?P<found>[,;?!][{_HANZI}“《（][^\n]{{0,6}}))[,;?!]"),
    "代替书名号的尖括号": re.compile(rf"(?P<found>[‹«<＜][^‹›«»<>＜＞\n]{{0,20}}[{_HANZI}][^‹›«»<>＜＞\n]{{0,20}}[›»>＞])"),
    "重复的标点": re.compile(r"(?P<found>[^\n]{0,6}?(?:[，、；：。][，、；：。]|[，、；：][！？]|[！？][，、；：。]))"),
}  # fmt: skip
"""What is looked for, in the words of the message; the words around a mark may have the next one in them."""

_FIGURE = re.compile(r"图(\d+)")


@rule(
    "W4",
    level="hint",
    kind="T",
    title="文字的标点符合中文的写法，图按编号的次序提到。",
    source="GB/T 15834—2011《标点符号用法》；图的次序：本系统的规定",
    todo="请改正标点；图的次序不对的，请把图放到提到它的文字后面（after，或在文字里写![](figure:代号)）。",
    example="第一部分有2处段首的标点，如“。坚持公开为常态”。",
)
def punctuation(context: Context) -> Iterator[PendingFinding]:
    """Marks at the start of a paragraph, half-width marks between hanzi, ‹…› for 《…》, doubled marks.

    Figures are mentioned first in the order of their numbers. Standard sentences are left out.
    """
    record = context.record
    mentioned: list[tuple[int, str]] = []
    for passage in context.prose.passages:
        mentioned += [(int(match[1]), passage.path) for match in _FIGURE.finditer(passage.text)]
        if passage.standard:
            continue
        for kind, pattern in _KINDS.items():
            found = [match["found"] for match in pattern.finditer(passage.text)]
            if found:
                yield fail(
                    "{place}有{count}处{kind}，如“{quote}”。", (passage.path,), where=locate(record, passage.path, found[0]),
                    place=name_section(record.edition, passage.section), count=len(found), kind=kind, quote=found[0],
                )  # fmt: skip
    highest = 0
    seen: set[int] = set()
    for number, path in mentioned:
        if number < highest and number not in seen:
            yield fail(
                "图{number}在图{highest}之后才提到，编号的次序和文字不同。", (path,), number=number, highest=highest,
                where=locate(record, path, f"图{number}"),
            )  # fmt: skip
        highest = max(highest, number)
        seen.add(number)
