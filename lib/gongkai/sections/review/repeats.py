"""This year's text beside last year's, where it repeats it."""

from __future__ import annotations

from difflib import SequenceMatcher
from typing import TYPE_CHECKING

from gongkai.document.blocks import Run
from gongkai.rules import similarity
from gongkai.sections.review import pieces

if TYPE_CHECKING:
    from gongkai.document.blocks import Block, Inline
    from gongkai.prose import Prose
    from gongkai.returns import Return

ANCHOR = "repeated-{}"
"""Anchor of the comparison of a section's text with last year's."""


def side_by_side(record: Return, previous: Return, now: Prose, before: Prose, section: str) -> list[Block]:
    """The sentences of a section that repeat last year's, beside last year's; what differs is bold. Empty if none does."""
    if section not in similarity.SECTIONS:
        return []
    own, last = similarity.own_text(now, section), similarity.own_text(before, section)
    found = similarity.pairs_in_common(own, last)
    if not found:
        return []
    share = round(similarity.similarity(own, last) * 100)
    title = f"与{previous.year}年相同或只改了数字的句子（{len(found)}句，全部文字的相似度为{share}%）"
    rows: list[tuple[str | Inline, ...]] = [("序号", f"{record.year}年", f"{previous.year}年")]
    rows += [(str(number), *_differing(*pair)) for number, pair in enumerate(found, 1)]
    table = pieces.table(title, rows, left=2, widths=(1.0, 8.0, 8.0))
    short = f"与{previous.year}年重复的句子（{len(found)}句）"
    return [pieces.heading(short, level=2, folded=True, anchor=ANCHOR.format(section)), table]


def _differing(now: str, before: str) -> tuple[Inline, Inline]:
    """Two sentences with what differs in bold."""
    sides: tuple[list[Run], list[Run]] = ([], [])
    for kind, a, b, c, d in SequenceMatcher(None, now, before, autojunk=False).get_opcodes():
        for side, text in zip(sides, (now[a:b], before[c:d]), strict=True):
            if text:
                side.append(Run(text=text, bold=kind != "equal"))
    return tuple(sides[0]), tuple(sides[1])
