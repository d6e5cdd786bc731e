"""Rules across years: what follows from last year's return as published."""

from __future__ import annotations

from itertools import product
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.forms import patterns
from gongkai.returns.cells import label, named, possible, readings
from gongkai.returns.labels import column_labels
from gongkai.rules import mergers
from gongkai.rules.base import FORM, Context, PendingFinding, fail, not_checked, rule
from gongkai.rules.blanks import IMPOSSIBLE, interval
from gongkai.rules.documents import DOCUMENTS
from gongkai.rules.sums import Equation, Interval, verdict
from gongkai.rules.sums import total as sum_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Sequence

    from gongkai.returns import Number, Return

    Values = tuple[Number | None, ...]


ITEMS = "disclosure.*.{previous_items,change}"
"""Items at the start of the year and their change, row by row."""

DISCLOSED = "disclosure.*.{total_disclosed,disclosed}"
"""Documents disclosed in all and in the year, for each kind of document."""


def no_last_year(context: Context, what: str) -> PendingFinding:
    """The finding that last year's return is missing."""
    return not_checked(
        "没有核对{what}：缺少{last}年的数据。",
        todo="请用 gongkai import 导入上一年度公布的报告。", what=what, last=context.record.year - 1,
    )  # fmt: skip


def incomparable(record: Return, paths: Iterable[str]) -> tuple[str, ...]:
    """The cells that last year's form lacks or prints differently; none if no form was in force."""
    try:
        before = forms.edition_for(record.year - 1)
    except forms.FormError:
        return ()
    return tuple(path for path in paths if not patterns.alike(record.edition, before, path))


@rule(
    "R6",
    level="error",
    kind="Y",
    title="表三每一列：二、上年结转 = 上一年度报告的四、结转下年度继续办理；合并而来的机关，等于各前身之和。",
    source="表三第二项、第四项的含义：同一批申请在两年报告中各记一次",
    requires=("requests.carried_in.*", "previous:requests.carried_out.*"),
    todo="请与上一年度公布的报告核对“上年结转”；确实不同的，请在报告中说明原因并登记认可。",
    example="表三“自然人”列：上年结转2，而2020年报告的结转下年度为1，相差1。",
)
def carried(context: Context) -> Iterator[PendingFinding]:
    """The requests carried in equal those that last year's report carried out, column by column.

    After a merger they equal what all predecessors carried out, and the organ itself if it reported before. Predecessors are
    the members of a government whose ``last_year`` is the year before and whose ``successor`` is this organ. A government's are
    counted with the members that it has now: plus what organs carried out that have come to it, less those that have left it.
    """
    record, previous = context.record, context.last_year
    if context.predecessors:
        yield from mergers.compare(context, "上年结转", mergers.columns(context))
        return
    if previous is None:
        yield no_last_year(context, "上年结转")
        return
    missing, labels = [], []
    for id_, name in column_labels(record.edition.id, "requests", "carried_in"):
        here, there = f"requests.carried_in.{id_}", f"requests.carried_out.{id_}"
        now = possible(record, here)
        before: set[Number | None] = possible(previous, there) if there in previous.cells else {None}
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
    """A value, or all its readings as 甲或乙."""
    return next(iter(values)) if len(values) == 1 else "或".join(str(value) for value in sorted(values))  # type: ignore[type-var]


def continued(
    context: Context,
    paths: Sequence[str],
    wanted: Sequence[str],
    test: Callable[[Values, Values], tuple[Number | None, Number | None]],
    template: str,
    balance: Equation | None = None,
) -> Iterator[PendingFinding]:
    """Compare cells of a row with last year's in every reading; fails only where every reading does.

    Args:
        context: This and last year's returns.
        paths: The cells of one row; ``test`` gets their values.
        wanted: Those that a finding names, last year's with ``previous:`` before them.
        test: Gives the value reported and the value expected, from this and last year's values.
        template: The sentence, with ``{left}`` (reported), ``{right}`` (expected), ``{row}``, ``{last}``.
        balance: The sums that ``test`` compares, the reported number first on the left; with it, blanks are decided too.
    """
    record, previous = context.record, context.last_year
    assert previous is not None
    row = paths[0].rpartition(".")[0]
    cells = tuple(path.replace("previous:", f"{previous.year}:") for path in wanted)
    pairs = product(_values(record, row, paths), _values(previous, row, paths))
    outcomes = list(dict.fromkeys(test(now, before) for now, before in pairs))
    name = mergers.row_of(record, paths[0])
    if all(None not in pair and pair[0] != pair[1] for pair in outcomes):
        left, right = outcomes[0]
        if len(outcomes) > 1:
            template = template.replace("。", "（原文有几种读法，都不相符）。")
        yield fail(
            template, cells, row=name, last=previous.year, left=left, right=right,
            difference=left - right,  # type: ignore[operator]
        )  # fmt: skip
    elif balance is not None and (broken := _impossible(record, previous, balance)) is not None:
        yield fail(
            template.replace("。", f"{IMPOSSIBLE}。"), cells, row=name, last=previous.year, left=broken[0], right=broken[1],
            difference=broken[0] - broken[1], blanks=broken[2],
        )  # fmt: skip
    elif any(None in pair for pair in outcomes) or len({pair[0] == pair[1] for pair in outcomes}) > 1:
        yield not_checked(
            "{row}没有与{last}年核对：本年或上年的数未填写或未能读定。", cells, row=name, last=previous.year
        )


def _impossible(record: Return, previous: Return, balance: Equation) -> tuple[Number, Number, int] | None:
    """The number reported, the nearest that the blanks allow, and the number of blanks, where no filling keeps a rule."""
    known: dict[str, Interval] = {}
    for path in (*balance.left, *balance.right):
        old = path.startswith("previous:")
        known[path] = interval(previous if old else record, path.removeprefix("previous:"))
    reported = known[balance.left[0]].value
    if verdict(balance, known) != "broken" or reported is None:
        return None
    expected = sum_of(balance.right, known).minus(sum_of(balance.left[1:], known))
    nearest = expected.low if expected.low is not None and reported < expected.low else expected.high
    blanks = sum(bound.value is None for bound in known.values())
    return None if nearest is None else (reported, nearest, blanks)


def _values(record: Return, row: str, paths: Sequence[str]) -> list[Values]:
    """The values of cells of a row in every reading of it; ``None`` for those that the form lacks."""
    ids = [column for column, _ in column_labels(record.edition.id, *row.split("."))]
    named_values = (dict(zip(ids, reading, strict=True)) for reading in readings(record, row))
    return [tuple(values.get(path.rpartition(".")[2]) for path in paths) for values in named_values]


@rule(
    "R7",
    level="error",
    kind="Y",
    title="规章、行政规范性文件：现行有效件数 = 上一年度现行有效件数 + 本年制发件数 - 本年废止件数。",
    source=f"{FORM}表二第二十条第（一）项各栏的含义",
    requires=(DOCUMENTS,),
    todo="请核对制发、废止和现行有效件数；因清理口径变化而不符的，请在报告中说明原因并登记认可。",
    example="表二“行政规范性文件”：现行有效30件，按2022年的32件加制发4件减废止5件应为31件，相差-1件。",
)
def in_force(context: Context) -> Iterator[PendingFinding]:
    """Documents in force follow from last year's, those made and those repealed, if both forms print the column alike.

    After a merger last year's are those of all predecessors, and of the organ itself if it reported before (see R6).
    """
    record = context.record
    rows = [paths for paths in patterns.matches(record.edition, DOCUMENTS) if not incomparable(record, paths[:1])]
    if context.predecessors:
        yield from (
            mergers.compare(context, "现行有效件数", (mergers.documents(context, *paths) for paths in rows))
            if rows
            else ()
        )
        return
    if rows and context.last_year is None:
        yield no_last_year(context, "现行有效件数")
        return
    for paths in rows:  # what cannot be compared is R8's
        in_force, made, repealed = paths
        yield from continued(
            context, paths, (in_force, made, repealed, f"previous:{in_force}"), _in_force,
            "{row}：现行有效{left}件，按{last}年的现行有效件数加本年制发、减本年废止应为{right}件，相差{difference}件。",
            Equation((in_force, repealed), (f"previous:{in_force}", made)),
        )  # fmt: skip


def _in_force(now: Values, before: Values) -> tuple[Number | None, Number | None]:
    in_force, made, repealed = now
    if made is None or repealed is None or before[0] is None:
        return in_force, None
    return in_force, before[0] + made - repealed


@rule(
    "R8",
    level="hint",
    kind="Y",
    title="换用新表式的第一年，含义不同的栏不与上一年度核对。",
    source="{form}表二各栏的含义与上一版表式不同",
    requires=("disclosure.*.*",),
    todo="不需要处理；请知悉这一年的表二没有与上一年度核对。",
    example="2021年起改用2021版表式，表二“本年制发件数”“现行有效件数”等栏含义不同，没有与2020年核对。",
)
def new_form(context: Context) -> Iterator[PendingFinding]:
    """Cells of table 2 that a form prints differently from the one before cannot be compared in its first year."""
    record = context.record
    paths = [path for match in patterns.matches(record.edition, "disclosure.*.*") for path in match]
    changed = incomparable(record, paths)
    if changed:
        labels = dict.fromkeys(label(record, path).rpartition("“")[2].rstrip("”") for path in changed)
        yield not_checked(
            "{year}年起改用{edition}版表式，表二“{columns}”各栏与上一版不同，没有与{last}年核对。", ("disclosure",),
            year=record.year, edition=record.edition.id, columns="”“".join(labels), last=record.year - 1,
        )  # fmt: skip


@rule(
    "R9",
    level="error",
    kind="Y",
    title="上一年项目数量 = 上一年度报告的上一年项目数量 + 本年增/减；对外公开总数量 = 上一年度的总数量 + 本年新公开数量。",
    source=f"{FORM}表二各栏的含义",
    requires=(f"{ITEMS} | {DISCLOSED}",),
    todo="请与上一年度公布的报告核对；总数量因废止等减少的，请在报告中说明原因并登记认可。",
    example="表二“行政许可”：上一年项目数量0项，按2019年报告的数量加增减应为13项，相差-13项。",
)
def items(context: Context) -> Iterator[PendingFinding]:
    """Items at the start of the year, and documents disclosed in all, follow from last year's report.

    Fewer documents than that may have been repealed, which the form has no column for: a warning. After a merger last year's
    are those of all predecessors, and of the organ itself if it reported before (see R6).
    """
    record, form = context.record, context.record.edition
    rows = [
        (paths, items)
        for pattern, items in ((DISCLOSED, False), (ITEMS, True))
        for paths in patterns.matches(form, pattern)
        if not incomparable(record, paths)
    ]
    if context.predecessors:
        lines = (
            mergers.items(context, *paths) if items else mergers.disclosed(context, *paths) for paths, items in rows
        )
        for pending in mergers.compare(context, "上一年项目数量和对外公开总数量", lines) if rows else ():
            is_total = pending.cells[:1] and pending.cells[0].endswith("total_disclosed")
            yield _milder(pending) if is_total else pending
        return
    if rows and context.last_year is None:
        yield no_last_year(context, "上一年项目数量和对外公开总数量")
        return
    for paths, items in rows:
        first, second = paths
        if items:
            yield from continued(
                context, paths, (first, f"previous:{first}", f"previous:{second}"), _items,
                "{row}：上一年项目数量{left}项，按{last}年报告的数量加增减应为{right}项，相差{difference}项。",
            )  # fmt: skip
            continue
        for pending in continued(
            context, paths, (first, second, f"previous:{first}"), _disclosed,
            "{row}：对外公开总数量{left}件，按{last}年的总数量加本年新公开应为{right}件，相差{difference}件。",
            Equation((first,), (second, f"previous:{first}")),
        ):  # fmt: skip
            yield _milder(pending)


def _milder(pending: PendingFinding) -> PendingFinding:
    """A finding about documents disclosed in all, as a warning if there are fewer than expected."""
    fewer = pending.outcome == "fail" and pending.values["difference"] < 0
    return fail(pending.template, pending.cells, level="warning", **pending.values) if fewer else pending


def _items(now: Values, before: Values) -> tuple[Number | None, Number | None]:
    items, change = before
    return now[0], None if items is None or change is None else items + change


def _disclosed(now: Values, before: Values) -> tuple[Number | None, Number | None]:
    total, disclosed = before[0], now[1]
    return now[0], None if total is None or disclosed is None else total + disclosed
