"""Rules, their context, and the registry."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

from gongkai.prose import Prose, ProseError, render_texts
from gongkai.reading.report import read_prose
from gongkai.returns.member_sums import add_up
from gongkai.returns.succession import NO_PREDECESSORS, Predecessors
from gongkai.rules import requirements
from gongkai.rules.finding import LEVELS, Finding, Level, PendingFinding, fail, not_checked

if TYPE_CHECKING:
    from gongkai.forms import Edition
    from gongkai.reading.report import Reading
    from gongkai.returns import Return
    from gongkai.returns.member_sums import Sums

__all__ = [
    "FORM",
    "KINDS",
    "LEVELS",
    "RULES",
    "Context",
    "Finding",
    "Level",
    "PendingFinding",
    "Rule",
    "complete",
    "fail",
    "not_checked",
    "order",
    "passed",
    "rule",
]

Kind = Literal["A", "Y", "T", "H", "W"]

KINDS: dict[Kind, str] = {
    "A": "表内勾稽与形式",
    "Y": "与上一年度对照",
    "T": "文字与表格、文字前后对照",
    "H": "提示",
    "W": "检查本身",
}
"""Kinds of rule with their Chinese names."""

FORM = "《政府信息公开工作年度报告格式》（{form}）"
"""How a rule cites the form; see :meth:`Rule.cite`."""


@dataclass(frozen=True)
class Context:
    """The data available to a rule.

    Attributes:
        record: The return that is checked.
        previous: The return of the year before, as published where that is recorded.
        members: The returns that a roll-up adds up.
        predecessors: The organs in whose place it reports after a merger, with their figures of the year before.
        given_prose, given_previous_prose: Texts made beforehand; otherwise made when a rule first asks.
    """

    record: Return
    previous: Return | None = None
    members: tuple[Return, ...] = ()
    predecessors: Predecessors = NO_PREDECESSORS
    given_prose: Prose | None = None
    given_previous_prose: Prose | None = None

    @property
    def last_year(self) -> Return | None:
        """The previous return, if it is of the year before."""
        previous = self.previous
        return previous if previous is not None and previous.year == self.record.year - 1 else None

    @cached_property
    def ends(self) -> dict[str, Return]:
        """The returns of the year before whose ends are what this year begins with; empty if one of them is missing.

        All are added up but those of members that have left a government, which are subtracted.

        The keys stand before their cells in findings: the year for last year's return, the id for a predecessor's.
        """
        own, merged = self.last_year, self.predecessors
        if merged.lacking(own):
            return {}
        found = {} if own is None else {str(own.year): own}
        return found | {item.agency.id: item for item in (*merged.returns, *merged.left)}

    def of_ends(self, path: str, *, left: bool = False) -> tuple[str, ...]:
        """A cell of the year before of each organ whose ends count, with its owner before it; or of members that have left."""
        gone = {item.agency.id for item in self.predecessors.left}
        return tuple(f"{owner}:{path}" for owner in self.ends if (owner in gone) is left)

    @property
    def others(self) -> tuple[Return, ...]:
        """The returns of other organs: members, predecessors, and members that have left."""
        return (*self.members, *self.predecessors.returns, *self.predecessors.left)

    @cached_property
    def sums(self) -> Sums | None:
        """What the members of a roll-up add up to; ``None`` if the organ has neither members nor corrections of their sums."""
        record = self.record
        is_rollup = self.members or record.corrections or record.agency.member_ids(record.year)
        return add_up(record, self.members) if is_rollup else None

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
    def reading(self) -> Reading:
        """What the numbers of the text claim.

        Raises:
            ProseError: A placeholder cannot be filled.
        """
        return read_prose(self.prose, self.record)

    @cached_property
    def previous_prose(self) -> Prose | None:
        """Last year's text as published; ``None`` without last year's return, or where it cannot be filled in."""
        if self.given_previous_prose is not None or self.previous is None:
            return self.given_previous_prose
        try:
            return render_texts(self.previous)
        except ProseError:
            return None


@dataclass(frozen=True)
class Rule:
    """A rule of the law, and the function that applies it.

    Attributes:
        id: ``R1`` …
        level: Default level of its findings.
        kind: A arithmetic and form, Y across years, T text, H hint.
        title: The rule in one Chinese sentence.
        source: Clause of the regulation or form it comes from, or what it is derived from; ``{form}`` is where the letter
            that prescribes the form is cited.
        todo: What to do about a violation, a Chinese sentence.
        example: A message it gives, with values.
        requires: The cells that it needs, as patterns (:mod:`gongkai.forms.patterns`), last year's with ``previous:``
            before them. Where the form lacks them the rule is not checked, and says so. Empty if it needs none in
            particular.
        function: Yields a :class:`PendingFinding` for each finding.
        why_unwaivable: Why its findings cannot be accepted, a Chinese sentence; empty if they can.
        plugin: The package that registers it (``qinghe-rules 1.0``); empty for Gongkai's own.
    """

    id: str
    level: Level
    kind: Kind
    title: str
    source: str
    todo: str
    example: str
    requires: tuple[str, ...]
    function: Callable[[Context], Iterator[PendingFinding]] = field(repr=False)
    why_unwaivable: str = ""
    plugin: str = ""

    def applies(self, record: Return) -> bool:
        """Whether the form of the return has the cells that the rule needs."""
        return requirements.met(self.requires, record.edition)

    def cite(self, *editions: Edition) -> str:
        """The source, with the letters that prescribe editions of the form: ``国办公开办函〔2019〕60号、〔2021〕30号``."""
        letters = [edition.source for edition in editions]
        for at in range(len(letters) - 1, 0, -1):
            issuer = letters[at - 1].partition("〔")[0]
            if letters[at].startswith(f"{issuer}〔"):
                letters[at] = letters[at].removeprefix(issuer)
        return self.source.replace("{form}", "、".join(letters))

    def __call__(self, context: Context) -> Iterator[Finding]:
        """The findings in a return; none if it conforms, one that is not applicable if a form lacks the cells."""
        last = context.last_year
        unmet = requirements.unmet(self.requires, context.record.edition, last.edition if last else None)
        if unmet is not None:
            yield complete(self, unmet, context)
            return
        try:
            for pending in self.function(context):
                yield complete(self, pending, context)
        except ProseError as error:
            more = f"等{len(error.problems)}处" if len(error.problems) > 1 else ""
            said = error.problems[0].message.rstrip("。")
            pending = not_checked("未核对：文字中有占位符无法填写（{error}）{more}。", error=said, more=more)
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
    requires: tuple[str, ...] = (),
    why_unwaivable: str = "",
) -> Callable[[Callable[[Context], Iterator[PendingFinding]]], Rule]:
    """Register a function as a rule.

    A rule about waivers themselves (kind W) cannot be waived either.

    Raises:
        ValueError: The id is taken or not letters and a number, there is no such level or kind, or ``requires`` is not
            patterns of cells.
    """
    if _ID.fullmatch(id) is None or level not in LEVELS or kind not in KINDS:
        msg = f"rule {id}: an id is letters and a number (QH1), level one of {[*LEVELS]}, kind one of {[*KINDS]}"
        raise ValueError(msg)
    requirements.check(requires)

    def register(function: Callable[[Context], Iterator[PendingFinding]]) -> Rule:
        if id in RULES:
            msg = f"rule {id} is defined twice: {RULES[id].function.__module__} and {function.__module__}"
            raise ValueError(msg)
        why = why_unwaivable or (_ABOUT_WAIVERS if kind == "W" else "")
        RULES[id] = Rule(id, level, kind, title, source, todo, example, tuple(requires), function, why)
        return RULES[id]

    return register


_ABOUT_WAIVERS = "它是对认可记录本身的提示，请按提示改正。"


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
        applicable=pending.applicable,
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
            source = next((m.source for m in context.others if m.agency.id == owner), source)
    elif path in record.rest:
        path = f"{path.partition('.')[0]}.rest"
    return source.where(path)


def passed(rule: Rule, context: Context) -> Finding:
    """The finding that a rule was fully checked and is satisfied."""
    record = context.record
    return Finding(rule.id, rule.level, "pass", record.agency.id, record.year, f"符合：{rule.title}")
