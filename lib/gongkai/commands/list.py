"""``gongkai list``: every organ and year, the state of its report, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.table import Table

from gongkai.commands.build import DONE, REASON
from gongkai.document.errors import FontError
from gongkai.files import unusable
from gongkai.pipeline import manifest, staleness
from gongkai.returns import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from rich.console import Console

    from gongkai.returns import Params

CURRENT, STALE, UNBUILT, FAILED, UNREADABLE, EMPTY = "最新", "需要更新", "未生成", "上次失败", "读不了", "没有数据"
"""The states that a report can be in."""

_LONGEST = 120
"""Maximum number of characters shown of a reason."""

Row = tuple[str, str, str, str, str]


def run_list(params: Params, out: Path, console: Console) -> int:
    """Print a table of every organ and year, including unreadable ones.

    Args:
        params: Inputs.
        out: Folder of outputs.
        console: Console to print on.

    Returns:
        Exit code 0.
    """
    table = Table("机关", "名称", "年度", "状态", "原因")
    for row in rows(params, out):
        table.add_row(*row)
    console.print(table)
    return DONE


def rows(params: Params, out: Path) -> Iterator[Row]:
    """Organ, its name, year, state and reason; an unreadable organ has a single row for all years."""
    known = params.agencies
    strangers = {path.parent.name for path in params.root.glob("*/[0-9][0-9][0-9][0-9].yaml")} - set(known)
    for agency in sorted({*known, *strangers}):
        if agency in strangers:
            yield agency, "", "", UNREADABLE, "缺少agency.yaml"
            continue
        years = params.years(agency)
        try:
            name = staleness.organ_name(params, agency, years, out)
        except InputError as error:
            yield agency, "", "、".join(map(str, years)), UNREADABLE, _short(str(error))
            continue
        if not years:
            yield agency, name, "", EMPTY, f"请运行 gongkai new {agency} 年度"
        for year in years:
            yield agency, name, str(year), *_state(params, agency, year, out)


def _state(params: Params, agency: str, year: int, out: Path) -> tuple[str, str]:
    """State and reason of a report. A current report was read when it was built; any other is read now."""
    folder = out / str(year) / agency
    try:
        reasons = staleness.reasons(params, agency, year, out)
        if not reasons:
            made = manifest.read(folder)
            errors = made.findings.get("error", 0) if made is not None else 0
            return CURRENT, f"有{errors}处错误没有解决，请勿发布" if errors else ""
        params.load(agency, year)
    except (InputError, FontError) as error:
        return UNREADABLE, _short(str(error))
    except OSError as error:
        return UNREADABLE, _short(unusable(error))
    failed = folder.with_name(f"{agency}.failed")
    if failed.is_dir():
        reason = failed / REASON
        said = reason.read_text("utf-8").partition("：")[2] if reason.is_file() else ""
        return FAILED, _short(said.partition("\n")[0]) or f"见{failed.as_posix()}"
    if (folder / "manifest.json").is_file():
        return STALE, "；".join(reasons[:3])
    return UNBUILT, ""


def _short(text: str) -> str:
    """The first problem of a message, and the number of further ones."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return ""
    first = lines[0] if len(lines[0]) <= _LONGEST else f"{lines[0][: _LONGEST - 1]}…"
    return first if len(lines) == 1 else f"{first}（另有{len(lines) - 1}处）"
