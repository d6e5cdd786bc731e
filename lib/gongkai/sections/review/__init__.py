"""The reviewer's working paper: what needs a decision, the text and tables with findings in place, last year beside them.

It is not published.
"""

from __future__ import annotations

from gongkai.sections.review.appendix import deviations
from gongkai.sections.review.paper import Review

__all__ = ["Review", "deviations"]
