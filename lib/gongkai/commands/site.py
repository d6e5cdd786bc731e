"""``gongkai site``: write the review site."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rich.progress import Progress, SpinnerColumn, TextColumn

from gongkai.commands.console import console, printable
from gongkai.review.site import write_site

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.returns import Params


def run_site(params: Params, out: Path) -> int:
    """Write static pages about every report in params.

    Args:
        params: Inputs.
        out: Folder of outputs; the pages go into ``site`` in it.

    Returns:
        Exit code 0.
    """
    people = console()
    today = dt.datetime.now().astimezone().date()
    with Progress(
        SpinnerColumn(),
        TextColumn("{task.description}"),
        console=people,
        transient=True,
        disable=not people.is_terminal,
    ) as bar:
        task = bar.add_task("")
        written = write_site(params, out, today, lambda name: bar.update(task, description=printable(name)))
    people.print(
        f"已写入{written.page.as_posix()}：{written.organs}个机关，已生成的报告{written.reports}份（其中更新{written.made}页）。",
        soft_wrap=True,
    )
    if written.governments:
        people.print(
            f"有{written.governments}个政府的成员情况（各机关历年的数、图、数据文件），从首页上方点开。", soft_wrap=True
        )
    for said in written.refused:
        people.print(f"没有生成成员情况：{printable(said)}", soft_wrap=True)
    return 0
