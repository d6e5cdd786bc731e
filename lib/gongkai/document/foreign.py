"""Third-party HTML as blocks: tables keep their structure, everything else becomes text."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document.blocks import Cell, Paragraph, Table, inline
from gongkai.document.grid import read_span
from gongkai.document.text import clean

if TYPE_CHECKING:
    import bs4

    from gongkai.document.blocks import Block

_MOST = 1000
"""Maximum number of columns or rows that a cell may span."""


def blocks(text: str) -> list[Block]:
    """The tables of some HTML, or if it has none its text, a paragraph per line; no markup survives."""
    found: list[Block] = [*tables(text)]
    if found:
        return found
    words = clean(_soup(text).get_text("\n")).strip()
    return [Paragraph(content=inline(line.strip())) for line in words.splitlines() if line.strip()]


def tables(text: str) -> list[Table]:
    """The tables of some HTML, without nested ones."""
    return [_table(table) for table in _soup(text)("table") if not table.find_parent("table")]


def _soup(text: str) -> bs4.BeautifulSoup:
    import bs4  # only if a notebook shows third-party HTML

    soup = bs4.BeautifulSoup(text, "lxml")
    for gone in soup(["script", "style", "template", "noscript"]):
        gone.decompose()
    return soup


def _table(table: bs4.Tag) -> Table:
    rows, heads = [], 0
    for line in table("tr"):
        cells = line(["td", "th"])
        in_head = line.find_parent("thead") is not None
        heads += in_head
        row = []
        for cell in cells:
            head = cell.name == "th"
            words = " ".join(cell.get_text(" ").split())
            row.append(
                Cell(
                    content=inline(clean(words)), header=head, scope=("col" if in_head else "row") if head else None,
                    row_span=read_span(str(cell.get("rowspan")), _MOST),
                    column_span=read_span(str(cell.get("colspan")), _MOST),
                    align="center" if in_head else "left" if head else "right",
                )
            )  # fmt: skip
        if row:
            rows.append(tuple(row))
    found = table.find("caption")
    caption = clean(found.get_text(strip=True)) if found else ""
    return Table(rows=tuple(rows), caption=caption or "数据表", show_caption=bool(caption), header_rows=heads)
