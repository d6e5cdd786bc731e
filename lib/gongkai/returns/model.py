"""What an organ reports for a year: the typed return."""

from __future__ import annotations

import datetime as dt
from functools import cached_property
from typing import TYPE_CHECKING, Annotated, Any, Literal, Self

from pydantic import BeforeValidator, Field, model_validator

from gongkai import forms
from gongkai.parsing.invalid import one_of, refuse
from gongkai.returns.base import Model, Number, Past, Said
from gongkai.returns.members import Correction, Member, in_year
from gongkai.returns.source_map import SourceMap

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "MATTERS", "Agency", "Contact", "Correction", "Fact", "Figure", "Issue", "Member", "Model", "Number", "Passage", "Return",
    "Sections", "SourceMap", "WaivedValue", "Waiver", "empty_cells",
]  # fmt: skip


MATTERS: dict[str, str] = {
    "summary": "概述",
    "disclosure": "主动公开政府信息情况",
    "requests": "政府信息公开申请办理情况",
    "management": "政府信息管理情况",
    "platform": "政府信息公开平台建设情况",
    "supervision": "监督保障情况",
}
"""Passages of section one by id, with the heading used when none is given: an opening and the five matters of 30号."""


class Contact(Model):
    """Contact for readers. All values are texts; missing ones are omitted from the preface."""

    office: str | None = None
    address: str | None = None
    postcode: str | None = None
    phone: str | None = None
    fax: str | None = None
    email: str | None = None


def _table(id: str) -> str:
    """For a validator: ``id`` if a form has such a table.

    Raises:
        PydanticCustomError: None has; the sentence names all there are.
    """
    return one_of(id, forms.table_names())


class Agency(Model):
    """An organ (行政机关).

    Attributes:
        id: Folder name in ``params``.
        name: Full official name, used in the title.
        short_name: The name with which it signs, if different.
        self_name: How it refers to itself in sentences (我局, 我市, 本机关).
        level: Level of organ, which determines deadline and content.
        contact: Contact for readers.
        site: Name of the website and column where the report is published.
        url: Address of that website.
        fonts: Name of the font set for PDF, Word and charts.
        members: The organs whose reports a roll-up adds up, with the years in which they count.
        landscape: Tables on separate landscape pages in PDF and Word.
        contents: Whether the Word file begins with a table of contents.
    """

    id: str
    name: str
    short_name: str | None = None
    self_name: str = "本机关"
    level: Annotated[str, BeforeValidator(forms.level)]
    contact: Contact = Contact()
    site: str | None = None
    url: str | None = None
    fonts: str = "bundled"
    members: tuple[Member, ...] = ()
    landscape: tuple[Annotated[str, BeforeValidator(_table)], ...] = ()
    contents: bool = False

    @model_validator(mode="after")
    def _not_its_own_member(self) -> Self:
        if any(self.id in {member.id, member.successor} for member in self.members):
            msg = f"{self.id}写成了自己的成员；请删去。"
            raise refuse(msg)
        return self

    def member_ids(self, year: int) -> tuple[str, ...]:
        """Ids of the organs whose reports a roll-up of a year adds up; empty if there are none."""
        return in_year(self.members, year)


class Fact(Model):
    """A number outside the form.

    Attributes:
        value: The number; ``None`` if not filled in.
        unit: Its unit, for instance 条.
        label: What it counts.
        part_of: Id of the fact of which it is a part; the parts must add up to it (R15).
        same_as: Id of a fact that states the same quantity elsewhere (R15).
    """

    value: Number | None
    unit: str
    label: str
    part_of: str | None = None
    same_as: str | None = None


class Passage(Model):
    """A passage with its own heading.

    Attributes:
        id: One of :data:`MATTERS` or any other name.
        heading: Heading without its number; ``None`` uses the one in :data:`MATTERS`.
        text: Markdown with placeholders; ``None`` uses the standard sentences generated from the figures.
    """

    id: str
    heading: str | None = None
    text: str | None = None


class Figure(Model):
    """A chart or a photo.

    Attributes:
        id: Name by which the text places it: ``![](figure:ID)`` on a line of its own.
        kind: ``photo``, or a kind of chart; see :mod:`gongkai.sections.charts`.
        file: File of a photo, relative to the folder of the year.
        caption: Caption without its number.
        alt: Alternative text; by default generated from a chart's numbers.
        show: ``False`` hides it.
        facts: Ids of facts that a ``channels`` chart shows; ``None`` is all parts of a whole.
        after: Where it is placed if no text references it: a section id, or ``overview.<passage id>``.
    """

    id: str
    kind: str
    caption: str
    file: str | None = None
    alt: str | None = None
    show: bool = True
    facts: tuple[str, ...] | None = None
    after: str | None = None


WaivedValue = Number | str | tuple[Number | None, ...] | None
"""A value that a waiver accepts: a number, a short text or a digest (``sha256:…``), the numbers of a row; ``None`` is blank."""


class Waiver(Model):
    """A finding that was reviewed and accepted.

    Attributes:
        rule: Rule id.
        cells: Paths of the cells it covers; ``*`` matches any part (``requests.granted.*``). If empty, all.
        values: The values that were accepted, by path of cell, row or text; the waiver falls when one changes. ``None`` if they
            were not recorded.
        reason, by, date: Why it was accepted, by whom and when; not empty, and not in the future.
    """

    rule: str
    cells: tuple[str, ...] = ()
    values: dict[str, WaivedValue] | None = None
    reason: Said
    by: Said
    date: Past

    def to_json(self) -> dict[str, Any]:
        """JSON data; numbers are int or Decimal."""
        return {**self.model_dump(exclude={"values"} if self.values is None else None), "date": self.date.isoformat()}


class Issue(Model):
    """Something that an importer or a loader could not resolve.

    Attributes:
        path: The cell, row, table or section it is about (``requests.granted``, ``sections.problems``).
        kind: ``blank`` (not filled in), ``ambiguous`` (several readings), ``absent`` (row, table or section is
            missing), ``mislabelled`` (a label or title differs from the form), ``invalid`` (not a valid number),
            ``form`` (another edition was used), ``extra`` (no place in the form), ``note``.
        raw: The original text.
        expected: For ``mislabelled``: the form's label.
        candidates: For ``ambiguous``: all readings, each a list of numbers in column order. For ``extra``: the numbers of the
            row, which take part in sums though they have no cell (:func:`gongkai.returns.cells.sum_or_none`). For ``invalid``
            and ``blank``: the number that stayed when a later source had none that could be read, or had been emptied.
        message: A Chinese sentence, if the kind alone is not sufficient.
    """

    path: str
    kind: Literal["blank", "ambiguous", "absent", "mislabelled", "invalid", "form", "extra", "note"]
    raw: str | None = None
    expected: str | None = None
    candidates: tuple[tuple[Number | None, ...], ...] = ()
    message: str | None = None


class Sections(Model):
    """The texts of the report, Markdown with placeholders.

    ``None`` uses the standard sentences. ``overview`` as a string is the whole text; as passages, standard sentences
    replace a missing 主动公开 or 依申请公开. Texts of sections with a table precede it.
    """

    preface: str | None = None
    overview: str | tuple[Passage, ...] | None = None
    disclosure: str | None = None
    requests: str | None = None
    disputes: str | None = None
    problems: str | None = None
    other: str | None = None


class Return(Model):
    """A year's return of an organ.

    Attributes:
        agency: The organ.
        year: Report year.
        cells: Every cell of the edition by path (``requests.new.total``); ``None`` is not filled in, never 0.
        rest: Cells that were not typed but set by ``rest: 0``.
        form_used: Edition really used where it is not the one the year demands.
        units: Where the form prints no unit, the one given, by row (``disclosure.procurement``: 元 or 万元).
        facts: Numbers outside the form by id.
        sections: The texts.
        figures: Charts and photos in the order of their numbers.
        signed: Signature date. ``published``: publication date. ``publish_by``: date promised in the preface.
        signature: Name with which the organ signs; the agency's ``short_name`` or ``name`` by default.
        seal: Whether print leaves room for the organ's seal.
        waivers: Accepted findings.
        corrections: Numbers that a roll-up counts otherwise than its members say.
        issues: What could not be resolved when it was read.
        words: The office's own words for reading prose, by meaning (``params/lexicon.yaml``).
        source, words_source: File and lines of the return and of ``words``; ignored in comparisons.
    """

    agency: Agency
    year: int
    cells: dict[str, Number | None]
    rest: tuple[str, ...] = ()
    form_used: str | None = None
    units: dict[str, str] = Field(default_factory=dict)
    facts: dict[str, Fact] = Field(default_factory=dict)
    sections: Sections = Sections()
    figures: tuple[Figure, ...] = ()
    signed: dt.date | None = None
    published: dt.date | None = None
    publish_by: dt.date | None = None
    signature: str | None = None
    seal: bool = False
    waivers: tuple[Waiver, ...] = ()
    corrections: tuple[Correction, ...] = ()
    issues: tuple[Issue, ...] = ()
    words: tuple[tuple[str, tuple[str, ...]], ...] = ()
    source: Annotated[SourceMap, Field(repr=False)] = SourceMap()
    words_source: Annotated[SourceMap, Field(repr=False)] = SourceMap()

    def __eq__(self, other: object) -> bool:
        """Compare everything except the source."""
        if not isinstance(other, Return):
            return NotImplemented
        compared = Return.model_fields.keys() - {"source", "words_source"}
        return all(getattr(self, name) == getattr(other, name) for name in compared)

    __hash__ = None  # type: ignore[assignment]

    @cached_property
    def edition(self) -> forms.Edition:
        """The edition of the form that the year requires."""
        return forms.edition_for(self.year)

    @property
    def title(self) -> str:
        """Title of the report: full name, year, 政府信息公开工作年度报告."""
        return f"{self.agency.name}{self.year}年政府信息公开工作年度报告"

    def cell(self, path: str) -> Number | None:
        """Value of a cell; ``None`` if not filled in.

        Raises:
            FormError: The edition has no such cell.
        """
        if path not in self.cells:
            self.edition.cell(path)
        return self.cells.get(path)

    def unit(self, path: str) -> str | None:
        """Unit of a cell: the form's, else the one given; ``None`` if none was."""
        cell = self.edition.cell(path)
        return cell.unit or self.units.get(cell.row_path)

    def row(self, path: str) -> list[Number | None]:
        """Values of a row (``requests.new``) in column order."""
        table, row = path.split(".")
        return [self.cells[f"{path}.{column.id}"] for column in self.edition.tables[table].row_by_id[row].columns]

    def total(self, table: str, group: str, column: str) -> Number | None:
        """Sum over the rows under a header (``requests``, ``refused``, ``total``); ``None`` if one is not filled in.

        The row 总计 under the header is not included.
        """
        values = [
            self.cells[f"{table}.{row.id}.{column}"]
            for row in self.edition.tables[table].group(group)
            if row.id != "total" or group == "total"
        ]
        if any(value is None for value in values):
            return None
        return sum((value for value in values if value is not None), 0)

    def to_frame(self, table: str, *, labels: bool = False) -> pd.DataFrame:
        """A statutory table as a DataFrame; see :func:`gongkai.returns.frames.table`."""
        from gongkai.returns import frames  # pandas is slow to import: only if frames are used

        return frames.table(self, table, labels=labels)


def empty_cells(edition: forms.Edition) -> dict[str, Number | None]:
    """All cells of an edition, none filled in."""
    return dict.fromkeys(edition.cells)
