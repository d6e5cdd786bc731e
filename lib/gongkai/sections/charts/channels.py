"""Through which channels information was disclosed: facts that are parts of a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.returns import InputError, nearest
from gongkai.sections.charts.bars import Bars

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai import returns
    from gongkai.returns import Return


def bars(record: Return, history: Sequence[Return], figure: returns.Figure) -> Bars:  # noqa: ARG001 - one signature
    """The facts that the figure names; by default all parts of the first whole.

    Raises:
        InputError: A fact that the figure names is not there.
    """
    facts = record.facts
    wholes = [fact.part_of for fact in facts.values() if fact.part_of]
    ids = figure.facts or tuple(id_ for id_, fact in facts.items() if fact.part_of and fact.part_of == wholes[0])
    for id_ in ids:
        if id_ not in facts:
            where = record.source.where(f"figures.{figure.id}.facts") or ""
            msg = f"{where}：facts中没有“{id_}”{nearest(id_, facts)}"
            raise InputError(msg)
    whole = facts[ids[0]].part_of if ids else None
    subject = facts[whole].label if whole else "各渠道公开的政府信息"
    return Bars(subject, facts[ids[0]].unit if ids else "条", tuple((facts[i].label, (facts[i].value,)) for i in ids))
