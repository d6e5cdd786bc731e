"""Text and PDF in which a row's label goes over several lines and its numbers are beside the middle one."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

import pytest
import typst

from gongkai import importers
from gongkai.document import fonts
from gongkai.importers.core.assemble import assemble
from gongkai.importers.formats import text
from tests.importers.test_round_trip import AGENCY, consistent

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.returns import Return


def laid_out(record: Return, width: int) -> str:
    """The report as a program writes it that keeps the layout of a PDF; headers beside the rows are written downwards."""
    chance = random.Random(width)
    out = [record.title, "    本报告根据《中华人民共和国政府信息公开条例》编制。"]
    for section in record.edition.sections:
        out.append(section.title)
        if not section.table:
            out.append("    本机关依法公开政府信息，方便公众查询。")
            continue
        downwards = iter("本年度办理结果")
        for row in record.edition.tables[section.table].grid.rows:
            labels = [cell.text for cell in row if cell.path is None]
            numbers = "   ".join(str(record.cells[cell.path]) for cell in row if cell.path)
            if not numbers or not labels or section.table != "requests":
                out.append("   ".join([*labels, numbers]))
                continue
            lines = [labels[-1][at : at + width] for at in range(0, len(labels[-1]), width)]
            for at, line in enumerate(lines):
                beside = "  ".join(labels[:-1]) if at == 0 else ""
                head = next(downwards, "") if chance.random() < 0.3 and labels[-1][0] in "（123" else ""
                out.append(f"{beside} {head} {line}   {numbers if at == (len(lines) - 1) // 2 else ''}")
    return "\n".join(out)


@pytest.mark.parametrize("width", [11, 14, 18, 60])
@pytest.mark.parametrize("year", [2020, 2024])
def test_layout_kept(year: int, width: int) -> None:
    """Every cell is read, and no label counts as differing because numbers are in its middle."""
    record = consistent(width, year, 5_000)

    found = assemble(text.from_text(laid_out(record, width), "report.txt"), lambda _: AGENCY).record

    assert record.cells == found.cells
    assert () == found.issues


def source(record: Return, stroke: str) -> str:
    """The report in Typst, tables drawn with or without lines."""
    out = ['#set page(margin: 25mm, numbering: "- 1 -")', '#set text(font: ("Noto Serif SC",), size: 12pt, lang: "zh")',
           "#set par(first-line-indent: (amount: 2em, all: true))", f"#align(center)[{record.title}]",
           "本报告根据《中华人民共和国政府信息公开条例》编制，" + "反映本机关公开政府信息的情况，" * 8 + "供公众查询。\n"]  # fmt: skip
    for section in record.edition.sections:
        out.append(f"{section.title}\n")
        if not section.table:
            out.append("本机关依法公开政府信息，" + "方便公众查询和监督，" * 6 + "没有其他情况。\n")
            continue
        grid = record.edition.tables[section.table].grid
        cells = [
            f'table.cell(rowspan: {c.row_span}, colspan: {c.column_span})[#text(8pt)[#"{c.text or record.cells[c.path]}"]]'
            for row in grid.rows
            for c in row
        ]
        out.append(f"#table(columns: {grid.width}, stroke: {stroke}, {', '.join(cells)})\n")
    return "\n".join(out)


@pytest.mark.parametrize("stroke", ["0.5pt", "none"])
@pytest.mark.parametrize("year", [2020, 2024])
def test_pdf_of_others(tmp_path: Path, year: int, stroke: str) -> None:
    """A PDF made by others: what is read is right; with lines around the cells, everything is read."""
    record = consistent(year, year, 300)
    path = tmp_path / "report.pdf"
    folders = sorted({str(font.parent) for font in fonts.font_set("bundled").files})
    made: bytes = typst.compile(source(record, stroke).encode(), font_paths=folders, ignore_system_fonts=True)  # type: ignore[misc]
    path.write_bytes(made)

    found = importers.read(path, agency=AGENCY).record

    open_ = {issue.path for issue in found.issues if issue.kind in {"ambiguous", "absent", "invalid"}}
    wrong = [
        cell for cell in record.cells
        if record.cells[cell] != found.cells[cell] and not {cell, cell.rpartition(".")[0], cell.split(".")[0]} & open_
    ]  # fmt: skip
    assert [] == wrong
    assert stroke == "none" or record.cells == found.cells
    assert (found.sections.preface or "").count("\n") == 0
