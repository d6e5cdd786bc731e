"""R13: the numbers of reconsiderations and lawsuits in the prose, compared with table 4."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.rules.base import FORM, Context, PendingFinding, rule
from gongkai.rules.compare import compare, read_report

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "R13",
    level="error",
    kind="T",
    title="文字中行政复议、行政诉讼的件数和结果与表四一致；行政诉讼是“未经复议直接起诉”与“复议后起诉”之和。",
    source=f"{FORM}表四；《政府信息公开条例》第五十条第（三）项",
    requires=("disputes.*.*",),
    todo="请核实复议、诉讼案件，改正文字或表四中计错的数；统计口径不同的，在文字中说明。",
    example="第一部分写“行政复议案件2件”，表四“行政复议”“总计”为3，相差-1。",
)
def disputes(context: Context) -> Iterator[PendingFinding]:
    """Every number of cases in the prose agrees with table 4; R24 checks claims that there were none."""
    yield from compare(context, (item for item in read_report(context).of("disputes") if item.value or not item.worded))
