"""The object that a section's notebook works with: the return, its published text, tables and charts."""

from __future__ import annotations

import base64
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from gongkai.document import fonts, photos
from gongkai.document.blocks import Block, Figure, Group, Heading, Paragraph, Table, inline
from gongkai.document.markdown import to_blocks, to_inline
from gongkai.prose import Prose, RenderedPassage, render_texts, slots
from gongkai.returns import InputError, figure_order, nearest
from gongkai.sections import tables

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import pandas as pd

    from gongkai import returns
    from gongkai.returns import Params, Return
    from gongkai.sections.drawing import Draw


@dataclass(frozen=True)
class Section:
    """A section of the report of one organ for one year.

    Attributes:
        id: Section id of the form, or ``preface``.
        params: The folder of inputs.
        record: The return.
        previous: Last year's figures as published, if any.
        placed: Ids of the figures referenced by the text of any section.

    The record has the texts of its own section only, so that changing another section's text does not affect this
    section.
    """

    id: str
    params: Params
    record: Return
    previous: Return | None
    placed: frozenset[str]

    @cached_property
    def prose(self) -> Prose:
        """Render the texts as they will be published."""
        return render_texts(self.record, self.previous)

    @cached_property
    def font_set(self) -> fonts.FontSet:
        """The fonts of the organ's reports."""
        return fonts.font_set(self.record.agency.fonts, (self.params.root / "fonts",))

    @cached_property
    def history(self) -> tuple[Return, ...]:
        """Earlier years' figures, oldest first; see :meth:`gongkai.returns.Params.history`."""
        return self.params.history(self.record.agency.id, self.record.year)

    @property
    def frame(self) -> pd.DataFrame:
        """The numbers of the section's table, by ids; see :func:`gongkai.returns.frames.table`.

        Raises:
            InputError: The section has no table.
        """
        return self.record.to_frame(self._table)

    @property
    def history_frame(self) -> pd.DataFrame:
        """The section's table in every available year, oldest first; see :func:`gongkai.returns.frames.history`.

        Raises:
            InputError: The section has no table.
        """
        from gongkai.returns import frames  # pandas: only if a frame is requested

        return frames.history((*self.history, self.record), self._table)

    def comparison(self) -> pd.DataFrame:
        """The section's table beside last year's, with the form's labels; see :func:`gongkai.returns.frames.beside`.

        Raises:
            InputError: The section has no table.
        """
        from gongkai.returns import frames  # pandas: only if a frame is requested

        return frames.beside(self.record, self.previous, self._table)

    @property
    def _table(self) -> str:
        form = self.record.edition.section(self.id)
        if form.table is None:
            msg = f'“{form.title}”没有表；要用别的表，请写 section.record.to_frame("requests") 这样。'
            raise InputError(msg)
        return form.table

    def heading(self) -> Heading:
        """The section's title, exactly as in the form."""
        section = self.record.edition.section(self.id)
        return Heading(level=1, content=inline(section.title), anchor=f"section-{self.id}")

    def passage(self, slot: str) -> Group:
        """The passages of a slot as they will be published: headings, text, and figures placed in the text.

        Raises:
            InputError: The section has no such slot.
        """
        found = slots(self.prose, self.id)
        if slot not in found:
            msg = f"“{self.id}”里没有段落“{slot}”{nearest(slot, found)}"
            raise InputError(msg)
        return Group(blocks=tuple(block for item in found[slot] for block in self._published(item)))

    def _published(self, item: RenderedPassage) -> list[Block]:
        blocks: list[Block] = []
        if item.heading:
            blocks.append(Heading(level=2, content=to_inline(item.heading)))
        blocks += deepen(to_blocks(undented(item.text), self._in_text))
        for figure in self.record.figures:
            if figure.show and figure.after == f"{item.section}.{item.id}" and figure.id not in self.placed:
                blocks += self.figure(figure.id)
        return blocks

    def table(self) -> Table:
        """The section's statutory table."""
        landscape = self._table in self.record.agency.landscape
        return tables.statutory(self.record, self._table).model_copy(update={"landscape": landscape})

    def chart(self, kind: str, draw: Draw) -> Group:
        """Use a function to draw the charts of a kind in this section, also for :meth:`passage` and :meth:`figures`.

        Args:
            kind: Kind of chart, as named in ``figures`` in the year's file.
            draw: A function ``(frame, ax)`` that draws the numbers of a chart, a DataFrame with one row per bar, into
                matplotlib's Axes; ``gongkai.sections.charts.bars`` is the default.

        Returns:
            The charts as the report shows them; a sentence if this section has none of the kind.

        Raises:
            InputError: There is no such kind; the message names the nearest.
        """
        from gongkai.sections import charts

        charts.find(kind)
        self._draws[kind] = draw
        asked = [figure for figure in self.record.figures if figure.kind == kind and figure.show]
        for figure in asked:
            self._made.pop(figure.id, None)
        blocks = [block for figure in asked if self._is_here(figure) for block in self.figure(figure.id)]
        if not blocks:
            blocks.append(Paragraph(content=inline(_none_here(kind, asked))))
        return Group(blocks=tuple(blocks))

    def _is_here(self, figure: returns.Figure) -> bool:
        """Whether a figure is shown in this section."""
        if figure.id in self.placed:
            return figure.id in placed(self.record)
        return (figure.after or "overview").partition(".")[0] == self.id

    def figures(self) -> Group:
        """The figures at the end of the section: those whose ``after`` names it; unplaced figures go to section one."""
        return Group(blocks=tuple(self._at_the_end()))

    def _at_the_end(self) -> Iterator[Block]:
        for figure in self.record.figures:
            if figure.show and (figure.after or "overview") == self.id and figure.id not in self.placed:
                yield from self.figure(figure.id)

    def _in_text(self, id_: str) -> Sequence[Block]:
        """The blocks of a figure referenced by a text; empty if the figure is hidden."""
        if any(figure.id == id_ and not figure.show for figure in self.record.figures):
            return ()
        return self.figure(id_)

    @cached_property
    def _draws(self) -> dict[str, Draw]:
        """The functions passed to :meth:`chart`, by kind of chart."""
        return {}

    @cached_property
    def _made(self) -> dict[str, Block]:
        """The figures rendered so far, by id."""
        return {}

    def figure(self, id_: str) -> Sequence[Block]:
        """A chart or photo with its number and caption; a missing photo is an empty frame.

        Raises:
            InputError: ``figures`` has no such figure, or one of an unknown kind.
        """
        shown = [figure for figure in self.record.figures if figure.show]
        for index, figure in enumerate(shown, 1):
            if figure.id == id_:
                if id_ not in self._made:
                    numbered = figure.model_copy(update={"caption": f"图{index} {figure.caption}"})
                    make = self._photo if figure.kind == "photo" else self._chart
                    self._made[id_] = make(numbered)
                return (self._made[id_],)
        known = [figure.id for figure in self.record.figures]
        msg = f"{self.record.source.where('figures') or ''}：figures中没有“{id_}”{nearest(id_, known)}"
        raise InputError(msg)

    def _chart(self, figure: returns.Figure) -> Block:
        """A chart; a sentence if every number is 0, or too few are filled in to draw anything."""
        from gongkai.sections import charts, drawing

        kind = charts.of(self.record, figure)
        numbers = kind.numbers(self.record, self.history, figure)
        if sentence := numbers.nothing():
            return Paragraph(content=inline(sentence))
        draw = self._draws.get(figure.kind, kind.draw)
        drawn = drawing.picture(numbers.to_frame(), draw, self.font_set.files, figure.id)
        return Figure(
            media="image/svg+xml", data=drawn.svg, alt=figure.alt or drawn.words or numbers.sentence(),
            caption=figure.caption, width_mm=drawn.width_mm, anchor=f"figure-{figure.id}", screen=drawn.screen,
            phone=drawn.phone,
        )  # fmt: skip

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
    """Ids of the figures that texts reference by ``![](figure:ID)``."""
    return frozenset(figure_order.referenced(record.sections.model_dump_json()))


def _none_here(kind: str, asked: Sequence[returns.Figure]) -> str:
    """Why a section shows no chart of a kind."""
    if not asked:
        return f"今年的figures里没有这种图（kind: {kind}）；写上一项，报告里就有。"
    ids = "、".join(f"“{figure.id}”" for figure in asked)
    return f"{ids}放在报告的其他部分；要改画法，请把这个单元格复制到那一部分的笔记本里，放在正文前面。"


def undented(text: str) -> str:
    """Remove indentation typed at the start of paragraphs, which Markdown would read as code."""
    return "\n".join(line.lstrip("　\u00a0") if line[:1] in "　\u00a0" else line for line in text.splitlines())


def deepen(blocks: list[Block]) -> list[Block]:
    """Shift headings inside a passage to level 3, deeper ones to level 4."""
    levels = sorted({block.level for block in blocks if isinstance(block, Heading)})
    if not levels:
        return blocks
    return [
        block.model_copy(update={"level": 3 if block.level == levels[0] else 4})
        if isinstance(block, Heading)
        else block
        for block in blocks
    ]
