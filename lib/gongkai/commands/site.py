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
    return 0
