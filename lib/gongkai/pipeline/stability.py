"""Whether the inputs of a report change while it is built: an output must be of one state of them, the one that the manifest names."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from gongkai.run import notebooks, overrides

if TYPE_CHECKING:
    from collections.abc import Mapping
    from pathlib import Path

    from gongkai.returns import Params

    Stamp = tuple[int, int, int, int]


class InputsChangedError(RuntimeError):
    """An input changed during a build; ``names`` are those that did, as in messages."""

    def __init__(self, names: tuple[str, ...]) -> None:
        """Name the inputs."""
        super().__init__("、".join(names))
        self.names = names


@dataclass(frozen=True)
class Inputs:
    """The files of a report at a moment, by what the system says of them; nothing is read.

    Attributes:
        params, agency, year: The report.
        stamps: File number, size and times of each file.
    """

    params: Params
    agency: str
    year: int
    stamps: Mapping[Path, Stamp]

    @classmethod
    def now(cls, params: Params, agency: str, year: int) -> Inputs:
        """Look before the inputs are read: what is read later is of that moment as long as :meth:`changed` names none.

        Raises:
            InputError: There is no such organ or year, or its files cannot be listed.
        """
        return cls(params, agency, year, _stamps(params, agency, year))

    def changed(self) -> tuple[str, ...]:
        """Names of the files that are not what they were, or are new or gone.

        Raises:
            InputError: See :meth:`now`.
        """
        before, now = self.stamps, _stamps(self.params, self.agency, self.year)
        where = notebooks.folder().parent
        found = [path for path in sorted(before.keys() | now.keys()) if before.get(path) != now.get(path)]
        root = self.params.root
        return tuple(
            self.params.name(path) if path.is_relative_to(root) else path.relative_to(where).as_posix()
            for path in found
        )

    def verify(self) -> None:
        """Make sure that nothing has changed.

        Raises:
            InputsChangedError: A file changed, also if it was changed back.
            InputError: See :meth:`now`.
        """
        if names := self.changed():
            raise InputsChangedError(names)


def _stamps(params: Params, agency: str, year: int) -> dict[Path, Stamp]:
    where = notebooks.folder()
    books = [where / f"{stem}.ipynb" for stem in notebooks.stems(where)]
    found: dict[Path, Stamp] = {}
    for path in (*params.files(agency, year), *books, *overrides.own(where, agency).values()):
        try:
            said = path.stat()
        except FileNotFoundError:  # gone since it was listed
            continue
        found[path] = said.st_ino, said.st_size, said.st_mtime_ns, said.st_ctime_ns
    return found
