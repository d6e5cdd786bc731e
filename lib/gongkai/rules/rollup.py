"""The roll-up 汇总: a government's report is the sum of its members' reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.returns.cells import label, named
from gongkai.returns.sums import add, amount_in, common_unit
from gongkai.rules.base import Context, PendingFinding, fail, not_checked, rule

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.returns import Number, Return


@rule(
    "R18",
    level="error",
    kind="A",
    title="汇总的每一格 = 各成员单位同一格之和。",
    source="国办公开办函〔2021〕30号：县级、地市级政府的年度报告汇总所属部门和下级政府的数据",
    todo="请对照点名的成员单位，改正汇总数或成员单位的数；确有口径不同的，请登记认可并说明。",
    example="表四“行政复议”“尚未审结”：汇总为0，成员单位之和为1，相差-1；正好是区公安局的1。",
)
def members_sum(context: Context) -> Iterator[PendingFinding]:
    """Cell by cell, naming the members that make the difference.

    Where only some members are there, a number larger than the roll-up's is still wrong; the rest is not checked.
    """
    record = context.record
    if not context.members and not record.agency.members:
        return
    members = [member for member in context.members if member.year == record.year]
    given = {member.agency.id for member in members}
    absent = [id_ for id_ in record.agency.members if id_ not in given]
    if absent or not members:
        names = named(absent) if absent else f"{record.year}年度"
        yield not_checked(
            "汇总没有全部核对：缺少成员单位{names}的{year}年数据。", todo="请先补齐成员单位的数据。",
            names=names, year=record.year,
        )  # fmt: skip
    blank: dict[str, list[str]] = {}
    for path, whole in record.cells.items() if members else ():
        values = _values(path, record, members)
        known = [value for value in values if value is not None]
        lacking = [m.agency.id for m, value in zip(members, values, strict=True) if value is None]
        if whole is None:
            continue
        partly = bool(absent or lacking)
        total = add(known)
        signed = record.edition.cells[path].kind == "signed"
        if total is not None and (whole < total and not signed if partly else whole != total):
            yield _difference(context, path, whole, total, list(zip(members, values, strict=True)), partly=partly)
        elif lacking:
            blank[path] = lacking
    if blank:
        who = list(dict.fromkeys(id_ for ids in blank.values() for id_ in ids))
        called = {member.agency.id: member.agency.name for member in members}
        yield not_checked(
            "汇总有{count}格没有核对：成员单位{names}在这些格没有填写。", tuple(blank),
            count=len(blank), names=named([called[id_] for id_ in who]),
        )  # fmt: skip


def _values(path: str, record: Return, members: Sequence[Return]) -> list[Number | None]:
    """The members' values of a cell; where the form prints no unit they are converted to the roll-up's."""
    if record.edition.cells[path].unit is not None:
        return [member.cells.get(path) for member in members]
    unit = record.unit(path) or common_unit(members, path)
    return [amount_in(member, path, unit) if unit else member.cells.get(path) for member in members]


def _difference(
    context: Context,
    path: str,
    whole: Number,
    total: Number,
    values: list[tuple[Return, Number | None]],
    *,
    partly: bool,
) -> PendingFinding:
    gap = whole - total
    # One member left out shows as a gap of exactly its number, one counted twice as the same the other way round.
    makers = [(member, value) for member, value in values if value is not None and value == abs(gap)]
    relation = "正好是" if makers else "成员单位各填："
    named_ones = makers or [(member, value) for member, value in values if value]
    listed = named([f"{member.agency.name}的{value}" if makers else f"{member.agency.name}{value}"
                    for member, value in named_ones], 10)  # fmt: skip
    return fail(
        "{cell}：汇总为{left}，{some}成员单位之和为{right}，相差{difference}；{relation}{members}。",
        (path, *(f"{member.agency.id}:{path}" for member, _ in named_ones)),
        cell=label(context.record, path), left=whole, right=total, difference=gap,
        some="已有的" if partly else "", relation=relation if named_ones else "成员单位都填0", members=listed,
    )  # fmt: skip
