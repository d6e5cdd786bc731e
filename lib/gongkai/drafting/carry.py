"""What a year takes over from the year before: carry-over, item counts, headings; no text (R26)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.returns.correspond import migrate
from gongkai.returns.errors import InputError
from gongkai.returns.model import Fact, Figure, Number, Passage, Return, Sections, empty_cells
from gongkai.returns.reported import CARRIED_COLUMN, CARRIED_ROW

if TYPE_CHECKING:
    from gongkai.returns.model import Agency
    from gongkai.returns.succession import Predecessors

_CONTINUED = {"previous_items", "change", "in_force", "total_disclosed"}
"""Columns of table 2 from which next year's number follows."""


def carried(previous: Return, year: int) -> dict[str, Number | None]:
    """Cells of this year that last year's return determines.

    Column by column 二、上年结转 is last year's 四、结转下年度 (R6); 上一年项目数量 of form 2019 is last year's
    上一年项目数量 with its 本年增/减 (R9).

    Args:
        previous: Return of ``year - 1``, in whatever edition.
        year: The new report year.

    Returns:
        Values by path, only paths of the new year's edition; ``None`` where last year's cell is not filled in.

    Raises:
        InputError: ``previous`` is not the year before.
    """
    if previous.year != year - 1:
        msg = f"{year}年应当从{year - 1}年结转，给出的是{previous.year}年的数据。"
        raise InputError(msg)
    edition = forms.edition_for(year)
    last = migrate(previous.cells, previous.edition, edition, previous.units).cells
    found: dict[str, Number | None] = {}
    for path, cell in edition.cells.items():
        source = f"requests.carried_out.{cell.column}"
        if cell.row_path == CARRIED_ROW and source in last:
            found[path] = last[source]
    for path in edition.cells:
        changed = path.replace(CARRIED_COLUMN, "change")
        if path.endswith(f".{CARRIED_COLUMN}") and changed in last:
            items, change = last[path], last[changed]
            found[path] = None if items is None or change is None else items + change
    return found


def combined(own: Return | None, merged: Predecessors, agency: Agency, year: int) -> Return | None:
    """What a year begins with after a merger or a transfer, as a return of the year before: the cells that are carried over, added up.

    Args:
        own: The organ's own figures of the year before.
        merged: Its predecessors.
        agency: The organ.
        year: The new report year.

    Returns:
        ``own`` if there are no predecessors. A cell is not filled in where one of the parts has not filled it in, all of
        them where a predecessor's figures are missing.
    """
    if not merged:
        return own
    edition = forms.edition_for(year - 1)
    sums = {
        path: merged.total(own, path)
        for path, cell in edition.cells.items()
        if not merged.lacking(own) and (cell.row_path == "requests.carried_out" or cell.column in _CONTINUED)
    }
    return (own or scaffold(agency, year - 1)).model_copy(update={"cells": empty_cells(edition) | sums, "issues": ()})


def hints(previous: Return | None, year: int) -> dict[str, str]:
    """What last year says about cells that it does not determine alone, by path: remarks for whoever fills them in."""
    if previous is None:
        return {}
    found: dict[str, str] = {}
    edition = forms.edition_for(year)
    same = previous.edition.id == edition.id
    for path, cell in edition.cells.items():
        match cell.column:
            case "in_force" | "total_disclosed" if same and previous.cells[path] is None:
                found[path] = f"上年没有填写{cell.label.rpartition('／')[2]}，不能比照，请清理后填写。"
            case "in_force" if same:
                rule = "今年应等于该数＋本年制发－本年废止"
                found[path] = f"上年现行有效{previous.cells[path]}件；{rule}。"
            case "in_force":
                found[path] = f"上年用{previous.edition.id}版表式，口径不同，不能比照，请按现行有效件数重新清理填写。"
            case "total_disclosed" if same:
                rule = "今年应等于该数＋本年新公开数量"
                found[path] = f"上年对外公开总数量为{previous.cells[path]}件；{rule}。"
    return found


def start(previous: Return, year: int) -> Return:
    """Start a year from the last.

    Kept: carry-over and item counts (:func:`carried`), headings of passages, charts, what the facts count, units where the
    form prints none, signature, room for a seal. Not kept: any other figure, any text, photos, dates, waivers, issues.

    Args:
        previous: Last year's return.
        year: The year to start.

    Raises:
        InputError: ``previous`` is not the year before.
        FormError: No edition is in force for ``year``.
    """
    cells = empty_cells(forms.edition_for(year)) | carried(previous, year)
    overview = previous.sections.overview
    passages = (
        tuple(Passage(id=item.id, heading=_year(item.heading, previous.year)) for item in overview)
        if isinstance(overview, tuple)
        else None
    )
    open_rows = forms.edition_for(year).open_rows
    return Return(
        agency=previous.agency,
        year=year,
        cells=cells,
        units={
            row: unit for row, unit in previous.units.items() if row in open_rows and unit in open_rows[row].choices
        },
        facts={id_: _fact(fact, previous.year) for id_, fact in previous.facts.items()},
        sections=Sections(overview=passages),
        figures=tuple(_figure(item, previous.year) for item in previous.figures if item.file is None),
        signature=previous.signature,
        seal=previous.seal,
    )


def scaffold(agency: Agency, year: int) -> Return:
    """A year without a year before: every cell there, none filled in.

    Raises:
        FormError: No edition is in force for ``year``.
    """
    return Return(agency=agency, year=year, cells=empty_cells(forms.edition_for(year)))


def _fact(fact: Fact, last: int) -> Fact:
    return fact.model_copy(update={"value": None, "label": _year(fact.label, last)})


def _figure(figure: Figure, last: int) -> Figure:
    """The figure with its caption moved on by a year; its alternative text described last year's."""
    return figure.model_copy(update={"caption": _year(figure.caption, last), "alt": None})


def _year(text: str | None, last: int) -> str | None:
    """Last year's number in a heading becomes this year's."""
    return text.replace(f"{last}年", f"{last + 1}年") if text is not None else None
