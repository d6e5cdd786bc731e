"""Channels of disclosure: facts that are parts of a whole."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.returns import InputError, nearest
from gongkai.sections.bars import Bars
from gongkai.sections.drawing import bars as draw

if TYPE_CHECKING:
    from collections.abc import Sequence

    from gongkai import returns
    from gongkai.returns import Return

__all__ = ["NAME", "draw", "numbers"]

NAME = "公开渠道"


def numbers(record: Return, history: Sequence[Return], figure: returns.Figure) -> Bars:  # noqa: ARG001 - one signature
    """The facts that the figure names; by default all parts of the first whole.

    Raises:
        InputError: The figure names an unknown fact, or the facts have different units.
    """
    facts = record.facts
    wholes = [fact.part_of for fact in facts.values() if fact.part_of]
    ids = figure.facts or tuple(id_ for id_, fact in facts.items() if fact.part_of and fact.part_of == wholes[0])
    for id_ in ids:
        if id_ not in facts:
            where = record.source.where(f"figures.{figure.id}.facts") or ""
            msg = f"{where}：facts中没有“{id_}”{nearest(id_, facts)}"
            raise InputError(msg)
    units = {facts[id_].unit: facts[id_].label for id_ in ids}
    if len(units) > 1:
        where = record.source.where(f"figures.{figure.id}") or ""
        said = "、".join(f"{label}（{unit}）" for unit, label in units.items())
        msg = f"{where}：图里的数单位不同，不能放在一起比较：{said}；请只列单位相同的。"
        raise InputError(msg)
    above = {facts[id_].part_of for id_ in ids}
    whole = facts.get(above.pop() or "") if len(above) == 1 else None
    values = [facts[id_].value for id_ in ids]
    given = [value for value in values if value is not None]
    # Percentages of the whole only if the parts shown add up to it.
    shares = whole is not None and len(given) == len(values) and sum(given, 0) == whole.value
    rows = tuple((facts[id_].label, (facts[id_].value,)) for id_ in ids)
    return Bars(whole.label if whole else "各渠道公开的政府信息", next(iter(units), "条"), rows, shares=shares)
