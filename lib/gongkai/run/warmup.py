"""Warm-up of the fork server: caches are filled once before its first fork, so that no child has to.

Regular expressions, templates and fonts are compiled or read when they are first used; what a child caches is lost when
it ends. The server therefore goes once through what notebooks do, by the functions of the package alone and never by the
code of a notebook, and keeps nothing but caches: what is cached depends on its arguments only.
"""

from __future__ import annotations

import contextlib
from dataclasses import replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

    from IPython.core.interactiveshell import InteractiveShell

    from gongkai.returns import Return

_CELLS = (
    "# Parameters\nagency = 'a'\nyear = 2024\n",
    "from gongkai.sections import other\n\nx = other.load(a, b)\n",
    "# x\nx.y()\n",
)
"""Cells like those of notebooks: they are parsed, not run."""


def run(shell: InteractiveShell, params: str | None, agency: str, year: int) -> None:
    """Go through an organ's report for one year, and discard it.

    Args:
        shell: The shell that children inherit.
        params: Folder of inputs; by default the one that notebooks use.
        agency: Folder of the organ in it.
        year: Report year.

    Raises:
        Exception: Whatever is wrong with the inputs; the notebook will report it.
    """
    for cell in _CELLS:
        tree = shell.compile.ast_parse(shell.transform_cell(cell))  # type: ignore[no-untyped-call]
        shell.transform_ast(tree)  # type: ignore[no-untyped-call]
    with _unregistered():
        _sections(params, agency, year)
        _review(params, agency, year)
        _chart()


def _sections(params: str | None, agency: str, year: int) -> None:
    from gongkai.prose import slots
    from gongkai.returns import Params
    from gongkai.sections import base

    record = Params(params).load(agency, year)
    for name in (section.id for section in record.edition.sections):
        section = replace(read := base.read(name, agency, year, params), record=_without_photos(read.record))
        shown = [section.heading(), section.figures(), *(section.passage(slot) for slot in slots(section.prose, name))]
        if record.edition.section(name).table is not None:
            shown.append(section.table())
        for block in shown:
            block._repr_mimebundle_()


def _without_photos(record: Return) -> Return:
    """The return without the files of its photos: reading them takes long and caches nothing."""
    figures = tuple(f.model_copy(update={"file": None}) for f in record.figures)
    return record.model_copy(update={"figures": figures})


def _review(params: str | None, agency: str, year: int) -> None:
    from gongkai.sections import review

    paper = review.read(agency, year, params)
    for group in (paper.summary(), paper.findings(), paper.blanks(), paper.facts(), paper.changes()):
        group._repr_mimebundle_()


def _chart() -> None:
    from gongkai import returns
    from gongkai.document import fonts
    from gongkai.sections.charts import bars, drawing

    shown = bars.Bars("申请", "件", (("自然人", (2, 1)), ("法人", (1, 0))), ("上年", "本年"))
    drawing.draw(shown, returns.Figure(id="rehearsal", kind="channels", caption="图"), fonts.font_set("bundled").files)


@contextlib.contextmanager
def _unregistered() -> Iterator[None]:
    """Unregister the fonts that charts register with matplotlib, and close their files: each child opens its own."""
    from matplotlib import font_manager

    from gongkai.sections.charts import drawing

    manager = font_manager.fontManager
    before = list(manager.ttflist)
    try:
        yield
    finally:
        manager.ttflist[:] = before
        drawing.forget()
        font_manager._get_font.cache_clear()  # type: ignore[attr-defined]  # noqa: SLF001 - as matplotlib does in a fork
