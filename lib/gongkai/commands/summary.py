"""The summary printed once all reports are built."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import asdict
from typing import TYPE_CHECKING

from gongkai.files import json_text
from gongkai.pipeline import manifest

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from rich.console import Console
    from rich.table import Table

    from gongkai.pipeline.job import Result
    from gongkai.returns import Params

_FEW = 20
"""Maximum number of reports for which every line is shown; for more, only those built or failed."""

_SLOWEST = 5
"""Number of sections in the table of the slowest."""

_WORDS = {"done": "已生成", "skipped": "没有变化", "failed": "失败"}


_OFFICIAL = (
    "字体用的是随程序带的思源宋体、黑体；要用公文的仿宋、楷体，请运行 gongkai fonts fandol，再在gongkai.toml里写 "
    'fonts = "fandol"；本单位买有方正小标宋、仿宋_GB2312的，放进params/fonts/名称/，写这个名称。'
)


def _levels() -> dict[str, str]:
    """What findings are counted by; the rules are imported only when a report was built."""
    from gongkai.rules import LEVELS

    return {**{str(level): name for level, name in LEVELS.items()}, "waived": "已认可"}


def summarise(results: Sequence[Result], out: Path, console: Console, *, why: bool, timings: bool) -> None:
    """Print a line per report, every failure in full, and for several reports counts.

    Args:
        results: What became of each report.
        out: Folder of outputs.
        console: Console to print on.
        why: Whether to show which inputs had changed.
        timings: Whether to show the slowest sections of several reports.
    """

    def say(text: str, **style: str) -> None:
        console.print(text, soft_wrap=True, markup=False, highlight=False, **style)  # type: ignore[arg-type]

    for result in results:
        for line in _lines(result, out, why=why, shown=result.status != "skipped" or len(results) <= _FEW):
            say(line)
    if len(results) > 1:
        tally: Counter[str] = Counter(result.status for result in results)
        say(f"\n共{len(results)}份：" + "，".join(f"{word}{tally[status]}" for status, word in _WORDS.items()) + "。")
        if timings and (slow := slowest(results)):
            console.print(slow)
    for result in results:
        if result.status == "failed":
            say(f"\n{result.message}", style="red")


def suggest_fonts(results: Sequence[Result], params: Params, console: Console) -> None:
    """One line on the fonts of official documents, for a person who sees a report with the bundled ones for the first time.

    A report that was there before brings none, nor does output that is not on a terminal.
    """
    from gongkai.document.fonts import BUNDLED

    if console.is_terminal and any(
        result.status == "done" and manifest.NEW in result.why and params.agency(result.agency).fonts == BUNDLED
        for result in results
    ):
        console.print(_OFFICIAL, soft_wrap=True, markup=False, highlight=False)


def _lines(result: Result, out: Path, *, why: bool, shown: bool) -> list[str]:
    line = f"{_WORDS[result.status]}  {result.agency} {result.year}"
    if result.status == "done":
        counts = "、".join(
            f"{label}{result.findings[key]}" for key, label in _levels().items() if result.findings.get(key)
        )
        where = out / str(result.year) / result.agency
        line += f"  {result.seconds:.1f}秒  {where}" + (f"  （{counts}）" if counts else "")
    lines = [line] if shown else []
    if result.findings.get("error"):
        call = f"gongkai check {result.agency} --year {result.year}"
        lines.append(f"    有{result.findings['error']}处错误没有解决，请勿发布；请运行 {call}")
    if why:
        lines += [f"    因为{reason}" for reason in result.why]
    if result.status == "done":  # a report that is current was warned of when it was built
        lines += [f"    注意：{warning}" for warning in result.warnings]
    return lines


def slowest(results: Sequence[Result]) -> Table | None:
    """The slowest sections over all reports: runs, median and maximum in seconds, where; ``None`` if none ran."""
    import statistics

    from rich.table import Table

    taken: dict[str, list[tuple[float, str]]] = defaultdict(list)
    for result in results:
        for stem, seconds in result.sections.items():
            taken[stem].append((seconds, f"{result.agency} {result.year}"))
    if not taken:
        return None
    table = Table("部分", title="最慢的部分", title_justify="left", title_style="")
    for name in ("次数", "中位数（秒）", "最长（秒）"):
        table.add_column(name, justify="right", no_wrap=True)
    table.add_column("最长的报告", overflow="fold")
    for stem, runs in sorted(taken.items(), key=lambda item: max(item[1]), reverse=True)[:_SLOWEST]:
        longest, where = max(runs)
        middle = statistics.median(seconds for seconds, _ in runs)
        table.add_row(stem, str(len(runs)), f"{middle:.2f}", f"{longest:.2f}", where)
    return table


def to_json(results: Sequence[Result]) -> str:
    """The results as JSON text."""
    return json_text([asdict(result) for result in results])
