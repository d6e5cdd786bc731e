"""The photos that the report shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.rules.base import Context, PendingFinding, fail, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "F1",
    level="hint",
    kind="H",
    title="报告中的照片都在年度文件夹里。",
    source="本系统的规定：缺少的照片以带图题的空框代替，报告照常生成",
    todo="请把照片放进年度文件夹，或在figures里写明show: false。",
    example="图“政府开放日活动”的照片open_day.jpg不在年度文件夹里，报告中留了空框。",
)
def photos_are_there(context: Context) -> Iterator[PendingFinding]:
    """A photo that is shown but whose file is missing, as noted when the return was loaded."""
    figures = {f"figures.{figure.id}": figure for figure in context.record.figures}
    for issue in context.record.issues:
        if issue.kind == "absent" and issue.path in figures:
            caption = figures[issue.path].caption
            if issue.raw:
                yield fail(
                    "图“{caption}”的照片{file}不在年度文件夹里，报告中留了空框。",
                    (issue.path,),
                    caption=caption,
                    file=issue.raw,
                )
            else:
                yield fail("图“{caption}”没有写照片的文件名，报告中留了空框。", (issue.path,), caption=caption)
