"""Table 4, 政府信息公开行政复议、行政诉讼情况: each group of five adds up."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.rules.addition import Addition, check_additions
from gongkai.rules.base import Context, PendingFinding, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@cache
def groups(edition: str) -> tuple[Addition, ...]:
    """Label, path of 总计 and paths of the four outcomes, for each group of table 4."""
    return tuple(
        Addition(
            "—".join((*row.heads, row.label)),
            f"disputes.{row.id}.total",
            tuple(f"disputes.{row.id}.{column.id}" for column in row.columns if column.id != "total"),
        )
        for row in forms.edition(edition).tables["disputes"].rows
    )


@rule(
    "R4",
    level="error",
    kind="A",
    title="表四每一组：总计 = 结果维持 + 结果纠正 + 其他结果 + 尚未审结。",
    source="《政府信息公开工作年度报告格式》（国办公开办函〔2019〕60号、〔2021〕30号）表四",
    todo="请核对这一组的四种结果和总计，改正计错的数。",
    example="表四“行政复议”：四种结果之和为3，总计为2，相差1。",
)
def outcomes(context: Context) -> Iterator[PendingFinding]:
    """The total of reconsiderations, and of each kind of lawsuit, is the sum of its four outcomes."""
    yield from check_additions(
        context, groups(context.record.edition.id), "group",
        "表四“{group}”：四种结果之和为{left}，总计为{right}，相差{difference}。",
        "表四{groups}没有核对“总计等于四种结果之和”：有{count}格{why}。",
    )  # fmt: skip
