"""Radicals in place of the characters that they look like, as browsers write them into a PDF."""

from __future__ import annotations

import logging
import unicodedata
from typing import TYPE_CHECKING

import pikepdf

from gongkai import importers
from gongkai.importers.core.parsed_report import DelimitedText, ParsedReport, ParsedTable, PositionedCell
from gongkai.importers.core.radicals import unified
from gongkai.importers.formats import pdf

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

REPORT = """东⼭县⺠政局2024年政府信息公开⼯作年度报告

⼀、总体情况
本年新收1件，网⻚公开2条。

⼆、主动公开政府信息情况

五、存在的主要问题及改进情况
⼈员培训不够。

六、其他需要报告的事项
⽆。
"""


def test_report_with_radicals(tmp_path: Path) -> None:
    """The organ, the year and the texts are those that the reader sees."""
    path = tmp_path / "a.txt"
    path.write_text(REPORT, "utf-8")
    record = importers.read(path).record
    assert ("东山县民政局", 2024) == (record.agency.name, record.year)
    assert "人员培训不够" in (record.sections.problems or "")
    assert "网页公开2条" in record.sections.model_dump_json()


def test_everywhere_and_nothing_else() -> None:
    """Paragraphs, cells, title and head are unified, each text in its length; components of characters stay."""
    table = ParsedTable(((PositionedCell("⾏政许可", 0), PositionedCell("12", 1, 2)),))
    source = ParsedReport("a", ("⻋⻔氵⺾", DelimitedText("⽂"), table), title="⼯", head="⽉")
    found = unified(source)
    assert ("车门氵⺾", DelimitedText("文")) == found.blocks[:2]
    assert ParsedTable(((PositionedCell("行政许可", 0), PositionedCell("12", 1, 2)),)) == found.blocks[2]
    assert ("工", "月") == (found.title, found.head)
    every = "".join(chr(code) for code in range(0x2E80, 0x2FE0))
    changed = unified(ParsedReport("a", (every,))).blocks[0]
    assert isinstance(changed, str)
    assert len(every) == len(changed)
    # What Unicode's own normalization knows agrees with it.
    for before, after in zip(every, changed, strict=True):
        assert after in {before, unicodedata.normalize("NFKC", before)} or before == unicodedata.normalize(
            "NFKC", before
        )


def test_no_warnings_about_fonts(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    """What the library says about a font without a bounding box does not reach the reader."""
    path = tmp_path / "a.pdf"
    with pikepdf.new() as document:
        page = document.add_blank_page()
        descriptor = pikepdf.Dictionary(Type=pikepdf.Name.FontDescriptor, FontName=pikepdf.Name.Some)
        font = pikepdf.Dictionary(
            Type=pikepdf.Name.Font, Subtype=pikepdf.Name.TrueType, BaseFont=pikepdf.Name.Some,
            FontDescriptor=document.make_indirect(descriptor),
        )  # fmt: skip
        page.Resources = pikepdf.Dictionary(Font=pikepdf.Dictionary(F1=document.make_indirect(font)))
        page.Contents = document.make_stream(b"BT /F1 6 Tf 50 700 Td (" + b"report " * 12 + b") Tj ET")
        document.save(path)
    logging.getLogger("pdfminer").setLevel(logging.NOTSET)
    pdf.read(path)
    assert [] == [record.message for record in caplog.records]
