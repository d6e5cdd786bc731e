"""How a notebook gets its section: ``section = load("requests", agency, year)``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Literal, overload

from gongkai.document import display, fonts
from gongkai.returns import InputError, Params, Sections, nearest
from gongkai.sections.base import Section, placed
from gongkai.sections.other import Other
from gongkai.sections.preface import Preface
from gongkai.sections.review import Review

if TYPE_CHECKING:
    from pathlib import Path

_KINDS: dict[str, type[Section]] = {"preface": Preface, "other": Other}
"""The sections with more than heading, passages, table and figures."""

REVIEW = "review"
"""Name of the reviewer's working paper, which is not a section of the report."""

NAMES = (*Sections.model_fields, REVIEW)
"""The sections that can be loaded."""


@overload
def load(section: Literal["preface"], agency: str, year: int, params: Path | str | None = None) -> Preface: ...
@overload
def load(section: Literal["other"], agency: str, year: int, params: Path | str | None = None) -> Other: ...
@overload
def load(section: Literal["review"], agency: str, year: int, params: Path | str | None = None) -> Review: ...
@overload
def load(section: str, agency: str, year: int, params: Path | str | None = None) -> Any: ...
def load(section: str, agency: str, year: int, params: Path | str | None = None) -> Section | Review:
    """Load a section of one organ's report for one year, and make Jupyter show figures and frames as blocks.

    Args:
        section: Section id of the form, ``preface``, or ``review`` for the reviewer's working paper.
        agency: Folder of the organ in ``params``.
        year: Report year.
        params: The folder of inputs; see :class:`~gongkai.returns.Params`.

    Raises:
        InputError: There is no such section, organ or year, or its file is wrong; file, line and what to do.
    """
    loaded = read(section, agency, year, params)
    root = Params(params).root
    display.prepare(
        lambda: fonts.font_set(loaded.record.agency.fonts, (root / "fonts",)).files, f"{section} {agency} {year}"
    )
    return loaded


def read(section: str, agency: str, year: int, params: Path | str | None = None) -> Section | Review:
    """Load a section without registering display hooks in Jupyter.

    Raises:
        InputError: See :func:`load`.
    """
    if section not in NAMES:
        msg = f"报告里没有“{section}”这一部分{nearest(section, NAMES)}可以用：{'、'.join(NAMES)}。"
        raise InputError(msg)
    inputs = Params(params)
    record, previous = inputs.load(agency, int(year)), inputs.previous(agency, int(year))
    if section == REVIEW:
        return Review(record, previous, inputs.members(agency, int(year)))
    seen = record.model_copy(update={"sections": Sections(**{section: getattr(record.sections, section)})})
    return _KINDS.get(section, Section)(section, inputs, seen, previous, placed(record))
