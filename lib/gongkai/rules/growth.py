"""R17: changes over last year, recomputed from last year's report."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.forms import patterns
from gongkai.reading import quantity_names
from gongkai.reading.changes import StatedChange, stated_changes
from gongkai.rules.base import Context, PendingFinding, fail, not_checked, rule
from gongkai.rules.compare import options_in_form, read_report
from gongkai.rules.part_names import describe_sentence, sentence_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.returns import Number, Return

ABOUT = Decimal("0.15")
"""Tolerance of a change stated with 约 or 近, as a share of it: 近20% may mean 18%, but not 15%."""


@rule(
    "R17",
    level="error",
    kind="T",
    title="文字中的同比增减由上一年度报告的数算得出来。",
    source="由两个年度的报告推出；《政府信息公开条例》第五十条",
    todo="请用上一年度报告的数重新计算，改正增减的百分比或件数。",
    example="第一部分写“政府信息公开申请260件，同比增长8.5%”，上一年度为240，应为增长8.33%。",
)
def growth(context: Context) -> Iterator[PendingFinding]:
    """A stated change equals the change between the two reports, to the precision with which it is stated.

    After a merger the organ's own last year may not be what it compares with: then it is a hint.
    """
    record, previous = context.record, context.previous
    missing: list[StatedChange] = []
    for change in stated_changes(read_report(context)):
        names = options_in_form(record, change.base)
        before = [(name, number) for name in names if (number := _before(previous, name, change, record)) is not None]
        if not before or any(not quantity_names.values(record, name) for name, _ in before):
            missing.append(change)
            continue
        rights = [(name, number, _right(Decimal(now), Decimal(number), change))
                  for name, number in before for now in _now(record, name, change)]  # fmt: skip
        if any(_fits(right, change) for _, _, right in rights):
            continue
        name, last, right = rights[0]
        path = f"{record.year - 1}:" if previous is not None else ""
        unit = "%" if change.percent else ""
        sure = change.base.sure == "certain" and change.exact and len(names) == 1 and right is not None
        sure = sure or (change.exact and change.base.sure == "certain" and right is not None and "new" in name)
        cut = right is not None and abs(right - change.stated) < change.step
        if right is not None and change.percent:
            right = right.quantize(min(change.step, Decimal("0.01")))
        yield fail(
            "{place}写“{quote}”，{target}上一年度为{last}，{correct}。",
            (
                *quantity_names.cells(record.edition.id, name),
                *(f"{path}{cell}" for cell in (quantity_names.cells(previous.edition.id, name) if previous else ())),
                change.base.sentence.path,
            ),
            level=None if sure and not cut and not context.predecessors else "hint", where=sentence_line(record, change.base.sentence),
            place=describe_sentence(record, change.base.sentence), quote=change.quote, target=quantity_names.describe(record, name), last=last,
            left=change.stated, right=right, difference=None if right is None else change.stated - right,
            correct="不能算百分比" if right is None else f"应为{_words(right)}{unit}", quantity=f"growth({name})",
        )  # fmt: skip
    if missing:
        yield not_checked(
            "有{count}处同比增减没有核对（“{quote}”等）：{why}。",
            tuple(dict.fromkeys(change.base.sentence.path for change in missing)),
            count=len(missing), quote=missing[0].quote,
            why="没有上一年度的报告" if previous is None else "两个年度的表中有数未填写，或者表式不同不能比较",
        )  # fmt: skip


def _before(previous: Return | None, name: str, change: StatedChange, record: Return) -> Number | None:
    if change.given is not None and previous is None:
        return change.given
    if previous is None or previous.year != record.year - 1:
        return None
    cells = quantity_names.cells(record.edition.id, name)
    if any(path in previous.cells and not patterns.alike(record.edition, previous.edition, path) for path in cells):
        return None
    return quantity_names.value(previous, name)


def _now(record: Return, name: str, change: StatedChange) -> set[Number]:
    """This year's number in the tables and in the sentence."""
    return {*quantity_names.values(record, name), change.base.value}


def _right(now: Decimal, last: Decimal, change: StatedChange) -> Decimal | None:
    if not change.percent:
        return now - last
    if last == 0:
        return None
    return (now - last) * 100 / last


def _fits(right: Decimal | None, change: StatedChange) -> bool:
    if right is None:
        return False
    slack = change.step / 2 if change.percent else Decimal(0)
    if not change.exact:
        slack = max(slack, abs(change.stated) * ABOUT)
    return abs(right - change.stated) <= slack


def _words(value: Decimal) -> str:
    return f"增长{value:f}" if value >= 0 else f"下降{-value:f}"
