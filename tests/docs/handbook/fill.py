"""Fill in a form as an organ does: ``fill.py FORM.xlsx LABEL VALUE`` writes behind the cell with the label."""

from __future__ import annotations

import sys

import openpyxl
from openpyxl.cell.cell import MergedCell

form, label, value = sys.argv[1:]
book = openpyxl.load_workbook(form)
rows = [row for sheet in book.worksheets for row in sheet.iter_rows()]
(behind,) = [row[at + 1 :] for row in rows for at, cell in enumerate(row) if str(cell.value).strip() == label]
next(cell for cell in behind if not isinstance(cell, MergedCell)).value = int(value)
book.save(form)
