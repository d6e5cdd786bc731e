"""Fill in a form as an organ does: ``fill.py FORM.xlsx LABEL VALUE`` writes behind the cell with the label."""

from __future__ import annotations

import sys

import openpyxl
from openpyxl.cell.cell import MergedCell

form, label, value = sys.argv[1:]
book = openpyxl.load_workbook(form)
(found,) = [cell for sheet in book for row in sheet.iter_rows() for cell in row if str(cell.value).strip() == label]
behind = next(cell for cell in found.parent[found.row][found.column :] if not isinstance(cell, MergedCell))
behind.value = int(value)
book.save(form)
