"""Totals that must equal the sum of their parts, shared by the rules on tables 3 and 4."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from gongkai import forms
from gongkai.returns.cells import missing_reason, named, sum_or_none
from gongkai.returns.labels import row_name
from gongkai.rules.base import Context, PendingFinding, fail, not_checked
from gongkai.rules.blanks import IMPOSSIBLE, intervals
from gongkai.rules.sums import Equation, verdict
from gongkai.rules.sums import total as total_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator


class Addition(NamedTuple):
    """A total and its parts.

    Attributes:
        label: What a message calls the row or column.
        total: Path of the total.
        parts: Paths of the parts.
    """

    label: str
    total: str
    parts: tuple[str, ...]


@forms.cached()
def row_totals(edition: str, table: str, *, headers: bool = False) -> tuple[Addition, ...]:
    """The column ``total`` of each row of a table, and the other columns as its parts; ``headers`` go into its label."""
    return tuple(
        Addition(
            "—".join((*(row.headers if headers else ()), row_name(row.label))),
            f"{table}.{row.id}.total",
            tuple(f"{table}.{row.id}.{column.id}" for column in row.columns if column.id != "total"),
        )
        for row in forms.edition(edition).tables[table].rows
        if len(row.columns) > 1 and any(column.id == "total" for column in row.columns)
    )


def check_additions(
    context: Context,
    additions: Iterable[Addition],
    kind: str,
    template: str,
    unchecked: str,
    *,
    most: int = 6,
    total_first: bool = False,
) -> Iterator[PendingFinding]:
    """A finding for each total that is not the sum of its parts, and one for all that could not be checked.

    A total with a blank among its parts is wrong too if no filling makes up the difference.

    Args:
        context: What is checked.
        additions: Totals with their parts.
        kind: What has the totals: ``column``, ``row`` or ``group``.
        template: The sentence for a wrong total, with its label as ``{column}`` (``{row}``, ``{group}``), ``{left}``
            (the sum), ``{right}`` (the total) and ``{difference}``.
        unchecked: The sentence for missing numbers, with ``{columns}`` (``{rows}``, ``{groups}``), ``{count}`` (cells)
            and ``{why}``.
        most: How many labels are listed.
        total_first: Whether a missing total is listed before missing parts.
    """
    cells, missing, labels = context.record.cells, [], []
    for label, total_path, parts in additions:
        added, total = sum_or_none(context.record, parts), cells[total_path]
        if total is None or added is None:
            if (pending := _impossible(context, label, kind, template, Equation((total_path,), parts))) is not None:
                yield pending
                continue
            paths = (total_path, *parts) if total_first else (*parts, total_path)
            missing += [path for path in paths if cells[path] is None]
            labels.append(label if kind == "column" else f"“{label}”")
            continue
        if added != total:
            values_: dict[str, Any] = {kind: label, "left": added, "right": total, "difference": added - total}
            yield fail(template, (total_path, *parts), **values_)
    if missing:
        listed: dict[str, Any] = {f"{kind}s": named(labels, most), "count": len(missing)}
        yield not_checked(unchecked, tuple(missing), **listed, why=missing_reason(context.record, missing))


def _impossible(context: Context, label: str, kind: str, template: str, equation: Equation) -> PendingFinding | None:
    """The finding for a total that no filling of the blanks makes the sum of its parts."""
    paths = (*equation.left, *equation.right)
    known = intervals(context.record, paths)
    if verdict(equation, known) != "broken":
        return None
    whole, parts = total_of(equation.left, known), total_of(equation.right, known)
    right = whole.high if parts.low is not None and whole.high is not None and parts.low > whole.high else whole.low
    left = parts.low if right == whole.high else parts.high
    if left is None or right is None:
        return None
    values: dict[str, Any] = {
        kind: label, "left": left, "right": right, "difference": left - right,
        "blanks": sum(context.record.cells[path] is None for path in paths),
    }  # fmt: skip
    return fail(template.replace("。", f"{IMPOSSIBLE}。"), paths, **values)
