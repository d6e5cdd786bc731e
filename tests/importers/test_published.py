"""Real figures in the project's own wording, in every format: the counterpart of the reference reports."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest
from openpyxl import Workbook

from gongkai import importers
from gongkai.excel import write_form
from gongkai.importers.base import Expected
from gongkai.importers.core import grids
from gongkai.importers.core.flatten import flatten
from gongkai.importers.core.parsed_report import ParsedReport
from gongkai.importers.identify import identify
from gongkai.importers.registry import built_in
from gongkai.returns import Params, Return, Sections
from gongkai.returns.canonical import dumps, to_json
from tests.importers import own

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

EXAMPLES = (("huancui-yingji", 2020), ("huaian-zhengfu", 2024))
HEADINGS = ("（一）主动公开", "（二）依申请公开", "（三）政府信息管理", "（四）平台建设", "（五）监督保障")
OVERVIEW = "\n\n".join(f"### {heading}\n\n本机关{heading[3:]}工作有序推进，群众可以随时查询。" for heading in HEADINGS)
TEXTS = {"overview": OVERVIEW, "problems": "栏目还不够丰富，明年将补充图解。", "other": "没有收取信息处理费。"}


@pytest.fixture(params=EXAMPLES, ids=[agency for agency, _ in EXAMPLES])
def record(request: pytest.FixtureRequest, root: Path) -> Return:
    """The figures that an organ published, with the project's own texts."""
    agency, year = request.param
    found = Params(root / "params").load(agency, year)
    return found.model_copy(update={"sections": Sections(**TEXTS), "figures": (), "waivers": (), "issues": ()})


def tables(record: Return, folder: Path) -> Path:
    """The statutory tables typed into a workbook."""
    book = Workbook()
    book.remove(book.worksheets[0])
    for table in record.edition.tables.values():
        sheet = book.create_sheet(table.caption[:20])
        for cell in table.grid.cells:
            at = sheet.cell(3 + cell.row, 2 + cell.column)
            at.value = record.cells[cell.path] if cell.path else cell.text
            if cell.row_span > 1 or cell.column_span > 1:
                sheet.merge_cells(None, at.row, at.column, at.row + cell.row_span - 1, at.column + cell.column_span - 1)
    path = folder / "tables.xlsx"
    book.save(path)
    return path


def form(record: Return, folder: Path) -> Path:
    """The filled form."""
    path = folder / "form.xlsx"
    write_form(record, record.agency, record.year, None, path)
    return path


def canonical(record: Return, folder: Path) -> Path:
    """The report's data."""
    path = folder / "report.json"
    path.write_text(dumps(to_json(record, {**TEXTS, "preface": None})), "utf-8")
    return path


def document(suffix: str) -> Callable[[Return, Path], Path]:
    """The report as a page, a Word file or a PDF."""
    return lambda record, folder: own.write(own.document(record), folder, suffix)


def text(before: str) -> Callable[[Return, Path], Path]:
    """The report copied as text; ``before`` is before every cell."""

    def write(record: Return, folder: Path) -> Path:
        path = folder / "report.txt"
        path.write_text(own.text(record, before), "utf-8")
        return path

    return write


WRITERS = {
    "html": document("html"), "docx": document("docx"), "pdf": document("pdf"), "json": canonical,
    "xlsx": form, "xlsx tables": tables, "txt": text("\t"), "txt bars": text(" | "),
}  # fmt: skip


def test_every_format(root: Path) -> None:
    """Each importer reads these reports, or has a test module named after it."""
    here = {name.split()[0] for name in WRITERS}
    own_tests = {path.stem.removeprefix("test_") for path in (root / "tests" / "importers").glob("test_*.py")}
    assert [] == [item.name for item in built_in() if item.name not in here | own_tests]


@pytest.mark.parametrize("way", WRITERS)
def test_cells(record: Return, tmp_path: Path, way: str) -> None:
    """Every cell is read right, and those not filled in stay so: nothing else needs a look."""
    found = importers.read(WRITERS[way](record, tmp_path), agency=record.agency, year=record.year).record
    assert record.cells == found.cells
    assert set() == {(issue.kind, issue.path) for issue in found.issues if issue.kind != "blank"}


@pytest.mark.parametrize("way", ["html", "docx", "pdf"])
def test_tables_are_read_from_their_grids(record: Return, tmp_path: Path, way: str) -> None:
    """Every row of every table is found in the grids that a format gives: the text need not be searched."""
    path = WRITERS[way](record, tmp_path)
    source = identify(path).read(path, Expected())
    assert isinstance(source, ParsedReport)
    located = flatten(source.blocks, paged=source.paged).tables
    found = {id_: grids.read(id_, located, record.edition) for id_ in record.edition.tables}
    assert dict.fromkeys(found, True) == {id_: read is not None and read.is_complete for id_, read in found.items()}


@pytest.mark.parametrize("way", ["html", "docx", "pdf"])
def test_sections_and_headings(record: Return, tmp_path: Path, way: str) -> None:
    """Every section is found with its text, and every heading in it."""
    found = importers.read(WRITERS[way](record, tmp_path), agency=record.agency).record.sections
    assert [*HEADINGS] == re.findall(r"^### (.+)$", str(found.overview), re.MULTILINE)
    assert (TEXTS["problems"], TEXTS["other"]) == (found.problems, found.other)


def test_cells_run_together(record: Return, tmp_path: Path) -> None:
    """Of text without borders what is read is right; what is left open is reported with the truth among its readings."""
    copied = tmp_path / "report.txt"
    filled = {path: 0 if value is None else value for path, value in record.cells.items()}
    record = record.model_copy(update={"cells": filled})
    copied.write_text(own.text(record, "", ""), "utf-8")
    found = importers.read(copied, agency=record.agency).record
    readings = {issue.path: issue.candidates for issue in found.issues if issue.kind == "ambiguous"}
    read = [path for path, value in found.cells.items() if value is not None]
    assert {path: record.cells[path] for path in read} == {path: found.cells[path] for path in read}
    assert len(read) > 0.5 * len(record.cells)
    for path in record.cells.keys() - read:
        row = next(key for key in (path.rpartition(".")[0], path.split(".")[0]) if key in readings)
        places = [cell for cell in record.cells if cell.startswith(f"{row}.")]
        assert tuple(record.cells[cell] for cell in places) in readings[row]
