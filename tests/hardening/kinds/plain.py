"""Hostile plain texts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from tests.hardening.kinds.texts import report, texts

if TYPE_CHECKING:
    from tests.hardening.kinds.texts import Make


def _text(words: str) -> bytes:
    return report(words).encode()


def kinds() -> dict[str, Make]:
    """The kinds of text."""
    return texts(_text)
