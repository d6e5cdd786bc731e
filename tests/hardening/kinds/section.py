"""Hostile texts of a section, as JSON strings, which YAML reads too."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from tests.hardening.kinds.texts import texts

if TYPE_CHECKING:
    from tests.hardening.kinds.texts import Make


def _text(words: str) -> bytes:
    return json.dumps(words).encode()


def kinds() -> dict[str, Make]:
    """The kinds of text."""
    return texts(_text)
