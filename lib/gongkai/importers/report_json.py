"""Read our own ``report.json`` back."""

from __future__ import annotations

import hashlib
import json
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from gongkai.importers.text import decode
from gongkai.returns.canonical import from_json, loads
from gongkai.returns.errors import InputError

if TYPE_CHECKING:
    from pathlib import Path

    from gongkai.returns.model import Return


def read(path: Path) -> Return:
    """Read the canonical JSON; ``agency.id`` is the folder.

    Raises:
        InputError: No JSON, or not the JSON of a report.
    """
    try:
        data = loads(decode(path.read_bytes(), path.name))
        _report(data)
        return from_json(data, path.name)
    except (json.JSONDecodeError, ValidationError, TypeError, RecursionError, AttributeError) as error:
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
