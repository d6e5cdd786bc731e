"""The numbers of the prose against each other by what the form's rows mean, and a quantity stated twice; a part of R15."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.reading import quantity_names
from gongkai.rules.base import Context, Level, PendingFinding, fail
from gongkai.rules.compare import agrees
from gongkai.rules.part_names import compare_places, describe_sentence, sentence_line
from gongkai.rules.sums import Equation, Interval, exactly, verdict

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from gongkai.reading.binding import QuantityClaim
    from gongkai.reading.report import Reading

NEW, IN, DONE, OUT = (f"requests.{row}.total" for row in ("new", "carried_in", "total", "carried_out"))
ALL = f"{NEW}+{IN}"
_KINDS = tuple(
    f"requests.{row}.total" for row in ("granted", "partial", "refused", "unavailable", "unprocessed", "other")
)
_OUTCOMES = ("upheld", "corrected", "other", "pending")
BALANCE = (Equation((NEW, IN), (DONE, OUT)), Equation((ALL,), (DONE, OUT)))
"""What R1 says of the requests that there were to answer."""
IDENTITIES = (
    *BALANCE,
    Equation((ALL,), (NEW, IN)),
    Equation((DONE,), _KINDS),
    Equation((NEW,), ("requests.new.natural", "requests.new.organizations")),
    *(Equation((f"disputes.{row}.total",), tuple(f"disputes.{row}.{name}" for name in _OUTCOMES))
      for row in ("reconsideration", "litigation")),
)  # fmt: skip
"""What R1 to R4 say of the numbers that a text may state."""
SLIP = Decimal("0.03")


def check_identities(context: Context, reading: Reading) -> Iterator[PendingFinding]:
    """Quantities stated twice with different numbers, and numbers that no others could go with.

    Where the tables have the number they decide (R12, R13), and this adds nothing.
    """
    stated: dict[str, QuantityClaim] = {}
    for claim in reading.claims:
        if claim.sure != "certain" or len(claim.options) != 1 or claim.quantity.exactness:
            continue
        name = claim.options[0]
        first = stated.setdefault(name, claim)
        if first.value != claim.value and not quantity_names.values(context.record, name):
            if first.sentence is claim.sentence and not first.worded:
                continue  # 主动公开范围5件，同意公开10件: parts of one kind
            yield _differ(context, name, first, claim)
    if not all(agrees(context.record, claim, claim.options) for claim in stated.values()):
        known = {name: exactly(claim.value) for name, claim in stated.items()}
        if _received_in_all(stated):
            return
        for equation in IDENTITIES:
            yield from _impossible(context, equation, known, stated)


def _received_in_all(stated: Mapping[str, QuantityClaim]) -> bool:
    """Whether what was accepted is what was answered and carried over together: carried in was counted as well."""
    new, done, out = (stated.get(name) for name in (NEW, DONE, OUT))
    return (
        new is not None
        and bool(new.soft)
        and done is not None
        and out is not None
        and new.value == done.value + out.value
    )


def _differ(context: Context, name: str, first: QuantityClaim, second: QuantityClaim) -> PendingFinding:
    record = context.record
    return fail(
        "{target}前后不一：{place}写“{quote}”，{place2}写“{quote2}”，相差{difference}。",
        (*quantity_names.cells(record.edition.id, name), *dict.fromkeys((first.sentence.path, second.sentence.path))),
        where=sentence_line(record, first.sentence), todo=compare_places(record, second.sentence),
        target=quantity_names.describe(record, name), place=describe_sentence(record, first.sentence), quote=first.quote,
        place2=describe_sentence(record, second.sentence), quote2=second.quote,
        left=first.value, right=second.value, difference=first.value - second.value,
    )  # fmt: skip


def _joined(names: tuple[str, ...], stated: Mapping[str, QuantityClaim]) -> tuple[str, ...]:
    """The numbers of a side, those that the text only states together (``公开和部分公开5件``) as one."""
    for name in stated:
        parts = name.split("+")
        if len(parts) > 1 and set(parts) <= set(names) and stated.keys().isdisjoint(parts):
            names = (name, *(item for item in names if item not in parts))
    return names


def _impossible(
    context: Context, equation: Equation, known: Mapping[str, Interval], stated: Mapping[str, QuantityClaim]
) -> Iterator[PendingFinding]:
    record = context.record
    equation = Equation(_joined(equation.left, stated), _joined(equation.right, stated))
    names = [name for name in (*equation.left, *equation.right) if name in stated]
    there = [stated[name] for name in names]
    if len(there) < 2 or not any(name in stated for name in equation.right):
        return
    left = sum(claim.value for name in equation.left if (claim := stated.get(name)))
    right = sum(claim.value for name in equation.right if (claim := stated.get(name)))
    level: Level | None = None
    if verdict(equation, known) == "open":
        lacks = [name for name in (*equation.left, *equation.right) if name not in stated]
        few = abs(Decimal(left) - Decimal(right)) <= max(Decimal(2), SLIP * Decimal(max(left, right)))
        if lacks != [IN] or left == right or not few or quantity_names.values(record, IN):
            return
        level = "hint"
    elif verdict(equation, known) == "kept" or all(agrees(record, claim, claim.options) for claim in there):
        return
    yield fail(
        "{place}的几个数对不上：{quotes}；{left}与{right}相差{difference}{why}。",
        (
            *dict.fromkeys(cell for name in names for cell in quantity_names.cells(record.edition.id, name)),
            *dict.fromkeys(claim.sentence.path for claim in there),
        ),
        level=level,
        where=sentence_line(record, there[0].sentence),
        todo="请核实收到、结转、办结和各类答复的件数；漏写了结转的，请补写。" if level else None,
        place=describe_sentence(record, there[0].sentence), quotes="、".join(f"“{claim.quote}”" for claim in there),
        left=left, right=right, difference=left - right, why="" if level else "，没有写出的数不论是多少都不能相等",
    )  # fmt: skip
