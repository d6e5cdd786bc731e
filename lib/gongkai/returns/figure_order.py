"""The order in which the figures of a report are read, which is that of their numbers."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from gongkai.returns.model import MATTERS, Sections

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from gongkai.returns.model import Figure

_PLACED = re.compile(r"\]\(figure:([\w-]+)\)")


def referenced(text: str | None) -> list[str]:
    """Ids of the figures that a text places by ``![](figure:ID)``, in order."""
    return _PLACED.findall(text or "")


def in_reading_order(figures: Sequence[Figure], sections: Sections) -> tuple[Figure, ...]:
    """The figures as they follow each other in the report; those of one place stay in their order.

    Args:
        figures: Figures as the year's file lists them.
        sections: All texts of the report.
    """
    by_id = {figure.id: figure for figure in figures}
    texts = list(_texts(sections))
    placed = {id_ for _, text in texts for id_ in referenced(text)}
    found: dict[str, None] = {}
    for place, text in texts:
        found.update(dict.fromkeys(id_ for id_ in referenced(text) if id_ in by_id))
        found.update(dict.fromkeys(f.id for f in figures if f.id not in placed and (f.after or "overview") == place))
    found.update(dict.fromkeys(by_id))
    return tuple(by_id[id_] for id_ in found)


def _texts(sections: Sections) -> Iterator[tuple[str, str | None]]:
    """Each place that figures can be after, with the text before it, in the order of the report."""
    for name in Sections.model_fields:
        value = getattr(sections, name)
        if name != "overview":
            yield name, value
            continue
        written = () if isinstance(value, str) or value is None else tuple((item.id, item.text) for item in value)
        ids = [id_ for id_, _ in written]
        # Standard sentences about 主动公开 and 依申请公开 are in the place that they have among the five matters.
        order, matters = list(ids), list(MATTERS)
        for id_ in ("requests", "disclosure"):
            if id_ not in order:
                later = [order.index(other) for other in matters[matters.index(id_) :] if other in order]
                order.insert(min(later, default=len(order)), id_)
        texts = dict(written)
        yield from ((f"overview.{id_}", texts.get(id_)) for id_ in order)
        yield name, value if isinstance(value, str) else None
