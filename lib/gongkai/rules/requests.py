"""Table 3, 收到和处理政府信息公开申请情况: what its rows and columns must add up to."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from gongkai.forms import patterns
from gongkai.returns.cells import missing_reason, named, sum_or_none, values_or_none
from gongkai.returns.labels import column_labels
from gongkai.rules.addition import Addition, check_additions, row_totals
from gongkai.rules.base import FORM, Context, PendingFinding, fail, not_checked, rule
from gongkai.rules.blanks import IMPOSSIBLE, intervals
from gongkai.rules.sums import Equation, Interval, verdict
from gongkai.rules.sums import total as sum_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from gongkai.returns import Number, Return

TABLE = f"{FORM}表三"

BALANCE = "requests.{new,carried_in,total,carried_out}.*"
"""The four cells of the printed rule, column by column: 一, 二, 三（七）, 四."""

RESULTS = "requests.{total,results}.*"
"""（七）总计 and all result rows （一） to （六）, column by column."""


PARTIAL = "requests.{total,partial,results}.*"
"""（七）总计, （二）部分公开 and all result rows, 部分公开 among them, column by column."""


class Surplus(NamedTuple):
    """A column that accounts for more requests than there were.

    Attributes:
        column: What messages call it.
        cells: The cells to look at.
        surplus: How many too many.
        twice: The number that may have been counted twice.
    """

    column: str
    cells: tuple[str, ...]
    surplus: Number
    twice: Number


def label(record: Return, path: str) -> str:
    """What messages call the column of a cell."""
    table, row, column = path.split(".")
    return dict(column_labels(record.edition.id, table, row))[column]


@rule(
    "R1",
    level="error",
    kind="A",
    title="表三每一列：一、本年新收 + 二、上年结转 = 三（七）总计 + 四、结转下年度继续办理。",
    source=f"{TABLE}表角：“第一项加第二项之和，等于第三项加第四项之和”",
    requires=(BALANCE,),
    todo="请核对这一列的新收、结转和办理结果，改正计错的数。",
    example="表三“自然人”列：本年新收1加上年结转0等于1，办理结果总计1加结转下年度1等于2，相差-1。",
)
def balance(context: Context) -> Iterator[PendingFinding]:
    """Requests received equal requests handled plus requests carried over, column by column."""
    record, missing, labels = context.record, [], []
    for paths in patterns.matches(record.edition, BALANCE):
        values = values_or_none(record.cells, paths)
        if values is None:
            known = intervals(record, paths)
            if verdict(Equation(tuple(paths[:2]), tuple(paths[2:])), known) == "broken":
                yield _unbalanced(record, paths, known)
                continue
            missing += [path for path in paths if record.cells[path] is None]
            labels.append(label(record, paths[0]))
            continue
        new, carried_in, total, carried_out = values
        left, right = new + carried_in, total + carried_out
        if left != right:
            yield fail(
                "表三“{column}”列：本年新收{new}加上年结转{carried_in}等于{left}，"
                "办理结果总计{total}加结转下年度{carried_out}等于{right}，相差{difference}。",
                paths, column=label(record, paths[0]), new=new, carried_in=carried_in, total=total, carried_out=carried_out,
                left=left, right=right, difference=left - right,
            )  # fmt: skip
    if missing:
        yield not_checked(
            "表三“{columns}”列没有核对“一+二=三+四”：这几项中有{count}格{why}。", tuple(missing),
            columns=named(labels), count=len(missing), why=missing_reason(record, missing),
        )  # fmt: skip


def _unbalanced(record: Return, paths: Sequence[str], known: Mapping[str, Interval]) -> PendingFinding:
    """A column that no filling of its blanks balances."""
    came, went = sum_of(paths[:2], known), sum_of(paths[2:], known)
    less = went if went.high is not None and came.low is not None and came.low > went.high else came
    left, right = (came.low, went.high) if less is went else (came.high, went.low)
    assert left is not None
    assert right is not None
    return fail(
        "表三“{column}”列：本年新收加上年结转{left}，办理结果总计加结转下年度{right}，相差{difference}" + IMPOSSIBLE + "。",
        tuple(paths), column=label(record, paths[0]), left=left, right=right, difference=left - right,
        blanks=sum(record.cells[path] is None for path in paths),
    )  # fmt: skip


@rule(
    "R2",
    level="error",
    kind="A",
    title="表三每一列：三（七）总计 = （一）至（六）全部各行之和。",
    source=f"{TABLE}第三项“（七）总计”",
    requires=(RESULTS,),
    todo="请核对这一列的各项办理结果和（七）总计，改正计错的数。",
    example="表三“总计”列：办理结果各行之和为12，（七）总计为11，相差1。",
)
def results(context: Context) -> Iterator[PendingFinding]:
    """The total of results is the sum of every result row."""
    record = context.record
    columns_ = (Addition(label(record, total), total, tuple(parts))
                for total, *parts in patterns.matches(record.edition, RESULTS))  # fmt: skip
    yield from check_additions(
        context, columns_, "column",
        "表三“{column}”列：办理结果各行之和为{left}，（七）总计为{right}，相差{difference}。",
        "表三“{columns}”列没有核对“（七）总计等于（一）至（六）之和”：有{count}格{why}。", total_first=True,
    )  # fmt: skip


@rule(
    "R3",
    level="error",
    kind="A",
    title="表三每一行：总计 = 自然人与五类法人或其他组织之和。",
    source=f"{TABLE}“申请人情况”各栏",
    requires=("requests.*.total",),
    todo="请核对这一行的各类申请人和总计，改正计错的数。",
    example="表三“（一）予以公开”行：各类申请人之和为22，总计为20，相差2。",
)
def applicants(context: Context) -> Iterator[PendingFinding]:
    """The total of a row is the sum of its six kinds of applicant."""
    yield from check_additions(
        context, row_totals(context.record.edition.id, "requests"), "row",
        "表三“{row}”行：各类申请人之和为{left}，总计为{right}，相差{difference}。",
        "表三{rows}行没有核对“总计等于各类申请人之和”：有{count}格{why}。", most=3,
    )  # fmt: skip


@rule(
    "R20",
    level="error",
    kind="A",
    title="同一申请只计为办结或者结转下年度，不重复计算。",
    source=f"{TABLE}表角勾稽关系；结转下年度的申请到下一年度才有办理结果",
    requires=(BALANCE,),
    todo="请查明结转下年度的申请是否已计入办理结果；尚未办结的只计入“四、结转下年度继续办理”。",
    example="表三“自然人”“总计”列：办理结果与结转下年度之和比应办的申请多1件，正好是结转的1件，"
    "同一申请可能既计为办结又计为结转。",
)
def counted_twice(context: Context) -> Iterator[PendingFinding]:
    """Columns whose surplus equals the number carried over, so that those requests are among the results too.

    A surplus that last year's 结转 explains is a wrong 上年结转 (R6), not a double count; a surplus smaller than the
    number carried over is a hint.
    """
    record = context.record
    found: list[Surplus] = []
    for paths in patterns.matches(record.edition, BALANCE):
        values = values_or_none(record.cells, paths)
        if values is None:
            continue
        new, carried_in, total, carried_out = values
        surplus = total + carried_out - new - carried_in
        if not 0 < surplus <= min(total, carried_out):
            continue
        before = context.predecessors.total(context.last_year, paths[3])
        if context.ends and before == carried_in + surplus:
            continue
        found.append(Surplus(label(record, paths[0]), (paths[3], paths[2]), surplus, carried_out))
    for exact in (True, False):
        yield from _surplus(
            [one for one in found if (one.surplus == one.twice) is exact],
            "表三{columns}列：办理结果与结转下年度之和比应办的申请多{difference}件，{relation}结转的{twice}件，"
            "同一申请可能既计为办结又计为结转。",
            exact=exact, sure=exact,
        )  # fmt: skip


@rule(
    "R21",
    level="error",
    kind="A",
    title="部分公开的申请只计入（二），不再计入其他办理结果。",
    source=f"{TABLE}“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”",
    requires=(PARTIAL,),
    todo="请查明部分公开的申请是否又计入不予公开等情形；区分处理的只计入（二）。",
    example="表三“总计”列：办理结果各行之和比（七）总计多2件，正好是部分公开的2件，区分处理的申请可能又计入了其他情形。",
)
def partial_once(context: Context) -> Iterator[PendingFinding]:
    """Columns whose surplus equals the requests granted in part, which another result may count again.

    An error where the surplus over （七） is exactly 部分公开 in every column that has one; a hint where it is less,
    or shows only in the balance of the form.
    """
    record = context.record
    exact: list[Surplus] = []
    loose: list[Surplus] = []
    for total_path, partial_path, *results in patterns.matches(record.edition, PARTIAL):
        partial, total = record.cells[partial_path], record.cells[total_path]
        added = sum_or_none(record, results)
        if not partial or added is None or total is None:
            continue
        most = min(partial, added - partial)
        surplus = added - total
        column, cells = label(record, total_path), (partial_path, total_path)
        if 0 < surplus <= most:
            (exact if surplus == partial else loose).append(Surplus(column, cells, surplus, partial))
        elif surplus == 0 and 0 < (over := _over_balance(record, total_path)) <= most:
            loose.append(Surplus(column, cells, over, partial))
    for group, sure in ((exact, not loose), (loose, False)):
        yield from _surplus(
            group,
            "表三{columns}列：办理结果各行之和比应有的总数多{difference}件，{relation}部分公开的{twice}件，"
            "区分处理的申请可能又计入了其他情形。",
            exact=group is exact, sure=sure,
        )  # fmt: skip


def _over_balance(record: Return, total: str) -> Number:
    """By how much the results of a column exceed the requests received; 0 if any is carried over or a number is missing."""
    for paths in patterns.matches(record.edition, BALANCE):
        values = values_or_none(record.cells, paths)
        if paths[2] == total and values is not None and values[3] == 0:
            return values[2] - values[0] - values[1]
    return 0


def _surplus(group: Sequence[Surplus], template: str, *, exact: bool, sure: bool) -> Iterator[PendingFinding]:
    """One finding for the columns of a group."""
    if group:
        yield fail(
            template, tuple(path for one in group for path in one.cells), level=None if sure else "hint",
            columns="".join(f"“{one.column}”" for one in group), difference=group[-1].surplus,
            relation="正好是" if exact else "不超过", twice=group[-1].twice,
        )  # fmt: skip
