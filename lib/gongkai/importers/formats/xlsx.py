"""Import a workbook: a form made by Gongkai, or the statutory tables typed in Excel without it."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from gongkai.excel import guard, meta
from gongkai.excel.labelled_tables import read_labelled_tables
from gongkai.excel.layout import EXPLANATION, FACTS, TEXTS, layout
from gongkai.excel.read import read_form
from gongkai.importers.base import Expected, Importer, ReadReturn
from gongkai.importers.core.container import zip_parts
from gongkai.importers.core.leftovers import Leftover, short
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook
    from openpyxl.worksheet.worksheet import Worksheet


def read(path: Path, expected: Expected) -> ReadReturn:
    """Read a workbook; nothing in it is executed or fetched.

    Args:
        path: The ``.xlsx`` file.
        expected: Organ and year; what is not given, the file must say.

    Raises:
        InputError: The file can't be read safely, is another organ's or year's, or was changed where it must not be;
            the message names sheet and cell.
    """
    guard.check(path)
    typed, shown = _open(path, formulas=True), _open(path, formulas=False)
    about = meta.read(typed)
    if about is not None:
        record = read_form(typed, shown, about, expected.agency, expected.year, path.name)
        known = {*layout(about.edition).sheets.values(), FACTS, TEXTS, EXPLANATION}
        left = (Leftover("工作表", short(sheet.title)) for sheet in typed.worksheets if _is_other(sheet, known))
        return ReadReturn(record, from_form=True, base=about.record, leftovers=tuple(left))
    return ReadReturn(read_labelled_tables(typed, shown, expected.agency, expected.year, path.name))


def _is_other(sheet: Worksheet, known: set[str]) -> bool:
    """Whether a sheet is not one of the form's, and not empty."""
    return sheet.sheet_state == "visible" and sheet.title not in known and sheet.max_row * sheet.max_column > 1


def _open(path: Path, *, formulas: bool) -> Workbook:
    """Open a workbook that :func:`gongkai.excel.guard.check` let pass; links to other files are not followed.

    Args:
        path: The file.
        formulas: Whether cells give their formulas, else what those showed when the file was last saved.

    Raises:
        InputError: The file can't be read safely.
    """
    from openpyxl import load_workbook

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(path, data_only=not formulas, keep_links=False)
    except Exception as error:  # whatever a damaged part makes openpyxl raise
        msg = f"{path.name}：工作簿内容损坏，无法读取；请用Excel或WPS打开、另存后再导入。"
        raise InputError(msg) from error


def _sniff(head: bytes, path: Path) -> bool:
    return head.startswith(b"PK\x03\x04") and any(name.startswith("xl/") for name in zip_parts(path) or ())


IMPORTER = Importer(
    name="xlsx",
    title="Excel（.xlsx）",
    suffixes=(".xlsx", ".xlsm"),
    max_bytes=guard.LARGEST_FILE,
    read=read,
    sniff=_sniff,
    binary=True,
    uses=("openpyxl",),
)
