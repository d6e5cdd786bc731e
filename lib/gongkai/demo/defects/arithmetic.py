"""Defects inside a table: sums that are off, requests counted twice, cells without a valid number."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.demo.defects.base import Case, Planted, more, no_government, plant, with_cells

if TYPE_CHECKING:
    from random import Random


def _applicant(random: Random) -> str:
    return random.choice(("natural", "business", "legal_service"))


@plant("R1", fits=no_government)
def balance(random: Random, case: Case) -> Planted:
    """More new requests than were handled or carried over."""
    column, by = _applicant(random), random.randrange(1, 9)
    cells = tuple(f"requests.new.{name}" for name in (column, "total"))
    return Planted(more(case.record, by, cells), cells, f"新收申请多计{by}件，与办理结果不平衡。")


@plant("R2", fits=no_government)
def results(random: Random, case: Case) -> Planted:
    """A result that the total of results leaves out."""
    column = _applicant(random)
    row = random.choice(("granted", "refused_4", "unavailable_2", "unprocessed_1"))
    # Another number than that of requests granted in part, which would look like one counted twice (R21).
    by = int(case.record.cells["requests.partial.total"] or 0) + random.randrange(1, 9)
    cells = tuple(f"requests.{row}.{name}" for name in (column, "total"))
    totals = tuple(f"requests.total.{name}" for name in (column, "total"))
    return Planted(more(case.record, by, cells), totals, f"一项办理结果多计{by}件，没有计入（七）总计。")


@plant("R3", fits=no_government)
def row_total(random: Random, case: Case) -> Planted:
    """A column of totals that balances in itself, but is not the sum of its rows."""
    by = random.randrange(1, 9)
    cells = tuple(f"requests.{row}.total" for row in ("new", "granted", "total"))
    return Planted(more(case.record, by, cells), cells, f"“总计”列的三个数各多{by}，不是各类申请人之和。")


@plant("R4", fits=no_government)
def dispute_total(random: Random, case: Case) -> Planted:
    """A total of cases that is off."""
    row = random.choice([row.id for row in case.site.edition.tables["disputes"].rows])
    by = random.randrange(1, 5)
    cells = (f"disputes.{row}.total",)
    return Planted(more(case.record, by, cells), cells, f"表四的总计多计{by}件。")


@plant("R5", fits=lambda site: no_government(site) and site.has("disclosure.penalty.decisions"))
def negative(random: Random, case: Case) -> Planted:
    """A count below zero."""
    cell = "disclosure.penalty.decisions"
    return Planted(with_cells(case.record, {cell: -random.randrange(1, 30)}), (cell,), "件数填成了负数。")


@plant("R18", fits=lambda site: site.organ.is_government and site.has("disclosure.licensing.decisions"))
def roll_up(random: Random, case: Case) -> Planted:
    """A sum that leaves out some decisions of a member."""
    cell = "disclosure.licensing.decisions"
    value = int(case.record.cells[cell] or 0)
    short = random.randrange(1, max(2, value // 4))
    return Planted(with_cells(case.record, {cell: value - short}), (cell,), f"汇总少计{short}件。")


@plant("R20", fits=no_government, floors={"requests.carried_out.natural": 2})
def counted_twice(random: Random, case: Case) -> Planted:
    """Requests carried over that are among the results as well."""
    out = int(case.record.cells["requests.carried_out.natural"] or 0)
    row = random.choice(("granted", "unavailable_1"))
    cells = tuple(f"requests.{name}.{column}" for name in (row, "total") for column in ("natural", "total"))
    return Planted(
        more(case.record, out, cells), ("requests.carried_out.natural", "requests.total.natural"),
        f"结转下年度的{out}件又计入了办理结果。", also=("R1",),
    )  # fmt: skip


@plant("R21", fits=no_government, floors={"requests.partial.natural": 3})
def partly_twice(random: Random, case: Case) -> Planted:
    """Requests granted in part that another result counts again."""
    row = random.choice(("refused_7", "unavailable_1"))
    record = case.record
    columns = [column.id for column in case.site.edition.tables["requests"].rows[0].columns]
    changes = {
        f"requests.{row}.{column}": (record.cells[f"requests.{row}.{column}"] or 0)
        + (record.cells[f"requests.partial.{column}"] or 0)
        for column in columns
    }
    return Planted(
        with_cells(record, changes), ("requests.partial.natural", "requests.partial.total"),
        "部分公开的申请又计入了别的办理结果。", also=("R2",),
    )  # fmt: skip


@plant("R32", fits=no_government)
def blank(random: Random, case: Case) -> Planted:
    """A cell that is not filled in."""
    row = random.choice(("granted", "refused_2", "unprocessed_3"))
    column = random.choice(("natural", "research", "public_interest"))
    cell = f"requests.{row}.{column}"
    return Planted(with_cells(case.record, {cell: None}), (cell,), "有一格没有填写。")
