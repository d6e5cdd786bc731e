"""A report that strains every part of the layout: 50-character name, nine figures, three-level lists, long numbers."""

from __future__ import annotations

import io
import re

import pdfplumber
import pytest

from gongkai.document import fonts, pdf
from gongkai.document.blocks import Figure, List, Paragraph, Table, Title, plain
from gongkai.document.metadata import Document
from gongkai.document.outline import walk
from gongkai.publish.collect import document
from tests.document import pdfs, reading_order
from tests.document.libreoffice import assert_same_tables, converted
from tests.reports.test_examples import gongkai

ORGAN = "changming-guanweihui"


@pytest.fixture(scope="module")
def folder(root, tmp_path_factory):
    """The extreme report, built."""
    out = tmp_path_factory.mktemp("extreme")
    inputs = root / "tests" / "reports" / "extreme"
    done = gongkai(root, "build", ORGAN, "--params", str(inputs), "--out", str(out))
    assert done.returncode == 0, done.stdout + done.stderr
    return out / "2024" / ORGAN


@pytest.fixture(scope="module")
def report(folder) -> Document:
    """Its blocks."""
    import nbformat

    return document(nbformat.read(folder / "report.ipynb", as_version=4))


def depth(block, level=0):
    """Levels of lists in a block."""
    if not isinstance(block, List):
        return level
    return max([level + 1, *(depth(inner, level + 1) for item in block.items for inner in item)])


def test_report_is_extreme(report):
    """The name has 50 characters, there are 40 paragraphs, lists of three levels, nine figures and eight-digit numbers."""
    blocks = list(walk(report.blocks))
    name = next(block for block in blocks if isinstance(block, Title)).content.partition("2024年")[0]
    numbers = [
        plain(cell.content) for block in blocks if isinstance(block, Table) for row in block.rows for cell in row
    ]
    found = (
        len(name),
        sum(isinstance(block, Paragraph) for block in blocks) >= 40,
        max(depth(block) for block in report.blocks),
        sum(isinstance(block, Figure) for block in blocks),
        sum(re.fullmatch(r"\d{8}", number) is not None for number in numbers) >= 6,
    )
    assert found == (50, True, 3, 9, True)


def test_promises_of_the_standards_are_kept(folder, report):
    """PDF/A-2a and PDF/UA-1 as far as structure shows; tags in the order of the notebook, every table closed."""
    data = (folder / "report.pdf").read_bytes()
    assert pdfs.broken_promises(data) == []
    assert pdfs.open_grids(data) == []
    assert reading_order.text(report) == pdfs.tagged_text(data)


def gaps(data):
    """The empty part at the end of each page but the last, as a part of the type area."""
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        for page in pdf.pages[:-1]:
            lowest = max(
                item["bottom"]
                for item in (*page.chars, *page.rects, *page.lines, *page.images, *page.curves)
                if item["bottom"] < (297 - 35) * pdfs.MM + 4
            )
            yield 1 - (lowest / pdfs.MM - 37) / 225


def test_pages_are_full(folder):
    """No page but the last leaves more than a third of the type area empty."""
    assert max(gaps((folder / "report.pdf").read_bytes())) < 1 / 3


def test_pages_of_the_word_file_are_full(report, tmp_path):
    """Nor does one of the Word file, as LibreOffice sets it."""
    assert max(gaps(converted(report, tmp_path, "pdf", "report.pdf"))) < 0.4


def test_word_file_survives_libreoffice(report, tmp_path):
    """Opened and saved by LibreOffice, every number and every merged cell of the Word file is as it was."""
    assert_same_tables(report, tmp_path)


def test_official_fonts_too(report):
    """The report comes out in whatever font set is there."""
    for name in fonts.available():
        assert pdfs.broken_promises(pdf.render(report, fonts.font_set(name))) == []
