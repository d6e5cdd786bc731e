"""The organs in whose place another reports after a merger or a transfer, as the members of governments say.

A member with ``last_year: 2022`` and ``successor: b`` is a predecessor of ``b`` in 2023: what it carried over at the end of
2022 is what ``b`` begins with, together with what ``b`` itself carried over if it reported for 2022 too.

A government begins a year with what its members of that year begin with: its own figures of the year before, together with
those of organs that have come to it, less those of members that have left it and that none of its members succeeds.
"""

from __future__ import annotations

import re
from collections import Counter
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

from gongkai import forms
from gongkai.returns.errors import InputError
from gongkai.returns.sums import add

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from gongkai.returns.model import Agency, Number, Return

_SUCCESSOR = re.compile(rb"successor[\"']?\s*:\s*[\"']?([^\s\"',}#]+)")

_SEEN: dict[Path, tuple[tuple[int, int, int], frozenset[bytes]]] = {}
"""For each ``agency.yaml`` its inode, time and size, and the successors that it names: reading thousands takes longer."""

_TAKEN: dict[Path, list[Mapping[bytes, tuple[str, ...]]]] = {}
"""What :func:`named` gives for folders whose files another process has looked through, or this one just before, the last
being the newest: threads that build reports of one folder each have their own."""

OWN = "本机关"
"""The organ itself among its predecessors."""


@dataclass(frozen=True)
class Predecessors:
    """The predecessors of an organ in a year.

    Attributes:
        returns: Their figures of the year before, as published where recorded; those of organs that have come to a
            government are among them.
        absent: Names of those without figures of that year.
        alone: Whether only they determine what the year begins with, as the organ itself did not report before.
        left: The figures of the year before of members that have left a government: they no longer count.
    """

    returns: tuple[Return, ...] = ()
    absent: tuple[str, ...] = ()
    alone: bool = False
    left: tuple[Return, ...] = ()

    def __bool__(self) -> bool:
        """Whether there are any."""
        return bool(self.returns or self.absent or self.left)

    def parts(self, own: Return | None) -> list[str]:
        """Names of the organs whose figures of the year before are there; ``own`` is the organ's own."""
        less = f"（减去划出的{'、'.join(item.agency.name for item in self.left)}）" if self.left else ""
        return ([] if own is None else [f"{OWN}{less}"]) + [item.agency.name for item in self.returns]

    def lacking(self, own: Return | None) -> list[str]:
        """Names of those whose figures are needed and missing."""
        return ([OWN] if own is None and not self.alone else []) + list(self.absent)

    def total(self, own: Return | None, path: str) -> Number | None:
        """A cell of the year before added up; ``None`` if one of them has not filled it in."""
        return add(
            [item.cells.get(path) for item in (*([] if own is None else [own]), *self.returns)]
            + [None if value is None else -value for value in (item.cells.get(path) for item in self.left)]
        )


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

    def earlier_years(self, agency: str, year: int, /) -> Sequence[int]:
        """The years before that there are figures of an organ for."""


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
    return next(reversed(_TAKEN.get(root, ())), None)


def take(root: Path, found: Mapping[bytes, tuple[str, ...]] | None) -> None:
    """Give what another process found in a folder to this one, which needs to look at no organ's file for it.

    ``None`` lets it look again.
    """
    _TAKEN[root] = [] if found is None else [found]


@contextmanager
def taken(root: Path, found: Mapping[bytes, tuple[str, ...]]) -> Iterator[None]:
    """Look through a folder's files once for all that is done in the block, also by notebooks."""
    given = _TAKEN.setdefault(root, [])
    given.append(found)
    try:
        yield
    finally:
        given.remove(found)


def files(params: Inputs, agency: str, year: int) -> list[Path]:
    """The files that determine what an organ takes over from its predecessors in a year, whether or not they exist."""
    above = governments(params, agency, year)
    names = ("agency.yaml", f"{year - 1}.yaml", f"{year - 1}.published.yaml")
    found = [params.root / organ.id / "agency.yaml" for organ in above]
    return found + [
        params.root / id_ / name for organ in above for id_ in _ended(organ, agency, year) for name in names
    ]


def transfer_files(params: Inputs, agency: str, year: int) -> list[Path]:
    """The files that determine which organs have come to a government or left it, and with what, whether or not they exist."""
    lists = [params.root / organ.id / "agency.yaml" for organ in _lists(params, agency, year)]
    found = []
    for id_ in {id_: None for ids in transfers(params, agency, year) for id_ in ids}:
        earlier = params.earlier_years(id_, year) if id_ in params.agencies else ()
        # Older figures tell an organ whose last ones are missing from a new one.
        years = [year - 1] if year - 1 in earlier else [*earlier, year - 1]
        names = ["agency.yaml", *(f"{each}{kind}" for each in years for kind in (".yaml", ".published.yaml"))]
        found += [params.root / id_ / name for name in names]
    return lists + found


def predecessors(params: Inputs, agency: str, year: int) -> Predecessors:
    """The predecessors of an organ in a year, with their figures of the year before.

    None in the first year that there is a form for, whose year before nobody has figures of.

    Raises:
        InputError: The file of one is wrong.
    """
    if not any(edition.in_force(year - 1) for edition in forms.editions().values()):
        return NO_PREDECESSORS
    merged, alone = _merged(params, agency, year)
    came, left = transfers(params, agency, year)
    came = [
        id_ for id_ in came if id_ in params.agencies and params.earlier_years(id_, year)
    ]  # one without any figures begins with none
    given = {id_: _previous(params, id_, year) for id_ in (*merged, *came, *left)}
    absent = [params.agency(id_).name if id_ in params.agencies else id_ for id_, last in given.items() if last is None]
    return Predecessors(
        tuple(last for id_, last in given.items() if last is not None and id_ not in left), tuple(absent), alone,
        tuple(last for id_ in left if (last := given[id_]) is not None),
    )  # fmt: skip


def _previous(params: Inputs, agency: str, year: int) -> Return | None:
    return params.previous(agency, year) if agency in params.agencies else None


def _merged(params: Inputs, agency: str, year: int) -> tuple[list[str], bool]:
    """Ids of the organs that were merged into an organ, and whether only they determine what it begins with."""
    above = governments(params, agency, year)
    counted = any(member.id == agency and member.counts_in(year - 1) for organ in above for member in organ.members)
    merged = dict.fromkeys(id_ for organ in above for id_ in _ended(organ, agency, year))
    return list(merged), bool(above) and not counted


def transfers(params: Inputs, agency: str, year: int) -> tuple[list[str], list[str]]:
    """Ids of the organs that have come to a government in a year, and of those that have left it.

    An organ that moves between the governments below it, or is succeeded by one of its members, has done neither. A
    government that lists no members for one of the two years has no transfers.
    """
    balance: Counter[str] = Counter()
    for organ in _lists(params, agency, year):
        merged, alone = _merged(params, organ.id, year)
        own = () if alone else (organ.id,)
        lists = [params.agency(one).member_ids(year - 1) for one in (*own, *merged) if one in params.agencies]
        before = list(dict.fromkeys(id_ for ids in lists for id_ in ids))
        if before:
            balance.update(dict.fromkeys(_origins(params, organ, year), 1))
            balance.subtract(before)
    return [id_ for id_, count in balance.items() if count > 0], [id_ for id_, count in balance.items() if count < 0]


def _lists(params: Inputs, agency: str, year: int, above: tuple[str, ...] = ()) -> Iterator[Agency]:
    """A government and those below it whose members of a year and the year before decide on transfers."""
    organ = params.agency(agency)
    members = organ.member_ids(year)
    if not members or agency in above:
        return
    yield organ
    before = set(organ.member_ids(year - 1))
    for id_ in members:
        if id_ in before and id_ in params.agencies:
            yield from _lists(params, id_, year, (*above, agency))


def _origins(params: Inputs, organ: Agency, year: int) -> Iterator[str]:
    """Ids of the organs whose ends of the year before are what the members of a government begin with."""
    for id_ in organ.member_ids(year):
        merged, alone = _merged(params, id_, year)
        yield from merged if alone else [id_, *merged]


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
