"""``gongkai diff``: what differs between two versions of a report."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING

from rich.text import Text

from gongkai import files
from gongkai.commands.console import console as people
from gongkai.commands.console import printable, write_output
from gongkai.commands.lines import fold
from gongkai.returns import InputError, Params, nearest
from gongkai.review import diff_page, differences, versions
from gongkai.review.differences import HOWS, TIERS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.review.differences import Change
    from gongkai.review.versions import Version

_STYLES = {"must": "bold red", "should": "bold yellow", "may": "bold"}
FAIL_ON = (*TIERS, "never")
"""Tier from which a difference makes the exit code 1."""


def run_diff(
    old: str, new: str | None, params: Path | None, *, html: Path | None = None, json: str | None = None, fail_on: str = "may"
) -> int:  # fmt: skip
    """Show what differs between two versions.

    Args:
        old: The earlier version, see :func:`gongkai.review.versions.find`; ``ORGAN/YEAR`` alone is compared from its last step to now.
        new: The later version.
        params: Folder of inputs; ``None`` is the default, and need not exist if both versions are files.
        html: File for the comparison as a web page.
        json: File for it as JSON; ``-`` is standard output.
        fail_on: One of :data:`FAIL_ON`.

    Returns:
        0 if nothing differs from that tier on, else 1.

    Raises:
        InputError: There is no such version, or it cannot be read.
    """
    if fail_on not in FAIL_ON:
        msg = f"--fail-on没有“{fail_on}”{nearest(fail_on, FAIL_ON)}可以写：{'、'.join(FAIL_ON)}。"
        raise InputError(msg)
    inputs = _params(params)
    if new is None:
        if "@" in old or Path(old).exists():
            msg = "请写明两个版本，例如 gongkai diff 机关/2019 机关/2020；只写“机关/年度”时，从最近一次送审或签名比到现在。"
            raise InputError(msg)
        old, new = f"{old}@last", old
    before, after = versions.find(old, inputs), versions.find(new, inputs)
    changes = differences.compare(before, after)
    if html is not None:
        _write(html, diff_page.page(before, after, changes))
    if json is not None:
        data = {"old": before.title, "new": after.title, "changes": [change.to_json() for change in changes]}
        write_output(json, files.json_text(data))
    if json != "-":
        console = people()
        for line in lines(before, after, changes, console.width):
            console.print(line, soft_wrap=True, highlight=False)
    counted = FAIL_ON[: FAIL_ON.index(fail_on) + 1] if fail_on != "never" else ()
    return int(any(change.tier in counted for change in changes))


def _params(given: Path | None) -> Params | None:
    """The inputs, if there are any here."""
    try:
        return Params(given)
    except InputError:
        if given is not None or os.environ.get("GONGKAI_PARAMS"):
            raise
        return None


def _write(path: Path, text: str) -> None:
    try:
        files.write(path, text)
    except OSError as error:
        msg = f"不能写文件“{path}”（{files.reason(error)}）；请换一个位置。"
        raise InputError(msg) from None


def lines(old: Version, new: Version, changes: Sequence[Change], width: int) -> Iterator[Text]:
    """The comparison for a terminal.

    Args:
        old: The earlier version.
        new: The later version.
        changes: What differs.
        width: Columns.
    """
    yield Text(f"{printable(old.title)} → {printable(new.title)}", "bold")
    if not changes:
        yield Text(diff_page.NOTHING)
    for tier, name in TIERS.items():
        found = [change for change in changes if change.tier == tier]
        if not found:
            continue
        yield Text(f"\n{name}（{len(found)}处）", _STYLES[tier])
        if tier == "may":
            yield Text(diff_page.STOP, "dim")
        for change in found:
            for line in _told(change):
                yield from (Text(part) for part in fold(printable(line), width, 4))


def _told(change: Change) -> Iterator[str]:
    """A change in lines: values side by side, sentences below each other."""
    how = HOWS[change.how]
    if change.kind in {"number", "about"}:
        was, now = ("未填" if change.kind == "number" else "没有") if change.old is None else change.old, change.new
        yield f"  {change.label}：{was} → {now if now is not None else '未填'}（{how}）"
        return
    yield f"  {change.label}（{how}）"
    if change.how == "revised":
        yield f"    原来：{change.old}"
        yield f"    现在：{change.new}"
    else:
        yield f"    {change.new if change.new is not None else change.old}"
