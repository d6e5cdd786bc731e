"""A roll-up for people: who has reported, where it differs from what was typed and why, what does not add up."""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from gongkai.commands.lines import fold
from gongkai.drafting.changes import shown
from gongkai.returns.cells import label, named

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.returns.member_sums import Fallen
    from gongkai.returns.model import Number, Return
    from gongkai.returns.params import Params
    from gongkai.rollup.compare import Difference, RollUp

_MOST_PARTS = 6
"""Members that are listed with their numbers where no few of them make a difference."""
_MOST_DIFFERENCES = 30
"""Differences that are listed."""
_MOST_BLANK = 10
"""Groups of blank cells that are listed."""


def lines(rolled: RollUp, params: Params, width: int) -> list[str]:
    """The lines of a roll-up, folded to a width in columns."""
    return [line for indent, text in _lines(rolled, params) for line in fold(" " * indent + text, width, indent + 2)]


def _lines(rolled: RollUp, params: Params) -> Iterator[tuple[int, str]]:
    record, sums = rolled.record, rolled.sums
    count = len(sums.members) + len(sums.absent)
    yield 0, f"■ {record.agency.name}{record.year}年汇总：成员{count}个，已上报{len(sums.members)}个。"
    yield from _absent(rolled, params)
    for member in sums.other_forms:
        yield 2, f"表式不同：{member.agency.name}用的是{member.form_used}版表式，本年度应当用{member.edition.id}版。"
    for fallen in sums.fallen:
        yield 2, _fallen(fallen, record)
    for index, correction in enumerate(record.corrections):
        if index not in {fallen.index for fallen in sums.fallen}:
            whose = params.agency(correction.member).name if correction.member else "成员之和"
            yield (
                2,
                (
                    f"已更正：{label(record, correction.cell)}，{whose}{_number(correction.was)} → {_number(correction.value)}；"
                    f"{correction.reason.rstrip('。')}（{correction.by}，{correction.date}）。"
                ),
            )
    if rolled.differences:
        yield 2, f"与填报的数不一致{len(rolled.differences)}格（相差大的在前）："
        for difference in rolled.differences[:_MOST_DIFFERENCES]:
            yield from _difference(difference, record, 4)
        if (rest := len(rolled.differences) - _MOST_DIFFERENCES) > 0:
            yield 4, f"另有{rest}格；全部见 --json。"
    if rolled.blank:
        yield 2, f"加不出来{len(rolled.blank)}格，因为有成员没有填写（没有填写的不当作0）："
        yield from _blank(rolled)
    if rolled.unfilled:
        what = "还没有填报" if rolled.has_return else "还没有这一年的数据文件"
        yield 2, f"{what}{f'{len(rolled.unfilled)}格' if rolled.has_return else ''}，可由成员之和写入：加 --write。"
    if not (rolled.differences or rolled.unfilled or rolled.obstacles):
        yield 2, "填报的数与成员之和逐格一致。"
    for id_, lower in rolled.lower.items():
        if lower.has_return and lower.differences:
            yield (
                2,
                (
                    f"{lower.record.agency.name}自己的汇总有{len(lower.differences)}格与它的成员之和不一致；"
                    f"请看 gongkai rollup {id_} {record.year}。"
                ),
            )


def _absent(rolled: RollUp, params: Params) -> Iterator[tuple[int, str]]:
    if not rolled.sums.absent:
        return
    titles = params.titles(rolled.sums.absent)
    yield 2, "没有上报："
    for id_ in rolled.sums.absent:
        below = ""
        if (lower := rolled.lower.get(id_)) is not None:
            of_it = len(lower.sums.members) + len(lower.sums.absent)
            below = f"；它的成员{of_it}个，已上报{len(lower.sums.members)}个"
        yield 4, f"{titles[id_]}（{id_}{below}）"


def _fallen(fallen: Fallen, record: Return) -> str:
    correction = fallen.correction
    at = record.source.where(f"corrections.{fallen.index}") or ""
    if fallen.gone:
        now = f"成员{correction.member}不在本年度的成员里，或者没有上报"
    else:
        whose = fallen.member.agency.name if fallen.member is not None else "成员之和"
        now = f"登记时{whose}是{_number(correction.was)}，现在是{_number(fallen.now)}"
    return f"更正落空 {label(record, correction.cell)}：{now}；请删去或改正这一条。{at}"


def _difference(difference: Difference, record: Return, indent: int) -> Iterator[tuple[int, str]]:
    gap = difference.gap
    more = f"多{shown(gap)}" if gap > 0 else f"少{shown(-gap)}"
    yield (
        indent,
        (
            f"{label(record, difference.path)}：填{shown(difference.typed)}，{'已有的' if difference.partial else ''}成员之和{shown(difference.total)}，{more}；"
            f"{_made_by(difference)}"
        ),
    )
    for member, below in difference.below:
        yield indent + 2, f"{member.agency.name}自己的汇总也不等于它的成员之和："
        yield from _difference(below, member, indent + 4)


def _made_by(difference: Difference) -> str:
    if difference.makers:
        listed = "、".join(f"{member.agency.name}的{shown(value)}" for member, value in difference.makers)
        if any(value < 0 for _, value in difference.makers):
            return f"其中不应有的负数是{listed}。"
        alone = any(value == abs(difference.gap) for _, value in difference.makers)
        exactly = "正好是" if alone else "正好是两个之和："
        why = "像是没有计入" if difference.gap < 0 else "像是计了两次，或者后来改少了"
        return f"{exactly}{listed}（{why}）。"
    if not difference.parts:
        return "成员都填0。"
    listed = "、".join(f"{member.agency.name}{shown(value)}" for member, value in difference.parts[:_MOST_PARTS])
    rest = len(difference.parts) - _MOST_PARTS
    return f"成员各填：{listed}{f'，另有{rest}个' if rest > 0 else ''}。"


def _blank(rolled: RollUp) -> Iterator[tuple[int, str]]:
    """Blank cells, those in a row that lack the same members together."""
    groups = [
        ([found.path for found in group], [member.agency.name for member in blank])
        for blank, group in groupby(rolled.blank, key=lambda found: found.blank)
    ]
    for paths, names in groups[:_MOST_BLANK]:
        first, last = label(rolled.record, paths[0]), label(rolled.record, paths[-1])
        span = first if len(paths) == 1 else f"{first}至{last}，{len(paths)}格"
        yield 4, f"{span}：{named(names)}没有填写。"
    if len(groups) > _MOST_BLANK:
        yield 4, f"另有{sum(len(paths) for paths, _ in groups[_MOST_BLANK:])}格；全部见 --json。"


def _number(value: Number | None) -> str:
    return "未填" if value is None else shown(value)
