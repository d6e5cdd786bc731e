"""Section three 三、收到和处理政府信息公开申请情况: text, table 3, figures."""

from __future__ import annotations

from gongkai.sections import base


def load(agency: str, year: int, params: str | None = None) -> base.Section:
    """Load the section; see :func:`gongkai.sections.base.load`."""
    return base.load("requests", agency, year, params)
