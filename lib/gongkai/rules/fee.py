"""R16: the information processing fee (信息处理费) is stated consistently."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gongkai.reading.fees import stated_fees
from gongkai.returns.cells import label
from gongkai.rules.base import Context, PendingFinding, fail, rule
from gongkai.rules.compare import read_report
from gongkai.rules.part_names import describe_sentence, sentence_line

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.returns import Number

UNPAID = "requests.other_2.total"
"""Requests closed because the fee was not paid; not in every form."""

_IN_YUAN = {"元": 1, "万元": 10_000}


class StatedAmount(NamedTuple):
    """A statement of the fee: the name of its place in messages, its path, the amount in 元, and the line of a sentence."""

    place: str
    path: str
    amount: Number
    where: str | None = None


@rule(
    "R16",
    level="hint",
    kind="H",
    title="信息处理费在全文中写法一致，与表三“申请人逾期未按收费通知要求缴纳费用”的件数相称。",
    source="《政府信息公开条例》第四十二条；国办函〔2020〕109号；国办公开办函〔2021〕30号第六部分",
    todo="请核实信息处理费的收取情况，改成前后一致；发过收费通知的，在第六部分写明收费情况。",
    example="信息处理费前后不一：第一部分为0元，第六部分为120元，相差-120元。",
)
def fee(context: Context) -> Iterator[PendingFinding]:
    """All statements of the fee, including the fact ``info_fee``, agree with each other and with row （六）2."""
    record = context.record
    stated = _stated(context)
    for at, (name, path, amount, _) in enumerate(stated):
        first = stated[0]
        if amount not in {other.amount for other in stated[:at]} and at:
            yield fail(
                "信息处理费前后不一：{place}为{left}元，{place2}为{right}元，相差{difference}元。",
                tuple(dict.fromkeys((first.path, path))), where=first.where,
                place=first.place, place2=name, left=first.amount, right=amount, difference=first.amount - amount,
            )  # fmt: skip
    unpaid = record.cells.get(UNPAID)
    if unpaid is None or not stated:
        return
    place, path, _, where = stated[0]
    total = max(int(one.amount) for one in stated)
    if unpaid > 0 and total == 0:
        yield fail(
            "{cell}为{right}件，说明发过收费通知，文字写没有收取信息处理费；请核实两处是否相符。",
            (UNPAID, path), where=where, cell=label(record, UNPAID), left=total, right=unpaid,
        )  # fmt: skip
    elif unpaid == 0 and total > 0:
        yield fail(
            "{place}写收取信息处理费{left}元，{cell}为0件；没有人逾期未缴的，不必改。",
            (UNPAID, path), where=where, place=place, cell=label(record, UNPAID), left=total, right=unpaid,
        )  # fmt: skip


def _stated(context: Context) -> list[StatedAmount]:
    """The statements of the prose in their order, then those of the facts."""
    record = context.record
    found = [
        StatedAmount(
            describe_sentence(record, item.sentence),
            item.sentence.path,
            item.amount,
            sentence_line(record, item.sentence),
        )
        for item in stated_fees(read_report(context))
    ]
    for key, fact in record.facts.items():
        if "处理费" in fact.label and fact.unit in _IN_YUAN and fact.part_of is None and fact.value is not None:
            found.append(StatedAmount(f"数据“{fact.label}”", f"facts.{key}", fact.value * _IN_YUAN[fact.unit]))
    return found
