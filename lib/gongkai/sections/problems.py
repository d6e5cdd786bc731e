"""Section five 五、存在的主要问题及改进情况: prose."""

from __future__ import annotations

from gongkai.sections import base


def load(agency: str, year: int, params: str | None = None) -> base.Section:
    """Load the section; see :func:`gongkai.sections.base.load`."""
    return base.load("problems", agency, year, params)
