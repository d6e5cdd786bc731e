"""Texts that cannot be filled in cannot be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.prose import ProseError
from gongkai.rules.base import Context, PendingFinding, fail, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "W2",
    level="error",
    kind="T",
    title="文字中的占位符都能用数据填写。",
    source="本系统的规定：按公布的文字检查",
    todo="请先填写占位符所指的数据，或改写这句话。",
    example="“sections.other”里的占位符无法填写（facts中没有“info_fe”，是不是“info_fee”？），涉及文字的规则都未核对。",
    why_unwaivable="占位符填不出来，报告就生成不了，请补上它所指的数据，或改写这句话。",
)
def placeholders(context: Context) -> Iterator[PendingFinding]:
    """All placeholders of the prose can be filled from the return."""
    try:
        _ = context.prose
    except ProseError as error:
        for item in error.problems:
            yield fail(
                "“{path}”里的占位符无法填写（{problem}），涉及文字的规则都未核对。", (item.path,), where=item.where,
                path=item.path, problem=item.problem.rstrip("。"),
            )  # fmt: skip
