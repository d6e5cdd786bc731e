"""Defects across years and of size: what was carried over, documents in force, jumps, amounts."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.demo.defects.base import Case, Planted, Site, more, no_government, plant, with_cells

if TYPE_CHECKING:
    from random import Random

_DOCUMENTS = "disclosure.normative_documents"
_ITEMS = "disclosure.licensing.previous_items"


def _continues(site: Site, cell: str) -> bool:
    """Whether a cell of table 2 can be compared with last year's."""
    return no_government(site) and site.has(cell) and site.before is not None and site.before.id == site.edition.id


@plant("R6", fits=lambda site: no_government(site) and site.before is not None)
def carried_in(random: Random, case: Case) -> Planted:
    """More requests carried in than last year carried out, all of them granted."""
    column, by = random.choice(("natural", "business")), random.randrange(1, 6)
    cells = tuple(f"requests.{row}.{name}" for row in ("carried_in", "granted", "total") for name in (column, "total"))
    return Planted(more(case.record, by, cells), cells[:2], f"上年结转比上一年度报告的结转下年度多{by}件。")


@plant("R7", fits=lambda site: _continues(site, f"{_DOCUMENTS}.in_force"))
def in_force(random: Random, case: Case) -> Planted:
    """More documents made than the number in force allows."""
    cell, by = f"{_DOCUMENTS}.made", random.randrange(1, 6)
    return Planted(
        more(case.record, by, [cell]), (f"{_DOCUMENTS}.in_force", cell), f"制发件数多计{by}件，与现行有效件数不符。"
    )


@plant("R9", fits=lambda site: _continues(site, _ITEMS) and (site.after is None or site.after.id != site.edition.id))
def items(random: Random, case: Case) -> Planted:
    """Another number of items at the start of the year than last year ended with."""
    by = random.randrange(1, 9)
    return Planted(more(case.record, by, [_ITEMS]), (_ITEMS,), f"上一年项目数量比按上一年度报告推算的多{by}项。")


@plant(
    "R10",
    fits=lambda site: (
        no_government(site)
        and not site.is_merged
        and site.has(f"{_DOCUMENTS}.in_force")
        and (site.before is None or site.before.id != site.edition.id)
    ),
)
def fewer_in_force(random: Random, case: Case) -> Planted:
    """Fewer documents in force than were made in the year, in the first year of a form."""
    made = random.randrange(5, 20)
    changes = {f"{_DOCUMENTS}.made": made, f"{_DOCUMENTS}.repealed": 0, f"{_DOCUMENTS}.in_force": made - 3}
    after = ("R7",) if case.site.after is not None else ()
    return Planted(
        with_cells(case.record, changes), (f"{_DOCUMENTS}.in_force",), "现行有效件数少于本年制发件数。", after=after
    )


@plant(
    "R11",
    fits=lambda site: site.organ.level in {"department", "township"} and site.has("disclosure.regulations.repealed"),
)
def regulations(random: Random, case: Case) -> Planted:
    """An organ that cannot make 规章 reports some."""
    number = random.randrange(1, 4)
    cells = ("disclosure.regulations.made", "disclosure.regulations.repealed")
    return Planted(more(case.record, number, cells), cells[:1], f"不能制定规章的机关填了{number}件规章。")


@plant("R22", fits=lambda site: _continues(site, "disclosure.coercion.decisions"))
def jump(random: Random, case: Case) -> Planted:
    """A number that is many times last year's."""
    assert case.previous is not None
    cell = "disclosure.coercion.decisions"
    value = int(case.previous.cells[cell] or 0) * random.randrange(6, 9) + 120
    return Planted(with_cells(case.record, {cell: value}), (cell,), "这个数超过上一年度的5倍。")


@plant("R23", fits=lambda site: no_government(site) and site.has("disclosure.fees.amount"))
def yuan(random: Random, case: Case) -> Planted:
    """An amount typed in 元 where the form prints 万元."""
    cell = "disclosure.fees.amount"
    value = (Decimal(case.record.cells[cell] or 0) + random.randrange(8, 12)) * 10_000
    return Planted(with_cells(case.record, {cell: value}), (cell,), "收费金额把元填成了万元。")
