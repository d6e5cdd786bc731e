"""The photos that the report shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.rules.base import Context, PendingFinding, fail, rule

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "F1",
    level="error",
    kind="A",
    title="报告中的照片都在年度文件夹里。",
    source="本系统的规定：缺少的照片在试生成时以“图片暂缺”的空框代替，不能这样公布",
    todo="请把照片放进年度文件夹（params/机关/年度/），或在figures里写明show: false。",
    example="图“政府开放日活动”的照片open_day.jpg不在文件夹params/zrzyj/2025/里，报告中留了空框。",
)
def photos_are_there(context: Context) -> Iterator[PendingFinding]:
    """A photo that is shown but whose file is missing, as noted when the return was loaded."""
    folder = _folder(context)
    figures = {f"figures.{figure.id}": figure for figure in context.record.figures}
    for issue in context.record.issues:
        if issue.kind == "absent" and issue.path in figures:
            caption = figures[issue.path].caption
            if issue.raw:
                yield fail(
                    "图“{caption}”的照片{file}不在文件夹{folder}里，报告中留了空框。",
                    (issue.path,),
                    caption=caption,
                    file=issue.raw,
                    folder=folder,
                    todo=f"请把照片放进文件夹{folder}，或在figures里写明show: false。",
                )
            else:
                yield fail(
                    "图“{caption}”没有写照片的文件名，报告中留了空框。", (issue.path,), caption=caption,
                    todo=f"请把照片放进文件夹{folder}，在file里写上它的文件名；或写明show: false。",
                )  # fmt: skip


def _folder(context: Context) -> str:
    """The folder in which photos are expected, as the file of the year is named: ``params/zrzyj/2025/``."""
    record = context.record
    file = record.source.file or f"params/{record.agency.id}/{record.year}.yaml"
    return f"{file.rpartition('/')[0]}/{record.year}/".removeprefix("/")
