"""The tables at the end of the working paper: what is not filled in, numbers outside the form, changes, own notebooks."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document.blocks import Group, Paragraph, inline
from gongkai.returns.reported import is_begun
from gongkai.sections import tables
from gongkai.sections.review import pieces

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai.document.blocks import Block
    from gongkai.returns import Return


def blanks(record: Return) -> Group:
    """The cells that are not filled in and those set by ``rest: 0``, row by row; an empty table in one row."""
    rows: list[tuple[str, ...]] = [("表", "行", "未填的列", "按0计的列")]
    for table in record.edition.tables.values():
        if not is_begun(record, table.id):
            rows.append((table.caption, "整表", "还没有填", ""))
            continue
        for row in table.rows:
            paths = {f"{table.id}.{row.id}.{column.id}": column.label for column in row.columns}
            blank = [label for path, label in paths.items() if record.cells[path] is None]
            rest = [label for path, label in paths.items() if path in record.rest]
            if blank or rest:
                listed = ["整行" if len(x) == len(paths) > 1 else "、".join(x) for x in (blank, rest)]
                rows.append((table.caption, row.label, *listed))
    body: Block = Paragraph(content=inline("没有未填的单元格。"))
    if len(rows) > 1:
        body = pieces.table("未填和按0计的单元格", rows, left=2)
    return Group(blocks=(pieces.heading("未填和按0计的单元格", folded=True), body))


def facts(record: Return) -> Group:
    """The numbers outside the form."""
    facts = record.facts
    rows = [("名称", "数", "单位", "是谁的一部分", "与谁是同一个量")]
    for fact in facts.values():
        whole = facts[fact.part_of].label if fact.part_of else ""
        same = facts[fact.same_as].label if fact.same_as else ""
        rows.append((fact.label, tables.number(fact.value) or "未填", fact.unit, whole, same))
    body: Block = pieces.table("表外数字", rows) if facts else Paragraph(content=inline("没有表外数字。"))
    return Group(blocks=(pieces.heading("表外数字", folded=True), body))


def changes(record: Return, previous: Return | None) -> Group:
    """Cells whose number differs from last year's, and the difference."""
    heading = pieces.heading("与上年相比", folded=True)
    if previous is None:
        return Group(blocks=(heading, Paragraph(content=inline("没有上年数据。"))))
    rows = [("单元格", f"{previous.year}年", f"{record.year}年", "增减")]
    for path, now in record.cells.items():
        before = previous.cells.get(path)
        if path in previous.cells and now != before:
            change = "" if now is None or before is None else f"{now - before:+}"
            label = record.edition.cell(path).label
            rows.append((label, tables.number(before) or "未填", tables.number(now) or "未填", change))
    body: Block = Paragraph(content=inline("各项数字与上年相同。"))
    if len(rows) > 1:
        body = pieces.table("与上年相比", rows)
    return Group(blocks=(heading, body))


def deviations(found: Mapping[str, str]) -> Group:
    """The organ's own notebooks by name, each with how it differs from the standard one."""
    rows = [("笔记本", "与标准笔记本相比"), *found.items()]
    return Group(blocks=(pieces.heading("本机关自己的笔记本"), pieces.table("本机关自己的笔记本", rows, left=1)))
