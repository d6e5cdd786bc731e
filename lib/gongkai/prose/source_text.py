"""The source of a text, before placeholders are filled in, and the location of a string in it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from gongkai.prose.template import source_location

if TYPE_CHECKING:
    from gongkai.returns import Return


def source_text(record: Return, path: str) -> str:
    """The text at a key path (``sections.other``, ``sections.overview.summary``); empty if none was written."""
    if not path.startswith("sections."):
        return ""
    section, _, passage = path.removeprefix("sections.").partition(".")
    text = getattr(record.sections, section, None)
    if passage and not isinstance(text, str):
        text = next((item.text for item in text or () if item.id == passage), None)
    return text or ""


def locate(record: Return, path: str, word: str) -> str | None:
    """``file:line`` of the first occurrence of a string in the text at a key path, or ``None``."""
    before, found, _ = source_text(record, path).partition(word)
    return source_location(record, path, before.count("\n") + 1) if found else None
