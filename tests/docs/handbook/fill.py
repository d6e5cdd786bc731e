"""Fill in a form as an organ does: ``fill.py FORM.xlsx LABEL VALUE`` writes behind the cell with the label."""

from __future__ import annotations

import sys

import openpyxl

form, label, value = sys.argv[1:]
book = openpyxl.load_workbook(form)
(found,) = [cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value).strip() == label]
found.parent.cell(found.row, found.column + 1).value = int(value)
book.save(form)
