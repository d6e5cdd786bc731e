"""Placeholders in texts: ``{{ requests.new.total }}`` filled from the figures by sandboxed Jinja2."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, Any

from jinja2 import StrictUndefined, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import ImmutableSandboxedEnvironment

from gongkai.prose import wrong
from gongkai.returns import InputError, nearest

if TYPE_CHECKING:
    from collections.abc import Mapping

    from gongkai import forms
    from gongkai.returns import Fact, Figure, Number, Return

_FILE = "<passage>"


class ProseError(InputError):
    """A placeholder that cannot be filled: file, line, placeholder and what to do.

    Attributes:
        path: Key path of the text (``sections.other``, ``sections.overview.summary``).
        where: ``file:line``, where known.
        problem: What is wrong and what to do, without the place.
    """

    def __init__(self, message: str, path: str = "sections", where: str | None = None, problem: str = "") -> None:
        """Keep the parts of the message."""
        super().__init__(message)
        self.path, self.where, self.problem = path, where, problem or message


class _Missing(LookupError):
    """A name that is not there, or a cell that is not filled in."""


@cache
def _environment() -> ImmutableSandboxedEnvironment:
    environment = ImmutableSandboxedEnvironment(undefined=StrictUndefined, autoescape=False, keep_trailing_newline=True)
    environment.globals.clear()
    environment.filters = {"growth": growth, "wan": wan}
    return environment


def growth(now: Number, before: Number, digits: int = 1) -> str:
    """增长 or 下降 with its percentage over last year; 持平 when equal.

    Raises:
        ProseError: Last year's number is 0: a percentage of nothing has no meaning.
    """
    if before == 0:
        msg = "上一年的数为0，不能计算增减百分比；请改写这句话。"
        raise _Missing(msg)
    change = (Decimal(now) - Decimal(before)) / Decimal(before) * 100
    if change == 0:
        return "持平"
    return f"{'增长' if change > 0 else '下降'}{abs(change):.{digits}f}%"


def wan(value: Number, digits: int = 2) -> str:
    """A number in 万: 273680 is 27.37."""
    return f"{Decimal(value) / 10000:.{digits}f}"


class _Unfinished:
    """A name that leads to numbers but is none itself: it cannot be printed."""

    _path = ""

    def __str__(self) -> str:
        """Refuse.

        Raises:
            LookupError: Always; the message says what is missing.
        """
        msg = f"“{self._path}”本身不是一个数，后面还要写全，例如 requests.new.total、facts.代号；请补全。"
        raise _Missing(msg)

    __repr__ = __str__

    def __format__(self, spec: str) -> str:
        """Refuse; see ``__str__``."""
        return str(self)


class _Columns(_Unfinished):
    """The numbers of a row, or the sums over the rows of a head, by column id."""

    def __init__(self, record: Return, table: forms.Table, head: str) -> None:
        self._record, self._table, self._head = record, table, head
        self._path = f"{table.id}.{head}"

    def __getattr__(self, column: str) -> Number:
        if column.startswith("_"):
            raise AttributeError(column)
        table, record = self._table, self._record
        rows = [row for row in table.group(self._head) if row.id == self._head or row.id != "total"]
        columns = [item.id for item in rows[0].columns]
        wanted = [item.id for item in rows[0].columns if item.id == column or column in item.groups]
        if not wanted:
            msg = f"“{table.id}.{self._head}”没有列“{column}”{nearest(column, columns)}"
            raise _Missing(msg)
        total: Number = 0
        for row in rows:
            for id_ in wanted:
                path = f"{table.id}.{row.id}.{id_}"
                value = record.cells[path]
                if value is None:
                    msg = f"单元格“{record.edition.cell(path).label}”（{path}）没有填写；请先填数，或改写这句话。"
                    raise _Missing(msg)
                total += value
        return total


class _Table(_Unfinished):
    """A table by row id or head id."""

    def __init__(self, record: Return, table: forms.Table) -> None:
        self._record, self._table = record, table
        self._path = table.id

    def __getattr__(self, row: str) -> _Columns:
        if row.startswith("_"):
            raise AttributeError(row)
        known = {name for item in self._table.rows for name in (item.id, *item.groups)}
        if row not in known:
            msg = f"表“{self._table.id}”没有行“{row}”{nearest(row, known)}"
            raise _Missing(msg)
        return _Columns(self._record, self._table, row)


class _Facts(_Unfinished):
    """The numbers outside the form."""

    def __init__(self, facts: Mapping[str, Fact]) -> None:
        self._facts = facts
        self._path = "facts"

    def __getattr__(self, id_: str) -> Number:
        if id_.startswith("_"):
            raise AttributeError(id_)
        if id_ not in self._facts:
            msg = f"facts中没有“{id_}”{nearest(id_, self._facts)}"
            raise _Missing(msg)
        value = self._facts[id_].value
        if value is None:
            msg = f"facts中的“{self._facts[id_].label}”（{id_}）没有填写；请先填数，或改写这句话。"
            raise _Missing(msg)
        return value


class _Figures(_Unfinished):
    """The numbers of figures: ``{{ figures.channels }}`` is 图1."""

    def __init__(self, figures: tuple[Figure, ...]) -> None:
        self._path = "figures"
        self._numbers = {item.id: f"图{n}" for n, item in enumerate((f for f in figures if f.show), 1)}

    def __getattr__(self, id_: str) -> str:
        if id_.startswith("_"):
            raise AttributeError(id_)
        if id_ not in self._numbers:
            msg = f"figures中没有显示的图“{id_}”{nearest(id_, self._numbers)}"
            raise _Missing(msg)
        return self._numbers[id_]


def namespace(record: Return, previous: Return | None) -> dict[str, Any]:
    """The names that texts may use: tables, ``facts``, ``figures``, ``year``, ``agency``, ``previous`` (last year)."""
    names: dict[str, Any] = {table.id: _Table(record, table) for table in record.edition.tables.values()}
    names |= {"facts": _Facts(record.facts), "figures": _Figures(record.figures), "year": record.year,
              "agency": record.agency}  # fmt: skip
    if previous is not None:
        names["previous"] = {table.id: _Table(previous, table) for table in previous.edition.tables.values()} | {
            "year": previous.year, "facts": _Facts(previous.facts)}  # fmt: skip
    return names


def fill(text: str, names: Mapping[str, Any], record: Return, path: str) -> str:
    """Fill the placeholders of a text.

    Args:
        text: Markdown with placeholders.
        names: See :func:`namespace`.
        record: The return, for file and line.
        path: Key path of the text in the year's file.

    Raises:
        ProseError: With file, line, and what to do.
    """
    if "{" not in text:
        return text
    try:
        code = _environment().compile(text, filename=_FILE)
        template = _environment().template_class.from_code(_environment(), code, {}, None)
        return template.render(names)
    except TemplateSyntaxError as error:
        raise _error(record, path, error.lineno, wrong.syntax(error, text, _environment())) from None
    except (_Missing, UndefinedError, SecurityError, TypeError, ValueError, ArithmeticError) as error:
        line = 1
        trace = error.__traceback__
        while trace is not None:
            if trace.tb_frame.f_code.co_filename == _FILE:
                line = trace.tb_lineno
            trace = trace.tb_next
        message = str(error) if isinstance(error, _Missing) else wrong.value(error, text, line, names)
        raise _error(record, path, line, message) from None


def _error(record: Return, path: str, line: int, problem: str) -> ProseError:
    where = place(record, path, line)
    message = f"{where or path}：{record.agency.name}{record.year}年，“{path}”：{problem}"
    return ProseError(message, path, where, problem)


def place(record: Return, path: str, line: int = 1) -> str | None:
    """``file:line`` of a line, from 1, of the text at a key path; a passage may be written as ``text`` below its key."""
    key = f"{path}.text" if f"{path}.text" in record.source.lines else path
    return record.source.where(key, line)
