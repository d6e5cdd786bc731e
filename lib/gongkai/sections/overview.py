"""Section one 一、总体情况: prose on the five matters named in 30号, and figures."""

from __future__ import annotations

from gongkai.sections import base


def load(agency: str, year: int, params: str | None = None) -> base.Section:
    """Load the section; see :func:`gongkai.sections.base.load`."""
    return base.load("overview", agency, year, params)
