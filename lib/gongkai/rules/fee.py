"""R16: the information processing fee (信息处理费) is stated consistently."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.reading.fees import StatedFee, stated_fees
from gongkai.rules.base import Context, PendingFinding, fail, rule
from gongkai.rules.compare import read_report
from gongkai.rules.places import describe_sentence

if TYPE_CHECKING:
    from collections.abc import Iterator

UNPAID = "requests.other_2.total"


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
    stated = [
        (describe_sentence(record, item.sentence), item.sentence.path, item)
        for item in stated_fees(read_report(context))
    ]
    amounts: list[tuple[str, str, StatedFee | None, object]] = [
        (name, path, item, item.amount) for name, path, item in stated
    ]
    for key, fact in record.facts.items():
        if "处理费" in fact.label and fact.unit in {"元", "万元"} and fact.part_of is None and fact.value is not None:
            amounts.append(
                (f"数据“{fact.label}”", f"facts.{key}", None, fact.value * (10_000 if fact.unit == "万元" else 1))
            )
    for at, (name, path, _, amount) in enumerate(amounts):
        first = amounts[0]
        if at and amount != first[3] and amount not in [other[3] for other in amounts[1:at]]:
            yield fail(
                "信息处理费前后不一：{place}为{left}元，{place2}为{right}元，相差{difference}元。",
                tuple(dict.fromkeys((first[1], path))),
                place=first[0], place2=name, left=first[3], right=amount, difference=first[3] - amount,  # type: ignore[operator]
            )  # fmt: skip
    unpaid = record.cells.get(UNPAID)
    if unpaid is None or not amounts:
        return
    total = max(int(amount) for *_, amount in amounts)  # type: ignore[call-overload]
    if unpaid > 0 and total == 0:
        yield fail(
            "表三“2.申请人逾期未按收费通知要求缴纳费用”有{right}件，说明发过收费通知，文字写没有收取信息处理费；请核实两处是否相符。",
            (UNPAID, amounts[0][1]), left=total, right=unpaid,
        )  # fmt: skip
    elif unpaid == 0 and total > 0:
        yield fail(
            "{place}写收取信息处理费{left}元，表三“2.申请人逾期未按收费通知要求缴纳费用”为0件；没有人逾期未缴的，不必改。",
            (UNPAID, amounts[0][1]), place=amounts[0][0], left=total, right=unpaid,
        )  # fmt: skip
