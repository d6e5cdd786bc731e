"""Hostile files for every input: what makes each kind, given a size in bytes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hardening.kinds import excel, params, pdf, plain, register, report_json, section, web, word

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.hardening.kinds.texts import Make

INPUTS: dict[str, Callable[[], dict[str, Make]]] = {
    "txt": plain.kinds,
    "html": web.kinds,
    "docx": word.kinds,
    "pdf": pdf.kinds,
    "xlsx": excel.kinds,
    "csv": register.kinds,
    "yaml": params.kinds,
    "json": report_json.kinds,
    "section": section.kinds,
}
"""The inputs by name: what makes each kind of file, by the kind's name."""
