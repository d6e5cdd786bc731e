"""``gongkai check``: apply the rules to returns and report the findings, for people and as JSON."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

from rich.cells import cell_len
from rich.console import Console
from rich.table import Table
from rich.text import Text

from gongkai.commands.console import console as people
from gongkai.commands.console import write_output
from gongkai.returns import InputError, Params, canonical
from gongkai.review.check import Checked, check
from gongkai.rules import LEVELS, RULES, Finding, load_plugins

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.forms import Edition

_STYLES = {"error": "bold red", "warning": "yellow", "hint": "cyan"}
_CELLS = 4
_NARROW = 20
"""Minimum width in columns of locations and key paths."""

_PLACE = 0.45
"""Maximum share of the width for locations."""


def run_check(agencies: list[str], years: list[int], params: Path | None, json: str | None) -> int:
    """Check returns and report the findings.

    Args:
        agencies: Ids or Chinese names of organs; none is all.
        years: Report years; none is all that an organ has.
        params: Folder of inputs.
        json: File for the findings as JSON; ``-`` is standard output, with nothing else on it.

    Returns:
        0; 1 if an error is unresolved and not waived; 2 if an input is wrong, so that a report cannot be built. A
        wrong file does not prevent the others from being checked.
    """
    errors = Console(stderr=True, soft_wrap=True)
    checked: list[Checked] = []
    wrong = False
    try:
        load_plugins()
        folder = Params(params)
        for agency, year in _wanted(folder, agencies, years):
            try:
                item = check(folder, agency, year)
            except InputError as error:
                errors.print(Text(str(error)))
                wrong = True
                continue
            checked.append(item)
            if item.problems:
                said = "".join(f"\n{problem}" for problem in item.problems)
                errors.print(Text(f"{item.record.agency.name}{year}年不能生成报告：{said}"))
                wrong = True
    except InputError as error:
        errors.print(Text(str(error)))
        return 2
    if json != "-":
        show(checked, people(markup=True))
    if json is not None:
        findings = [f.to_json() for c in checked for f in c.findings if f.outcome != "pass"]
        try:
            write_output(json, canonical.dumps(findings))
        except InputError as error:
            errors.print(Text(str(error)))
            return 2
    if wrong:
        return 2
    return int(any(f.blocking for c in checked for f in c.findings))


def _wanted(params: Params, agencies: list[str], years: list[int]) -> Iterator[tuple[str, int]]:
    """Organs and years to check; an organ that was named must have the years that were named."""
    found = 0
    for agency in dict.fromkeys(map(params.find, agencies)) or params.agencies:
        there = params.years(agency)
        for year in sorted(set(years)) or there:
            if year in there:
                found += 1
                yield agency, year
            elif agencies:
                params.path(agency, year)
    if not found:
        which = f"{'、'.join(map(str, years))}年的" if years else ""
        msg = f"{params.root.name}里没有{which}数据可以检查；请先运行 gongkai new 或 gongkai import。"
        raise InputError(msg)


def show(checked: Sequence[Checked], console: Console) -> None:
    """Print the findings per organ and year, and the total."""
    for item in checked:
        for part in _report(item, console.width):
            console.print(part, soft_wrap=isinstance(part, Text))
    total = Counter(f.level for c in checked for f in c.failed)
    console.print(Text.assemble(
        f"共检查{len(checked)}份报告：",
        "、".join(f"{name}{total[level]}处" for level, name in LEVELS.items()),
        f"；已认可{sum(len(c.waived) for c in checked)}处，没有核对{sum(len(c.open) for c in checked)}项。",
    ))  # fmt: skip


def _report(item: Checked, width: int) -> Iterator[Text | Table]:
    record = item.record
    yield Text.assemble(
        ("■ ", "bold"), (f"{record.agency.name}{record.year}年", "bold"), f"  {record.source.file or ''}"
    )
    if item.failed:
        yield _table(item.failed, record.edition, width)
    else:
        yield Text("  没有发现未认可的问题。", "green")
    for waiver in record.waivers:
        found = [finding for finding in item.waived if finding.waived == waiver]
        if found:
            first = found[0].message if len(found) == 1 else f"{found[0].message.rstrip('。')}等{len(found)}处。"
            yield Text(f"  已认可 {waiver.rule}：{first}理由：{waiver.reason}（{waiver.by}，{waiver.date}）")
    reasons: dict[str, list[str]] = {}
    for finding in item.open:
        reasons.setdefault(f"{finding.message}{finding.todo}", []).append(finding.rule)
    if item.inapplicable:
        inapplicable = "、".join(dict.fromkeys(finding.rule for finding in item.inapplicable))
        yield Text(f"  {record.edition.id}版表式没有所需的单元格或规定，不适用 {inapplicable}", "dim")
    for shown, ids in reasons.items():
        yield Text(f"  没有核对 {'、'.join(dict.fromkeys(ids))}：{shown}", "dim")
    for remark in item.remarks:
        yield Text(f"  {remark}", "dim")
    yield Text("")


def _table(findings: list[Finding], edition: Edition, width: int) -> Table:
    places = _places(findings, int(width * _PLACE))
    wide = max([_NARROW, *(cell_len(place) for place in places.values())])
    table = Table(show_lines=True, expand=True)
    table.add_column("规则", no_wrap=True)
    table.add_column("问题、处理和依据", ratio=5, overflow="fold")
    table.add_column("数值", ratio=2, overflow="fold")
    table.add_column("位置", width=wide, overflow="fold")
    shown: set[tuple[str, str]] = set()
    for finding in findings:
        rule = RULES[finding.rule]
        text = Text(finding.message)
        if (finding.rule, finding.todo) not in shown:
            shown.add((finding.rule, finding.todo))
            text.append(f"\n处理：{finding.todo}\n依据：{rule.cite(edition)}", "dim")
        lines = [places.get(finding.where or "", ""), *_shown(finding.cells)]
        table.add_row(
            Text.assemble(finding.rule, "\n", (LEVELS[finding.level], _STYLES[finding.level])),
            text,
            Text(sides(finding)),
            Text("\n".join(part for line in lines if line for part in _folded(line, wide))),
        )
    return table


def _places(findings: list[Finding], most: int) -> dict[str, str]:
    """``file:line`` of findings for the table, never wrapped: leading folders are cut off if it is too long."""
    places = dict.fromkeys(finding.where for finding in findings if finding.where)
    if all(cell_len(place) <= most for place in places):
        return {place: place for place in places}
    short = {place: "/".join(place.split("/")[-2:]) for place in places}
    if all(cell_len(place) <= most for place in short.values()):
        return short
    return {place: place.rpartition("/")[2] for place in places}


def _folded(path: str, width: int) -> list[str]:
    """A key path wrapped between its parts; a ``file:line``, which fits, is kept whole."""
    lines = [""]
    for part in re.findall(r"[^._]*[._]?", path) if cell_len(path) > width else [path]:
        if lines[-1] and cell_len(lines[-1] + part) > width:
            lines.append("  ")
        lines[-1] += part
    return lines


def _shown(cells: tuple[str, ...]) -> list[str]:
    more = [f"等{len(cells)}处"] if len(cells) > _CELLS else []
    return [*cells[:_CELLS], *more]


def sides(finding: Finding) -> str:
    """Both values and their difference in a cell: ``1 ≠ 2`` and ``差 -1``; empty if the rule compares nothing."""
    left, right, difference = (finding.value(name) for name in ("left", "right", "difference"))
    if left is None and right is None:
        return ""
    lines = f"{_plain(left)} ≠ {_plain(right)}"
    return f"{lines}\n差 {_plain(difference)}" if difference is not None else lines


def _plain(value: object) -> str:
    return "未填" if value is None else f"{value:f}" if hasattr(value, "as_tuple") else str(value)
