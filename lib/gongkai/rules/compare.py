"""Statements of the prose against the tables."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from gongkai.reading import report, targets
from gongkai.returns import MATTERS
from gongkai.returns.cells import why
from gongkai.rules.base import Context, Draft, Level, fail, not_checked

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from gongkai.reading.binding import Statement
    from gongkai.reading.plain import Sentence
    from gongkai.reading.report import Reading
    from gongkai.returns import Number, Return

FORM = "《政府信息公开工作年度报告格式》（国办公开办函〔2019〕60号、〔2021〕30号）"


def read(context: Context) -> Reading:
    """The reading of the report that is checked.

    Raises:
        ProseError: A placeholder cannot be filled.
    """
    return report.read(context.prose, context.record)


def place(record: Return, sentence: Sentence) -> str:
    """What a message calls the text: ``第一部分“政府信息公开申请办理情况”``."""
    if sentence.section == "preface":
        return "报头"
    number = [section.id for section in record.edition.sections].index(sentence.section)
    name = f"第{'一二三四五六七八九'[number]}部分"
    matter = MATTERS.get(sentence.path.rpartition(".")[2]) if sentence.path.startswith("sections.overview.") else None
    return f"{name}“{matter}”" if matter else name


def agrees(record: Return, statement: Statement, names: Iterable[str]) -> bool:
    """Whether the statement is true of one of these quantities, in one of the readings of its cells."""
    return any(statement.quantity.admits(value) for name in names for value in targets.values(record, name))


def bound(record: Return, statement: Statement) -> tuple[str, ...]:
    """Those of its options that the form has, the one that agrees first."""
    known = [name for name in statement.options if targets.cells(record.edition.id, name)]
    return tuple(sorted(known, key=lambda name: not agrees(record, statement, [name])))


def compare(context: Context, statements: Iterable[Statement], level: Level = "error") -> Iterator[Draft]:
    """A draft for each statement that the tables contradict, and one for those that could not be checked.

    Wrong beyond doubt is only what disagrees with everything it can speak of, and is bound for certain. Where a sentence
    gives a quantity in several numbers (主动公开范围5件，同意公开10件), their sum may be what the table has.
    """
    record, given = context.record, tuple(statements)
    unchecked: list[Statement] = []
    for statement in given:
        names = bound(record, statement)
        if not names or agrees(record, statement, names):
            continue
        shared = [
            other for other in given if other.sentence is statement.sentence and other.options == statement.options
        ]
        if len(shared) > 1 and any(_together(shared) in targets.values(record, name) for name in names):
            continue
        if any(not targets.values(record, name) for name in names):
            unchecked.append(statement)
            continue
        yield contradiction(record, statement, names, level if len(shared) == 1 else "hint")
    if unchecked:
        yield _unchecked(record, unchecked)


def _together(statements: list[Statement]) -> Number:
    return sum(statement.value for statement in statements)


def contradiction(record: Return, statement: Statement, names: tuple[str, ...], level: Level = "error") -> Draft:
    """The draft for a statement that disagrees."""
    name = names[0]
    right = nearest(targets.values(record, name), statement.value)
    soft = agrees(record, statement, statement.soft)
    sure = statement.sure == "certain" and not soft
    return fail(
        "{place}写“{quote}”，{target}为{right}，相差{difference}{note}。",
        (*targets.cells(record.edition.id, name), statement.sentence.path),
        level=level if sure else "hint",
        todo=None if sure else "请看这个数与表格说的是不是同一件事；是的，改成一致。",
        place=place(record, statement.sentence), quote=statement.quote, target=targets.describe(record, name),
        left=statement.value, right=right, difference=statement.value - right, note=_note(record, statement, name),
        quantity=name, sure=statement.sure,
    )  # fmt: skip


def nearest(values: Iterable[Number], to: Number) -> Number:
    """The value that is nearest."""
    return min(values, key=lambda value: abs(Decimal(value) - Decimal(to)))


def _note(record: Return, statement: Statement, name: str) -> str:
    """``（75正好是新收与上年结转之和）``, the commonest mistake."""
    table, row, column = name.split("+", maxsplit=1)[0].split(".")
    if table == "requests" and row == "new" and "+" not in name:
        both = f"requests.new.{column}+requests.carried_in.{column}"
        if agrees(record, statement, [both]):
            return f"（{statement.value}正好是本年新收与上年结转之和，两者是不同的数）"
    return ""


def _unchecked(record: Return, statements: list[Statement]) -> Draft:
    paths = [
        path
        for statement in statements
        for name in statement.options
        for path in targets.cells(record.edition.id, name)
        if record.cells.get(path) is None
    ]
    paths = list(dict.fromkeys(paths))
    first: Number = len(statements)
    return not_checked(
        "文字中有{count}个数没有与表格核对（“{quote}”等）：表格有{cells}格{why}。",
        (*paths, *dict.fromkeys(statement.sentence.path for statement in statements)),
        count=first, quote=statements[0].quote, cells=len(paths), why=why(record, paths),
    )  # fmt: skip
