"""``gongkai lab``: open the project's notebooks in JupyterLab, with an organ and year chosen."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import find_spec
from typing import TYPE_CHECKING

from rich.console import Console

from gongkai.files import reason
from gongkai.returns import InputError, Params, project
from gongkai.run import notebooks, overrides, provisioner
from gongkai.sections import selection

if TYPE_CHECKING:
    from pathlib import Path


def run_lab(
    organ: str | None, year: int | None, params: Path | None, *, browser: bool = True, port: int | None = None
) -> int:
    """Open JupyterLab and wait until it exits.

    Args:
        organ: Id or Chinese name of the organ that the notebooks show; ``None`` is the one chosen before.
        year: Its report year; ``None`` is its last.
        params: The folder of params that the notebooks read; ``None`` is the default.
        browser: Whether to open a browser; without, JupyterLab prints the address to open.
        port: Port to listen on; ``None`` is the first free one from 8888 on.

    Returns:
        JupyterLab's exit code.

    Raises:
        InputError: There is no project, it belongs to another user, there is no such organ, year or folder of params, or
            JupyterLab is not installed.
    """
    where = notebooks.of_project()
    inputs = Params(params)
    if find_spec("jupyterlab") is None:
        msg = '没有安装JupyterLab；请运行 pip install "gongkai[lab]"。'
        raise InputError(msg)
    _choose(inputs, organ, year, where)
    environment = dict(os.environ)
    if inputs.root != where.parent / "params":
        environment["GONGKAI_PARAMS"] = str(inputs.root)
    environment.pop(project.NAMED, None)
    if (found := project.find()) is not None and found.is_named:
        environment[project.NAMED] = str(found.root)
    start = f"/{where.name}/{selection.START}" if (where / selection.START).is_file() else f"/{where.name}"
    options = [
        # The tree is the project's, so that params and outputs can be opened too.
        f"--ServerApp.root_dir={where.parent}", f"--LabApp.default_url=/lab/tree{start}", *provisioner.options(),
        # Closed networks: no request to other hosts, and no question whether to make one.
        "--LabApp.check_for_updates_class=jupyterlab.NeverCheckForUpdate", "--LabApp.news_url=None",
        *([] if browser else ["--no-browser"]), *([] if port is None else [f"--ServerApp.port={port}"]),
    ]  # fmt: skip
    # Neither modules nor Jupyter settings are loaded from the working directory.
    command = [sys.executable, "-P", "-m", "jupyterlab", *options]
    return subprocess.run(command, cwd=where, env=environment, check=False).returncode  # noqa: S603 - our own interpreter


def _choose(inputs: Params, organ: str | None, year: int | None, where: Path) -> None:
    """Choose the organ and year for the notebooks, and say which they show.

    Raises:
        InputError: There is no such organ or year.
    """
    console = Console(highlight=False, markup=False, soft_wrap=True)
    if organ is None:
        found = selection.chosen(inputs)
        said = f"笔记本显示上次选的{_said(inputs, *found)}" if found is not None else "还没有选机关"
        console.print(f"{said}；在{selection.START}里选，或运行 gongkai lab 机关 年度。")
        return
    try:
        id_, chosen = selection.choose(inputs, organ, year)
        console.print(f"笔记本显示{_said(inputs, id_, chosen)}。")
        if own := overrides.own(where, id_):
            names = "、".join(overrides.name(id_, stem) for stem in own)
            console.print(f"这个机关的报告用自己的笔记本：{names}。")
    except OSError as error:
        console.print(f"选的机关没有记下来（{reason(error)}）；请在笔记本的参数单元格里写明agency和year。")


def _said(inputs: Params, organ: str, year: int) -> str:
    return f"{inputs.agency(organ).name}{year}年" if year else inputs.agency(organ).name
