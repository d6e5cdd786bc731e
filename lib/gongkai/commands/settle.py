"""Show what would change in a year's file, ask, and write it."""

from __future__ import annotations

import sys
from itertools import groupby
from typing import TYPE_CHECKING

from rich.text import Text

from gongkai.commands.console import printable
from gongkai.drafting import history
from gongkai.drafting.texts import excerpts
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console

    from gongkai.drafting.changes import Change
    from gongkai.drafting.merging import Merge

_SHORT = 30
"""Longest values that are shown whole on one line."""

_RUN = 7
"""From how many changes in a row that say the same, a row of table 3, they share a line."""


def settle(merge: Merge, path: Path, name: str, seen: bytes | None, console: Console, *, yes: bool, undo: str) -> bool:
    """Show a merge and write it if it is confirmed; the state before is kept.

    Args:
        merge: What would change.
        path: The file.
        name: What messages call it.
        seen: The content of the file that the merge was made from; ``None`` if there is no file yet.
        console: Where to show it.
        yes: Whether it is confirmed already.
        undo: The call that undoes it.

    Returns:
        Whether the file now says what the source says: also if it did before.

    Raises:
        InputError: It is not confirmed and there is no terminal to ask at, or the file was changed meanwhile.
    """
    for sentence in merge.kept:
        _say(console, f"没有读入：{sentence}")
    if merge.text.encode() == seen:
        _say(console, f"{name}：没有要改的，没有写入。")
        return True
    if merge.changes:
        _say(console, f"{name}将有{len(merge.changes)}处改动（原来 → 改为）：")
        show(merge.changes, console)
    if not confirmed(console, f"写入{name}吗？", yes=yes):
        _say(console, f"{name}：没有写入。")
        return False
    history.replace(path, merge.text, seen=seen)
    _say(console, f"已写入{name}；要恢复原来的内容，请运行 {undo}。")
    return True


def show(changes: Sequence[Change], console: Console) -> None:
    """List changes: a line for each cell or run of cells that change alike, the differing part for each text."""
    for (was, now, note), group in groupby(changes, key=lambda change: (change.old, change.new, _note(change))):
        run = list(group)
        if len(run) < _RUN:
            _each(run, console)
        else:
            span = f"{run[0].label}至{run[-1].label}，{len(run)}处"
            _say(console, f"  {span}：{'未填' if was is None else was} → {now}{note}")


def _note(change: Change) -> str:
    """What to heed about a change: that the file was changed there too, or that the new value cannot be right."""
    both = "（发出后文件里也改过）" if change.both else ""
    return f"{both}（不可能：应当是{change.wanted}）" if change.wanted else both


def _each(changes: Sequence[Change], console: Console) -> None:
    for change in changes:
        old, new = "未填" if change.old is None else change.old, change.new
        note = _note(change)
        if max(len(old), len(new)) <= _SHORT and "\n" not in old + new:
            _say(console, f"  {change.label}：{old} → {new}{note}")
        else:
            before, after = excerpts("" if change.old is None else old, new)
            _say(console, f"  {change.label}{note}：")
            _say(console, f"    原来：{before or '未填'}")
            _say(console, f"    改为：{after or '（删去）'}")


def confirmed(console: Console, question: str, *, yes: bool) -> bool:
    """Whether what was shown is to be done.

    Raises:
        InputError: Nobody said so, and there is no terminal to ask at.
    """
    if yes:
        return True
    if not sys.stdin.isatty():
        msg = "没有写入：这里不是终端，不能询问；请核对以上改动，确认后加 --yes 再运行。"
        raise InputError(msg)
    try:
        answer = console.input(Text(f"{question}（y是，其他否）"))
    except EOFError:
        answer = ""
    return answer.strip().lower() in {"y", "yes", "是"}


def _say(console: Console, text: str) -> None:
    console.print(Text(printable(text)), soft_wrap=True, highlight=False)
