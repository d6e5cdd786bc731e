"""Read the Excel form back."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Any

from gongkai.excel import number
from gongkai.excel.layout import EXPLANATION, FACTS, TEXTS, YES, CellRef, FormLayout, layout
from gongkai.excel.supplementary_read import facts_of, same_number, sections_of
from gongkai.excel.supplementary_write import FIRST
from gongkai.excel.totals import computed, formula, totals
from gongkai.returns.errors import InputError
from gongkai.returns.model import Agency, Issue, Number, Return, SourceMap, empty_cells

if TYPE_CHECKING:
    from openpyxl.workbook import Workbook

    from gongkai.excel.meta import Meta

_NAMED = 3
_ABOUT_CELLS = frozenset({"blank", "ambiguous", "absent", "invalid"})


def read_form(
    typed: Workbook, shown: Workbook, meta: Meta, agency: Agency | None, year: int | None, name: str
) -> Return:
    """The return that a filled form says.

    Args:
        typed: The workbook with its formulas.
        shown: The same workbook with what the formulas showed when it was last saved.
        meta: What the hidden sheet says.
        agency: The organ that is expected; ``None`` takes the form's own.
        year: The year that is expected, likewise.
        name: Name of the file, for messages.

    Returns:
        The return the form was written from, with everything that was changed in it. A total whose formula was left
        alone is the sum of its parts, or missing while one of them is. Issues name sheet and cell.

    Raises:
        InputError: The form is another organ's or another year's, or its sheets, rows or columns were changed; the
            message names sheet and cell.
    """
    _expected(meta, agency, year, name)
    form = layout(meta.edition)
    _check(typed, form, name)
    before = meta.record or Return(agency=meta.agency, year=meta.year, cells=empty_cells(form.edition))
    cells, rest, found = _cells(typed, shown, form, before)
    changed = {path for path in cells if cells[path] != before.cells[path]}
    kept = [issue for issue in before.issues if issue.path not in changed or issue.kind not in _ABOUT_CELLS]
    units, unit_issues = _units(typed, form)
    return before.model_copy(
        update={
            "agency": agency or meta.agency,
            "cells": cells,
            "rest": (
                *(path for path in before.rest if path not in changed),
                *(path for path in rest if path not in before.rest or path in changed),
            ),
            "units": units,
            "facts": facts_of(*_facts(typed, shown, found), before.facts),
            "sections": sections_of(_texts(typed), before.sections),
            "issues": (*kept, *(issue for issue in (*found, *unit_issues) if issue not in kept)),
            "source": SourceMap(file=name),
        }
    )


def _expected(meta: Meta, agency: Agency | None, year: int | None, name: str) -> None:
    if agency is not None and agency.id != meta.agency.id:
        msg = f"{name}：这是{meta.agency.name}（{meta.agency.id}）的填报表，要导入的是{agency.name}（{agency.id}）；请核对文件。"
        raise InputError(msg)
    if year is not None and year != meta.year:
        msg = f"{name}：这是{meta.year}年的填报表，要导入的是{year}年；请核对文件。"
        raise InputError(msg)


def _check(book: Workbook, form: FormLayout, name: str) -> None:
    """Check that the sheets exist and that every header is where the form prints it."""
    ours = (*form.sheets.values(), FACTS, TEXTS)
    missing = [sheet for sheet in ours if sheet not in book.sheetnames]
    if missing:
        there = [item for item in book.sheetnames if book[item].sheet_state == "visible"]
        strange = [item for item in there if item not in {*ours, EXPLANATION}]
        # Every other sheet is where it belongs: the one that is too many is the one that is missing.
        todo = (
            f"请把工作表“{strange[0]}”的名称改回“{missing[0]}”"
            if len(missing) == len(strange) == 1
            else "请改回原来的工作表名，或用原表重新填写"
        )
        msg = f"{name}：没有找到工作表{_quoted(missing)}；文件里有{_quoted(there)}。{todo}。"
        raise InputError(msg)
    wrong = [(at, text, _label(book, at)) for at, text in form.headers if _plain(_label(book, at)) != _plain(text)]
    if wrong:
        said = "；".join(f"{at}应为“{text}”，现为“{now[: _NAMED * 20]}”" for at, text, now in wrong[:_NAMED])
        more = f"等{len(wrong)}处" if len(wrong) > _NAMED else ""
        msg = f"{name}：{said}{more}。可能插入或删除了行列，或改动了表头；请恢复原表后再导入。"
        raise InputError(msg)


def _quoted(sheets: list[str]) -> str:
    return "、".join(f"“{sheet}”" for sheet in sheets)


def _label(book: Workbook, at: CellRef) -> str:
    value = book[at.sheet][at.at].value
    return "" if value is None else str(value)


def _plain(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _cells(
    typed: Workbook, shown: Workbook, form: FormLayout, before: Return
) -> tuple[dict[str, Number | None], list[str], list[Issue]]:
    """The numbers, the cells set by the choice that empty is 0, and what to report."""
    cells: dict[str, Number | None] = {}
    issues: list[Issue] = []
    ours = totals(form.edition.id)
    summed: set[str] = set()
    marked: set[str] = set()
    for path, at in form.cells.items():
        raw = typed[at.sheet][at.at].value
        if path in ours and isinstance(raw, str) and _plain(raw) == _plain(formula(form.edition.id, path)):
            summed.add(path)
            continue
        reading = number.read(
            raw, shown[at.sheet][at.at].value, path, form.edition.cells[path].kind, at, form.edition.cells[path]
        )
        cells[path] = same_number(reading.value, before.cells[path])
        if reading.issue is not None:
            issues.append(reading.issue)
            marked.add(path)
        elif reading.value is None and before.cells[path] is not None:
            issues.append(Issue(path=path, kind="blank", message=f"{at}是空的。"))
    rest = []
    for table in form.edition.tables.values():
        at = form.rest(table.id)
        chosen = typed[at.sheet][at.at].value
        if chosen not in {None, YES}:
            message = f"{at}里是“{str(chosen)[:20]}”，只能选“{YES}”或空着；当作没有选。"
            issues.append(Issue(path=table.id, kind="invalid", raw=str(chosen)[:20], message=message))
        if chosen == YES:
            rest += [cell.path for cell in table.cells if cell.path not in summed | marked and cells[cell.path] is None]
    cells |= dict.fromkeys(rest, 0)
    for path in ours:
        if path in summed:
            cells[path] = same_number(computed(ours[path], cells.get), before.cells[path])
    return {path: cells[path] for path in form.edition.cells}, rest, issues


def _units(typed: Workbook, form: FormLayout) -> tuple[dict[str, str], list[Issue]]:
    """The units chosen, by row, and what to report."""
    units: dict[str, str] = {}
    issues: list[Issue] = []
    for row, at in form.units.items():
        value = typed[at.sheet][at.at].value
        cell = form.edition.open_rows[row]
        if value in cell.choices:
            units[row] = value
        elif value is not None:
            raw = str(value)[:20]
            said = "”或“".join(cell.choices)
            message = f"{at}里是“{raw}”，{form.unit_label(row)}只能是“{said}”；当作没有填写。"
            issues.append(Issue(path=cell.path, kind="invalid", raw=raw, message=message))
    return units, issues


def _facts(
    typed: Workbook, shown: Workbook, issues: list[Issue]
) -> tuple[list[tuple[str | None, str | None, Number | None, str | None]]]:
    found = []
    for row in range(FIRST, typed[FACTS].max_row + 1):
        id_, label, raw, unit = (typed[FACTS].cell(row, column).value for column in range(1, 5))
        if id_ is None and label is None and raw is None and unit is None:
            continue
        reading = number.read(
            raw,
            shown[FACTS].cell(row, 3).value,
            f"facts.{_string(id_) or _string(label) or row}",
            "signed",
            CellRef(FACTS, row, 3),
        )
        if reading.issue is not None:
            issues.append(reading.issue)
        found.append((_string(id_), _string(label), reading.value, _string(unit)))
    return (found,)


def _texts(typed: Workbook) -> dict[str, tuple[str | None, str | None]]:
    found = {}
    sheet = typed[TEXTS]
    for row in range(FIRST, sheet.max_row + 1):
        key, heading, text = (_string(sheet.cell(row, column).value) for column in (1, 3, 4))
        if key is not None and re.fullmatch(
            r"preface|overview(\..+)?|disclosure|requests|disputes|problems|other", key
        ):
            found[key] = (heading, text)
    return found


def _string(value: Any) -> str | None:
    text = "" if value is None else str(value).strip()
    return text or None
