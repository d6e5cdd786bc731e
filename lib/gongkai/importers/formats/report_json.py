"""Read a Gongkai ``report.json`` back."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from gongkai import limits
from gongkai.importers.base import Expected, Importer, ReadReturn
from gongkai.importers.core.decoding import decode
from gongkai.importers.organ import mistaken
from gongkai.returns.canonical import from_json, loads
from gongkai.returns.errors import InputError, ReturnError

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.returns.model import Return


def read(path: Path, expected: Expected) -> ReadReturn:
    """Read the canonical JSON, as a return of the expected organ.

    Raises:
        InputError: No JSON, not the JSON of a report, or of another year. Another organ is an issue of ``agency.name``.
    """
    record = _read(path)
    if expected.year is not None and expected.year != record.year:
        msg = f"{path.name}：文件是{record.year}年的，与 --year {expected.year} 不符；请核对。"
        raise InputError(msg)
    agency = expected.agency
    if agency is not None and agency.name != record.agency.name:
        note = mistaken(record.agency.name, agency.name)
        record = record.model_copy(update={"issues": (*record.issues, note)})
    if agency is not None:
        record = record.model_copy(update={"agency": agency})
    return ReadReturn(record, draft=is_draft(path))


def _read(path: Path) -> Return:
    """The return; ``agency.id`` is the folder.

    Raises:
        InputError: No JSON, or not the JSON of a report.
    """
    try:
        data = loads(decode(path.read_bytes(), path.name))
        _report(data)
        return from_json(data, path.name)
    except InputError as error:
        msg = (
            str(error)
            if isinstance(error, ReturnError)
            else f"{path.name}：不是本系统的report.json（{error}）；请核对文件。"
        )
        raise InputError(msg) from None
    except limits.TooLongError as error:
        msg = f"{path.name}：{error}。"
        raise InputError(msg) from None
    except (ValueError, TypeError, RecursionError, AttributeError, LookupError) as error:
        detail = f"（第{error.lineno}行）" if isinstance(error, json.JSONDecodeError) else ""
        msg = f"{path.name}：不是本系统的report.json{detail}；请核对文件。"
        raise InputError(msg) from None


def is_draft(path: Path) -> bool:
    """Whether the manifest beside the file says that it came from ``gongkai build --draft``; the file itself does not."""
    try:
        manifest = json.loads((path.parent / "manifest.json").read_text("utf-8"))
        made = manifest["outputs"][path.name] == hashlib.sha256(path.read_bytes()).hexdigest()
        return made and "draft" in manifest["inputs"]
    except (OSError, ValueError, TypeError, KeyError):
        return False


def _report(data: Any) -> None:
    if not isinstance(data, dict) or not {"agency", "year"} <= data.keys():
        raise TypeError


IMPORTER = Importer(
    name="json",
    title="report.json",
    suffixes=(".json",),
    max_bytes=limits.JSON_BYTES,
    read=read,
    guess=lambda head, _path: head.lstrip()[:1] == b"{",
)
