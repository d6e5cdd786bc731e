"""Table 3, 收到和处理政府信息公开申请情况: what its rows and columns must add up to."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from gongkai import forms
from gongkai.returns.cells import missing_reason, named, values_or_none
from gongkai.returns.places import columns
from gongkai.rules.addition import Addition, check_additions
from gongkai.rules.base import Context, PendingFinding, fail, not_checked, rule

if TYPE_CHECKING:
    from collections.abc import Iterator

    from gongkai.returns import Number

FORM = "《政府信息公开工作年度报告格式》（国办公开办函〔2019〕60号、〔2021〕30号）表三"


class Column(NamedTuple):
    """Label and paths of a column of table 3."""

    label: str
    new: str
    carried_in: str
    total: str
    carried_out: str
    partial: str
    results: tuple[str, ...]

    @property
    def balance(self) -> tuple[str, str, str, str]:
        """The four cells of the printed rule: 一, 二, 三（七）, 四."""
        return self.new, self.carried_in, self.total, self.carried_out


@cache
def layout(edition: str) -> tuple[Column, ...]:
    """The columns of table 3; ``results`` are all result rows （一） to （六）."""
    table = forms.edition(edition).tables["requests"]
    results = [row.id for row in table.group("results") if row.id != "total"]
    return tuple(
        Column(
            label,
            f"requests.new.{id_}",
            f"requests.carried_in.{id_}",
            f"requests.total.{id_}",
            f"requests.carried_out.{id_}",
            f"requests.partial.{id_}",
            tuple(f"requests.{row}.{id_}" for row in results),
        )
        for id_, label in columns(edition, "requests", "new")
    )


@cache
def rows(edition: str) -> tuple[Addition, ...]:
    """Label, path of 总计 and paths of the six applicant columns, for each row of table 3."""
    return tuple(
        Addition(
            row.label.split("（区分处理")[0],
            f"requests.{row.id}.total",
            tuple(f"requests.{row.id}.{column.id}" for column in row.columns if column.id != "total"),
        )
        for row in forms.edition(edition).tables["requests"].rows
    )


@rule(
    "R1",
    level="error",
    kind="A",
    title="表三每一列：一、本年新收 + 二、上年结转 = 三（七）总计 + 四、结转下年度继续办理。",
    source=f"{FORM}表角：“第一项加第二项之和，等于第三项加第四项之和”",
    todo="请核对这一列的新收、结转和办理结果，改正计错的数。",
    example="表三“自然人”列：本年新收1加上年结转0等于1，办理结果总计1加结转下年度1等于2，相差-1。",
)
def balance(context: Context) -> Iterator[PendingFinding]:
    """What came in is what was handled or is carried over, column by column."""
    cells, missing, labels = context.record.cells, [], []
    for column in layout(context.record.edition.id):
        paths = column.balance
        values = values_or_none(cells, paths)
        if values is None:
            missing += [path for path in paths if cells[path] is None]
            labels.append(column.label)
            continue
        new, carried_in, total, carried_out = values
        left, right = new + carried_in, total + carried_out
        if left != right:
            yield fail(
                "表三“{column}”列：本年新收{new}加上年结转{carried_in}等于{left}，"
                "办理结果总计{total}加结转下年度{carried_out}等于{right}，相差{difference}。",
                paths, column=column.label, new=new, carried_in=carried_in, total=total, carried_out=carried_out,
                left=left, right=right, difference=left - right,
            )  # fmt: skip
    if missing:
        yield not_checked(
            "表三“{columns}”列没有核对“一+二=三+四”：这几项中有{count}格{why}。", tuple(missing),
            columns=named(labels), count=len(missing), why=missing_reason(context.record, missing),
        )  # fmt: skip


@rule(
    "R2",
    level="error",
    kind="A",
    title="表三每一列：三（七）总计 = （一）至（六）全部各行之和。",
    source=f"{FORM}第三项“（七）总计”",
    todo="请核对这一列的各项办理结果和（七）总计，改正计错的数。",
    example="表三“总计”列：办理结果各行之和为12，（七）总计为11，相差1。",
)
def results(context: Context) -> Iterator[PendingFinding]:
    """The total of results is the sum of every result row."""
    columns_ = (Addition(column.label, column.total, column.results) for column in layout(context.record.edition.id))
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
    source=f"{FORM}“申请人情况”各栏",
    todo="请核对这一行的各类申请人和总计，改正计错的数。",
    example="表三“（一）予以公开”行：各类申请人之和为22，总计为20，相差2。",
)
def applicants(context: Context) -> Iterator[PendingFinding]:
    """The total of a row is the sum of its six kinds of applicant."""
    yield from check_additions(
        context, rows(context.record.edition.id), "row",
        "表三“{row}”行：各类申请人之和为{left}，总计为{right}，相差{difference}。",
        "表三{rows}行没有核对“总计等于各类申请人之和”：有{count}格{why}。", most=3,
    )  # fmt: skip


@rule(
    "R20",
    level="error",
    kind="A",
    title="同一申请只计为办结或者结转下年度，不重复计算。",
    source=f"{FORM}表角勾稽关系；结转下年度的申请到下一年度才有办理结果",
    todo="请查明结转下年度的申请是否已计入办理结果；尚未办结的只计入“四、结转下年度继续办理”。",
    example="表三“自然人”“总计”列：办理结果与结转下年度之和比应办的申请多1件，正好是结转的1件，"
    "同一申请可能既计为办结又计为结转。",
)
def counted_twice(context: Context) -> Iterator[PendingFinding]:
    """Columns whose surplus is exactly what is carried over: those requests are among the results too.

    A surplus that last year's 结转 explains is a wrong 上年结转 (R6) and no double count; one smaller than what is
    carried over is a hint.
    """
    record = context.record
    found: list[tuple[Column, Number, Number]] = []
    for column in layout(record.edition.id):
        values = values_or_none(record.cells, column.balance)
        if values is None:
            continue
        new, carried_in, total, carried_out = values
        surplus = total + carried_out - new - carried_in
        if not 0 < surplus <= min(total, carried_out):
            continue
        if context.previous is not None:
            before = context.previous.cells.get(column.carried_out)
            if before is not None and before == carried_in + surplus:
                continue
        found.append((column, surplus, carried_out))
    if not found:
        return
    whole = [item for item in found if item[1] == item[2]]
    for group, exact in ((whole, True), ([item for item in found if item not in whole], False)):
        if not group:
            continue
        _, surplus, carried_out = group[-1]
        yield fail(
            "表三{columns}列：办理结果与结转下年度之和比应办的申请多{difference}件，{relation}结转的{carried_out}件，"
            "同一申请可能既计为办结又计为结转。",
            tuple(path for column, _, _ in group for path in (column.carried_out, column.total)),
            level=None if exact else "hint",
            columns="".join(f"“{column.label}”" for column, _, _ in group), difference=surplus,
            relation="正好是" if exact else "不超过", carried_out=carried_out,
        )  # fmt: skip


@rule(
    "R21",
    level="error",
    kind="A",
    title="部分公开的申请只计入（二），不再计入其他办理结果。",
    source=f"{FORM}“（二）部分公开（区分处理的，只计这一情形，不计其他情形）”",
    todo="请查明部分公开的申请是否又计入不予公开等情形；区分处理的只计入（二）。",
    example="表三“总计”列：办理结果各行之和比（七）总计多2件，正好是部分公开的2件，区分处理的申请可能又计入了其他情形。",
)
def partial_once(context: Context) -> Iterator[PendingFinding]:
    """Columns whose surplus is what was disclosed in part, if another result may count it a second time.

    An error where the surplus over （七） is exactly 部分公开 in every column that has one; a hint where it is less,
    or shows only in the balance of the form.
    """
    record = context.record
    exact: list[tuple[Column, Number, Number]] = []
    loose: list[tuple[Column, Number, Number]] = []
    for column in layout(record.edition.id):
        partial, parts = record.cells[column.partial], values_or_none(record.cells, column.results)
        total = record.cells[column.total]
        if not partial or parts is None or total is None:
            continue
        most = min(partial, sum(parts) - partial)
        surplus = sum(parts) - total
        if 0 < surplus <= most:
            (exact if surplus == partial else loose).append((column, surplus, partial))
            continue
        balance = values_or_none(record.cells, column.balance)
        if surplus == 0 and balance is not None and balance[3] == 0 and 0 < total - balance[0] - balance[1] <= most:
            loose.append((column, total - balance[0] - balance[1], partial))
    for group, sure in ((exact, not loose), (loose, False)):
        if not group:
            continue
        _, surplus, partial = group[-1]
        yield fail(
            "表三{columns}列：办理结果各行之和比应有的总数多{difference}件，{relation}部分公开的{partial}件，"
            "区分处理的申请可能又计入了其他情形。",
            tuple(path for column, _, _ in group for path in (column.partial, column.total)),
            level=None if sure else "hint",
            columns="".join(f"“{column.label}”" for column, _, _ in group), difference=surplus,
            relation="正好是" if group is exact else "不超过", partial=partial,
        )  # fmt: skip
