"""The working paper's parts, as its notebook shows them."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from gongkai import forms, rules
from gongkai.document.blocks import Group, Heading, Note, Paragraph, Run, Signature, Title, inline
from gongkai.prose import Prose, ProseError, render_texts
from gongkai.returns import save
from gongkai.returns.reported import is_begun
from gongkai.returns.succession import NO_PREDECESSORS
from gongkai.sections import tables
from gongkai.sections.review import appendix, groups, numbers, pieces, repeats, text

if TYPE_CHECKING:
    from collections.abc import Mapping

    import pandas as pd

    from gongkai.document.blocks import Block, Inline, Mark
    from gongkai.returns import Return
    from gongkai.returns.succession import Predecessors
    from gongkai.rules import Finding
    from gongkai.sections.review.groups import FindingGroup
    from gongkai.sections.review.text import MarkedText

_SHOWN_REFS = 12
"""Maximum number of links from a finding to its cells and sentences."""

_SHOWN_DECISIONS = 12
"""Maximum number of findings listed at the top."""

_SHOWN_MESSAGE = 60
"""Maximum number of characters of a finding's message at the top."""


@dataclass(frozen=True)
class Review:
    """The contents of the reviewer's working paper.

    Attributes:
        record: The return.
        previous: Last year's figures as published, if any.
        members: The returns that a roll-up adds up.
        predecessors: The organs in whose place it reports after a merger.
    """

    record: Return
    previous: Return | None
    members: tuple[Return, ...]
    predecessors: Predecessors = NO_PREDECESSORS

    @cached_property
    def prose(self) -> Prose | None:
        """The texts as they will be published; ``None`` if a placeholder cannot be filled in."""
        try:
            return render_texts(self.record, self.previous)
        except ProseError:
            return None

    @cached_property
    def previous_prose(self) -> Prose | None:
        """Last year's texts; ``None`` without last year's return, or if a placeholder cannot be filled in."""
        try:
            return None if self.previous is None else render_texts(self.previous)
        except ProseError:
            return None

    @cached_property
    def found(self) -> tuple[Finding, ...]:
        """Every finding that fails, or could not be checked though the form has the cells."""
        found = rules.check(
            self.record, self.previous, self.members, self.previous_prose, self.prose, predecessors=self.predecessors
        )
        return tuple(finding for finding in found if finding.outcome != "pass" and finding.applicable)

    @cached_property
    def failed(self) -> tuple[FindingGroup, ...]:
        """The findings that fail, grouped as they are decided on, most severe first; accepted ones last."""
        return groups.failed(self.found)

    @cached_property
    def marked(self) -> MarkedText:
        """The text with the sentences that findings are about marked."""
        return text.MarkedText() if self.prose is None else text.mark(self.record, self.prose, self.failed)

    def summary(self) -> Group:
        """What needs a decision, each linked to its finding; folded, what the report is."""
        record = self.record
        title = Title(content=f"{record.agency.name}{record.year}年\n政府信息公开工作年度报告审核底稿")
        counts = Counter("waived" if g[0].waived else g[0].level for g in self.failed)
        open_ = sum(f.outcome == "not_checked" for f in self.found)
        levels = "、".join(f"{label}{counts[key]}处" for key, label in rules.LEVELS.items())
        results = f"{levels}；已认可{counts['waived']}处；无法核对{open_}处"
        blank = sum(value is None for value in record.cells.values())
        lines = [
            ("机关", f"{record.agency.name}（{forms.levels()[record.agency.level].name}）"),
            ("报告年度", f"{record.year}年，{record.edition.id}版表式（{record.edition.source}）"),
            ("单元格", f"共{len(record.cells)}个，未填{blank}个，按rest: 0计为0的{len(record.rest)}个"),
            ("上年数据", f"{self.previous.year}年" if self.previous else "没有，跨年度的规则无法核对"),
            *([("承接的机关", self._predecessors())] if self.predecessors else []),
            ("数据文件", record.source.file or "—"),
        ]
        return Group(
            blocks=(
                title,
                pieces.heading("需要决定的问题"),
                Paragraph(content=inline(f"{results}。")),
                *self._decisions(),
                pieces.heading("概要", folded=True),
                pieces.pairs("概要", lines),
            )
        )

    def _decisions(self) -> list[Block]:
        """The findings nobody has accepted, one line each, linked to the notes about them."""
        open_ = [(number, group) for number, group in enumerate(self.failed, 1) if group[0].waived is None]
        if not open_:
            return [Paragraph(content=inline("没有需要决定的问题。"))]
        rows: list[tuple[str | Inline, ...]] = [("序号", "级别", "问题")]
        for number, group in open_[:_SHOWN_DECISIONS]:
            said = groups.message(group)
            short = said if len(said) <= _SHOWN_MESSAGE else said[:_SHOWN_MESSAGE] + "…"
            link = (Run(text=str(number), href=f"#finding-{number}"),)
            rows.append((link, rules.LEVELS[group[0].level], f"{group[0].rule} {short}"))
        found: list[Block] = [pieces.table("需要决定的问题", rows, left=2, widths=(1.4, 1.8, 10.0))]
        if rest := open_[_SHOWN_DECISIONS:]:
            more = Run(text=f"其余{len(rest)}处", href=f"#finding-{rest[0][0]}")
            found.append(Paragraph(content=(more, Run(text="见“核对结果”。"))))
        return found

    def findings(self) -> Group:
        """Each finding with its values, location and what to do, linked to its cells and sentences; what was not checked."""
        notes = [(group, self._note(number, group)) for number, group in enumerate(self.failed, 1)]
        blocks: list[Block] = [pieces.heading("核对结果")]
        blocks += [note for group, note in notes if group[0].waived is None]
        if len(blocks) == 1:
            blocks.append(Paragraph(content=inline("没有需要决定的问题。" if notes else "没有发现问题。")))
        if waived := [note for group, note in notes if group[0].waived is not None]:
            blocks += [pieces.heading(f"已认可的问题（{len(waived)}处）", level=2, folded=True), *waived]
        if rest := groups.unchecked(self.found, self.record):
            rows: list[tuple[str, ...]] = [("没有核对的原因", "没有核对的内容")]
            rows += [
                (reason, "；".join(dict.fromkeys(f"{f.rule} {groups.subject(f)}" for f in found)))
                for reason, found in rest
            ]
            count = sum(len(found) for _, found in rest)
            blocks += [
                pieces.heading(f"没有核对的内容和原因（{count}处）", level=2, folded=True),
                pieces.table("没有核对的内容和原因", rows, left=1, widths=(1.0, 2.0)),
            ]
        return Group(blocks=tuple(blocks))

    def _note(self, number: int, group: FindingGroup) -> Note:
        finding = group[0]
        rule, waiver = rules.RULES[finding.rule], finding.waived
        state = rules.LEVELS[finding.level] if waiver is None else f"已认可{len(group)}处"
        parts = [groups.message(group)]
        if waiver:
            parts.append(f"认可：{waiver.reason}（{waiver.by}，{waiver.date}）")
        elif finding.todo:
            parts.append(finding.todo)
        parts.append(f"依据：{rule.cite(self.record.edition).rstrip('。')}。")
        if finding.where:
            parts.append(f"位置：{finding.where}")
        level: Literal["error", "warning", "hint", "info"] = "info" if waiver else finding.level
        return Note(
            level=level,
            title=f"{finding.rule}（{state}）{rule.title}",
            content=inline("\n".join(parts)),
            anchor=f"finding-{number}",
            refs=tuple(self._refs(number, group)[:_SHOWN_REFS]),
            folded=None if waiver or rule.why_unwaivable else ("可以复制的认可记录", self._waiver(group)),
        )

    def _refs(self, number: int, group: FindingGroup) -> list[tuple[str, str]]:
        """Links from a finding to its sentences, sections, tables and cells."""
        edition = self.record.edition
        found = list(self.marked.links.get(number, ()))
        found += [(f"section-{id_}", title) for id_, title in self._titles.items() if number in self._about[id_]]
        cells = dict.fromkeys(cell for item in group for cell in item.cells if cell in self.record.cells)
        found += [(tables.anchor(cell), edition.cell(cell).label) for cell in cells]
        if finding_section := next((f for f in group if f.rule == "R26"), None):
            found += [
                (repeats.ANCHOR.format(section), "与上年对照")
                for section in self._repeated
                if any(cell.startswith(f"sections.{section}") for cell in finding_section.cells)
            ]
        return found

    @cached_property
    def _titles(self) -> Mapping[str, str]:
        return {"preface": "报头", **{section.id: section.title for section in self.record.edition.sections}}

    @cached_property
    def _about(self) -> Mapping[str, list[int]]:
        """By part of the report, the positions of the findings that are about all of its text or its table."""
        table_of = {section.id: section.table for section in self.record.edition.sections}
        return {
            id_: [
                number
                for number, group in enumerate(self.failed, 1)
                if number in self.marked.of_section.get(id_, ())
                or any(table_of.get(id_) in finding.cells for finding in group)
            ]
            for id_ in self._titles
        }

    @cached_property
    def _repeated(self) -> Mapping[str, list[Block]]:
        """By section, the comparison of its text with last year's, where it repeats it."""
        if self.previous is None or self.prose is None or self.previous_prose is None:
            return {}
        found = {
            section: repeats.side_by_side(self.record, self.previous, self.prose, self.previous_prose, section)
            for section in self._titles
        }
        return {section: blocks for section, blocks in found.items() if blocks}

    def _predecessors(self) -> str:
        """The organs in whose place it reports, and the members that have left it, with their last year."""
        merged, last = self.predecessors, self.record.year - 1
        said = [f"{item.agency.name}（{last}年）" for item in merged.returns]
        said += [f"{name}（没有{last}年的数据）" for name in merged.absent]
        return "、".join([*said, *(f"减去划出的{item.agency.name}（{last}年）" for item in merged.left)])

    def _waiver(self, group: FindingGroup) -> str:
        """A waiver of findings, to be copied into the year's file; it is refused there until reason, name and date are filled in."""
        item = rules.proposal(group, self.record, self.previous, self.members, self.predecessors)
        return "\n".join(
            [
                "waivers:  # 文件里已有waivers的，从下一行起复制",
                *save.item_lines({**item, **dict.fromkeys(("reason", "by", "date"))}, 2),
            ]
        )

    def section(self, id_: str) -> Group:
        """A part of the report: its text as it will be published with findings in place, its table, last year beside them.

        Args:
            id_: Section id of the form, or ``preface``.
        """
        if id_ not in self._titles:
            return Group()
        blocks: list[Block] = [pieces.heading(self._titles[id_], anchor=f"section-{id_}")]
        if about := self._about[id_]:
            refs = tuple(f"finding-{number}" for number in about)
            blocks.append(Paragraph(content=(Run(text="对这一部分的意见："), Run(text=" ", refs=refs))))
        if self.prose is None:
            blocks.append(Paragraph(content=inline("文字里有占位符无法填写，见“核对结果”。")))
        else:
            blocks += self.marked.sections.get(id_, [])
        blocks += self._repeated.get(id_, [])
        table = None if id_ == "preface" else self.record.edition.section(id_).table
        if table is not None:
            blocks += self._table(table)
        if id_ == list(self._titles)[-1] and self.prose is not None:
            blocks.append(Signature(organ=self.prose.signature, date=self.prose.signed))
        return Group(blocks=tuple(blocks))

    def _table(self, table_id: str) -> list[Block]:
        """A statutory table with marks, folded if it has no number; folded, the same beside last year's."""
        from gongkai.document import frames

        found: list[Block] = []
        caption = self.record.edition.tables[table_id].caption
        if not is_begun(self.record, table_id):
            found.append(pieces.heading("还没有填的表", level=2, folded=True))
        found.append(self._statutory(table_id))
        beside = self.comparison(table_id)
        if beside is not None and self.previous is not None:
            found += [
                pieces.heading(f"与{self.previous.year}年对照：{caption}", level=2, folded=True),
                frames.table(beside),
            ]
        return found

    def table(self, table_id: str) -> Group:
        """A statutory table with the cells of findings, and those not filled in, marked and linked."""
        section = next(s for s in self.record.edition.sections if s.table == table_id)
        title = Heading(level=1, content=inline(section.title), anchor=f"review-{table_id}")
        return Group(blocks=(title, self._statutory(table_id)))

    def _statutory(self, table_id: str) -> Block:
        marks: dict[str, Mark] = {path: "blank" for path, value in self.record.cells.items() if value is None}
        refs: dict[str, tuple[str, ...]] = {}
        order: list[Mark] = [*rules.LEVELS]
        for number, group in enumerate(self.failed, 1):
            for finding in group:
                for cell in finding.cells:
                    refs[cell] = (*refs.get(cell, ()), f"finding-{number}")
                    old = marks.get(cell)
                    graver = old is None or old == "blank" or order.index(finding.level) < order.index(old)
                    if not finding.waived and graver:
                        marks[cell] = finding.level
        return tables.statutory(self.record, table_id, marks=marks, refs=refs, prefix="")

    def blanks(self) -> Group:
        """The cells that are not filled in and those set by ``rest: 0``, row by row; an empty table in one row."""
        return appendix.blanks(self.record)

    def facts(self) -> Group:
        """The numbers outside the form."""
        return appendix.facts(self.record)

    def numbers(self) -> Group:
        """How each number of the text was understood."""
        return Group(blocks=tuple(numbers.understood(self.record, self.prose)))

    def comparison(self, table_id: str) -> pd.DataFrame | None:
        """A whole statutory table beside last year's; ``None`` if there is no last year."""
        from gongkai.returns import frames  # pandas: only if a frame is requested

        return None if self.previous is None else frames.beside(self.record, self.previous, table_id)

    def changes(self) -> Group:
        """Cells whose number differs from last year's, and the difference."""
        return appendix.changes(self.record, self.previous)
