"""The rehearsal: what the first notebook would pay for once, paid for in the zygote, so that its children need not.

Regular expressions, templates and fonts are compiled or read when they are first used; a child that does so dies with
what it has learnt. The zygote therefore goes once through what notebooks do, by the functions of the package alone,
never by the code of a notebook, and keeps nothing but caches: what is cached depends on its arguments only.
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
"""Cells as notebooks have them: they are read, not run."""


def run(shell: InteractiveShell, params: str | None, agency: str, year: int) -> None:
    """Go through an organ's report for one year, and forget it.

    Raises:
        Exception: Whatever is wrong with the inputs; the notebook will say it.
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
    """A space where a photo stands: reading it takes long, and leaves nothing to a child."""
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
    """Take back what charts tell matplotlib of fonts, and close their files: each child has its own."""
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
