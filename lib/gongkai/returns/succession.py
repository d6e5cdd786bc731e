"""The organs in whose place another reports after a merger, as the members of governments say.

A member with ``last_year: 2022`` and ``successor: b`` is a predecessor of ``b`` in 2023: what it carried over at the end of
2022 is what ``b`` begins with, together with what ``b`` itself carried over if it reported for 2022 too.
"""

from __future__ import annotations

import re
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from gongkai import forms
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping
    from pathlib import Path

    from gongkai.returns.model import Agency, Return

_SUCCESSOR = re.compile(rb"successor[\"']?\s*:\s*[\"']?([^\s\"',}#]+)")

_SEEN: dict[Path, tuple[tuple[int, int, int], frozenset[bytes]]] = {}
"""For each ``agency.yaml`` its inode, time and size, and the successors that it names: reading thousands takes longer."""

_TAKEN: dict[Path, Mapping[bytes, tuple[str, ...]]] = {}
"""What :func:`named` gives for folders whose files another process has looked through, or this one just before."""

OWN = "本机关"
"""The organ itself among its predecessors."""


@dataclass(frozen=True)
class Predecessors:
    """The predecessors of an organ in a year.

    Attributes:
        returns: Their figures of the year before, as published where recorded.
        absent: Names of those without figures of that year.
        alone: Whether only they determine what the year begins with, as the organ itself did not report before.
    """

    returns: tuple[Return, ...] = ()
    absent: tuple[str, ...] = ()
    alone: bool = False

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.returns or self.absent)

    def parts(self, own: Return | None) -> list[str]:
        """Names of the organs whose figures of the year before are there; ``own`` is the organ's own."""
        return ([] if own is None else [OWN]) + [item.agency.name for item in self.returns]

    def lacking(self, own: Return | None) -> list[str]:
        """Names of those whose figures are needed and missing."""
        return ([OWN] if own is None and not self.alone else []) + list(self.absent)


class Inputs(Protocol):
    """What is needed of :class:`~gongkai.returns.Params`, which asks this module for files."""

    @property
    def root(self) -> Path:
        """The folder."""

    @property
    def agencies(self) -> tuple[str, ...]:
        """Ids of all organs."""

    @property
    def successions(self) -> Mapping[bytes, tuple[str, ...]]:
        """What :func:`named` found in the folder."""

    def agency(self, agency: str, /) -> Agency:
        """An organ."""

    def previous(self, agency: str, year: int, /) -> Return | None:
        """An organ's figures of the year before."""


NO_PREDECESSORS = Predecessors()
"""Those of an organ that succeeds none."""


def governments(params: Inputs, agency: str, year: int) -> list[Agency]:
    """The governments by whose lists of members an organ succeeds others in a year.

    One whose file is wrong is left out; its own check says so.
    """
    found = []
    for id_ in params.successions.get(agency.encode(), ()):
        try:
            organ = params.agency(id_)
        except InputError:
            continue
        if _ended(organ, agency, year):
            found.append(organ)
    return found


def named(params: Inputs) -> dict[bytes, tuple[str, ...]]:
    """For each id that files name as a successor, the ids of the organs whose files they are, sorted."""
    if (taken := known(params.root)) is not None:
        return dict(taken)
    found: dict[bytes, list[str]] = {}
    for id_ in params.agencies:
        for successor in _successors(params.root / id_ / "agency.yaml"):
            found.setdefault(successor, []).append(id_)
    return {successor: tuple(ids) for successor, ids in found.items()}


def known(root: Path) -> Mapping[bytes, tuple[str, ...]] | None:
    """What :func:`named` gives for a folder without looking through its files; ``None`` if it must."""
    return _TAKEN.get(root)


def take(root: Path, found: Mapping[bytes, tuple[str, ...]] | None) -> None:
    """Give what another process found in a folder to this one, which needs to look at no organ's file for it.

    ``None`` lets it look again.
    """
    if found is None:
        _TAKEN.pop(root, None)
    else:
        _TAKEN[root] = found


@contextmanager
def taken(root: Path, found: Mapping[bytes, tuple[str, ...]]) -> Iterator[None]:
    """Look through a folder's files once for all that is done in the block, also by notebooks."""
    before = known(root)
    take(root, found)
    try:
        yield
    finally:
        take(root, before)


def files(params: Inputs, agency: str, year: int) -> list[Path]:
    """The files that determine what an organ takes over from its predecessors in a year, whether or not they exist."""
    above = governments(params, agency, year)
    names = ("agency.yaml", f"{year - 1}.yaml", f"{year - 1}.published.yaml")
    found = [params.root / organ.id / "agency.yaml" for organ in above]
    return found + [
        params.root / id_ / name for organ in above for id_ in _ended(organ, agency, year) for name in names
    ]


def predecessors(params: Inputs, agency: str, year: int) -> Predecessors:
    """The predecessors of an organ in a year, with their figures of the year before.

    None in the first year that there is a form for, whose year before nobody has figures of.

    Raises:
        InputError: The file of one is wrong.
    """
    if not any(edition.in_force(year - 1) for edition in forms.editions().values()):
        return NO_PREDECESSORS
    above = governments(params, agency, year)
    found: list[Return] = []
    absent: list[str] = []
    for id_ in dict.fromkeys(id_ for organ in above for id_ in _ended(organ, agency, year)):
        previous = params.previous(id_, year) if id_ in params.agencies else None
        if previous is not None:
            found.append(previous)
        else:
            absent.append(params.agency(id_).name if id_ in params.agencies else id_)
    counted = any(member.id == agency and member.counts_in(year - 1) for organ in above for member in organ.members)
    return Predecessors(tuple(found), tuple(absent), alone=bool(above) and not counted)


def _ended(organ: Agency, agency: str, year: int) -> list[str]:
    """Ids of a government's members that ended the year before and are succeeded by an organ."""
    return [member.id for member in organ.members if member.successor == agency and member.last_year == year - 1]


def _successors(path: Path) -> frozenset[bytes]:
    """The ids that a file names as successors, found without parsing it."""
    try:
        status = path.stat()
        mark = (status.st_ino, status.st_mtime_ns, status.st_size)
        if path not in _SEEN or _SEEN[path][0] != mark:
            _SEEN[path] = (mark, frozenset(_SUCCESSOR.findall(path.read_bytes())))
    except OSError:
        return frozenset()
    return _SEEN[path][1]
