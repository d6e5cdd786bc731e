"""What the file of an edition may hold, as models: a key that is not known is refused with the nearest."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BeforeValidator, ConfigDict, Field, StringConstraints, model_validator

from gongkai.forms.sources import Strict
from gongkai.parsing.invalid import refuse

SectionId = Literal["overview", "disclosure", "requests", "disputes", "problems", "other"]
TableId = Literal["disclosure", "requests", "disputes"]
Kind = Literal["integer", "signed", "decimal"]
Layout = Literal["matrix", "blocks", "line"]

Text = Annotated[str, StringConstraints(min_length=1, max_length=200)]
Names = tuple[Text, ...]


def _id(given: Any) -> Any:
    """An id of a row or column: a word in small Latin letters that no other key of a table is."""
    if isinstance(given, str):
        is_word = given.isascii() and given.isidentifier() and given == given.lower() and len(given) <= 40
        if not is_word or given in {"rest", "unit"}:
            message = f"“{given}”不能作代号；请用小写英文字母、数字和下划线，以字母开头，不能是rest或unit。"
            raise refuse(message)
    return given


Id = Annotated[str, BeforeValidator(_id)]


class Years(Strict):
    """The report years an edition is in force for; ``last: null`` is open, until a newer edition begins."""

    first: Annotated[int, Field(ge=2008, le=2999)]
    last: Annotated[int, Field(ge=2008, le=2999)] | None

    @model_validator(mode="after")
    def _ends_after_it_begins(self) -> Years:
        if self.last is not None and self.last < self.first:
            message = f"适用年度{self.first}至{self.last}写反了。"
            raise refuse(message)
        return self


class SectionSource(Strict):
    """A section: its title to the letter, the table it holds, if any, how long its text may be, and a note for who writes it."""

    id: SectionId
    title: Text
    table: TableId | None = None
    max_characters: Annotated[int, Field(gt=0)] | None = None
    note: Text | None = None


class ColumnSource(Strict):
    """A column, or a head over columns.

    Attributes:
        unit: Unit of its numbers; if left out, that of the table. ``null`` is open: each return gives one of ``units``.
        units: For an open unit the choices, each with how many of the smallest it is: ``{元: 1, 万元: 10000}``.
        names: How registers write the kind of applicant that counts in it, the usual name first.
    """

    label: Text
    id: Id | None = None
    unit: Text | None = None
    units: dict[Text, Annotated[int, Field(gt=0)]] = Field(default_factory=dict)
    kind: Kind = "integer"
    names: Names = ()
    columns: tuple[ColumnSource, ...] = ()


class RowSource(Strict):
    """A row, or a head over rows; ``names`` are how registers write the kind of reply that counts in it."""

    id: Id
    label: Text
    names: Names = ()
    rows: tuple[RowSource, ...] = ()


class GroupSource(Strict):
    """A group of numbers of a table of one line, or a head over groups."""

    id: Id
    label: Text
    groups: tuple[GroupSource, ...] = ()


class BlockSource(Strict):
    """A block of rows with columns of its own, under its title."""

    title: Text
    columns: Annotated[tuple[ColumnSource, ...], Field(min_length=1)]
    rows: Annotated[tuple[RowSource, ...], Field(min_length=1)]


class MatrixSource(Strict):
    """A table of rows by columns."""

    layout: Literal["matrix"]
    caption: Text
    corner: Text
    unit: Text | None = None
    columns: Annotated[tuple[ColumnSource, ...], Field(min_length=1)]
    rows: Annotated[tuple[RowSource, ...], Field(min_length=1)]


class BlocksSource(Strict):
    """A table of blocks under one another."""

    layout: Literal["blocks"]
    caption: Text
    corner: Text
    blocks: Annotated[tuple[BlockSource, ...], Field(min_length=1)]


class LineSource(Strict):
    """A table of one row of numbers under a tree of headers."""

    layout: Literal["line"]
    caption: Text
    unit: Text | None = None
    groups: Annotated[tuple[GroupSource, ...], Field(min_length=1)]
    columns: Annotated[tuple[ColumnSource, ...], Field(min_length=1)]


TableSource = MatrixSource | BlocksSource | LineSource
LAYOUTS: dict[str, type[TableSource]] = {"matrix": MatrixSource, "blocks": BlocksSource, "line": LineSource}


class AnyTable(Strict):
    """A table of whatever layout; :data:`LAYOUTS` says what else it holds."""

    model_config = ConfigDict(extra="allow")
    layout: Layout


class EditionFile(Strict):
    """The file of an edition.

    Attributes:
        edition: Its id, by which messages and files name it.
        source: The official letter that prescribes it.
        splits: Rows of earlier editions, ``table.row``, that this one prints as several, or under another id.
        tables: Tables by id, in the order of the sections.
    """

    edition: Annotated[str, StringConstraints(pattern=r"^[0-9A-Za-z][0-9A-Za-z._-]{0,19}$")]
    source: Text
    years: Years
    sections: Annotated[tuple[SectionSource, ...], Field(min_length=1)]
    splits: dict[str, Annotated[tuple[str, ...], Field(min_length=1)]] = Field(default_factory=dict)
    tables: dict[TableId, AnyTable]
