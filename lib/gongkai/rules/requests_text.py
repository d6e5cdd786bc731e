"""R12: the numbers of requests in the prose, compared with table 3."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.rules.base import FORM, Context, PendingFinding, rule
from gongkai.rules.compare import compare, read_report

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "R12",
    level="error",
    kind="T",
    title="文字中收到、办理、结转和各类答复的申请数与表三一致；“新收”与“新收加上年结转”是两个不同的数。",
    source=f"{FORM}表三；《政府信息公开条例》第五十条第（二）项",
    requires=("requests.*.*",),
    todo="请对照登记台账核实，改正文字或表三中计错的数；包含上年结转的，写明“含上年结转”。",
    example="第一部分写“收到政府信息公开申请75件”，表三“一、本年新收政府信息公开申请数量”“总计”为74，相差1。",
)
def requests(context: Context) -> Iterator[PendingFinding]:
    """Every number of requests in the prose, and every 未收到, agrees with table 3.

    办结 and 答复 are row （七）: the form adds up the replies of 《政府信息公开条例》第三十六条 in 三（一） to （六）, and rows 一 and 二
    are 三（七） and 四 together, so that what is carried over has not been answered. 部分公开 counts once: row （二） says
    区分处理的，只计这一情形，不计其他情形 (第三十七条).
    """
    yield from compare(context, read_report(context).of("requests"))
