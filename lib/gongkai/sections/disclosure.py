"""Section two 二、主动公开政府信息情况: text, table 2, figures."""

from __future__ import annotations

from gongkai.sections import base


def load(agency: str, year: int, params: str | None = None) -> base.Section:
    """Load the section; see :func:`gongkai.sections.base.load`."""
    return base.load("disclosure", agency, year, params)
