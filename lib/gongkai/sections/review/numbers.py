"""How each number of the text was understood; a part of the working paper, folded."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document.blocks import Paragraph, inline
from gongkai.reading.explain import explain
from gongkai.reading.report import read_prose
from gongkai.rules.number_meaning import meaning
from gongkai.rules.part_names import describe_sentence
from gongkai.sections.review import pieces

if TYPE_CHECKING:
    from gongkai.document.blocks import Block
    from gongkai.prose import Prose
    from gongkai.returns import Return

MOST = 300
"""Numbers that are listed; ``gongkai read`` shows all of a longer text."""
_LONGEST = 60
"""Characters of a quote."""


def understood(record: Return, prose: Prose | None) -> list[Block]:
    """A folded table of the numbers of the text: where, the words, and what they were compared with or why with nothing."""
    if prose is None:
        return []
    found = list(explain(read_prose(prose, record)))
    heading = pieces.heading(f"文字里的数是怎样理解的（{len(found)}个）", folded=True)
    if not found:
        return [heading, Paragraph(content=inline("文字里没有数。"))]
    rows: list[tuple[str, ...]] = [("位置", "文字", "理解")]
    for number in found[:MOST]:
        quote = number.quote if len(number.quote) <= _LONGEST else f"{number.quote[: _LONGEST - 1]}…"
        rows.append((describe_sentence(record, number.sentence), quote, meaning(record, number)))
    blocks: list[Block] = [heading, pieces.table("文字里的数是怎样理解的", rows, left=2, widths=(1.2, 2.0, 3.0))]
    if (rest := len(found) - MOST) > 0:
        blocks.append(Paragraph(content=inline(f"其余{rest}个数没有列出，请用gongkai read查看。")))
    return blocks
