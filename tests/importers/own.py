"""Gongkai reports made from returns without notebooks, and plain texts of them as people copy them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import prose
from gongkai.document import docx, fonts, pdf
from gongkai.document.blocks import Heading, Signature, Title, inline
from gongkai.document.html import page
from gongkai.document.markdown import to_blocks
from gongkai.document.metadata import Document, Meta
from gongkai.sections.tables import number, statutory

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.document.blocks import Block
    from gongkai.forms import Table
    from gongkai.returns import Return


def document(record: Return) -> Document:
    """The report as blocks."""
    texts = prose.render_texts(record)
    organ, year = record.agency.name, f"{record.year}年"
    blocks: list[Block] = [
        Title(content=f"{organ}{year}\n政府信息公开工作年度报告"),
        *to_blocks(texts.markdown("preface") or ""),
    ]
    for section in record.edition.sections:
        blocks.append(Heading(level=1, content=inline(section.title)))
        blocks += to_blocks(texts.markdown(section.id) or "")
        if section.table:
            blocks.append(statutory(record, section.table))
    blocks.append(Signature(organ=texts.signature, date=texts.signed))
    return Document(meta=Meta(title=record.title, author=organ, subject=record.title), blocks=tuple(blocks))


def write(made: Document, folder: Path, suffix: str) -> Path:
    """A report as a file of a format: ``html``, ``docx`` or ``pdf``."""
    path = folder / f"report.{suffix}"
    match suffix:
        case "html":
            path.write_text(page(made), "utf-8")
        case "docx":
            path.write_bytes(docx.render(made))
        case _:
            path.write_bytes(pdf.render(made, fonts.font_set("bundled")))
    return path


def text(record: Return, before: str, row_end: str = "\n") -> str:
    """The report as text copied from a page.

    Args:
        record: The return.
        before: What precedes every cell: a tab, a line break, nothing at all.
        row_end: What follows every row.
    """
    parts = [f"{record.title}\n本报告根据《中华人民共和国政府信息公开条例》编制。\n"]
    for section in record.edition.sections:
        parts.append(f"{section.title}\n")
        if section.table:
            parts.append(table(record, record.edition.tables[section.table], before, row_end) + "\n")
        else:
            parts.append("本机关依法公开政府信息，方便公众查询和监督。\n")
    return "".join(parts)


def table(record: Return, of: Table, before: str, row_end: str) -> str:
    """A table as text, merged cells once."""
    lines = []
    for row in of.grid.rows:
        cells = [number(record.cells[cell.path]) if cell.path else cell.text for cell in row]
        lines.append("".join(before + cell for cell in cells))
    return row_end.join(lines)
