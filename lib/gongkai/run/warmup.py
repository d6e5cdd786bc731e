"""Warm-up of the fork server: fill caches once before the first fork, so that no child has to.

Regular expressions, templates and fonts are compiled or read on first use, and what a child caches is lost when it
ends. The server therefore performs once what notebooks do, by calling the package's functions and never a notebook's
code, and keeps only caches, whose values depend on their arguments alone.
"""

from __future__ import annotations

import contextlib
import re
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from IPython.core.interactiveshell import InteractiveShell

    from gongkai.document.blocks import _Block
    from gongkai.returns import Return

_CELLS = (
    "# Parameters\nagency = 'a'\nyear = 2024\n",
    "from gongkai.sections import charts, load\n\nx = load('y', a, b)\n",
    "# x\ndef x(frame, ax):\n    return y.z(frame, ax)\n\na.b('x', x)\n",
    "# x\nx.y()\n",
)
"""Cells like those of notebooks: they are parsed, not run."""

_LABELS = "自然人商业企科研机构社会公益组织法律服务其他予以开部分不无提供处理结果维持纠正尚未审年总计上"
"""Characters of the labels of charts: each is measured and outlined once."""


def run(shell: InteractiveShell, params: str | None, agency: str, year: int) -> None:
    """Produce an organ's report for one year and discard it.

    Args:
        shell: The shell that children inherit.
        params: Folder of inputs; by default the one that notebooks use.
        agency: Folder of the organ in it.
        year: Report year.

    Raises:
        Exception: Any error in the inputs, which the notebook will report.
    """
    for cell in _CELLS:
        tree = shell.compile.ast_parse(shell.transform_cell(cell))  # type: ignore[no-untyped-call]
        shell.transform_ast(tree)  # type: ignore[no-untyped-call]
    with _unregistered():
        _sections(params, agency, year)
        _review(params, agency, year)
        _chart()


def run_chart() -> None:
    """Draw a chart and discard it."""
    with _unregistered():
        _chart()


def _sections(params: str | None, agency: str, year: int) -> None:
    from gongkai.document import frames
    from gongkai.prose import slots
    from gongkai.returns import Params
    from gongkai.sections import loading
    from gongkai.sections.base import Section

    record = Params(params).load(agency, year)
    for form in record.edition.sections:
        read = loading.read(form.id, agency, year, params)
        assert isinstance(read, Section)
        section = replace(read, record=_without_photos(read.record))
        shown: list[_Block] = [section.heading(), section.figures()]
        shown += [section.passage(slot) for slot in slots(section.prose, form.id)]
        if form.table is not None:
            shown += [section.table(), frames.table(section.comparison())]
        for block in shown:
            block._repr_mimebundle_()


def _without_photos(record: Return) -> Return:
    """The return without its photo files: reading them is slow and fills no cache."""
    figures = tuple(f.model_copy(update={"file": None}) for f in record.figures)
    return record.model_copy(update={"figures": figures})


def _review(params: str | None, agency: str, year: int) -> None:
    from gongkai.sections import loading
    from gongkai.sections.review import Review

    paper = loading.read(loading.REVIEW, agency, year, params)
    assert isinstance(paper, Review)
    parts = ("preface", *(section.id for section in paper.record.edition.sections))
    sections = [paper.section(part) for part in parts]
    for group in (
        paper.summary(),
        paper.findings(),
        *sections,
        paper.blanks(),
        paper.facts(),
        paper.changes(),
        paper.numbers(),
    ):
        group._repr_mimebundle_()


def _chart() -> None:
    from gongkai.document import fonts
    from gongkai.sections import drawing
    from gongkai.sections.bars import Bars

    labels = re.findall(".{1,14}", _LABELS)
    numbers = (1234567890, None, 0)
    rows = tuple((label, (*numbers[n % 3 :], *numbers[: n % 3], 0)) for n, label in enumerate(labels))
    shown = Bars("申请", "件", rows, ("行政复议", "行政诉讼", "新收", "办结"), shares=True, whole=9876543210)
    drawing.picture(shown.to_frame(), drawing.bars, fonts.font_set("bundled").files, "rehearsal")


@contextlib.contextmanager
def _unregistered() -> Iterator[None]:
    """Unregister the fonts that charts register with matplotlib and close their files: each child opens its own."""
    from matplotlib import font_manager

    from gongkai.sections import drawing

    manager = font_manager.fontManager
    before = list(manager.ttflist)
    try:
        yield
    finally:
        manager.ttflist[:] = before
        drawing.forget()
        font_manager._get_font.cache_clear()  # type: ignore[attr-defined]  # noqa: SLF001 - as matplotlib does in a fork
