"""What an organ begins a year with after a merger: the sum of what its predecessors, and it itself, ended the year before with.

For a government also the organs that have come to it count, and the members that have left it are subtracted.

R6, R7 and R9 compare with these sums where :class:`~gongkai.returns.succession.Predecessors` are known. Blanks and cells with
several readings are ranges, so that a comparison fails only if no filling of them keeps it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from gongkai.returns.cells import label, named
from gongkai.returns.labels import column_labels
from gongkai.rules.base import fail, not_checked
from gongkai.rules.blanks import IMPOSSIBLE, interval
from gongkai.rules.sums import Equation, total, verdict

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongkai.returns import Return
    from gongkai.rules.base import Context, PendingFinding
    from gongkai.rules.sums import Interval


_UNDECLARED = (
    "请与上一年度公布的报告核对；members里写了last_year的成员，如果不是划出、而是并入别的成员的，请写明successor。"
)
"""What to do about a difference in a government that members have left."""


@dataclass(frozen=True)
class Line:
    """A comparison with the sum of several organs' numbers.

    Attributes:
        name: The row or column in a message.
        equation: The sums that are equal; the number reported is the first on the left. Cells of the year before have their
            owner before them, see :attr:`~gongkai.rules.base.Context.ends`.
        template: The sentence of a failure, with ``{name}``, ``{left}`` (reported), ``{right}`` (expected), ``{difference}``,
            ``{organs}``, ``{last}`` and ``{why}``.
    """

    name: str
    equation: Equation
    template: str


def known(context: Context, path: str) -> Interval:
    """What a cell may be; one of the year before has its owner before it."""
    owner, _, cell = path.rpartition(":")
    return interval(context.ends[owner] if owner else context.record, cell)


def compare(context: Context, what: str, lines: Iterable[Line]) -> Iterator[PendingFinding]:
    """Compare with the sums of what the predecessors ended with.

    Args:
        context: The return and its predecessors'.
        what: What is compared, for the message that it was not.
        lines: The comparisons.
    """
    merged, last = context.predecessors, context.record.year - 1
    todo = _UNDECLARED if merged.left else None
    organs = named(merged.parts(context.last_year))
    if not context.ends:
        yield not_checked(
            "没有核对{what}：缺少{organs}{last}年的数据。",
            todo="请用 gongkai import 导入它上一年度公布的报告；那一年还没有设立的，请在上级政府agency.yaml的members里写明first_year。",
            what=what, organs=named(merged.lacking(context.last_year)), last=last,
        )  # fmt: skip
        return
    open_: list[Line] = []
    for line in lines:
        cells = {path: known(context, path) for path in (*line.equation.left, *line.equation.right)}
        found = verdict(line.equation, cells)
        if found == "open":
            open_.append(line)
        elif found == "broken":
            yield fail(line.template, tuple(sorted(cells, key=lambda path: ":" in path)), name=line.name, organs=organs,
                       last=last, todo=todo, **_values(line.equation, cells))  # fmt: skip
    if open_:
        paths = (path for line in open_ for path in (*line.equation.left, *line.equation.right))
        yield not_checked(
            "{names}没有与{last}年核对{what}：本年或{organs}的数未填写或未能读定。",
            tuple(dict.fromkeys(path for path in paths if known(context, path).value is None)),
            names=named([line.name for line in open_]), last=last, what=what, organs=organs,
        )  # fmt: skip


def _values(equation: Equation, cells: dict[str, Interval]) -> dict[str, Any]:
    """The number reported and the nearest that the others allow."""
    reported, expected = cells[equation.left[0]], total(equation.right, cells).minus(total(equation.left[1:], cells))
    blanks = sum(bound.value is None for bound in cells.values())
    too_few = expected.low is not None and reported.high is not None and reported.high < expected.low
    left, right = (reported.high, expected.low) if too_few else (reported.low, expected.high)
    assert left is not None
    assert right is not None
    why = IMPOSSIBLE.format(blanks=blanks) if blanks else ""
    return {"left": left, "right": right, "difference": left - right, "why": why}


def row_of(record: Return, path: str) -> str:
    """The row of a cell in a message."""
    return label(record, path).rpartition("“")[0]


def columns(context: Context) -> Iterator[Line]:
    """R6, column by column."""
    for id_, name in column_labels(context.record.edition.id, "requests", "carried_in"):
        end = f"requests.carried_out.{id_}"
        yield Line(
            f"表三“{name}”列",
            Equation((f"requests.carried_in.{id_}", *context.of_ends(end, left=True)), context.of_ends(end)),
            "{name}：上年结转{left}，而{organs}{last}年报告的结转下年度之和为{right}{why}，相差{difference}。",
        )


def documents(context: Context, in_force: str, made: str, repealed: str) -> Line:
    """R7, for a row."""
    return Line(
        row_of(context.record, in_force),
        Equation((in_force, repealed, *context.of_ends(in_force, left=True)), (*context.of_ends(in_force), made)),
        "{name}：现行有效{left}件，按{organs}{last}年的现行有效件数之和加本年制发、减本年废止应为{right}件{why}，相差{difference}件。",
    )


def items(context: Context, items: str, change: str) -> Line:
    """R9, for a row of items."""
    return Line(
        row_of(context.record, items),
        Equation(
            (items, *context.of_ends(items, left=True), *context.of_ends(change, left=True)),
            (*context.of_ends(items), *context.of_ends(change)),
        ),
        "{name}：上一年项目数量{left}项，按{organs}{last}年报告的数量加增减之和应为{right}项{why}，相差{difference}项。",
    )


def disclosed(context: Context, in_all: str, new: str) -> Line:
    """R9, for a row of documents."""
    return Line(
        row_of(context.record, in_all),
        Equation((in_all, *context.of_ends(in_all, left=True)), (new, *context.of_ends(in_all))),
        "{name}：对外公开总数量{left}件，按{organs}{last}年的总数量之和加本年新公开应为{right}件{why}，相差{difference}件。",
    )
