"""Reading published reports, filled forms and ``report.json``; formats are plug-ins, see :mod:`gongkai.importers.registry`.

A file is read in a child process, whose time and memory are limited: see :mod:`gongkai.parsing.watchdog`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import partial
from importlib import import_module
from typing import TYPE_CHECKING

from gongkai import forms
from gongkai.importers import marks, waivers
from gongkai.importers.base import Expected, Importer, ReadReturn
from gongkai.importers.identify import identify
from gongkai.importers.organ import Organs
from gongkai.importers.registry import registry
from gongkai.parsing import reader_pool, watchdog

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from pathlib import Path

    from gongkai.importers.core.leftovers import Leftover
    from gongkai.returns.model import Agency, Return
    from gongkai.returns.params import Params

__all__ = ["Expected", "Imported", "Importer", "ReadReturn", "read", "read_all"]


@dataclass(frozen=True)
class Imported:
    """What was read from a file.

    Attributes:
        record: The return, in the edition that its year demands; ``record.issues`` says what could not be settled.
        agency_known: Whether the organ was given or is one of ``params``; else its id and level come from its name.
        edition_used: Id of the edition that the file's tables are really of.
        draft: Whether it is a Gongkai draft, not the report as published; the findings at its end are left out.
        plugin: Name and version of the package whose importer read it; ``None`` if it was one of Gongkai's.
        base: The return that a form was written from: what it still says as it was written is not news.
        leftovers: What the file holds and a return has no place for.
    """

    record: Return
    agency_known: bool
    edition_used: str
    draft: bool = False
    plugin: str | None = None
    base: Return | None = None
    leftovers: tuple[Leftover, ...] = ()


def read(
    path: Path, *, agency: Agency | None = None, year: int | None = None, params: Params | None = None
) -> Imported:
    """Read a published report, a filled form, or ``report.json``; nothing in it is executed, fetched or filled in.

    What looks like a placeholder in a text is taken as plain text (:func:`gongkai.importers.marks.shield`), with
    an issue. Only a form gives back the placeholders that the organ's own return in ``params`` has at the same key.
    Waivers in a file are taken only if they are that return's (:func:`gongkai.importers.waivers.own_only`).

    Args:
        path: A file of a format that an importer reads; what the bytes prove goes before the name.
        agency: The organ, or ``None`` if the file is to say it.
        year: The report year, likewise.
        params: Where organs are looked up by name, and the own return that a form was written from.

    Raises:
        InputError: The file can't be read safely or within :data:`gongkai.limits.READ_SECONDS`, is not a report, or does
            not say whose it is or of which year.
    """
    _prepare(path)
    return watchdog.read(_call(agency, year, params), path)


def read_all(
    paths: Sequence[Path], *, agency: Agency | None = None, year: int | None = None, params: Params | None = None
) -> Iterator[Imported | Exception]:
    """Read several files, some at a time; see :func:`read` and :mod:`gongkai.parsing.reader_pool`.

    Yields:
        For each file, in their order, what was read, or the exception that :func:`read` would have raised.
    """
    for path in {path.suffix.lower(): path for path in paths}.values():
        _prepare(path)
    return reader_pool.read_all(_call(agency, year, params), paths)


def _call(agency: Agency | None, year: int | None, params: Params | None) -> Callable[[Path], Imported]:
    """What a child process calls with a file."""
    project = forms.current()
    folder = project.folder if project is not None else None
    return partial(_read, agency=agency, year=year, params=params, own_forms=folder)


def _prepare(path: Path) -> None:
    """Do once what each child process would do for itself: import modules, read the forms."""
    forms.editions()
    likely = registry().of_suffix(path.suffix.lower())
    for name in likely.uses if likely is not None else ():
        import_module(name)
    import_module("gongkai.importers.core.assemble")


def _read(
    path: Path, agency: Agency | None, year: int | None, params: Params | None, own_forms: Path | None
) -> Imported:
    """Read in a child process, which may know nothing of the project's own form files."""
    forms.use(own_forms)
    importer = identify(path)
    expected = Expected(agency, year)
    found = importer.read(path, expected)
    if isinstance(found, ReadReturn):
        record = found.record
        used = record.form_used or record.edition.id
        own = marks.own_return(record, params)
        trusted = own if found.from_form else None
        record = marks.shield(waivers.own_only(record, own), trusted)
        base = marks.shield(found.base, trusted) if found.base is not None else None
        return Imported(
            record,
            agency_known=True,
            edition_used=used,
            draft=found.draft,
            plugin=importer.plugin,
            base=base,
            leftovers=found.leftovers,
        )
    from gongkai.importers.core.assemble import assemble

    organs = Organs(path.name, agency, params)
    read_ = assemble(found, organs.find, year)
    record = read_.record
    if organs.issues:
        record = record.model_copy(update={"issues": (*organs.issues, *record.issues)})
    return Imported(
        marks.shield(record),
        organs.known,
        read_.edition_used,
        read_.draft,
        importer.plugin,
        leftovers=read_.leftovers,
    )
