"""Errors of documents; each message is Chinese and says what to do."""

from __future__ import annotations


class FontError(ValueError):
    """A font set that is missing or holds nothing usable; the message says how to get it."""


class RenderError(ValueError):
    """A document that cannot be written in a format; the message names the text or picture that is the cause."""
