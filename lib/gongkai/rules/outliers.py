"""Large changes since last year: worth a second look, though often correct."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.forms import patterns
from gongkai.returns.cells import label
from gongkai.rules.base import Context, PendingFinding, fail, rule
from gongkai.rules.years import no_last_year

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.returns import Number, Return

TIMES = 5
"""A change by more than this factor, in either direction, is an outlier."""

FLOORS: dict[str, int] = {"requests": 30, "disputes": 15}
FLOOR = 50
"""The larger of the two numbers must be at least this, by table: small numbers vary widely every year."""


@rule(
    "R22",
    level="hint",
    kind="H",
    title="与上一年度相比增加到5倍以上或减少到五分之一以下的数，请再核对。",
    source="提示：官方文件没有规定；变化很大的数常是填错行列或单位",
    todo="请核对这个数；属实的，宜在文字部分说明原因。",
    example="表三“一、本年新收政府信息公开申请数量”“总计”为120，2021年为8，超过上一年度的5倍。",
)
def jump(context: Context) -> Iterator[PendingFinding]:
    """Totals of rows, cells of rows without a total, and facts, where both years have the same label and unit.

    The larger of the two numbers must be at least 30 in table 3, 15 in table 4, 50 elsewhere.
    """
    record, previous = context.record, context.last_year
    if previous is None:
        yield no_last_year(context, "大幅变化的数")
        return
    for path, now, before in _pairs(record, previous):
        if now is None or before is None or max(now, before) < FLOORS.get(path.partition(".")[0], FLOOR):
            continue
        if not (now > TIMES * before or now * TIMES < before):
            continue
        yield fail(
            "{cell}为{left}，{last}年为{right}，{change}。", (path, f"{previous.year}:{path}"),
            cell=_name(record, path), left=now, right=before, difference=now - before, last=previous.year,
            change="上一年度为0" if before == 0 else "本年为0" if now == 0
            else f"超过上一年度的{TIMES}倍" if now > before else "不到上一年度的五分之一",
        )  # fmt: skip


def _pairs(record: Return, previous: Return) -> Iterator[tuple[str, Number | None, Number | None]]:
    totals = {(cell.table, cell.row) for cell in record.edition.cells.values() if cell.column == "total"}
    for path, cell in record.edition.cells.items():
        if (cell.column != "total" and (cell.table, cell.row) in totals) or cell.kind == "signed":
            continue
        if not patterns.alike(record.edition, previous.edition, path):
            continue
        if cell.unit is not None or record.unit(path) == previous.unit(path):
            yield path, record.cells[path], previous.cells[path]
    for id_, fact in record.facts.items():
        other = previous.facts.get(id_)
        if other is not None and other.unit == fact.unit:
            yield f"facts.{id_}", fact.value, other.value


def _name(record: Return, path: str) -> str:
    return label(record, path) if path in record.cells else f"“{record.facts[path.partition('.')[2]].label}”"
