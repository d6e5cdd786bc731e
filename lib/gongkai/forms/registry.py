"""The editions there are, of the package and of the project, and which of them is in force for a year."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, get_args

from gongkai.forms import sources
from gongkai.forms.edition_file import SectionId
from gongkai.forms.project_files import LEVELS, FormError, cached, current
from gongkai.forms.read import read

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from gongkai.forms.model import Edition


@cached()
def editions() -> dict[str, Edition]:
    """All editions by id, oldest first; a new one is a new YAML file in this folder, or in the project's ``params/forms``.

    Raises:
        FormError: A file is wrong, or two editions name the same year.
    """
    given = current()
    found = [read(text, file) for file, text in sources.texts(given) if file.rpartition("/")[2] != LEVELS]
    for item in found:
        check_core(item)
    return in_order(found)


CORE = (
    "requests.new.total", "requests.carried_in.total", "requests.total.total", "requests.carried_out.total",
    "disputes.reconsideration.total", "disputes.litigation.total",
)  # fmt: skip
"""Cells, or cells of a group, of every edition: standard sentences, the balance in the Excel form and carry-over are made
of them, and an edition without them would be another report than 条例 50 asks for."""


def check_core(item: Edition) -> None:
    """Check that an edition has the six sections and the cells of :data:`CORE`.

    Raises:
        FormError: It lacks one; the message says which.
    """
    sections = [id_ for id_ in get_args(SectionId) if id_ not in {section.id for section in item.sections}]
    cells = []
    for path in CORE:
        table, row, column = path.split(".")
        rows = item.tables[table].group(row) if table in item.tables else ()
        if not rows or not all(f"{table}.{below.id}.{column}" in item.cells for below in rows):
            cells.append(path)
    if sections or cells:
        msg = f"{item.file}：{item.id}版表式缺少{'、'.join([*sections, *cells])}；每一版都要有，请保留这些代号，名称可以改。"
        raise FormError(msg)


def in_order(found: Iterable[Edition]) -> dict[str, Edition]:
    """Editions by id, oldest first.

    Raises:
        FormError: Two editions have the same id, or name the same year.
    """
    ordered = sorted(found, key=lambda item: item.first_year)
    by_id: dict[str, Edition] = {}
    for item in ordered:
        if item.id in by_id:
            msg = f"{item.file}：表式的版本“{item.id}”与{by_id[item.id].file}重复；请另取一个名字。"
            raise FormError(msg)
        by_id[item.id] = item
    for before, after in pairwise(ordered):
        if after.first_year == before.first_year or after.first_year <= (before.last_year or 0):
            msg = (
                f"{after.file}：{after.id}版表式自{after.first_year}年度起适用，"
                f"而{before.file}的{before.id}版也适用于{after.first_year}年度；请改正其中一个的years。"
            )
            raise FormError(msg)
    return by_id


def edition(id: str) -> Edition:
    """The edition with this id.

    Raises:
        FormError: There is none.
    """
    try:
        return editions()[id]
    except KeyError:
        msg = f"没有“{id}”版表式；现有：{'、'.join(editions())}。"
        raise FormError(msg) from None


def edition_for(year: int) -> Edition:
    """The edition that reports on this year are made in: the newest in force, so that a new one ends the one before.

    Raises:
        FormError: No edition known here is in force for the year.
    """
    for item in reversed(editions().values()):
        if item.in_force(year):
            return item
    first = min(item.first_year for item in editions().values())
    msg = f"{year}年没有适用的表式：本系统支持{first}年及以后的报告年度，此前的表式与现行表式不同。"
    raise FormError(msg)


def table_names() -> dict[str, str]:
    """What the tables of all editions are called for short (表二), by id."""
    return {table: item.table_name(table) for item in editions().values() for table in item.tables}


@cached()
def splits() -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Rows (``table.row``) that some edition prints as one and a later one as several or under another id.

    What a later edition splits again is there as a whole as well, so that any two editions correspond directly.
    """
    named = [split for item in editions().values() for split in item.splits.items()]
    direct, found = dict(named), dict.fromkeys(named)
    for whole, given in named:
        parts = given
        for _ in direct:
            further = tuple(below for part in parts for below in direct.get(part, (part,)))
            if further == parts or whole in further:
                break
            parts = further
            found[whole, parts] = None
    return tuple(found)


def files_until(year: int) -> tuple[Path, ...]:
    """The project's form files that a report on a year can depend on: levels, and editions that begin by that year.

    A later edition is none of them: adding the form of next year changes no report that is there.

    Raises:
        FormError: A file is wrong.
    """
    given = current()
    if given is None:
        return ()
    known = {item.file.rpartition(":")[0]: item for item in editions().values()}
    return tuple(path for path in given.files if path.name == LEVELS or known[given.name(path)].first_year <= year)
