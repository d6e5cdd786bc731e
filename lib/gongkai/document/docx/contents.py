"""The table of contents: a field with precomputed content, so that it is correct without prompting the reader.

Fields are not marked for update on opening, since Word would prompt every reader. The entries have no page
numbers, which only Word's own pagination determines, and are links; 更新目录 preserves that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from gongkai.document.docx.xml import element, field, text
from gongkai.document.layout.cells import MM
from gongkai.document.layout.text import clean_lines

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai.document.blocks import Heading

_LEVELS = 2

_LINE = 20 * MM
"""Height of a line in mm."""


def name(number: int) -> str:
    """Bookmark name of the n-th heading, counted from 1 across all levels."""
    return f"_Toc{number:06}"


def build(headings: Sequence[Heading]) -> Any | None:
    """The 目录 block with the headings of the first two levels; ``None`` if there are no headings."""
    shown = [(number, item) for number, item in enumerate(headings, 1) if item.level <= _LEVELS]
    if not shown:
        return None
    lines = []
    for number, item in shown:
        link = element("hyperlink", element("r", text(clean_lines(item.text()).replace("\n", ""))), anchor=name(number))
        lines.append(element("p", element("pPr", element("pStyle", val=f"TOC{item.level}")), link))
    begin, instruction, separate, _, end = field(f' TOC \\o "1-{_LEVELS}" \\n \\h \\z \\u ', "")
    for at, run in enumerate((begin, instruction, separate), 1):
        lines[0].insert(at, run)
    lines[-1].append(end)
    title = element("p", element("pPr", element("pStyle", val="TOCHeading")), element("r", text("目　录")))
    about = element(
        "sdtPr", element("docPartObj", element("docPartGallery", val="Table of Contents"), element("docPartUnique"))
    )
    space = element("p", element("pPr", element("pStyle", val="TOC1")))
    return element("sdt", about, element("sdtContent", title, *lines, space))


def heights(headings: Sequence[Heading]) -> list[float]:
    """Height in mm of each line, approximately."""
    return [_LINE] * (2 + sum(item.level <= _LEVELS for item in headings))
