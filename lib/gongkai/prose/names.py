"""The names that texts may use, and the names that may follow each. They yield numbers and texts, never objects."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from gongkai.prose.filters import ExpressionError, Value
from gongkai.returns import fact_names, nearest

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from gongkai import forms
    from gongkai.returns import Agency, Fact, Figure, Number, Return

    Resolver = Callable[[tuple[str, ...]], Value]

AGENCY_TEXTS = ("name", "short_name", "self_name", "site", "url")
"""The texts of an organ that a report may print, after ``agency``."""
CONTACT_TEXTS = ("office", "address", "postcode", "phone", "fax", "email")
"""Those after ``agency.contact``."""


def namespace(record: Return, previous: Return | None) -> dict[str, Resolver]:
    """The names available in a text: tables, ``facts``, ``figures``, ``year``, ``agency``, ``previous`` (last year).

    Args:
        record: The return of the year.
        previous: Last year's return, or ``None``.

    Returns:
        For each name a function from the following names (``("new", "total")`` after ``requests``) to a number or
        text, which raises :class:`~gongkai.prose.filters.ExpressionError` if there is no value.
    """
    names = _record(record)
    names["figures"] = partial(_figure, record.figures)
    names["agency"] = partial(_agency, record.agency)
    if previous is not None:
        names["previous"] = partial(_previous, _record(previous))
    return names


def _record(record: Return) -> dict[str, Resolver]:
    names: dict[str, Resolver] = {table.id: partial(_cell, record, table) for table in record.edition.tables.values()}
    return names | {"facts": partial(_fact, record.facts), "year": partial(_year, record.year)}


def _unfinished(path: str) -> ExpressionError:
    return ExpressionError(f"“{path}”本身不是一个数，后面还要写全，例如 requests.new.total、facts.代号；请补全。")


def _finished(parts: tuple[str, ...], length: int) -> None:
    """Refuse further names after a number or text.

    Raises:
        ExpressionError: There are more names than ``length``.
    """
    if len(parts) > length:
        msg = f"“.{parts[length]}”的前面已经是一个完整的数或文字，后面不能再写；请删去“.{parts[length]}”。"
        raise ExpressionError(msg)


def _year(year: int, parts: tuple[str, ...]) -> int:
    _finished(parts, 0)
    return year


def _cell(record: Return, table: forms.Table, parts: tuple[str, ...]) -> Number:
    """The number of a cell, or the sum over a group of rows and columns."""
    if not parts:
        raise _unfinished(table.id)
    group = parts[0]
    known = {name for item in table.rows for name in (item.id, *item.groups)}
    if group not in known:
        msg = f"表“{table.id}”没有行“{group}”{nearest(group, known)}"
        raise ExpressionError(msg)
    if len(parts) == 1:
        path = f"{table.id}.{group}"
        raise _unfinished(path)
    column = parts[1]
    _finished(parts, 2)
    rows = [row for row in table.group(group) if row.id == group or row.id != "total"]
    columns = [item.id for item in rows[0].columns]
    wanted = [item.id for item in rows[0].columns if item.id == column or column in item.groups]
    if not wanted:
        msg = f"“{table.id}.{group}”没有列“{column}”{nearest(column, columns)}"
        raise ExpressionError(msg)
    total: Number = 0
    for row in rows:
        for id_ in wanted:
            path = f"{table.id}.{row.id}.{id_}"
            value = record.cells[path]
            if value is None:
                msg = f"单元格“{record.edition.cell(path).label}”（{path}）没有填写；请先填数，或改写这句话。"
                raise ExpressionError(msg)
            total += value
    return total


def _fact(facts: Mapping[str, Fact], parts: tuple[str, ...]) -> Number:
    """A number outside the form, by its id or its label."""
    if not parts:
        raise _unfinished("facts")
    id_ = parts[0]
    _finished(parts, 1)
    if id_ not in facts:
        labelled = fact_names.labelled(facts, id_)
        if len(labelled) > 1:
            msg = f"facts中名称是“{id_}”的有{len(labelled)}个；请写代号：{'、'.join(labelled)}。"
            raise ExpressionError(msg)
        if not labelled:
            labels = [fact_names.from_label(fact.label) for fact in facts.values()]
            msg = f"facts中没有“{id_}”{nearest(id_, [*facts, *labels])}"
            raise ExpressionError(msg)
        id_ = labelled[0]
    value = facts[id_].value
    if value is None:
        msg = f"facts中的“{facts[id_].label}”（{id_}）没有填写；请先填数，或改写这句话。"
        raise ExpressionError(msg)
    return value


def _figure(figures: tuple[Figure, ...], parts: tuple[str, ...]) -> str:
    """The number of a figure: ``{{ figures.channels }}`` is 图1."""
    if not parts:
        raise _unfinished("figures")
    _finished(parts, 1)
    shown = [figure.id for figure in figures if figure.show]
    if parts[0] not in shown:
        msg = f"figures中没有显示的图“{parts[0]}”{nearest(parts[0], shown)}"
        raise ExpressionError(msg)
    return f"图{shown.index(parts[0]) + 1}"


def _agency(agency: Agency, parts: tuple[str, ...]) -> str:
    """A text of the organ that a report may print."""
    if not parts:
        raise _unfinished("agency")
    owner, name, known = "agency", parts[0], (*AGENCY_TEXTS, "contact")
    if name == "contact":
        if len(parts) == 1:
            raise _unfinished("agency.contact")
        owner, name, known = "agency.contact", parts[1], CONTACT_TEXTS
    if name not in known:
        msg = f"机关（{owner}）没有“{name}”{nearest(name, known)}"
        raise ExpressionError(msg)
    texts = {field: getattr(agency, field) for field in AGENCY_TEXTS} if owner == "agency" else dict(agency.contact)
    _finished(parts, 1 if owner == "agency" else 2)
    if texts[name] is None:
        msg = f"机关的“{owner}.{name}”没有填写；请先在agency.yaml里填写，或改写这句话。"
        raise ExpressionError(msg)
    return str(texts[name])


def _previous(names: Mapping[str, Resolver], parts: tuple[str, ...]) -> Value:
    """A value from last year's return."""
    if not parts:
        raise _unfinished("previous")
    if parts[0] not in names:
        msg = f"上年（previous）没有“{parts[0]}”{nearest(parts[0], names)}"
        raise ExpressionError(msg)
    return names[parts[0]](parts[1:])
