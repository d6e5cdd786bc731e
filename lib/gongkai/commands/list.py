"""``gongkai list``: every organ and year, the state of its report, and why."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.text import Text

from gongkai.commands.build import DONE, REASON
from gongkai.commands.lines import fold, pad
from gongkai.document.errors import FontError
from gongkai.files import unusable
from gongkai.pipeline import manifest, remains, staleness
from gongkai.pipeline.job import Options
from gongkai.returns import InputError
from gongkai.returns.params import FORMS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path

    from rich.console import Console

    from gongkai.returns import Params

CURRENT, STALE, UNBUILT, FAILED, UNREADABLE, EMPTY = "最新", "需要更新", "未生成", "上次失败", "读不了", "没有数据"
NOT_READ = "没有读取"
"""The states that a report can be in."""

_STYLES = {STALE: "yellow", NOT_READ: "yellow", FAILED: "bold red", UNREADABLE: "bold red"}

_LONGEST = 120
"""Maximum number of characters shown of a reason."""

HEADER = ("机关", "年度", "状态", "名称", "原因")
"""Names of the columns."""

_GAP = "  "
_INDENT = 4

Row = tuple[str, str, str, str, str]
"""What :data:`HEADER` names."""


def run_list(params: Params, out: Path, console: Console) -> int:
    """Print every organ and year, including unreadable ones.

    On a terminal in aligned columns that fit its width; otherwise a line each, with tabs between columns.

    Args:
        params: Inputs.
        out: Folder of outputs.
        console: Console to print on.

    Returns:
        Exit code 0.
    """
    found = [HEADER, *rows(params, out)]
    if console.is_terminal:
        for line in columns(found, console.width):
            console.print(line, soft_wrap=True)
    else:
        console.file.writelines("\t".join(row) + "\n" for row in found)  # rich expands tabs
    return DONE


def columns(found: Sequence[Row], width: int) -> Iterator[Text]:
    """Rows as aligned columns; a reason that does not fit goes to lines of its own.

    Args:
        found: The rows, the first with the names of the columns.
        width: Columns of the terminal.
    """
    wide = [max(cell_len(row[at]) for row in found) for at in range(4)]
    room = width - sum(wide) - len(_GAP) * len(wide)
    for number, row in enumerate(found):
        cells = [pad(cell, size) for cell, size in zip(row, wide, strict=False)]
        reason = row[-1]
        is_beside = cell_len(reason) <= room
        line = Text(_GAP.join([*cells, reason] if is_beside else cells).rstrip(), "bold" if number == 0 else "")
        if style := _STYLES.get(row[2]):
            at = len(_GAP.join(cells[:2])) + len(_GAP)
            line.stylize(style, at, at + len(row[2]))
        yield line
        if not is_beside and number:
            yield from (Text(" " * _INDENT + part, "dim") for part in fold(reason, width - _INDENT))


def rows(params: Params, out: Path) -> Iterator[Row]:
    """The reports; an unreadable organ has a single row for all years."""
    known = params.agencies
    yamls = (path for end in ("yaml", "yml") for path in params.root.glob(f"[!.]*/*.{end}"))
    strangers = {path.parent.name for path in yamls} - {*known, FORMS}
    for agency in sorted({*known, *strangers}):
        if agency in strangers:
            yield agency, "", UNREADABLE, "", "缺少agency.yaml"
            yield from _misnamed(params, agency, "")
            continue
        years = params.years(agency)
        try:
            name = staleness.organ_name(params, agency, years, out)
        except InputError as error:
            yield agency, "、".join(map(str, years)), UNREADABLE, "", _short(str(error))
            continue
        if not years:
            yield agency, "", EMPTY, name, f"请运行 gongkai new {agency} 年度"
        for year in years:
            state, reason = _state(params, agency, year, out)
            signed = _signed(params, agency, year, out) if state != UNREADABLE else ""
            yield agency, str(year), state, name, "；".join(filter(None, (signed, reason)))
        yield from _misnamed(params, agency, name)


def _misnamed(params: Params, agency: str, name: str) -> Iterator[Row]:
    """Files of an organ that are not read because of their names."""
    for item in params.misnamed(agency):
        yield agency, str(item.year or ""), NOT_READ, name, f"“{item.path.name}”文件名不对，没有读取；{item.todo}"


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
    failed = remains.failure(folder)
    if failed.is_dir():
        reason = failed / REASON
        said = reason.read_text("utf-8").partition("：")[2] if reason.is_file() else ""
        return FAILED, _short(said.partition("\n")[0]) or f"见{failed.as_posix()}"
    if (folder / "manifest.json").is_file():
        return STALE, "；".join(reasons[:3])
    return UNBUILT, "只有草稿" if (Options(draft=True).folder(out, agency, year) / manifest.NAME).is_file() else ""


def _signed(params: Params, agency: str, year: int, out: Path) -> str:
    """Who took the last step about a report, and what has changed since; nothing is imported if nobody did."""
    if not (params.folder(agency) / f"{year}.review.yaml").is_file():
        return ""
    from gongkai.review import state

    found = state.status(params, agency, year, out, dt.datetime.now().astimezone().date())
    return _short(found.reason) if found.state is state.State.UNREADABLE else found.signed


def _short(text: str) -> str:
    """The first problem of a message, and the number of further ones."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        return ""
    first = lines[0] if len(lines[0]) <= _LONGEST else f"{lines[0][: _LONGEST - 1]}…"
    return first if len(lines) == 1 else f"{first}（另有{len(lines) - 1}处）"
