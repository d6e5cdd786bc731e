"""The reference page of all rules, made from the rules themselves."""

from __future__ import annotations

import inspect
import re
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.rules.base import KINDS, LEVELS, RULES, order
from gongkai.rules.requirements import editions

if TYPE_CHECKING:
    from gongkai.rules.base import Rule

_SYNTAX = re.compile(r"!\[\]\([^)]*\)")
"""What a page would take for a picture, in a text that tells how to write one."""
_HEAD = """\
# 规则一览

本页由代码生成（`make docs`），不要手工修改；测试检查它与代码一致。

每条规则对一份年报得出若干结果：符合、不符合，或者没有核对（写明缺少什么）。级别有三级：{levels}。
错误没有解决又没有登记认可（`waivers`）的，`gongkai check` 以1退出。同一规则个别情形的级别可能低于下列级别，见各条说明。
规则中的“表二”“表三”“表四”指报告第二、三、四部分的表。来源写明条文；条文没有规定的，写明依据什么推出。

“所需单元格”写的是单元格的路径：`*`是任意一行或一列，`{{a,b}}`是几行或几列都要有，`|`是有其中一种即可，`previous:`指上一年度的报告。
表式没有这些单元格的，规则不适用：`gongkai check --json`列为没有核对，报告和审核底稿不列。“具备的表式”由代码对照各版表式算出。
"""


def page() -> str:
    """The page in Markdown: Gongkai's own rules by kind, in the order of their ids."""
    parts = [_HEAD.format(levels="、".join(LEVELS.values()))]
    parts.append("| 规则 | 内容 | 级别 | 具备所需单元格的表式 |\n|---|---|---|---|")
    ids = sorted((id_ for id_, rule in RULES.items() if not rule.plugin), key=order)
    rows = [f"| [{id_}](#{id_.lower()}) | {RULES[id_].title} | {LEVELS[RULES[id_].level]} | {_editions(RULES[id_])} |"
            for id_ in ids]  # fmt: skip
    parts[-1] += "\n" + "\n".join(rows) + "\n"
    for kind, name in KINDS.items():
        mine = [RULES[id_] for id_ in ids if RULES[id_].kind == kind]
        if mine:
            parts.append(f"## {name}\n")
            parts += [_entry(rule) for rule in mine]
    return "\n".join(parts)


def _entry(rule: Rule) -> str:
    notes = " ".join((inspect.getdoc(rule.function) or "").split())
    cells = "、".join(f"`{pattern}`" for pattern in rule.requires) or "没有特定的"
    todo = _SYNTAX.sub(r"`\g<0>`", rule.todo)
    return (
        f"### {rule.id}\n\n{rule.title}\n\n"
        f"- 级别：{LEVELS[rule.level]}\n- 所需单元格：{cells}\n- 具备的表式：{_editions(rule)}\n"
        f"- 来源：{rule.cite(*editions(rule.requires))}\n"
        f"- 处理：{todo}\n- 示例：{rule.example}\n- How it decides: {notes}\n"
    )


def _editions(rule: Rule) -> str:
    having = editions(rule.requires)
    if len(having) == len(forms.editions()):
        return "全部"
    return "、".join(f"{edition.id}版（{edition.source}）" for edition in having) or "没有"
