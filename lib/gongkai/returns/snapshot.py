"""The folder ``params`` as it was when it was first looked at, for work on many returns."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Concatenate, ParamSpec, TypeVar

from gongkai.returns.params import Params

if TYPE_CHECKING:
    from collections.abc import Callable

P = ParamSpec("P")
T = TypeVar("T")

MOST = 4096
"""Results of a method that are kept; the oldest are dropped first."""


def _once(method: Callable[Concatenate[Any, P], T]) -> Callable[Concatenate[Snapshot, P], T]:
    """A method whose results are kept, by its arguments; an error is raised anew each time."""

    def kept(self: Snapshot, /, *args: P.args, **kwargs: P.kwargs) -> T:
        known = self._known.setdefault(method.__name__, {})
        key = (*args, *kwargs.items())
        if key not in known:
            if len(known) >= MOST:
                del known[next(iter(known))]
            known[key] = method(self, *args, **kwargs)
        found: T = known[key]
        return found

    return kept


class Snapshot(Params):
    """Inputs that are looked at once: a file that changes later is still what it was.

    Whoever checks many returns asks for each organ, and each return, several times: for itself, for the next year, for every
    government above it.
    """

    def __init__(self, params: Params) -> None:
        """Look at the same folder as ``params``."""
        self.__dict__.update(vars(params))
        self._known: dict[str, dict[tuple[Any, ...], Any]] = {}

    _is_organ = _once(Params._is_organ)  # noqa: SLF001 - its own base class
    agency = _once(Params.agency)
    load = _once(Params.load)
    published = _once(Params.published)
    years = _once(Params.years)
    words = _once(Params.words)
