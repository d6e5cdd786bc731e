"""What goes wrong with documents."""

from __future__ import annotations


class FontError(ValueError):
    """A font set that is not there or holds nothing usable; the message says how to get it."""
