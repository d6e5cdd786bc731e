"""Comparing claims of the prose with the tables."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.reading import quantity_names
from gongkai.returns.cells import issue_at, missing_reason, sum_or_none
from gongkai.rules.base import Context, Level, PendingFinding, fail, not_checked
from gongkai.rules.blanks import equations, interval, intervals, intervals_of_years
from gongkai.rules.part_names import describe_sentence, sentence_line
from gongkai.rules.sums import Equation, Interval, exactly, solve, total

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongkai.reading.binding import QuantityClaim
    from gongkai.reading.report import Reading
    from gongkai.returns import Number, Return

LEAST_FILLED = 0.2
"""The share of a table's cells that are filled in once somebody has filled it in."""
MOST_SOLVED = 12
"""Numbers of a text that are tried on what blanks must be; a report with blanks states fewer."""


def read_report(context: Context) -> Reading:
    """Read the prose of the report that is checked.

    Raises:
        ProseError: A placeholder cannot be filled.
    """
    return context.reading


def agrees(record: Return, claim: QuantityClaim, names: Iterable[str]) -> bool:
    """Whether the claim is true of one of these quantities, in any reading of its cells."""
    more = {add for name in claim.besides for add in quantity_names.values(record, name)}
    return any(
        claim.admits(value) or any(claim.admits(value - add) for add in more)
        for name in names
        for value in quantity_names.values(record, name)
    )


def options_in_form(record: Return, claim: QuantityClaim) -> tuple[str, ...]:
    """The options that exist in the form, those that agree first."""
    known = [name for name in claim.options if quantity_names.cells(record.edition.id, name)]
    return tuple(sorted(known, key=lambda name: not agrees(record, claim, [name])))


def compare(context: Context, claims: Iterable[QuantityClaim], level: Level = "error") -> Iterator[PendingFinding]:
    """A finding for each claim that the tables contradict, and one for all that could not be checked.

    A claim is certainly wrong only if its binding is certain and it disagrees with all its options. If a sentence
    gives a quantity in several numbers (主动公开范围5件，同意公开10件), their sum may be what the table has. Blank cells
    may be anything from 0 up: a number below what is filled in disagrees with any filling. A number that a blank could
    be, but not if the rest of the table and of the text is right, is a hint.
    """
    record = context.record
    given = tuple(_of_its_whole(record, claim) for claim in claims)
    unchecked: list[QuantityClaim] = []
    alike: dict[tuple[int, tuple[str, ...]], list[QuantityClaim]] = {}
    for claim in given:
        alike.setdefault((id(claim.sentence), claim.options), []).append(claim)
    for claim in given:
        names = options_in_form(record, claim)
        if not names or agrees(record, claim, names):
            continue
        shared = alike[id(claim.sentence), claim.options]
        if len(shared) > 1 and any(_together(shared) in _scaled(record, claim, name) for name in names):
            continue
        settled = tuple(name for name in names if not _may_be(record, claim, name))
        if not any(quantity_names.values(record, name) for name in settled) and len(settled) < len(names):
            unchecked.append(claim)
            continue
        certain = len(settled) == len(names) and len(shared) == 1
        yield contradiction(record, claim, settled, level if certain else "hint")
    narrowed = {id(claim): (claim, bound) for claim, bound in impossible(context, unchecked)}
    for claim, bound in narrowed.values():
        yield contradiction(record, claim, options_in_form(record, claim)[:1], "hint", bound)
    left = [claim for claim in unchecked if id(claim) not in narrowed]
    blank = {id(claim) for claim in left if _left_blank(record, claim)}
    for claim in left:
        if id(claim) in blank:
            yield _stated_only(record, claim)
    if left := [claim for claim in left if id(claim) not in blank]:
        yield _unchecked(record, left)


def _of_its_whole(record: Return, claim: QuantityClaim) -> QuantityClaim:
    """A part that may refer to several rows, held to those in which the table has its whole; the others leave a doubt."""
    whole = claim.whole
    if whole is None or len(claim.options) < 2:
        return claim
    right = {_rows_of(name) for name in whole.options if agrees(record, whole, [name])}
    kept = tuple(name for name in claim.options if _rows_of(name) in right)
    if not kept or kept == claim.options:
        return claim
    return replace(claim, options=kept, soft=(*claim.soft, *(name for name in claim.options if name not in kept)))


def _rows_of(name: str) -> tuple[str, ...]:
    return tuple(part.split(".")[1] for part in name.split("+"))


def impossible(context: Context, unchecked: Iterable[QuantityClaim]) -> Iterator[tuple[QuantityClaim, Interval]]:
    """The certain numbers that blanks can be by themselves, but not if the rest is right, and what is right then.

    The rest is what the rules of arithmetic say of the table, and the numbers of the text that go with it: totals first.
    """
    record, edition = context.record, context.record.edition.id
    asked = [claim for claim in unchecked if claim.sure == "certain" and not claim.quantity.exactness]
    if not asked:
        return
    rules = list(equations(context))
    known = intervals_of_years(context, (path for rule in rules for path in (*rule.left, *rule.right)))
    for claim in sorted(asked, key=lambda claim: not _of_all(claim))[:MOST_SOLVED]:
        names = [name for name in (*claim.options, *claim.soft) if quantity_names.cells(edition, name)]
        known |= {path: interval(record, path) for name in names for path in quantity_names.cells(edition, name)}
        solved = known | solve(rules, known)
        bounds = [total(quantity_names.cells(edition, name), solved) for name in names]
        if not any(bound.empty or bound.admits(claim.value) for bound in bounds):
            yield claim, bounds[0]
        elif len(names) == 1:
            stated = f"text:{len(rules)}"
            known[stated] = exactly(claim.value)
            rules.append(Equation(quantity_names.cells(edition, names[0]), (stated,)))


def _left_blank(record: Return, claim: QuantityClaim) -> bool:
    """Whether a text states more than the table, which leaves cells of the quantity blank as if they were 0.

    What the source has, though not in these cells, or not in one reading, is not left blank.
    """
    if claim.worded or claim.quantity.exactness:
        return False
    for name in options_in_form(record, claim):
        paths = quantity_names.cells(record.edition.id, name)
        cells = [record.cells.get(path) for path in paths]
        if None not in cells or sum(value for value in cells if value is not None) >= claim.value:
            return False
        if sum_or_none(record, paths) is not None or any(issue_at(record, path, ("ambiguous",)) for path in paths):
            return False
    return _is_filled_in(record, claim.table)


def _is_filled_in(record: Return, table: str) -> bool:
    """Whether a table has numbers, so that its blanks were left: many organs write no 0, which most numbers of a form are."""
    cells = [value for path, value in record.cells.items() if path.startswith(f"{table}.")]
    return sum(value is not None for value in cells) > LEAST_FILLED * len(cells)


def _stated_only(record: Return, claim: QuantityClaim) -> PendingFinding:
    """The finding for a number of which the table has less, or nothing."""
    name = options_in_form(record, claim)[0]
    cells = {path: record.cells.get(path) for path in quantity_names.cells(record.edition.id, name)}
    blank = tuple(path for path, value in cells.items() if value is None)
    numbers = [value for value in cells.values() if value is not None]
    filled: Number | None = sum(numbers) if numbers else None
    gap = "没有填写" if filled is None else f"有{len(blank)}格没有填写，其他各格之和为{filled}"
    return fail(
        "{place}写“{quote}”，{target}{gap}。",
        (*blank, claim.sentence.path), level="hint", todo="请核实：文字写的数属实的，填写空着的格；不属实的，改正文字。",
        where=sentence_line(record, claim.sentence), place=describe_sentence(record, claim.sentence), quote=claim.quote,
        target=quantity_names.describe(record, name), gap=gap, left=claim.value, right=filled,
    )  # fmt: skip


def _of_all(claim: QuantityClaim) -> bool:
    """Whether a number counts all requests or cases of a row."""
    return all(name.endswith("total.total" if name.startswith("requests") else ".total") for name in claim.options)


def _may_be(record: Return, claim: QuantityClaim, name: str) -> bool:
    """Whether blanks among the cells of a quantity can be filled so that a claim is true of it."""
    bound = _bound(record, name)
    if bound.value is not None or quantity_names.values(record, name):
        return False
    return bound.admits(claim.value) or claim.quantity.admits(bound.low or 0)


def _bound(record: Return, name: str) -> Interval:
    paths = quantity_names.cells(record.edition.id, name)
    return total(paths, intervals(record, paths))


def _scaled(record: Return, claim: QuantityClaim, name: str) -> set[Number]:
    """All numbers that the table may have, in the units that this may mean."""
    return {value * scale for value in quantity_names.values(record, name) for scale in claim.scales}


def _together(claims: list[QuantityClaim]) -> Number:
    return sum(claim.value for claim in claims)


def contradiction(
    record: Return,
    claim: QuantityClaim,
    names: tuple[str, ...],
    level: Level = "error",
    by_rest: Interval | None = None,
) -> PendingFinding:
    """The finding for a claim that disagrees with the table, or with what its blanks must be ``by_rest`` of the table."""
    name = names[0]
    known = _scaled(record, claim, name)
    bound = by_rest or _bound(record, name)
    least = (bound.low if bound.low is not None and claim.value < bound.low else bound.high) or 0
    right = nearest(known or {least}, claim.value)
    soft = agrees(record, claim, claim.soft)
    sure = claim.sure == "certain" and not soft
    filled = "（有格未填，按表中和文字中其他的数推算）" if by_rest else "（有格未填，不论填多少都不能相等）"
    return fail(
        "{place}写“{quote}”，{target}为{right}，相差{difference}{note}。",
        (*quantity_names.cells(record.edition.id, name), claim.sentence.path),
        level=level if sure else "hint",
        todo=None if sure else "请看这个数与表格说的是不是同一件事；是的，改成一致。",
        where=sentence_line(record, claim.sentence),
        place=describe_sentence(record, claim.sentence), quote=claim.quote, target=quantity_names.describe(record, name),
        left=claim.value, right=right, difference=claim.value - right,
        note=_note(record, claim, name) or ("" if known else filled) or _others(record, names),
        quantity=name, sure=claim.sure,
    )  # fmt: skip


def _others(record: Return, names: tuple[str, ...]) -> str:
    """``；如指…，为98，也不相符``: the other readings of a number."""
    said = [(name, values) for name in names[1:3] if (values := quantity_names.values(record, name))]
    return "".join(f"；如指{quantity_names.describe(record, name)}，为{min(values)}，也不相符" for name, values in said)


def nearest(values: Iterable[Number], to: Number) -> Number:
    """The nearest value."""
    return min(values, key=lambda value: abs(Decimal(value) - Decimal(to)))


def _note(record: Return, claim: QuantityClaim, name: str) -> str:
    """``（75正好是新收与上年结转之和）``, the most common mistake."""
    table, row, column = name.split("+", maxsplit=1)[0].split(".")
    if table == "requests" and row == "new" and "+" not in name:
        both = f"requests.new.{column}+requests.carried_in.{column}"
        if agrees(record, claim, [both]):
            return f"（{claim.value}正好是本年新收与上年结转之和，两者是不同的数）"
    if len(claim.scales) > 1:
        return f"（表中没有写明单位，按{'或'.join(record.edition.cells[name].choices)}计都不相等）"
    return ""


def _unchecked(record: Return, claims: list[QuantityClaim]) -> PendingFinding:
    paths = [
        path
        for claim in claims
        for name in claim.options
        for path in quantity_names.cells(record.edition.id, name)
        if record.cells.get(path) is None
    ]
    paths = list(dict.fromkeys(paths))
    first: Number = len(claims)
    return not_checked(
        "文字中有{count}个数没有与表格核对（“{quote}”等）：表格有{cells}格{why}。",
        (*paths, *dict.fromkeys(claim.sentence.path for claim in claims)),
        count=first, quote=claims[0].quote, cells=len(paths), why=missing_reason(record, paths),
    )  # fmt: skip
