"""R14: the numbers of documents, decisions and fees in the prose, compared with table 2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.rules.base import FORM, Context, PendingFinding, rule
from gongkai.rules.compare import compare, read_report

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "R14",
    level="error",
    kind="T",
    title="文字中规章、行政规范性文件的制发、废止、现行有效件数，以及行政处理决定数与表二一致。",
    source=f"{FORM}表二；《政府信息公开条例》第五十条第（一）项",
    requires=("disclosure.*.*",),
    todo="请核实文件和决定的件数，改正文字或表二中计错的数。",
    example="第一部分写“现行有效行政规范性文件28件”，表二“行政规范性文件”“现行有效件数”为30，相差-2。",
)
def documents(context: Context) -> Iterator[PendingFinding]:
    """Every number of documents and decisions and every amount of fees in the prose agrees with table 2."""
    yield from compare(context, read_report(context).of("disclosure"))
