"""The kinds of chart: one per file in this folder, discovered automatically; other packages add kinds by entry points.

A file ``<kind>.py`` declares

- ``NAME``: its name in messages, in Chinese;
- ``numbers(record, history, figure) -> Bars``: its data from a return; ``history`` are earlier years' returns, oldest
  first; ``figure`` is its entry in the year's file. It imports neither pandas nor matplotlib, as ``gongkai check``
  calls it too. It raises :class:`~gongkai.returns.InputError` with file and line if the chart cannot be drawn;
- ``draw(frame, ax) -> Axes``: draws ``numbers(…).to_frame()`` into matplotlib's Axes.

An entry point of the group ``gongkai.charts`` has the kind as its name and such a module as its value.
"""

from __future__ import annotations

import pkgutil
from dataclasses import dataclass
from functools import cache
from importlib import import_module
from typing import TYPE_CHECKING

from gongkai import plugins
from gongkai.parsing.invalid import choice
from gongkai.returns import InputError, nearest
from gongkai.sections.drawing import bars

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from importlib.metadata import EntryPoint

    from gongkai import returns
    from gongkai.returns import Return
    from gongkai.sections.bars import Bars
    from gongkai.sections.drawing import Draw

__all__ = ["Kind", "available", "bars", "find", "kinds", "of"]

_PHOTO = {"photo": "照片"}
"""The kind of figure that is not a chart."""


@dataclass(frozen=True)
class Kind:
    """A kind of chart; see the text of this module.

    Attributes:
        id: Its name in ``figures``.
        name: Its name in messages, in Chinese.
        numbers: Extracts its data from a return.
        draw: Draws it.
    """

    id: str
    name: str
    numbers: Callable[[Return, Sequence[Return], returns.Figure], Bars]
    draw: Draw


@cache
def _own() -> tuple[str, ...]:
    return tuple(sorted(module.name for module in pkgutil.iter_modules(__path__)))


@cache
def _others() -> dict[str, EntryPoint]:
    """Entry points by kind; built-in kinds cannot be replaced."""
    return {point.name: point for point in plugins.points(plugins.CHARTS) if point.name not in _own()}


@cache
def _kind(id_: str) -> Kind | None:
    if id_ in _own():
        module = import_module(f"{__name__}.{id_}")
    elif id_ in _others():
        module = _others()[id_].load()
    else:
        return None
    return Kind(id_, module.NAME, module.numbers, module.draw)


def kinds() -> dict[str, Kind]:
    """Every kind of chart by its id."""
    found = {id_: _kind(id_) for id_ in (*_own(), *_others())}
    return {id_: kind for id_, kind in found.items() if kind is not None}


def find(id_: str) -> Kind:
    """A kind by its id.

    Raises:
        InputError: There is none; the message names the nearest and lists all.
    """
    if (kind := _kind(id_)) is not None:
        return kind
    known = kinds()
    msg = f"没有“{id_}”这种图{nearest(id_, known)}可以用：{'、'.join(f'{k.id}（{k.name}）' for k in known.values())}。"
    raise InputError(msg)


def of(record: Return, figure: returns.Figure) -> Kind:
    """The kind of a figure of a return.

    Raises:
        InputError: There is no such kind; with file, line, the nearest, and all kinds.
    """
    if (kind := _kind(figure.kind)) is not None:
        return kind
    names = _PHOTO | {kind.id: kind.name for kind in kinds().values()}
    where = record.source.where(f"figures.{figure.id}.kind") or ""
    msg = f"{where}：{choice('kind', figure.kind, names)}"
    raise InputError(msg)


def available(record: Return, history: Sequence[Return] = ()) -> tuple[str, ...]:
    """The kinds of chart worth showing: those with at least two nonzero numbers, and for charts over time two years.

    Args:
        record: The return.
        history: Returns of earlier years, oldest first.
    """
    from gongkai.returns import Figure as Given

    found = []
    for kind in kinds().values():
        made = kind.numbers(record, history, Given(id=kind.id, kind=kind.id, caption=""))
        over_years = all(label.endswith("年") for label, _ in made.rows)
        if over_years and len(made.rows) < 2:
            continue
        shown = sum(1 for _, values in made.rows for value in values if value)
        if made.nothing() is None and shown > 1 and not (made.years and len(made.rows) < 2):
            found.append(kind.id)
    return tuple(found)
