"""What checks found, kept from one call to the next: a SQLite file in ``params/.cache`` that may be deleted at any time.

An entry counts as long as no input has changed: the files of the return, of earlier years and of members, the program, its
plug-ins and the font sets. It holds data only, so that a file from elsewhere can do no more than be wrong or be refused.
"""

from __future__ import annotations

import hashlib
import json
import sqlite3
import zlib
from contextlib import suppress
from decimal import Decimal
from typing import TYPE_CHECKING, Any, NamedTuple, Self

from pydantic import BaseModel, ConfigDict

from gongkai import files, forms, limits, plugins
from gongkai.pipeline import inputs
from gongkai.returns import Agency, Return, SourceMap, Waiver, project
from gongkai.review.check import Checked
from gongkai.rules import RULES, Finding, load_plugins
from gongkai.rules.finding import Level, Outcome

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from pathlib import Path

    from gongkai.returns import Number, Params

FOLDER = ".cache"
"""The folder in ``params``; it tells git to ignore it."""

FILE = "checks.sqlite"

SCHEMA = 1
"""Version of the layout; a file of another version is replaced."""

_MOST = 20_000_000
"""Bytes of an entry, unpacked."""

_DAMAGE = (
    sqlite3.Error, zlib.error, ValueError, KeyError, TypeError, IndexError, AttributeError, ArithmeticError, RecursionError,
)  # fmt: skip
"""What an entry can raise that is damaged, or was written by someone else."""


_Packed = int | str | tuple[str] | None
"""What :func:`_packed` gives."""


class _Row(NamedTuple):
    """A finding as an entry has it."""

    rule: str
    level: Level
    outcome: Outcome
    message: str
    values: list[tuple[str, _Packed]]
    cells: list[str]
    todo: str
    where: str | None
    waived: int | None
    applicable: bool


class _Entry(BaseModel):
    """An entry; what has a model of its own is left to that."""

    model_config = ConfigDict(strict=True)

    agency: Any
    year: int
    file: str | None
    dates: tuple[str | None, str | None]
    cells: list[int | tuple[str] | None] | None
    units: Any
    corrections: Any
    waivers: list[Any]
    findings: list[_Row]
    problems: list[str]


class Store:
    """Results of checks by organ, year and inputs; without effect where its file cannot be written or is damaged."""

    def __init__(self, params: Params) -> None:
        """Open the store of a folder of inputs."""
        self.params = params
        self._digests: dict[Path, str] = {}
        self._environment = self._all()
        self._base = self._open(params.root / FOLDER / FILE)

    def __enter__(self) -> Self:
        """The store, to be closed at the end of the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """Close the file."""
        if self._base is not None:
            self._base.close()

    def key(self, agency: str, year: int) -> str:
        """The hash of everything that a check of a return depends on.

        Raises:
            InputError: There is no such return, or a member is not an organ in the folder.
        """
        total = hashlib.sha256(self._environment)
        for path in self.params.files(agency, year):
            total.update(f"{path.relative_to(self.params.root).as_posix()}\0{self._digest(path)}\0".encode())
        return total.hexdigest()

    def get(self, agency: str, year: int, key: str) -> Checked | None:
        """What a check found with these inputs; ``None`` if it is not known."""
        if self._base is None:
            return None
        try:
            found = self._base.execute(
                "SELECT entry FROM checked WHERE agency = ? AND year = ? AND key = ?", (agency, year, key)
            ).fetchone()
            return decode(found[0]) if found else None
        except _DAMAGE:
            return None

    def put(self, entries: Iterable[tuple[str, int, str, bytes]]) -> None:
        """Keep entries, each with organ, year and key; all or none of them."""
        if self._base is None:
            return
        with suppress(sqlite3.Error), self._base:
            self._base.executemany("INSERT OR REPLACE INTO checked VALUES (?, ?, ?, ?)", entries)

    def prune(self, organs: Iterable[str]) -> None:
        """Forget all organs but these."""
        if self._base is None:
            return
        with suppress(sqlite3.Error), self._base:
            known = {row[0] for row in self._base.execute("SELECT DISTINCT agency FROM checked")}
            self._base.executemany("DELETE FROM checked WHERE agency = ?", [(id_,) for id_ in known - set(organs)])

    def _digest(self, path: Path) -> str:
        """Hash of a file, which is read once: many returns depend on the same file."""
        if path not in self._digests:
            self._digests[path] = inputs.sha256(path.read_bytes())
        return self._digests[path]

    def _all(self) -> bytes:
        """What every check depends on."""
        root = self.params.root
        names = sorted(path.name for path in (root / "fonts").glob("*"))
        every = [SCHEMA, inputs.lib_digest(), plugins.versions(), project.default_fonts(root), names]
        return json.dumps(every, sort_keys=True).encode()

    def _open(self, path: Path) -> sqlite3.Connection | None:
        """Open the file, replace it if it is of another version; ``None`` if that is impossible."""
        try:
            ignore = path.parent / ".gitignore"
            if not ignore.is_file():
                files.write(ignore, "*\n", durable=False)
            if path.is_symlink():
                path.unlink()  # it may lead to the database of another program
            for _ in range(2):
                base = sqlite3.connect(path, timeout=1)
                try:
                    if base.execute("PRAGMA user_version").fetchone()[0] == SCHEMA:
                        base.execute("SELECT 1 FROM checked LIMIT 1")
                        return base
                    with base:
                        base.execute("PRAGMA synchronous = OFF")  # what is lost can be made again
                        base.execute("DROP TABLE IF EXISTS checked")
                        base.execute(
                            "CREATE TABLE checked (agency TEXT, year INTEGER, key TEXT, entry BLOB,"
                            " PRIMARY KEY (agency, year)) WITHOUT ROWID"
                        )
                        base.execute(f"PRAGMA user_version = {SCHEMA}")
                except sqlite3.OperationalError:
                    base.close()
                    return None  # another process holds it, or nothing may be written here
                except sqlite3.DatabaseError:
                    base.close()
                    path.unlink()  # not a database
                else:
                    return base
        except (OSError, sqlite3.Error):
            pass
        return None


def encode(item: Checked) -> bytes:
    """A result as bytes: the return's numbers, units, dates, corrections and waivers, and what was found."""
    record = item.record
    waivers = list(record.waivers)
    data = {
        "agency": record.agency.model_dump(mode="json"),
        "year": record.year,
        "file": record.source.file,
        "dates": [day.isoformat() if day else None for day in (record.signed, record.published)],
        "cells": [_packed(value) for value in record.cells.values()] if [*record.cells] == [*record.edition.cells] else None,
        "units": record.units,
        "corrections": [item.model_dump(mode="json") for item in record.corrections],
        "waivers": [waiver.model_dump(mode="json") for waiver in waivers],
        "findings": [
            [
                f.rule, f.level, f.outcome, f.message, [[name, _packed(value)] for name, value in f.values], f.cells, f.todo,
                f.where, None if f.waived is None else waivers.index(f.waived), f.applicable,
            ]
            for f in item.findings
            if f.outcome != "pass" or f.values
        ],
        "problems": item.problems,
    }  # fmt: skip
    return zlib.compress(json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode(), 1)


def decode(entry: bytes) -> Checked:
    """The result of :func:`encode`: without texts, facts, figures, and passes that say nothing.

    Raises:
        ValueError: It is not an entry, or its parts are not what they should be.
        KeyError: Something is missing.
        ArithmeticError: A number is not one.
        PluginError: Rules of another package cannot be loaded.
        zlib.error: It is damaged.
    """
    load_plugins()
    data = _Entry.model_validate_json(zlib.decompressobj().decompress(entry, _MOST))
    agency, year = Agency.model_validate(data.agency), data.year
    edition = forms.edition_for(year)
    waivers = tuple(Waiver.model_validate(item) for item in data.waivers)
    cells = dict(zip(edition.cells, map(_unpacked, data.cells), strict=True)) if data.cells is not None else {}
    record = Return.model_validate({
        "agency": agency, "year": year, "cells": {}, "waivers": waivers, "source": SourceMap(file=data.file),
        "signed": data.dates[0], "published": data.dates[1], "units": data.units, "corrections": data.corrections,
    }).model_copy(update={"cells": cells})  # fmt: skip
    return Checked(
        record, tuple(_finding(agency.id, year, waivers, row) for row in data.findings), tuple(data.problems)
    )


def _finding(agency: str, year: int, waivers: Sequence[Waiver], row: _Row) -> Finding:
    if row.rule not in RULES:
        raise ValueError(row.rule)
    return Finding(
        row.rule, row.level, row.outcome, agency, year, row.message,
        tuple((name, _unpacked(value)) for name, value in row.values), tuple(row.cells), row.todo, row.where,
        None if row.waived is None else waivers[row.waived], row.applicable,
    )  # fmt: skip


def _packed(value: Number | str | None) -> _Packed:
    """A value as JSON: a decimal, which JSON has not, as a list."""
    return (str(value),) if isinstance(value, Decimal) else value


def _unpacked(value: _Packed) -> Any:
    return limits.decimal(value[0]) if isinstance(value, tuple) else value
