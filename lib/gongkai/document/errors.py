"""Errors of documents; every message is Chinese and says what to do."""

from __future__ import annotations


class FontError(ValueError):
    """A font set is missing or contains no usable font; the message says how to get it."""


class RenderError(ValueError):
    """A document cannot be rendered in a format; the message names the text or picture that causes it."""


class GlyphError(RenderError):
    """A character is in no font of the set; other formats, which name fonts instead of embedding them, can do without."""
