"""What a report is, for programs that read its web page: JSON-LD in the vocabulary of schema.org."""

from __future__ import annotations

import mimetypes
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from gongkai.returns.model import Return


def period(record: Return) -> str:
    """The year that a report is about, as an ISO 8601 interval."""
    return f"{record.year}-01-01/{record.year}-12-31"


def licence_name(licence: Mapping[str, str] | None) -> str:
    """A licence by its address, else by its title or name; empty without one."""
    return next((licence[key] for key in ("path", "title", "name") if licence.get(key)), "") if licence else ""


def linked_data(
    record: Return, title: str, files: Iterable[str], licence: Mapping[str, str] | None = None
) -> dict[str, Any]:
    """A report as ``schema:Report``.

    Args:
        record: The return.
        title: Title of the report.
        files: Names of the accompanying files.
        licence: ``name``, ``title`` and ``path`` of the licence, if one is given in ``params/release.yaml``.
    """
    organ = {"@type": "GovernmentOrganization", "name": record.agency.name}
    if record.agency.short_name:
        organ["alternateName"] = record.agency.short_name
    found: dict[str, Any] = {
        "@context": "https://schema.org",
        "@type": "Report",
        "name": title,
        "identifier": f"{record.agency.id}/{record.year}",
        "inLanguage": "zh-CN",
        "about": "政府信息公开",
        "author": organ,
        "publisher": organ,
        "temporalCoverage": period(record),
        "citation": record.edition.source,
        "encoding": [
            {"@type": "MediaObject", "contentUrl": name, "encodingFormat": _media_type(name)} for name in files
        ],
    }
    days = {"datePublished": record.published, "dateCreated": record.signed}
    found |= {key: day.isoformat() for key, day in days.items() if day is not None}
    if record.agency.url:
        found["url"] = record.agency.url
    if licence:
        found["license"] = licence_name(licence)
    return found


_OFFICE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def _media_type(name: str) -> str:
    """Media type of a file by its name; that of Word is not known to every system."""
    return _OFFICE if name.endswith(".docx") else mimetypes.types_map.get(f".{name.rpartition('.')[2]}", "")
