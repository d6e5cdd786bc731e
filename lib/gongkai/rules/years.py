"""Across years: what last year's return, as published, fixes for this year."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.returns.cells import label, named, possible, readings
from gongkai.returns.places import columns
from gongkai.rules.base import Context, PendingFinding, fail, not_checked, rule

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from gongkai.returns import Number, Return

    Values = tuple[Number | None, ...]


def last_year(context: Context) -> Return | None:
    """Last year's return, if it is of the year before."""
    previous = context.previous
    return previous if previous is not None and previous.year == context.record.year - 1 else None


def no_last_year(context: Context, what: str) -> PendingFinding:
    """Not checked: last year's return is not there."""
    return not_checked(
        "没有核对{what}：缺少{last}年的数据。",
        todo="请用 gongkai import 导入上一年度公布的报告。", what=what, last=context.record.year - 1,
    )  # fmt: skip


def first_year(record: Return) -> bool:
    """Whether the form is new this year, so that table 2 cannot be compared with last year's."""
    return record.edition.first_year == record.year


@rule(
    "R6",
    level="error",
    kind="Y",
    title="表三每一列：二、上年结转 = 上一年度报告的四、结转下年度继续办理。",
    source="表三第二项、第四项的含义：同一批申请在两年报告中各记一次",
    todo="请与上一年度公布的报告核对“上年结转”；确实不同的，请在报告中说明原因并登记认可。",
    example="表三“自然人”列：上年结转2，而2020年报告的结转下年度为1，相差1。",
)
def carried(context: Context) -> Iterator[PendingFinding]:
    """What was carried into the year is what last year's report carried out of it, column by column."""
    record, previous = context.record, last_year(context)
    if previous is None:
        yield no_last_year(context, "上年结转")
        return
    missing, labels = [], []
    for id_, name in columns(record.edition.id, "requests", "carried_in"):
        here, there = f"requests.carried_in.{id_}", f"requests.carried_out.{id_}"
        now, before = possible(record, here), possible(previous, there)
        paths = (here, f"{previous.year}:{there}")
        if None in now or None in before or (now & before and len(now | before) > 1):
            missing += [
                path for path, side in zip(paths, (now, before), strict=True) if side == {None} or len(side) > 1
            ]
            labels.append(name)
        elif not now & before:
            left, right = min(now), min(before)  # type: ignore[type-var]
            sure = len(now) == len(before) == 1
            yield fail(
                "表三“{column}”列：上年结转{left}，而{last}年报告的结转下年度为{right}，{gap}。",
                paths, column=name, left=_either(now), right=_either(before), last=previous.year,
                difference=left - right if sure else None,  # type: ignore[operator]
                gap=f"相差{left - right}" if sure else "几种读法都不相等",  # type: ignore[operator]
            )  # fmt: skip
    if missing:
        yield not_checked(
            "表三“{columns}”列没有核对上年结转：本年或{last}年的数未填写或未能读定。", tuple(missing),
            columns=named(labels), last=previous.year,
        )  # fmt: skip


def _either(values: set[Number | None]) -> Number | str | None:
    """A value, or all readings as 甲或乙."""
    return next(iter(values)) if len(values) == 1 else "或".join(str(value) for value in sorted(values))  # type: ignore[type-var]


def continued(
    context: Context,
    row: str,
    test: Callable[[Values, Values], tuple[Number | None, Number | None]],
    cells: Sequence[str],
    template: str,
    todo: str | None = None,
) -> Iterator[PendingFinding]:
    """Compare a row with last year's in every reading; fails only where every reading does.

    Args:
        context: This and last year's returns.
        row: ``disclosure.penalty``.
        test: Gives what stands and what should stand, from this and last year's row.
        cells: The cells concerned, last year's with ``previous:`` before them.
        template: The sentence, with ``{left}`` (stands), ``{right}`` (should stand), ``{row}``, ``{last}``.
        todo: See :class:`~gongkai.rules.base.PendingFinding`.
    """
    record, previous = context.record, last_year(context)
    assert previous is not None
    paths = tuple(cell.replace("previous:", f"{previous.year}:") for cell in cells)
    outcomes = [test(now, before) for now, before in product(readings(record, row), readings(previous, row))]
    name = label(record, cells[0]).rpartition("“")[0]
    if all(None not in pair and pair[0] != pair[1] for pair in outcomes):
        left, right = outcomes[0]
        if len(outcomes) > 1:
            template = template.replace("。", "（原文有几种读法，都不相符）。")
        yield fail(
            template, paths, todo=todo, row=name, last=previous.year, left=left, right=right,
            difference=left - right,  # type: ignore[operator]
        )  # fmt: skip
    elif any(None in pair for pair in outcomes) or len({pair[0] == pair[1] for pair in outcomes}) > 1:
        yield not_checked(
            "{row}没有与{last}年核对：本年或上年的数未填写或未能读定。", paths, row=name, last=previous.year
        )


@rule(
    "R7",
    level="error",
    kind="Y",
    editions=("2021",),
    title="规章、行政规范性文件：现行有效件数 = 上一年度现行有效件数 + 本年制发件数 - 本年废止件数。",
    source="《政府信息公开工作年度报告格式》（国办公开办函〔2021〕30号）表二第二十条第（一）项各栏的含义",
    todo="请核对制发、废止和现行有效件数；因清理口径变化而不符的，请在报告中说明原因并登记认可。",
    example="表二“行政规范性文件”：现行有效30件，按2022年的32件加制发4件减废止5件应为31件，相差-1件。",
)
def in_force(context: Context) -> Iterator[PendingFinding]:
    """Documents in force follow from last year's, those made and those repealed."""
    if first_year(context.record):
        return
    if last_year(context) is None:
        yield no_last_year(context, "现行有效件数")
        return
    for row in ("disclosure.regulations", "disclosure.normative_documents"):
        yield from continued(
            context, row, _in_force,
            (f"{row}.in_force", f"{row}.made", f"{row}.repealed", f"previous:{row}.in_force"),
            "{row}：现行有效{left}件，按{last}年的现行有效件数加本年制发、减本年废止应为{right}件，相差{difference}件。",
        )  # fmt: skip


def _in_force(now: Values, before: Values) -> tuple[Number | None, Number | None]:
    made, repealed, stands = now
    last = before[2]
    if made is None or repealed is None or last is None:
        return stands, None
    return stands, last + made - repealed


@rule(
    "R8",
    level="hint",
    kind="Y",
    title="换用新表式的第一年，表二不与上一年度核对。",
    source="国办公开办函〔2021〕30号自2021年度起施行，表二各栏含义与国办公开办函〔2019〕60号不同",
    todo="不需要处理；请知悉这一年的表二没有与上一年度核对。",
    example="2021年起改用2021版表式，表二各栏含义不同，现行有效件数等没有与2020年核对。",
)
def new_form(context: Context) -> Iterator[PendingFinding]:
    """In the first year of a form table 2 means something else than the year before."""
    record = context.record
    if first_year(record) and any(edition.in_force(record.year - 1) for edition in forms.editions().values()):
        yield not_checked(
            "{year}年起改用{edition}版表式，表二各栏含义不同，现行有效件数等没有与{last}年核对。", ("disclosure",),
            year=record.year, edition=record.edition.id, last=record.year - 1,
        )  # fmt: skip


@rule(
    "R9",
    level="error",
    kind="Y",
    editions=("2019",),
    title="上一年项目数量 = 上一年度报告的上一年项目数量 + 本年增/减；对外公开总数量 = 上一年度的总数量 + 本年新公开数量。",
    source="《政府信息公开工作年度报告格式》（国办公开办函〔2019〕60号）表二各栏的含义",
    todo="请与上一年度公布的报告核对；总数量因废止等减少的，请在报告中说明原因并登记认可。",
    example="表二“行政许可”：上一年项目数量0项，按2019年报告的数量加增减应为13项，相差-13项。",
)
def items(context: Context) -> Iterator[PendingFinding]:
    """Items at the start of the year, and documents disclosed in all, follow from last year's report.

    Fewer documents than that may have been repealed, which the form has no column for: a warning.
    """
    record, previous = context.record, last_year(context)
    if first_year(record) or previous is None:
        yield no_last_year(context, "上一年项目数量和对外公开总数量")
        return
    for row in record.edition.tables["disclosure"].rows:
        path = f"disclosure.{row.id}"
        ids = [column.id for column in row.columns]
        if "previous_items" in ids:
            yield from continued(
                context, path, _items,
                (f"{path}.previous_items", f"previous:{path}.previous_items", f"previous:{path}.change"),
                "{row}：上一年项目数量{left}项，按{last}年报告的数量加增减应为{right}项，相差{difference}项。",
            )  # fmt: skip
        elif "total_disclosed" in ids:
            for pending in continued(
                context, path, _disclosed,
                (f"{path}.total_disclosed", f"{path}.disclosed", f"previous:{path}.total_disclosed"),
                "{row}：对外公开总数量{left}件，按{last}年的总数量加本年新公开应为{right}件，相差{difference}件。",
            ):  # fmt: skip
                fewer = pending.outcome == "fail" and pending.values["difference"] < 0
                yield fail(pending.template, pending.cells, level="warning", **pending.values) if fewer else pending


def _items(now: Values, before: Values) -> tuple[Number | None, Number | None]:
    items, change = before[0], before[1]
    return now[0], None if items is None or change is None else items + change


def _disclosed(now: Values, before: Values) -> tuple[Number | None, Number | None]:
    total, disclosed = before[2], now[1]
    return now[2], None if total is None or disclosed is None else total + disclosed
