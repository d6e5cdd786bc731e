"""Rules, findings, and the registry of rules."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from gongkai.prose import Prose, ProseError, render_texts

if TYPE_CHECKING:
    from gongkai.returns import Number, Return, Waiver

Level = Literal["error", "warning", "hint"]
Outcome = Literal["pass", "fail", "not_checked"]
Kind = Literal["A", "Y", "T", "H", "W"]

LEVELS: dict[Level, str] = {"error": "错误", "warning": "警告", "hint": "提示"}
"""Levels of a finding, most severe first, with their Chinese names."""

KINDS: dict[Kind, str] = {
    "A": "表内勾稽与形式",
    "Y": "与上一年度对照",
    "T": "文字与表格、文字前后对照",
    "H": "提示",
    "W": "检查本身",
}
"""Kinds of rule with their Chinese names."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found in a return. Immutable; can be pickled and compared.

    Attributes:
        rule: Id of the rule (``R1``).
        level: ``error``, ``warning`` or ``hint``.
        outcome: ``pass``, ``fail``, or ``not_checked`` when an input is missing (the message says which).
        agency, year: Whose return.
        message: A Chinese sentence: what is wrong, with the values.
        values: Named values; where two sides are compared ``left``, ``right`` and ``difference`` (left - right), the
            table of ``gongkai check`` shows those.
        cells: Paths of all cells concerned: ``requests.new.total``; last year's ``2019:requests.carried_out.total``;
            a member's ``<agency id>:requests.new.total``; texts ``sections.overview.platform``. This year's first.
        todo: A Chinese sentence: what to do.
        where: ``file:line`` of the first cell, where known.
        waived: The record by which it was accepted.
    """

    rule: str
    level: Level
    outcome: Outcome
    agency: str
    year: int
    message: str
    values: tuple[tuple[str, Number | str | None], ...] = ()
    cells: tuple[str, ...] = ()
    todo: str = ""
    where: str | None = None
    waived: Waiver | None = None

    def value(self, name: str) -> Number | str | None:
        """The named value; ``None`` if there is none of that name."""
        return dict(self.values).get(name)

    @property
    def blocking(self) -> bool:
        """Whether it is an error that nobody has accepted."""
        return self.outcome == "fail" and self.level == "error" and self.waived is None

    def to_json(self) -> dict[str, Any]:
        """JSON data; numbers are int or Decimal (write them with :func:`gongkai.returns.canonical.dumps`)."""
        return {
            "rule": self.rule,
            "level": self.level,
            "outcome": self.outcome,
            "agency": self.agency,
            "year": self.year,
            "message": self.message,
            "values": dict(self.values),
            "cells": list(self.cells),
            "where": self.where,
            "todo": self.todo,
            "waived": self.waived.model_dump(mode="json") if self.waived else None,
        }


@dataclass(frozen=True)
class Context:
    """The data available to a rule.

    Attributes:
        record: The return that is checked.
        previous: The return of the year before, as published where that is recorded.
        members: The returns that a roll-up adds up.
        given_prose, given_previous_prose: Texts made beforehand; otherwise made when a rule first asks.
    """

    record: Return
    previous: Return | None = None
    members: tuple[Return, ...] = ()
    given_prose: Prose | None = None
    given_previous_prose: Prose | None = None

    @cached_property
    def _made(self) -> Prose | ProseError:
        try:
            return self.given_prose or render_texts(self.record, self.previous)
        except ProseError as error:
            return error

    @property
    def prose(self) -> Prose:
        """The text as it will be published.

        Raises:
            ProseError: A placeholder cannot be filled. :func:`gongkai.rules.check` turns it into ``not_checked``.
        """
        if isinstance(self._made, ProseError):
            raise self._made
        return self._made

    @cached_property
    def previous_prose(self) -> Prose | None:
        """Last year's text as published; ``None`` without last year's return, or where it cannot be filled in."""
        if self.given_previous_prose is not None or self.previous is None:
            return self.given_previous_prose
        try:
            return render_texts(self.previous)
        except ProseError:
            return None


@dataclass(frozen=True, slots=True)
class PendingFinding:
    """What a rule function yields: a finding before organ, year, location and message are filled in.

    Attributes:
        outcome: ``fail``, ``not_checked``, or ``pass`` if the values of a kept rule are worth showing.
        template: Chinese sentence with ``{names}`` of values.
        cells: See :class:`Finding`.
        values: Named values.
        level: Level, if not the rule's own.
        todo: What to do, if not the rule's own.
        where: ``file:line``, if more exact than the line of the first cell.
    """

    outcome: Outcome
    template: str
    cells: tuple[str, ...]
    values: dict[str, Any]
    level: Level | None = None
    todo: str | None = None
    where: str | None = None

    def as_pass(self) -> PendingFinding:
        """The same as a pass, for values that are worth showing anyway."""
        return replace(self, outcome="pass", todo="")


def fail(
    template: str,
    cells: tuple[str, ...],
    /,
    *,
    level: Level | None = None,
    todo: str | None = None,
    where: str | None = None,
    **values: Any,
) -> PendingFinding:
    """A violation: a sentence with ``{names}``, the cells concerned, and the values by name.

    Raises:
        ValueError: There is no such level.
    """
    if level is not None and level not in LEVELS:
        msg = f"no level {level!r}: one of {[*LEVELS]}"
        raise ValueError(msg)
    return PendingFinding("fail", template, cells, values, level, todo, where)


def not_checked(
    template: str, cells: tuple[str, ...] = (), /, *, todo: str | None = None, **values: Any
) -> PendingFinding:
    """A rule that could not be checked: a sentence that names the missing input."""
    return PendingFinding("not_checked", template, cells, values, None, todo)


@dataclass(frozen=True)
class Rule:
    """A rule of the law, and the function that applies it.

    Attributes:
        id: ``R1`` …
        level: Default level of its findings.
        kind: A arithmetic and form, Y across years, T text, H hint.
        title: The rule in one Chinese sentence.
        source: Clause of the regulation or form it comes from, or what it is derived from.
        todo: What to do about a violation, a Chinese sentence.
        example: A message it gives, with values.
        editions: Editions of the form it holds for; ``None`` is all of them, future ones too.
        function: Yields a :class:`PendingFinding` for each finding.
        plugin: The package that registers it (``qinghe-rules 1.0``); empty for Gongkai's own.
    """

    id: str
    level: Level
    kind: Kind
    title: str
    source: str
    todo: str
    example: str
    editions: tuple[str, ...] | None
    function: Callable[[Context], Iterator[PendingFinding]] = field(repr=False)
    plugin: str = ""

    def applies(self, record: Return) -> bool:
        """Whether it applies to the form of the return."""
        return self.editions is None or record.edition.id in self.editions

    def __call__(self, context: Context) -> Iterator[Finding]:
        """The findings in a return; none if the return conforms or the rule does not apply to its form."""
        if not self.applies(context.record):
            return
        try:
            for pending in self.function(context):
                yield complete(self, pending, context)
        except ProseError as error:
            pending = not_checked("未核对：文字中有占位符无法填写（{error}）。", error=str(error).rstrip("。"))
            yield complete(self, pending, context)
        except Exception as error:
            if not self.plugin:
                raise
            said = f"{type(error).__name__}: {error}".rstrip("。.: ")
            pending = not_checked(
                "未核对：规则{rule}（{plugin}）运行出错（{error}）。", todo="请修复或卸载这个软件包。",
                rule=self.id, plugin=self.plugin, error=said,
            )  # fmt: skip
            yield complete(self, pending, context)


RULES: dict[str, Rule] = {}
"""All rules by id, filled by :func:`rule` when the modules that define them are imported."""
_ID = re.compile(r"([A-Z]{1,8})([1-9][0-9]{0,4})")


def rule(
    id: str,
    *,
    level: Level,
    kind: Kind,
    title: str,
    source: str,
    todo: str,
    example: str,
    editions: tuple[str, ...] | None = None,
) -> Callable[[Callable[[Context], Iterator[PendingFinding]]], Rule]:
    """Register a function as a rule.

    Raises:
        ValueError: The id is taken or not letters and a number, or there is no such level or kind.
    """
    if _ID.fullmatch(id) is None or level not in LEVELS or kind not in KINDS:
        msg = f"rule {id}: an id is letters and a number (QH1), level one of {[*LEVELS]}, kind one of {[*KINDS]}"
        raise ValueError(msg)

    def register(function: Callable[[Context], Iterator[PendingFinding]]) -> Rule:
        if id in RULES:
            msg = f"rule {id} is defined twice: {RULES[id].function.__module__} and {function.__module__}"
            raise ValueError(msg)
        RULES[id] = Rule(id, level, kind, title, source, todo, example, editions, function)
        return RULES[id]

    return register


def order(id: str) -> tuple[str, int]:
    """Sort key of rule ids: R2 before R10.

    Raises:
        ValueError: It is not letters and a number.
    """
    match = _ID.fullmatch(id)
    if match is None:
        msg = f"not the id of a rule: {id}"
        raise ValueError(msg)
    return match[1], int(match[2])


_FILL = "请先补齐缺少的数据。"
_PLAIN = (int, str, Decimal, type(None))


def complete(rule: Rule, pending: PendingFinding, context: Context) -> Finding:
    """Complete a pending finding with organ, year, message and location."""
    return Finding(
        rule.id,
        pending.level or rule.level,
        pending.outcome,
        context.record.agency.id,
        context.record.year,
        pending.template.format_map(_Shown(pending.values)),
        tuple((name, value if isinstance(value, _PLAIN) else str(value)) for name, value in pending.values.items()),
        pending.cells,
        pending.todo if pending.todo is not None else rule.todo if pending.outcome == "fail" else _FILL,
        pending.where or where(context, pending.cells),
    )


class _Shown(dict[str, Any]):
    """Values as a sentence shows them: what is not filled in as 未填, decimals without exponent."""

    def __getitem__(self, key: str) -> Any:
        value = super().__getitem__(key)
        if value is None:
            return "未填"
        return f"{value:f}" if isinstance(value, Decimal) else value


_OTHER = re.compile(r"([^:]+):(.+)")


def where(context: Context, cells: tuple[str, ...]) -> str | None:
    """``file:line`` of the first cell; a cell set by ``rest: 0`` is at that line."""
    record = context.record
    if not cells:
        return record.source.file
    path, source = cells[0], record.source
    if match := _OTHER.fullmatch(path):
        owner, path = match.groups()
        if context.previous is not None and owner == str(context.previous.year):
            source = context.previous.source
        else:
            source = next((m.source for m in context.members if m.agency.id == owner), source)
    elif path in record.rest:
        path = f"{path.partition('.')[0]}.rest"
    return source.where(path)


def passed(rule: Rule, context: Context) -> Finding:
    """The finding that a rule was fully checked and is satisfied."""
    record = context.record
    return Finding(rule.id, rule.level, "pass", record.agency.id, record.year, f"符合：{rule.title}")
