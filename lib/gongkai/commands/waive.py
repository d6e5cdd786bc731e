"""``gongkai waive``: accept findings of a rule, for the values that they have now."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING, Any

from rich.text import Text

from gongkai import rules
from gongkai.commands.console import console as people
from gongkai.commands.console import printable
from gongkai.commands.settle import confirmed
from gongkai.drafting import history
from gongkai.drafting.splice import Items, splice
from gongkai.parsing import yaml
from gongkai.returns import load
from gongkai.returns.errors import InputError, nearest
from gongkai.returns.load import TOP_KEYS
from gongkai.returns.model import SourceMap, Waiver
from gongkai.returns.params import Params
from gongkai.returns.succession import predecessors
from gongkai.rules.waivers import covers

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from gongkai.rules import Finding


def run_waive(
    agency: str,
    year: int,
    rule: str,
    params: Path | str | None,
    *,
    reason: str | None,
    by: str | None,
    cells: Sequence[str] = (),
    yes: bool = False,
    today: dt.date | None = None,
) -> int:
    """Write a waiver into a year's file, after showing what it covers; everything else in the file stays.

    Args:
        agency: Id or Chinese name of the organ.
        year: Report year.
        rule: Id of the rule.
        params: The folder of params; ``None`` is the default.
        reason: Why the findings are accepted.
        by: Who accepts them.
        cells: Paths of the cells it covers, as in :class:`~gongkai.returns.model.Waiver`; all findings of the rule if empty.
        yes: It is confirmed.
        today: The current date.

    Returns:
        Exit code 0; 2 if it was declined.

    Raises:
        InputError: No such organ, year or rule, no reason or name, nothing to accept, or it is not confirmed.
    """
    inputs = Params(params)
    agency = inputs.find(agency)
    path, rule = inputs.path(agency, year), rule.strip().upper()
    rules.load_plugins()
    if rule not in rules.RULES:
        msg = f"没有规则“{rule}”{nearest(rule, rules.RULES)}"
        raise InputError(msg)
    if why := rules.RULES[rule].why_unwaivable:
        msg = f"{rule}不能认可：{why}"
        raise InputError(msg)
    given = {"reason": _filled("--reason", reason, "理由"), "by": _filled("--by", by, "姓名")}
    name, seen = inputs.name(path), path.read_bytes()
    record, previous = inputs.load(agency, year), inputs.previous(agency, year)
    members, merged = inputs.members(agency, year), predecessors(inputs, agency, year)
    found = _covered(rules.check(record, previous, members, predecessors=merged), rule, tuple(cells), f"{name}：")
    item: dict[str, Any] = rules.proposal(found, record, previous, members, merged)
    if cells:
        item = {"rule": rule, "cells": list(cells), **{key: item[key] for key in ("values",) if key in item}}
    item |= {**given, "date": today or dt.datetime.now().astimezone().date()}
    console = people()
    _say(console, f"认可{rule}（{rules.RULES[rule].title}）的{len(found)}处问题，只对现在的数有效：")
    for finding in found:
        _say(console, f"  {finding.message}")
    text = seen.decode()
    made = splice(text, {"waivers": Items((item,))}, {(): TOP_KEYS}, name)
    data, lines = yaml.parse(made.removeprefix("\ufeff"), name)
    again = load.build(data, record.agency, SourceMap(file=name, lines=lines))
    if again.waivers[:-1] != record.waivers or not all(covers(again.waivers[-1], finding) for finding in found):
        msg = f"{name}的写法特殊，不能自动写入；请把审核底稿中的认可记录复制到waivers里。"
        raise InputError(msg)
    if not confirmed(console, f"写入{name}吗？", yes=yes):
        _say(console, f"{name}：没有写入。")
        return 2
    history.replace(path, made, seen=seen)
    _say(console, f"已写入{name}的waivers；要撤回，请运行 gongkai undo {agency} {year}。")
    return 0


def _filled(option: str, value: str | None, what: str) -> str:
    if value is None or not value.strip():
        msg = f"请用 {option} 写明认可的{what}。"
        raise InputError(msg)
    return value.strip()


def _covered(findings: Sequence[Finding], rule: str, cells: tuple[str, ...], file: str) -> list[Finding]:
    """The unresolved findings that a waiver of these cells would cover.

    Raises:
        InputError: There is none; the message says which cells there are.
    """
    failing = [finding for finding in findings if finding.rule == rule and finding.outcome == "fail"]
    open_ = [finding for finding in failing if finding.waived is None]
    if not open_:
        unchecked = next((item for item in findings if item.rule == rule and item.outcome == "not_checked"), None)
        said = (
            "的问题都已经认可"
            if failing
            else f"没有核对：{unchecked.message.rstrip('。')}"
            if unchecked
            else "没有问题"
        )
        msg = f"{file}{rule}{said}，没有什么可以认可的。"
        raise InputError(msg)
    mask = Waiver(rule=rule, cells=cells, reason="-", by="-", date=dt.date(2000, 1, 1))
    found = [finding for finding in open_ if covers(mask, finding)]
    if not found:
        listed = "；".join("、".join(finding.cells) or finding.message for finding in open_)
        msg = f"{file}{rule}没有只涉及{'、'.join(cells)}的问题；现有的问题涉及：{listed}。"
        raise InputError(msg)
    return found


def _say(console: Any, text: str) -> None:
    console.print(Text(printable(text)), soft_wrap=True, highlight=False)
