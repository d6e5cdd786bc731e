"""The deadline for publication."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.parsing.dates import chinese
from gongkai.rules.base import Context, PendingFinding, fail, not_checked, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "R28",
    level="hint",
    kind="H",
    title="在本级机关的期限前公布。",
    source="《政府信息公开条例》第四十九条；{form}关于公布时间的规定",
    todo="请按期公布；已经超过期限的，尽快公布。",
    example="公布日期2021年2月5日，晚于部门的期限2021年1月31日，晚5天。",
)
def in_time(context: Context) -> Iterator[PendingFinding]:
    """The dates of publication (also as promised in the preface) and of signature, compared with the level's deadline."""
    record = context.record
    level = forms.levels()[record.agency.level]
    last = level.last_day(record.year)
    names = {"published": "公布日期", "publish_by": "报头所说的公布日期", "signed": "落款日期"}
    days = {key: getattr(record, key) for key in names}
    for key, day in days.items():
        if day is not None and day > last:
            yield fail(
                "{name}{left}，晚于{organs}的期限{right}，晚{difference}天。", (key,), name=names[key], organs=level.name,
                left=chinese(day), right=chinese(last), difference=(day - last).days,
            )  # fmt: skip
            return
    if days["published"] is None and days["signed"] is None:
        yield not_checked(
            "没有核对公布期限：缺少公布日期和落款日期。", ("published",), todo="请填写published或signed。"
        )
