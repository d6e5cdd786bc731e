"""The cells that rules require, the editions that have them, and the message about a form that lacks them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.forms import patterns
from gongkai.returns.cells import named
from gongkai.returns.labels import row_name
from gongkai.rules.finding import PendingFinding, not_checked

if TYPE_CHECKING:
    from collections.abc import Iterable

    from gongkai.forms import Edition

PREVIOUS = "previous:"
"""Before a pattern: the cells are last year's."""

_ATTRIBUTES = {"max_characters": "字数上限"}
"""Names in messages for what an edition prescribes for a section."""


def check(requires: Iterable[str]) -> None:
    """Check that all are patterns, last year's with ``previous:`` before them.

    Raises:
        ValueError: One is not.
    """
    for pattern in requires:
        patterns.check(pattern.removeprefix(PREVIOUS))


def met(requires: Iterable[str], edition: Edition) -> bool:
    """Whether an edition meets the requirements for this year's form."""
    return all(patterns.has(edition, one) for one in requires if not one.startswith(PREVIOUS))


def editions(requires: Iterable[str]) -> tuple[Edition, ...]:
    """The editions that meet the requirements, oldest first."""
    return tuple(edition for edition in forms.editions().values() if met(requires, edition))


@forms.cached(1024)
def unmet(requires: tuple[str, ...], edition: Edition, last: Edition | None) -> PendingFinding | None:
    """The finding that a form lacks the cells that a rule requires; ``None`` if it has them.

    Args:
        requires: Patterns of cells, see :mod:`gongkai.forms.patterns`; last year's with ``previous:`` before them.
        edition: The form of the report.
        last: The form of last year's report, if that is available.
    """
    for before, form, when in (("", edition, ""), (PREVIOUS, last, "上一年度的")):
        if form is None:
            continue
        wanted = [one.removeprefix(PREVIOUS) for one in requires if one.startswith(PREVIOUS) == bool(before)]
        lacking = list(dict.fromkeys(part for one in wanted for part in patterns.lacking(form, one)))
        if lacking:
            return not_checked(
                "{when}{edition}版表式没有{cells}，这条规则不适用。", applicable=False, todo="",
                when=when, edition=form.id, cells=named(list(dict.fromkeys(describe(part) for part in lacking))),
                lacking="、".join(f"{before}{part}" for part in lacking),
            )  # fmt: skip
    return None


def describe(part: str) -> str:
    """The name in messages of cells that a form lacks, in the words of the newest edition that has them.

    Args:
        part: A pattern for one cell, row, column or section: ``disclosure.*.in_force`` is ``表二“现行有效件数”``.
    """
    table, row, *rest = part.split(".")
    known = tuple(reversed(forms.editions().values()))
    if table == "sections":
        title = next((s.title for e in known for s in e.sections if s.id == row), row)
        return f"“{title}”" + "".join(f"的{_ATTRIBUTES.get(name, name)}" for name in rest)
    column = rest[0]
    tables = [edition.tables[table] for edition in known if table in edition.tables]
    rows = [name for one in tables if (name := patterns.row_label(one, row))]
    columns = [name for one in tables if (name := patterns.column_label(one, row, column))]
    words = [] if row == patterns.ANY else [row_name(rows[0] if rows else row)]
    words += [] if column == patterns.ANY else [columns[0] if columns else column]
    return f"{forms.table_names().get(table, table)}{''.join(f'“{word}”' for word in words)}"
