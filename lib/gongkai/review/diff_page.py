"""A comparison of two versions as a web page: the blocks and the style of the working paper."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document import html
from gongkai.document.blocks import Heading, Paragraph, Run, Title, inline
from gongkai.document.metadata import Document, Meta
from gongkai.review.differences import HOWS, TIERS
from gongkai.sections.review import pieces

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.document.blocks import Block, Inline, Table
    from gongkai.review.differences import Change
    from gongkai.review.versions import Version

STOP = "以下各处不影响数和结论，时间不够可以不看。"
"""What is said before the tier that may be left out."""
NOTHING = "两个版本没有差别。"


def page(old: Version, new: Version, changes: Sequence[Change]) -> str:
    """The comparison as one self-contained page.

    Args:
        old: The earlier version.
        new: The later version.
        changes: What differs.
    """
    title = f"比较：{new.title}与{old.title}"
    blocks: list[Block] = [Title(content=title)]
    if not changes:
        blocks.append(Paragraph(content=inline(NOTHING)))
    for tier, name in TIERS.items():
        found = [change for change in changes if change.tier == tier]
        if found:
            blocks.append(Heading(level=1, content=inline(f"{name}（{len(found)}处）")))
            if tier == "may":
                blocks.append(Paragraph(content=inline(STOP)))
            blocks.append(_table(f"{name}的差别", found))
    return html.page(Document(meta=Meta(title=title), blocks=tuple(blocks)))


def _table(caption: str, changes: Sequence[Change]) -> Table:
    rows: list[tuple[str | Inline, ...]] = [("对象", "变化", "原来", "现在")]
    for change in changes:
        was, now = _shown(change.old, change.new), _shown(change.new, change.old)
        rows.append((change.label, HOWS[change.how], was, now))
    return pieces.table(caption, rows, left=len(rows[0]), widths=(3.0, 1.0, 4.0, 4.0))


def _shown(text: str | None, other: str | None) -> Inline:
    """A value; in a revised text what the other one lacks is bold."""
    if text is None:
        return inline("—")
    start, end = common(text, other or "")
    if other is None or text == other or not (start or end):
        return inline(text)
    parts = [(text[:start], False), (text[start : len(text) - end], True), (text[len(text) - end :], False)]
    return tuple(Run(text=part, bold=bold) for part, bold in parts if part)


def common(one: str, other: str) -> tuple[int, int]:
    """How many characters two texts share at their beginning, and at their end after that."""
    most = min(len(one), len(other))
    start = next((n for n in range(most) if one[n] != other[n]), most)
    end = next((n for n in range(most - start) if one[-1 - n] != other[-1 - n]), most - start)
    return start, end
