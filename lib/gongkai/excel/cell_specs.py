"""Content of each cell of the form: typed number, total, or last year's carry-over."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

from gongkai import forms
from gongkai.drafting.carry import carried
from gongkai.excel.layout import layout
from gongkai.excel.totals import computed, totals

if TYPE_CHECKING:
    from gongkai.returns.model import Number, Return


@dataclass(frozen=True, slots=True)
class CellSpec:
    """A cell of the form.

    Attributes:
        kind: ``input`` (typed, not locked), ``total`` (a formula, locked) or ``carried`` (last year's, locked).
        value: What it shows; ``None`` is empty.
        note: A remark for whoever fills in the form.
    """

    kind: Literal["input", "total", "carried"]
    value: Number | None = None
    note: str | None = None


def cell_specs(record: Return | None, year: int, previous: Return | None) -> dict[str, CellSpec]:
    """Every cell of the form by path.

    A total is a formula unless the return's value differs from the sum: then the cell holds the return's value,
    unlocked, with a note. What last year determines (:func:`gongkai.drafting.carry.carried`) is locked,
    unless the return says something else.

    Args:
        record: What is filled in already; ``None`` for an empty form.
        year: Report year.
        previous: Last year's return; ``None`` if absent.

    Raises:
        InputError: ``previous`` is not the year before.
    """
    edition = forms.edition_for(year)
    given = record.cells if record is not None else dict.fromkeys(edition.cells)
    found: dict[str, CellSpec] = {}
    for path in layout(edition.id).cells:
        found[path] = CellSpec("input", given[path])
    for path, last in carried(previous, year).items() if previous is not None else ():
        found[path] = _carried(given[path], last, year)
    for path, parts in totals(edition.id).items():
        total = computed(parts, lambda part: found[part].value)
        value = given[path]
        if value == total or (record is None and value is None):
            found[path] = CellSpec("total", total)
        elif found[path].kind != "carried":
            found[path] = CellSpec(
                "input", value, f"各项之和为{total if total is not None else '未填全'}，与此处不一致，请核对。"
            )
    return found


def _carried(value: Number | None, last: Number | None, year: int) -> CellSpec:
    if last is not None and value in {None, last}:
        return CellSpec("carried", last)
    said = "没有填写" if last is None else f"为{last}"
    return CellSpec("input", value, f"按{year - 1}年的数据，此处{said}，请核对。")
