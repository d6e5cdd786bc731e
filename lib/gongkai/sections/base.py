"""What a section's notebook works with: the return, its published text, and what the section shows of them."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar, overload

from gongkai.document import display, fonts, photos
from gongkai.document.blocks import Block, Figure, Group, Heading, Table, inline
from gongkai.document.markdown import to_blocks, to_inline
from gongkai.prose import Prose, Published, publish, slots
from gongkai.returns import InputError, Params, Sections, nearest
from gongkai.sections import tables

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai import returns
    from gongkai.returns import Return


@dataclass(frozen=True)
class Section:
    """A section of the report of one organ for one year.

    Attributes:
        id: Section id of the form, or ``preface``.
        params: The folder of inputs.
        record: The return.
        previous: Last year's figures as published, where there are any.
        placed: Ids of the figures that a text of any section places.

    The record carries the texts of its own section only, so that a change of another section's text leaves this
    section as it is.
    """

    id: str
    params: Params
    record: Return
    previous: Return | None
    placed: frozenset[str]

    @cached_property
    def prose(self) -> Prose:
        """The texts as they will be published."""
        return publish(self.record, self.previous)

    @cached_property
    def font_set(self) -> fonts.FontSet:
        """The fonts of the organ's reports."""
        return fonts.font_set(self.record.agency.fonts, (self.params.root / "fonts",))

    @cached_property
    def history(self) -> tuple[Return, ...]:
        """Returns of earlier years, oldest first."""
        agency, year = self.record.agency.id, self.record.year
        return tuple(self.params.load(agency, y) for y in self.params.years(agency) if y < year)

    def heading(self) -> Heading:
        """The section's title, to the letter of the form."""
        section = self.record.edition.section(self.id)
        return Heading(level=1, content=inline(section.title), anchor=f"section-{self.id}")

    def passage(self, slot: str) -> Group:
        """The passages of a slot as they will be published: heading, text, figures placed in it.

        Raises:
            InputError: There is no such slot in the section.
        """
        found = slots(self.prose, self.id)
        if slot not in found:
            msg = f"“{self.id}”里没有段落“{slot}”{nearest(slot, found)}"
            raise InputError(msg)
        return Group(blocks=tuple(block for item in found[slot] for block in self._published(item)))

    def _published(self, item: Published) -> list[Block]:
        blocks: list[Block] = []
        if item.heading:
            blocks.append(Heading(level=2, content=to_inline(item.heading)))
        blocks += _deepen(to_blocks(undented(item.text), self._placed))
        for figure in self.record.figures:
            if figure.show and figure.after == f"{item.section}.{item.id}" and not self._in_text(figure.id):
                blocks += self.figure(figure.id)
        return blocks

    def table(self) -> Table:
        """The section's statutory table."""
        table = self.record.edition.section(self.id).table
        assert table is not None
        lying = table in self.record.agency.landscape
        return tables.statutory(self.record, table).model_copy(update={"landscape": lying})

    def figures(self) -> Group:
        """The figures that stand at the end of the section: those whose ``after`` names it; those without a place stand in section one."""
        blocks: list[Block] = []
        for figure in self.record.figures:
            here = figure.after == self.id or (figure.after is None and self.id == "overview")
            if figure.show and here and not self._in_text(figure.id):
                blocks += self.figure(figure.id)
        return Group(blocks=tuple(blocks))

    def _in_text(self, id_: str) -> bool:
        return id_ in self.placed

    def _placed(self, id_: str) -> Sequence[Block]:
        """What stands where a text places a figure; one that is switched off leaves nothing."""
        if any(figure.id == id_ and not figure.show for figure in self.record.figures):
            return ()
        return self.figure(id_)

    def figure(self, id_: str) -> Sequence[Block]:
        """A chart or photo with its number and caption; a photo that is not there is a framed space.

        Raises:
            InputError: ``figures`` has no such figure.
        """
        shown = [figure for figure in self.record.figures if figure.show]
        for index, figure in enumerate(shown, 1):
            if figure.id == id_:
                numbered = figure.model_copy(update={"caption": f"图{index} {figure.caption}"})
                if figure.kind == "photo":
                    return (self._photo(numbered),)
                from gongkai.sections import charts  # matplotlib: only where there is a chart

                return (charts.chart(figure.kind, self.record, self.history, numbered, self.font_set.files),)
        known = [figure.id for figure in self.record.figures]
        msg = f"{self.record.source.where('figures') or ''}：figures中没有“{id_}”{nearest(id_, known)}"
        raise InputError(msg)

    def _photo(self, figure: returns.Figure) -> Figure:
        path = self.params.photo(self.record, figure)
        base = {"alt": figure.alt or figure.caption, "caption": figure.caption, "anchor": f"figure-{figure.id}"}
        if path is None or not path.is_file():
            return Figure(media=None, **base)
        try:
            media, data = photos.reencode(path)
        except photos.PhotoError as error:
            at = self.record.source.where(f"figures.{figure.id}.file")
            msg = f"{at}：{self.record.agency.name}{self.record.year}年，{error}"
            raise InputError(msg) from error
        return Figure(media=media, data=base64.b64encode(data).decode("ascii"), **base)


def placed(record: Return) -> frozenset[str]:
    """Ids of the figures that the texts place by ``![](figure:ID)``."""
    return frozenset(re.findall(r"\]\(figure:([\w-]+)\)", record.sections.model_dump_json()))


S = TypeVar("S", bound=Section)


@overload
def load(section: str, agency: str, year: int, params: str | None) -> Section: ...
@overload
def load(section: str, agency: str, year: int, params: str | None, kind: type[S]) -> S: ...
def load(section: str, agency: str, year: int, params: str | None = None, kind: type[Section] = Section) -> Section:
    """Load a section of one organ's report for one year, and make Jupyter show figures and frames as blocks.

    Args:
        section: Section id.
        agency: Folder of the organ in ``params``.
        year: Report year.
        params: The folder of inputs; see :class:`~gongkai.returns.Params`.
        kind: The class of the section.

    Raises:
        InputError: There is no such organ or year, or its file is wrong; file, line and what to do.
    """
    loaded = read(section, agency, year, params, kind)
    display.prepare(lambda: loaded.font_set.files, f"{section} {agency} {year}")
    return loaded


def read(section: str, agency: str, year: int, params: str | None = None, kind: type[Section] = Section) -> Section:
    """Read what :func:`load` loads, and leave Jupyter as it is."""
    inputs = Params(params)
    record = inputs.load(agency, int(year))
    own = {section: getattr(record.sections, section)}
    seen = record.model_copy(update={"sections": Sections(**own)})
    return kind(section, inputs, seen, inputs.previous(agency, int(year)), placed(record))


def undented(text: str) -> str:
    """Without the blanks that offices type at the start of a paragraph: Markdown would read them as code."""
    return "\n".join(line.lstrip("　\u00a0") if line[:1] in "　\u00a0" else line for line in text.splitlines())


def _deepen(blocks: list[Block]) -> list[Block]:
    """Headings inside a passage stand on level 3, deeper ones on 4."""
    levels = sorted({block.level for block in blocks if isinstance(block, Heading)})
    if not levels:
        return blocks
    return [
        block.model_copy(update={"level": 3 if block.level == levels[0] else 4})
        if isinstance(block, Heading)
        else block
        for block in blocks
    ]
