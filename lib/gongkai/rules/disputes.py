"""Table 4, 政府信息公开行政复议、行政诉讼情况: each group of five adds up."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.rules.addition import check_additions, row_totals
from gongkai.rules.base import FORM, Context, PendingFinding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "R4",
    level="error",
    kind="A",
    title="表四每一组：总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结。",
    source=f"{FORM}表四",
    requires=("disputes.*.total",),
    todo="请核对这一组的四种结果和总计，改正计错的数。",
    example="表四“行政复议”：四种结果之和为3，总计为2，相差1。",
)
def outcomes(context: Context) -> Iterator[PendingFinding]:
    """The total of reconsiderations, and of each kind of lawsuit, is the sum of its four outcomes."""
    yield from check_additions(
        context, row_totals(context.record.edition.id, "disputes", headers=True), "group",
        "表四“{group}”：四种结果之和为{left}，总计为{right}，相差{difference}。",
        "表四{groups}没有核对“总计等于四种结果之和”：有{count}格{why}。",
    )  # fmt: skip
