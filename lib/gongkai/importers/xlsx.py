"""Import a workbook: our own form, or plain tables typed in Excel."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING

from gongkai.excel import guard, meta
from gongkai.excel.labelled_tables import read_labelled_tables
from gongkai.excel.read import read_form
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from openpyxl.workbook import Workbook

    from gongkai.returns.model import Agency, Return


def read(path: Path, *, agency: Agency | None, year: int | None) -> Return:
    """Read a workbook; nothing in it is executed or fetched.

    Args:
        path: The ``.xlsx`` file.
        agency: The organ, where it is known; else the file must say it.
        year: The report year, likewise.

    Raises:
        InputError: The file can't be read safely, is another organ's or year's, or was changed where it must not be;
            the message names sheet and cell.
    """
    typed, shown = open_book(path, formulas=True), open_book(path, formulas=False)
    about = meta.read(typed)
    if about is not None:
        return read_form(typed, shown, about, agency, year, path.name)
    return read_labelled_tables(typed, shown, agency, year, path.name)


def open_book(path: Path, *, formulas: bool) -> Workbook:
    """Open a workbook after :func:`gongkai.excel.guard.check`; links to other files are not followed.

    Args:
        path: The file.
        formulas: Whether cells give their formulas, else what those showed when the file was last saved.

    Raises:
        InputError: The file can't be read safely.
    """
    from openpyxl import load_workbook

    guard.check(path)
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            return load_workbook(path, data_only=not formulas, keep_links=False, keep_vba=False)
    except Exception as error:  # whatever a damaged part makes openpyxl raise
        msg = f"{path.name}：工作簿内容损坏，无法读取；请用Excel或WPS打开、另存后再导入。"
        raise InputError(msg) from error
