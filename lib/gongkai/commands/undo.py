"""``gongkai undo``: bring back an earlier state of a year's file."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from gongkai.commands.console import console as people
from gongkai.commands.settle import show
from gongkai.drafting import history
from gongkai.drafting.changes import differences
from gongkai.returns.errors import InputError
from gongkai.returns.params import Params

if TYPE_CHECKING:
    from pathlib import Path


def run_undo(
    agency: str, year: int, params: Path | str | None, *, to: int | None = None, published: bool = False
) -> int:
    """Bring back an earlier state of a year's file; what is there now is kept, so that calling it again undoes it.

    Args:
        agency: Id or Chinese name of the organ.
        year: Report year.
        params: The folder of params; ``None`` is the default.
        to: Number of the state; ``None`` is the last.
        published: Whether the file is the record of what was published.

    Returns:
        Exit code 0.

    Raises:
        InputError: There is no such organ or state.
    """
    inputs, path = _file(agency, year, params, published=published)
    name, console = inputs.name(path), people()
    is_there = path.exists()
    before = path.read_bytes() if is_there else b""
    state = history.undo(path, to)
    what = "最后一次用命令写入的内容，之后手工改的已撤回" if state is None else f"第{state.number}份旧内容"
    organ = inputs.agency(path.parent.name)
    again = f"gongkai undo {organ.id} {year}{' --published' if published else ''}"
    back = f"再运行一次 {again} 就改回来" if is_there else "恢复前没有这个文件"
    console.print(f"{organ.name}{year}年（{name}）已恢复为{what}；{back}。", soft_wrap=True)
    if is_there and (kept := history.states(path)):
        console.print(f"恢复前的内容存为第{kept[0].number}份；全部旧内容：{again} --list。", soft_wrap=True)
    changes = differences(before, path.read_bytes(), name, organ)
    if changes is None:
        console.print("恢复前或恢复后的文件不能完整读取，没有列出改动；请运行 gongkai check 核对。", soft_wrap=True)
    else:
        console.print(f"与恢复前相比有{len(changes)}处不同（恢复前 → 现在）：" if changes else "数字和文字没有不同。")
        show(changes, console)
    return 0


def run_list(agency: str, year: int, params: Path | str | None, *, published: bool = False) -> int:
    """List the states of a year's file that can be brought back, the last one first.

    Returns:
        Exit code 0.

    Raises:
        InputError: There is no such organ.
    """
    inputs, path = _file(agency, year, params, published=published)
    console = people()
    known = history.states(path)
    console.print(f"{inputs.name(path)}有{len(known)}份旧内容" + ("（最近的在前）：" if known else "。"))
    for state in known:
        when = dt.datetime.fromtimestamp(state.path.stat().st_mtime).astimezone()
        console.print(f"  {state.number}  {when:%Y-%m-%d %H:%M:%S}被替换  {state.path.stat().st_size}字节")
    return 0


def _file(agency: str, year: int, params: Path | str | None, *, published: bool) -> tuple[Params, Path]:
    inputs = Params(params)
    path = inputs.folder(inputs.find(agency)) / f"{year}{'.published' if published else ''}.yaml"
    if not path.exists() and not history.states(path):
        msg = f"{inputs.name(path)}不存在，也没有旧内容；请核对机关和年度。"
        raise InputError(msg)
    return inputs, path
