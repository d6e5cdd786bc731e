"""The roll-up 汇总: a government's report is the sum of its members' reports."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.returns.cells import label, named
from gongkai.rules.base import Context, PendingFinding, fail, not_checked, rule
from gongkai.rules.sums import BLANK, SIGNED, Equation, exactly, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.returns import Number, Return
    from gongkai.returns.member_sums import CellSum, Fallen, Sums


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

    Where only some members are there, a number larger than the roll-up's is still wrong; the rest is not checked. A sum with
    a correction is compared as corrected; a correction that does not hold any more is an error.
    """
    sums = context.sums
    if sums is None:
        return
    record = context.record
    for fallen in sums.fallen:
        yield _fallen(context, fallen)
    if sums.absent or not sums.members:
        names = named(sums.absent) if sums.absent else f"{record.year}年度"
        yield not_checked(
            "汇总没有全部核对：缺少成员单位{names}的{year}年数据。", todo="请先补齐成员单位的数据。",
            names=names, year=record.year,
        )  # fmt: skip
    blank: dict[str, tuple[Return, ...]] = {}
    for path, found in sums.cells.items() if sums.members else ():
        whole = record.cells[path]
        if whole is None:
            continue
        if is_broken(found, whole, signed=record.edition.cells[path].kind == "signed"):
            yield _difference(context, found, whole)
        elif found.total is None and found.blank:
            blank[path] = found.blank
    if blank:
        who = {member.agency.id: member.agency.name for members in blank.values() for member in members}
        yield not_checked(
            "汇总有{count}格没有核对：成员单位{names}在这些格没有填写{forms}。", tuple(blank),
            count=len(blank), names=named([*who.values()]), forms=_other_forms(sums, who),
        )  # fmt: skip


def is_broken(found: CellSum, typed: Number, *, signed: bool) -> bool:
    """Whether no filling of what members have left blank, or not reported yet, gives what the roll-up says.

    Args:
        found: What the cell adds up to.
        typed: What the roll-up says.
        signed: Whether the cell may hold a negative number, so that missing ones may lower the sum.
    """
    if found.total is not None:
        known = {"sum": exactly(found.total)}
    else:
        blank = SIGNED if signed else BLANK
        known = {member.agency.id: blank if value is None else exactly(value) for member, value in found.parts}
        known |= {} if found.complete else {"those that have not reported": blank}
    return verdict(Equation(("the roll-up",), tuple(known)), {**known, "the roll-up": exactly(typed)}) == "broken"


def impossible(parts: Sequence[tuple[Return, Number | None]], *, signed: bool) -> tuple[tuple[Return, Number], ...]:
    """The members with a negative number where there can be none, which explains a difference before any coincidence does."""
    return tuple((member, value) for member, value in parts if value is not None and value < 0 and not signed)


def _other_forms(sums: Sums, blank: dict[str, str]) -> str:
    """The members among those with blank cells that use another edition of the form."""
    others = [f"{m.agency.name}用的是{m.form_used}版表式" for m in sums.other_forms if m.agency.id in blank]
    return f"（{named(others)}）" if others else ""


def _fallen(context: Context, fallen: Fallen) -> PendingFinding:
    correction, record = fallen.correction, context.record
    at, cell = record.source.where(f"corrections.{fallen.index}"), label(record, correction.cell)
    if fallen.gone:
        return fail(
            "{cell}：汇总的更正落空了，它所改的成员单位{member}不在本年度的成员里，或者没有上报。",
            (correction.cell,), where=at, cell=cell, member=correction.member,
            todo="请核对corrections里的这一条，删去或改正。",
        )  # fmt: skip
    member = fallen.member.agency.name if fallen.member is not None else "成员单位之和"
    cells = (correction.cell, *([f"{correction.member}:{correction.cell}"] if correction.member else []))
    return fail(
        "{cell}：汇总的更正落空了，登记时{member}是{left}，现在是{right}。", cells, where=at,
        cell=cell, member=member, left=correction.was, right=fallen.now, todo="请核对corrections里的这一条，删去或改正。",
    )  # fmt: skip


def _difference(context: Context, found: CellSum, whole: Number) -> PendingFinding:
    total = found.total
    right = found.known if total is None else total
    gap = whole - right
    # One member left out shows as a gap of exactly its number, one counted twice as the same the other way round.
    wrong = impossible(found.parts, signed=context.record.edition.cells[found.path].kind == "signed")
    makers = wrong or tuple((member, value) for member, value in found.parts if value is not None and value == abs(gap))
    relation = "其中不应有的负数是" if wrong else "正好是" if makers else "成员单位各填："
    named_ones = makers or tuple((member, value) for member, value in found.parts if value)
    listed = named([f"{member.agency.name}的{value}" if makers else f"{member.agency.name}{value}"
                    for member, value in named_ones], 10)  # fmt: skip
    return fail(
        "{cell}：汇总为{left}，{some}成员单位之和为{right}，相差{difference}；{relation}{members}。",
        (found.path, *(f"{member.agency.id}:{found.path}" for member, _ in named_ones)),
        cell=label(context.record, found.path), left=whole, right=right, difference=gap,
        some="已有的" if total is None else "更正后" if found.correction else "",
        relation=relation if named_ones else _nothing(found), members=listed,
    )  # fmt: skip


def _nothing(found: CellSum) -> str:
    """What to say of members of which none has filled in a number but 0."""
    if not found.blank:
        return "成员单位都填0"
    return "成员单位都没有填" if len(found.blank) == len(found.parts) else "填了的成员单位都填0"
