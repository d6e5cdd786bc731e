"""Findings for people: per report, findings of one kind together, as lines that need no frame."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING

from rich.text import Text

from gongkai.commands.lines import fold
from gongkai.rules import LEVELS, RULES, Finding
from gongkai.rules.own_words import OFFICE_WORDS

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import Console

    from gongkai.forms import Edition
    from gongkai.review.check import Checked

_STYLES = {"error": "bold red", "warning": "yellow", "hint": "cyan"}
_CELLS = 4
"""Cells of one finding that are named."""

_INDENT = 6


def show(
    checked: Sequence[Checked], console: Console, *, verbose: bool = False, unreadable: Sequence[str] = ()
) -> None:
    """Print the findings per organ and year, and the total.

    Args:
        checked: What was found.
        console: Console to print on; its width is that of the lines.
        verbose: Show every finding, and every rule that was not checked, by itself.
        unreadable: Why returns could not be read and so not be checked, one by one.
    """
    total: Counter[str] = Counter()
    shown: set[str] = set()
    for item in checked:
        failed = [finding for finding in item.failed if not _is_of_all(finding) or finding.message not in shown]
        shown.update(finding.message for finding in failed if _is_of_all(finding))
        total.update(finding.level for finding in failed)
        total["error"] += len(item.problems)
        for line in _report(item, failed, console.width, verbose=verbose):
            console.print(line, soft_wrap=True)
    for said in unreadable:
        console.print(Text("■ 不能读取，没有检查", "bold red"), soft_wrap=True)
        for problem in said.splitlines():
            for line in _lines("", "", problem, console.width, 2):
                console.print(line, soft_wrap=True)
        console.print()
    broken = sum(bool(c.problems) for c in checked)
    said = f"有{len(unreadable)}份不能读取，没有检查。" if unreadable else ""
    if checked or not unreadable:
        said += (
            f"{'其余' if unreadable else ''}共检查{len(checked)}份报告："
            f"{'、'.join(f'{name}{total[level]}处' for level, name in LEVELS.items())}；"
            f"已认可{sum(len(c.waived) for c in checked)}处，没有核对{sum(len(c.open) for c in checked)}项。"
        )
    said += f"其中{broken}份不能生成报告。" if broken else ""
    console.print(Text("\n".join(fold(said, console.width))), soft_wrap=True)


def _is_of_all(finding: Finding) -> bool:
    """Whether a finding is about the whole project, so that once is enough."""
    return finding.cells == (OFFICE_WORDS,)


def _report(item: Checked, failed: Sequence[Finding], width: int, *, verbose: bool) -> Iterator[Text]:
    record = item.record
    yield Text.assemble(
        ("■ ", "bold"), (f"{record.agency.name}{record.year}年", "bold"), f"  {record.source.file or ''}"
    )
    explained: set[tuple[str, str]] = set()
    for group in grouped(failed, record.edition, verbose=verbose):
        yield from _group(group, record.edition, record.source.file or "", width, explained)
    for problem in item.problems:
        yield from _lines("  不能生成报告  ", "bold red", problem, width, _INDENT)
    if not item.failed and not item.problems:
        yield Text("  没有发现未认可的问题。", "green")
    dim: list[str] = []
    for waiver in record.waivers:
        found = [finding for finding in item.waived if finding.waived == waiver]
        if found:
            first = found[0].message if len(found) == 1 else f"{found[0].message.rstrip('。')}等{len(found)}处。"
            said = f"已认可 {waiver.rule}：{first}理由：{waiver.reason}（{waiver.by}，{waiver.date}）"
            yield from _lines("", "", said, width, 2)
    if item.inapplicable:
        inapplicable = "、".join(dict.fromkeys(finding.rule for finding in item.inapplicable))
        dim.append(f"{record.edition.id}版表式没有所需的单元格或规定，不适用 {inapplicable}")
    dim += [f"没有核对 {ids}：{reason}" for ids, reason in _unchecked(item, verbose=verbose)]
    for said in (*dim, *item.remarks):
        yield from _lines("", "dim", said, width, 2)
    yield Text("")


def grouped(findings: Sequence[Finding], edition: Edition, *, verbose: bool = False) -> list[list[Finding]]:
    """Findings of one kind together: of the same rule and level with the same advice, about cells of the tables.

    Findings about texts or whole tables stay by themselves, because each has its own sentence.
    """
    groups: dict[object, list[Finding]] = {}
    for index, finding in enumerate(findings):
        of_cells = bool(finding.cells) and all(cell.rpartition(":")[2] in edition.cells for cell in finding.cells)
        kind = (finding.rule, finding.level, finding.todo) if of_cells and not verbose else index
        groups.setdefault(kind, []).append(finding)
    return list(groups.values())


def _group(
    group: Sequence[Finding], edition: Edition, file: str, width: int, explained: set[tuple[str, str]]
) -> Iterator[Text]:
    """One finding, or several in one sentence with their cells; advice and clause only where they were not yet shown."""
    first = group[0]
    many = len(group) > 1
    said = f"{len(group)}处，例如：{first.message}" if many else first.message
    if not many and (numbers := sides(first)) and not _has_both(first):
        said += f"（{numbers}）"
    yield from _lines(f"  {LEVELS[first.level]} {first.rule}  ", _STYLES[first.level], said, width, _INDENT)
    if many:
        each = "；".join(_brief(finding, file) for finding in group)
        yield from _lines("", "", f"位置：{file} {each}", width, _INDENT)
    elif place := "  ".join(part for part in (first.where or "", "、".join(_named(first.cells))) if part):
        yield from _lines("", "", f"位置：{place}", width, _INDENT)
    if (first.rule, first.todo) not in explained:
        explained.add((first.rule, first.todo))
        yield from _lines("", "dim", f"处理：{first.todo}", width, _INDENT)
        yield from _lines("", "dim", f"依据：{RULES[first.rule].cite(edition)}", width, _INDENT)


def _brief(finding: Finding, file: str) -> str:
    """Line, cells and values of a finding among others: ``第5行 requests.new.natural 1 ≠ 0，差 1``."""
    where = finding.where or ""
    line = where.removeprefix(f"{file}:")
    rows = {cell.rpartition(".")[0] for cell in finding.cells}
    whole = f"{rows.pop()}（{len(finding.cells)}格）" if len(finding.cells) > 1 and len(rows) == 1 else finding.cells[0]
    place = f"第{line}行" if line != where and line.isdigit() else where
    return " ".join(part for part in (place, whole, sides(finding)) if part)


def _unchecked(item: Checked, *, verbose: bool) -> Iterator[tuple[str, str]]:
    """Rules that were not checked and why, those with the same reason together.

    What misses nothing but cells of a table that has not been filled in at all shares one line: that is a finding already.
    """
    edition = item.record.edition
    blank = {cell for finding in item.failed for cell in finding.cells if cell in edition.tables}
    reasons: dict[tuple[str, str], list[Finding]] = {}
    empty: list[str] = []
    for finding in item.open:
        if not verbose and finding.cells and {cell.partition(".")[0] for cell in finding.cells} <= blank:
            empty.append(finding.rule)
            continue
        topic, _, reason = finding.message.partition("：")
        whole = verbose or not reason or not topic.startswith(("没有核对", "未核对"))
        reasons.setdefault((finding.message if whole else reason, finding.todo), []).append(finding)
    for (reason, todo), findings in reasons.items():
        said = findings[0].message if len(findings) == 1 else reason
        yield "、".join(dict.fromkeys(finding.rule for finding in findings)), f"{said}{todo}"
    if empty:
        yield "、".join(dict.fromkeys(empty)), "所需的表还没有填，见上。"


def _lines(before: str, style: str, text: str, width: int, indent: int) -> Iterator[Text]:
    """Text in lines with a hanging indent; if ``before`` leads the first line, only it has the style."""
    first, *rest = fold(f"{before or ' ' * indent}{text}", width, indent)
    yield Text.assemble((before, style), first.removeprefix(before)) if before else Text(first, style)
    yield from (Text(line, "" if before else style) for line in rest)


def _named(cells: tuple[str, ...]) -> list[str]:
    more = [f"等{len(cells)}处"] if len(cells) > _CELLS else []
    return [*cells[:_CELLS], *more]


def sides(finding: Finding) -> str:
    """Both values and their difference: ``1 ≠ 2，差 -1``; empty if the rule compares nothing."""
    left, right, difference = (finding.value(name) for name in ("left", "right", "difference"))
    if left is None and right is None:
        return ""
    said = f"{_plain(left)} ≠ {_plain(right)}"
    return f"{said}，差 {_plain(difference)}" if difference is not None else said


def _has_both(finding: Finding) -> bool:
    """Whether the sentence itself gives both values."""
    return all(_plain(finding.value(name)) in finding.message for name in ("left", "right"))


def _plain(value: object) -> str:
    return "未填" if value is None else f"{value:f}" if hasattr(value, "as_tuple") else str(value)
