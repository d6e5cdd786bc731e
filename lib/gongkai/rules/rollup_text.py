"""R19: numbers in the prose of a roll-up that refer to a member agree with the member's own report."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.reading import quantity_names
from gongkai.reading.members import member_mentions
from gongkai.rules.base import Context, PendingFinding, fail, rule
from gongkai.rules.compare import read_report
from gongkai.rules.part_names import describe_sentence, sentence_line

if TYPE_CHECKING:
    from collections.abc import Iterator


@rule(
    "R19",
    level="hint",
    kind="H",
    title="汇总报告文字中成员单位的数与该单位自己的报告一致。",
    source="国办公开办函〔2021〕30号（汇总报告由各行政机关的报告相加）",
    todo="请与该成员单位核对，改成一致。",
    example="第一部分写“西山县26件”，西山县人民政府的报告为24，相差2。",
)
def members(context: Context) -> Iterator[PendingFinding]:
    """Numbers that the prose gives for one member, compared with the member's return."""
    if context.sums is None or not context.sums.members:
        return
    for mention in member_mentions(read_report(context), context.sums.members, context.record.edition.id):
        member = mention.member
        values = {value for name in mention.names for value in quantity_names.values(member, name)}
        if not values or any(mention.quantity.admits(value) for value in values):
            continue
        name = next(name for name in mention.names if quantity_names.values(member, name))
        right = min(quantity_names.values(member, name))
        yield fail(
            "{place}写“{quote}”，{member}的报告{target}为{right}，相差{difference}。",
            (mention.sentence.path, *(f"{member.agency.id}:{path}" for path in quantity_names.cells(member.edition.id, name))),
            where=sentence_line(context.record, mention.sentence), place=describe_sentence(context.record, mention.sentence), quote=mention.quote, member=member.agency.name,
            target=quantity_names.describe(member, name), left=mention.quantity.value, right=right,
            difference=mention.quantity.value - right,
        )  # fmt: skip
