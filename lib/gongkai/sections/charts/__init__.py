"""Charts that say something: one a file, chosen by what the data hold; a sentence where there is nothing to draw."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.document.blocks import Paragraph, inline
from gongkai.returns import InputError, nearest
from gongkai.sections.charts import applicants, channels, disputes, documents, requests_years, results
from gongkai.sections.charts.drawing import draw

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from pathlib import Path

    from gongkai import returns
    from gongkai.document.blocks import Figure
    from gongkai.returns import FigureKind, Return
    from gongkai.sections.charts.bars import Bars

CHARTS: dict[FigureKind, Callable[[Return, Sequence[Return], returns.Figure], Bars]] = {
    "channels": channels.bars,
    "applicants": applicants.bars,
    "results": results.bars,
    "documents": documents.bars,
    "requests_years": requests_years.bars,
    "disputes": disputes.bars,
}
"""The kinds of chart by the name that ``figures`` gives them."""


def chart(
    kind: str, record: Return, history: Sequence[Return], figure: returns.Figure, fonts: Sequence[Path]
) -> Figure | Paragraph:
    """Draw a chart.

    Args:
        kind: One of :data:`CHARTS`.
        record: The return.
        history: Returns of earlier years, oldest first.
        figure: What the organ says of it; the caption carries its number.
        fonts: Font files.

    Returns:
        The figure; a sentence where every number is 0, or too few are filled in to draw anything.

    Raises:
        InputError: There is no such kind.
    """
    if kind not in CHARTS:
        where = record.source.where(f"figures.{figure.id}.kind") or ""
        msg = f"{where}：没有“{kind}”这种图{nearest(kind, CHARTS)}可以用：photo、{'、'.join(CHARTS)}。"
        raise InputError(msg)
    bars = CHARTS[kind](record, history, figure)
    if sentence := bars.nothing():
        return Paragraph(content=inline(sentence))
    return draw(bars, figure, fonts)


def available(record: Return, history: Sequence[Return] = ()) -> tuple[str, ...]:
    """The kinds of chart worth showing: those with at least two numbers that are not 0, over the years with two years.

    Args:
        record: The return.
        history: Returns of earlier years, oldest first.
    """
    from gongkai.returns import Figure as Given

    found = []
    for kind, make in CHARTS.items():
        bars = make(record, history, Given(id=kind, kind=kind, caption=""))
        over_years = all(label.endswith("年") for label, _ in bars.rows)
        if over_years and len(bars.rows) < 2:
            continue
        shown = sum(1 for _, values in bars.rows for value in values if value)
        if bars.nothing() is None and shown > 1 and not (bars.years and len(bars.rows) < 2):
            found.append(kind)
    return tuple(found)
