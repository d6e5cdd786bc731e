"""Texts that cannot be filled in cannot be checked."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.prose import ProseError
from gongkai.rules.base import Context, Draft, fail, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "W2",
    level="error",
    kind="T",
    title="文字中的占位符都能用数据填写。",
    source="本系统的规定：按公布的文字检查",
    todo="请先填写占位符所指的数据，或改写这句话。",
    example="占位符无法填写，涉及文字的规则都未核对：params/a/2022.yaml:12：……",
)
def placeholders(context: Context) -> Iterator[Draft]:
    """The prose can be made from the return."""
    try:
        _ = context.prose
    except ProseError as error:
        yield fail("占位符无法填写，涉及文字的规则都未核对：{error}。", ("sections",), error=str(error).rstrip("。"))
