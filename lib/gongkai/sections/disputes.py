"""Section four 四、政府信息公开行政复议、行政诉讼情况: text, table 4, figures."""

from __future__ import annotations

from gongkai.sections import base


def load(agency: str, year: int, params: str | None = None) -> base.Section:
    """Load the section; see :func:`gongkai.sections.base.load`."""
    return base.load("disputes", agency, year, params)
