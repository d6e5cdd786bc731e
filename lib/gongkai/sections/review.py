"""The reviewer's working paper: findings at their cells, cells not filled in, changes. Not published."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from gongkai import forms, rules
from gongkai.document.blocks import Cell, Group, Heading, Note, Paragraph, Table, Title, inline
from gongkai.returns import save
from gongkai.sections import tables

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    import pandas as pd

    from gongkai.document.blocks import Block, Mark
    from gongkai.returns import Number, Return
    from gongkai.rules import Finding

_SHOWN_REFS = 12
"""Maximum number of links from a finding to its cells."""


@dataclass(frozen=True)
class Review:
    """The contents of the reviewer's working paper.

    Attributes:
        record: The return.
        previous: Last year's figures as published, if any.
        members: The returns that a roll-up adds up.
    """

    record: Return
    previous: Return | None
    members: tuple[Return, ...]

    @cached_property
    def found(self) -> tuple[Finding, ...]:
        """Every finding that fails, or could not be checked though the form has the cells."""
        found = rules.check(self.record, previous=self.previous, members=self.members)
        return tuple(finding for finding in found if finding.outcome != "pass" and finding.applicable)

    @cached_property
    def failed(self) -> tuple[tuple[Finding, ...], ...]:
        """The findings that fail, most severe first; those accepted by the same waiver are grouped."""
        groups: dict[object, list[Finding]] = {}
        for index, finding in enumerate(self.found):
            if finding.outcome == "fail":
                key = (finding.rule, finding.waived.model_dump_json()) if finding.waived else index
                groups.setdefault(key, []).append(finding)
        order = list(rules.LEVELS)
        return tuple(
            sorted(map(tuple, groups.values()), key=lambda g: (g[0].waived is not None, order.index(g[0].level)))
        )

    def summary(self) -> Group:
        """Organ, year, form, number of findings by level."""
        record = self.record
        counts = Counter("waived" if f.waived else f.level for f in self.found if f.outcome == "fail")
        open_ = sum(f.outcome == "not_checked" for f in self.found)
        levels = "、".join(f"{label}{counts[key]}处" for key, label in rules.LEVELS.items())
        blank = sum(value is None for value in record.cells.values())
        lines = [
            ("机关", f"{record.agency.name}（{forms.levels()[record.agency.level].name}）"),
            ("报告年度", f"{record.year}年，{record.edition.id}版表式（{record.edition.source}）"),
            ("单元格", f"共{len(record.cells)}个，未填{blank}个，按rest: 0计为0的{len(record.rest)}个"),
            ("核对结果", f"{levels}；已认可{counts['waived']}处；无法核对{open_}处"),
            ("上年数据", f"{self.previous.year}年" if self.previous else "没有，跨年度的规则无法核对"),
            ("数据文件", record.source.file or "—"),
        ]
        title = Title(content=f"{record.agency.name}{record.year}年\n政府信息公开工作年度报告审核底稿")
        return Group(blocks=(title, _heading("概要"), _pairs("概要", lines)))

    def findings(self) -> Group:
        """Each finding with both values, its location and what to do, linked to its cells."""
        blocks: list[Block] = [_heading("核对结果")]
        blocks += [self._note(number, group) for number, group in enumerate(self.failed, 1)]
        if not self.failed:
            blocks.append(Paragraph(content=inline("没有发现问题。")))
        rest = [f for f in self.found if f.outcome == "not_checked"]
        if rest:
            rows = [("规则", "没有核对的原因"), *((f.rule, f.message) for f in rest)]
            blocks.append(_table("没有核对的规则", rows, left=1))
        return Group(blocks=tuple(blocks))

    def _note(self, number: int, group: tuple[Finding, ...]) -> Note:
        finding = group[0]
        rule, waiver = rules.RULES[finding.rule], finding.waived
        state = rules.LEVELS[finding.level] if waiver is None else f"已认可{len(group)}处"
        parts = [finding.message]
        if len(group) > 1:
            parts[0] = f"{finding.message.rstrip('。')}，等{len(group)}处。"
        if waiver:
            parts.append(f"认可：{waiver.reason}（{waiver.by}，{waiver.date}）")
        elif finding.todo:
            parts.append(finding.todo)
        parts.append(f"依据：{rule.cite(self.record.edition).rstrip('。')}。")
        if finding.where:
            parts.append(f"位置：{finding.where}")
        cells = [cell for item in group for cell in item.cells if cell in self.record.cells]
        refs = tuple((tables.anchor(cell), self.record.edition.cell(cell).label) for cell in cells[:_SHOWN_REFS])
        level: Literal["error", "warning", "hint", "info"] = "info" if waiver else finding.level
        return Note(
            level=level,
            title=f"{finding.rule}（{state}）{rule.title}",
            content=inline("\n".join(parts)),
            anchor=f"finding-{number}",
            refs=refs,
            folded=None if waiver or rule.kind == "W" else ("可以复制的认可记录", self._waiver(group)),
        )

    def _waiver(self, group: tuple[Finding, ...]) -> str:
        """A waiver of findings, to be copied into the year's file; it is refused there until reason, name and date are filled in."""
        item = rules.proposal(group, self.record, self.previous, self.members)
        return "\n".join(
            [
                "waivers:  # 文件里已有waivers的，从下一行起复制",
                *save.item_lines({**item, **dict.fromkeys(("reason", "by", "date"))}, 2),
            ]
        )

    def table(self, table_id: str) -> Group:
        """A statutory table with the cells of findings, and those not filled in, marked and linked."""
        marks: dict[str, Mark] = {path: "blank" for path, value in self.record.cells.items() if value is None}
        refs: dict[str, tuple[str, ...]] = {}
        order = list(rules.LEVELS)
        for number, group in enumerate(self.failed, 1):
            for finding in group:
                for cell in finding.cells:
                    refs[cell] = (*refs.get(cell, ()), f"finding-{number}")
                    old = marks.get(cell)
                    graver = old is None or old == "blank" or order.index(finding.level) < order.index(old)
                    if not finding.waived and graver:
                        marks[cell] = finding.level
        section = next(s for s in self.record.edition.sections if s.table == table_id)
        return Group(
            blocks=(
                Heading(level=1, content=inline(section.title), anchor=f"review-{table_id}"),
                tables.statutory(self.record, table_id, marks=marks, refs=refs, prefix=""),
            )
        )

    def blanks(self) -> Group:
        """The cells that are not filled in and those set by ``rest: 0``, row by row."""
        record = self.record
        rows: list[tuple[str, ...]] = [("表", "行", "未填的列", "按0计的列")]
        for table in record.edition.tables.values():
            for row in table.rows:
                paths = {f"{table.id}.{row.id}.{column.id}": column.label for column in row.columns}
                blank = [label for path, label in paths.items() if record.cells[path] is None]
                rest = [label for path, label in paths.items() if path in record.rest]
                if blank or rest:
                    listed = ["整行" if len(x) == len(paths) > 1 else "、".join(x) for x in (blank, rest)]
                    rows.append((table.caption, row.label, *listed))
        text = "没有未填的单元格。"
        body: Block = _table("未填和按0计的单元格", rows, left=2) if len(rows) > 1 else Paragraph(content=inline(text))
        return Group(blocks=(_heading("未填和按0计的单元格"), body))

    def facts(self) -> Group:
        """The numbers outside the form."""
        facts = self.record.facts
        rows = [("名称", "数", "单位", "是谁的一部分", "与谁是同一个量")]
        for fact in facts.values():
            whole = facts[fact.part_of].label if fact.part_of else ""
            same = facts[fact.same_as].label if fact.same_as else ""
            rows.append((fact.label, tables.number(fact.value) or "未填", fact.unit, whole, same))
        body: Block = _table("表外数字", rows) if facts else Paragraph(content=inline("没有表外数字。"))
        return Group(blocks=(_heading("表外数字"), body))

    def comparison(self, table_id: str) -> pd.DataFrame | None:
        """A whole statutory table beside last year's; empty if there is no last year."""
        from gongkai.returns import frames  # pandas: only if a frame is requested

        return None if self.previous is None else frames.beside(self.record, self.previous, table_id)

    def changes(self) -> Group:
        """Cells whose number differs from last year's, and the difference."""
        heading = _heading("与上年相比")
        if self.previous is None:
            return Group(blocks=(heading, Paragraph(content=inline("没有上年数据。"))))
        rows = [("单元格", f"{self.previous.year}年", f"{self.record.year}年", "增减")]
        for path, now in self.record.cells.items():
            before = self.previous.cells.get(path)
            if path in self.previous.cells and now != before:
                change = "" if now is None or before is None else f"{now - before:+}"
                label = self.record.edition.cell(path).label
                rows.append((label, tables.number(before) or "未填", tables.number(now) or "未填", change))
        body: Block = _table("与上年相比", rows) if len(rows) > 1 else Paragraph(content=inline("各项数字与上年相同。"))
        return Group(blocks=(heading, body))


def deviations(found: Mapping[str, str]) -> Group:
    """The organ's own notebooks by name, each with how it differs from the standard one."""
    rows = [("笔记本", "与标准笔记本相比"), *found.items()]
    return Group(blocks=(_heading("本机关自己的笔记本"), _table("本机关自己的笔记本", rows, left=1)))


def _heading(text: str) -> Heading:
    return Heading(level=1, content=inline(text))


def _table(caption: str, rows: Sequence[Sequence[str | Number]], left: int = 0) -> Table:
    """A table with column headers in the first row and row headers in the first column; left-aligned up to ``left``."""
    made = [tuple(Cell(content=inline(str(text)), header=True, scope="col") for text in rows[0])]
    made += [
        tuple(
            Cell(content=inline(str(text)), header=n == 0, scope="row" if n == 0 else None,
                 align="left" if n <= left else "center")
            for n, text in enumerate(row)
        )
        for row in rows[1:]
    ]  # fmt: skip
    widths = (1.0, 8.0) if len(rows[0]) == 2 else None
    return Table(rows=tuple(made), caption=caption, header_rows=1, widths=widths)


def _pairs(caption: str, pairs: Sequence[tuple[str, str]]) -> Table:
    rows = tuple(
        (Cell(content=inline(key), header=True, scope="row"), Cell(content=inline(value), align="left"))
        for key, value in pairs
    )
    return Table(rows=rows, caption=caption, widths=(1.0, 4.0))
