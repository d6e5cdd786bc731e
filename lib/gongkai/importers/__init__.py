"""Reading published reports: one file per source format, each loaded only when it is used."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from gongkai.importers import guard, marks
from gongkai.importers.organ import Organs

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.importers.core.parsed_report import ParsedReport
    from gongkai.returns.model import Agency, Return
    from gongkai.returns.params import Params

__all__ = ["Imported", "read"]


@dataclass(frozen=True)
class Imported:
    """What was read from a file.

    Attributes:
        record: The return, in the edition that its year demands; ``record.issues`` says what could not be settled.
        agency_known: Whether the organ was given or is one of ``params``; else its id and level come from its name.
        edition_used: Id of the edition that the file's tables are really of.
        draft: Whether it is a draft of ours, not the report as published; the findings at its end are left out.
    """

    record: Return
    agency_known: bool
    edition_used: str
    draft: bool = False


def read(
    path: Path, *, agency: Agency | None = None, year: int | None = None, params: Params | None = None
) -> Imported:
    """Read a published report, a filled form, or ``report.json``; nothing in it is executed, fetched or filled in.

    What looks like a placeholder in a text is taken as plain text (:func:`gongkai.importers.marks.shield`), with
    an issue. Only a form gives back the placeholders that stand at the same place in the organ's own return in ``params``.

    Args:
        path: ``.html``, ``.docx``, ``.pdf``, ``.txt``, ``.xlsx`` or ``.json``; what the bytes say goes before the name.
        agency: The organ, where it is known.
        year: The report year, where it is known.
        params: Where organs are looked up by name, and the own return that a form was written from.

    Raises:
        InputError: The file can't be read safely, is no report, or does not say whose it is or of which year.
    """
    kind = guard.check(path)
    found = _read(kind, path, agency, year, params)
    own = marks.own_return(found.record, params) if kind == "xlsx" else None
    return replace(found, record=marks.shield(found.record, own))


def _read(kind: str, path: Path, agency: Agency | None, year: int | None, params: Params | None) -> Imported:
    if kind == "json":
        from gongkai.importers import report_json
        from gongkai.importers.organ import mistaken

        record = report_json.read(path)
        if agency is not None and agency.name != record.agency.name:
            note = mistaken(record.agency.name, agency.name)
            record = record.model_copy(update={"issues": (*record.issues, note)})
        if agency is not None:
            record = record.model_copy(update={"agency": agency})
        _same_year(path, record, year)
        used = record.form_used or record.edition.id
        return Imported(record, agency_known=True, edition_used=used, draft=report_json.is_draft(path))
    if kind == "xlsx":
        from gongkai.importers import xlsx

        record = xlsx.read(path, agency=agency, year=year)
        return Imported(record, agency_known=True, edition_used=record.form_used or record.edition.id)
    from gongkai.importers.core.assemble import assemble

    organs = Organs(path.name, agency, params)
    found = assemble(_source(kind, path), organs.find, year)
    record = found.record
    if organs.issues:
        record = record.model_copy(update={"issues": (*organs.issues, *record.issues)})
    return Imported(record, organs.known, found.edition_used, found.draft)


def _source(kind: str, path: Path) -> ParsedReport:
    match kind:
        case "html":
            from gongkai.importers import html

            return html.read(path)
        case "docx":
            from gongkai.importers import docx

            return docx.read(path)
        case "pdf":
            from gongkai.importers import pdf

            return pdf.read(path)
        case _:
            from gongkai.importers import text

            return text.read(path)


def _same_year(path: Path, record: Return, year: int | None) -> None:
    from gongkai.returns.errors import InputError

    if year is not None and year != record.year:
        msg = f"{path.name}：文件是{record.year}年的，与 --year {year} 不符；请核对。"
        raise InputError(msg)
